//! With whose consent a list leaves, and to whom it goes.
use jindu::platform::auth::roles::Role;
use jindu_tests::support::{NORTH, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{
    EXPORTS, MAY, NUMBER, PERSONNEL, SEES, approver, ask, decide, fetch, id, link, look, register, requester, sheet,
    wanted,
};

#[actix_web::test]
async fn a_list_is_masked_unless_more_was_asked_for_and_let_go() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let elsewhere = app.user_at(&MAY, SOUTH);
    let other = json!({ "name": "周岚", "division_code": SOUTH_VILLAGE, "status": "in_community" });
    elsewhere.post(PERSONNEL, &other).await.created();
    for format in ["csv", "ndjson", "xlsx"] {
        let export = ask(&caller, &wanted(format, &[])).await;
        assert_eq!((&export["state"], &export["approvals_needed"]), (&json!("queued"), &json!(0)));
        app.write_exports();
        let ready = look(&caller, &export).await;
        assert_eq!((&ready["state"], &ready["row_count"]), (&json!("ready"), &json!(1)));
        let file = fetch(&caller, &export).await;
        let text = if format == "xlsx" { sheet(&file) } else { file.text.clone() };
        assert!(text.contains("罗**") && text.contains("****************39"), "{text}");
        assert!(!text.contains(NUMBER) && !text.contains("罗会腾") && !text.contains('周'), "{text}");
        let marks = ["依法保密", "秀河镇", "测试人员", id(&export)];
        assert!(marks.iter().all(|mark| text.contains(mark)), "{text}");
    }

    let export = ask(&caller, &wanted("xlsx", &["name", "identity_number"])).await;
    assert_eq!((&export["state"], &export["approvals_needed"]), (&json!("awaiting_approval"), &json!(1)));
    app.write_exports();
    let early = link(&caller, &export).await;
    assert_eq!((early.status, early.code()), (409, "export.not_ready"));
    decide(&approver(&app), &export, "approve").await.ok();
    app.write_exports();
    let text = sheet(&fetch(&caller, &export).await);
    // A number of eighteen digits is text.
    assert!(text.contains(&format!("t=\"inlineStr\"><is><t>{NUMBER}</t>")) && text.contains("罗会腾"), "{text}");
    assert!(text.contains("*********01") && text.contains("<oddHeader>&amp;C在册人员名册 依法保密"), "{text}");
}

#[actix_web::test]
async fn nobody_lets_their_own_export_go() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&[&MAY[..], &["exports:approve"]].concat(), &SEES, NORTH);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let export = ask(&caller, &wanted("csv", &["contact"])).await;
    let own = decide(&caller, &export, "approve").await;
    assert_eq!((own.status, own.code()), (409, "export.own"), "{own}");
    let elsewhere = app.user_at(&["exports:request", "exports:approve"], SOUTH);
    let path = format!("{EXPORTS}/{}/approve", id(&export));
    assert_eq!(elsewhere.having_read(1).post(&path, &json!({})).await.status, 404);
    assert_eq!(requester(&app).having_read(1).post(&path, &json!({})).await.status, 403);
    let rejected = decide(&approver(&app), &export, "reject").await.ok();
    assert_eq!((&rejected["state"], &rejected["reason"]), (&json!("rejected"), &json!("用途不明")));
    let late = decide(&approver(&app), &export, "approve").await;
    assert_eq!((late.status, late.code()), (409, "export.not_awaiting_approval"));
    assert_eq!(link(&caller, &export).await.status, 409);
    let unseen = caller.post(EXPORTS, &wanted("csv", &["treatment"])).await;
    assert_eq!(unseen.errors(), [("/classes", "export.classes.not_seen")], "{unseen}");
}

#[actix_web::test]
async fn more_than_a_hundred_identities_need_two_others() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    for number in 0..100 {
        register(&caller, &format!("第{number}人"), None).await;
    }
    let hundred = ask(&caller, &wanted("csv", &["identity_number"])).await;
    assert_eq!(hundred["approvals_needed"], 1);
    decide(&approver(&app), &hundred, "approve").await.ok();
    register(&caller, "又一人", None).await;
    // One more since it was let go: it is not.
    app.write_exports();
    let failed = look(&caller, &hundred).await;
    assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("more_rows")));

    let more = ask(&caller, &wanted("csv", &["identity_number"])).await;
    assert_eq!(more["approvals_needed"], 2);
    let first = approver(&app);
    assert_eq!(decide(&first, &more, "approve").await.ok()["state"], "awaiting_approval");
    let twice = decide(&first, &more, "approve").await;
    assert_eq!((twice.status, twice.code()), (409, "export.approved_before"));
    app.write_exports();
    assert_eq!(look(&caller, &more).await["state"], "awaiting_approval");
    let approved = decide(&approver(&app), &more, "approve").await.ok();
    assert_eq!(approved["approved_by"], json!(["测试人员", "测试人员"]));
    app.write_exports();
    assert_eq!(look(&caller, &more).await["row_count"], 101);
    assert_eq!(ask(&caller, &wanted("csv", &[])).await["approvals_needed"], 0);
}

#[actix_web::test]
async fn a_link_is_good_once_and_for_whoever_asked() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let export = ask(&caller, &wanted("csv", &[])).await;
    app.write_exports();
    let other = link(&requester(&app), &export).await;
    assert_eq!((other.status, other.code()), (409, "export.not_yours"));
    let first = link(&caller, &export).await.created()["token"].clone();
    let second = link(&caller, &export).await.created()["token"].clone();
    let path = format!("{EXPORTS}/{}/download", id(&export));
    for (by, token, status) in [
        (&requester(&app), &second, 409),
        (&caller, &first, 409),
        (&caller, &json!("a".repeat(64)), 409),
        (&caller, &second, 200),
        (&caller, &second, 409),
    ] {
        let answer = by.post(&path, &json!({ "token": token })).await;
        assert_eq!(answer.status, status, "{answer}");
    }
    assert!(look(&caller, &export).await["downloaded_at"].is_string());
}

#[actix_web::test]
async fn a_role_lost_in_between_ends_it() {
    let app = TestApp::in_two_towns().await;
    let role = |sees: &[&str], capabilities: &[&str]| Role {
        title_zh: "测试角色".into(),
        title_en: "Role of a test".into(),
        capabilities: capabilities.iter().map(ToString::to_string).collect(),
        sees: sees.iter().map(ToString::to_string).collect(),
    };
    let caller = app.user_named("clerk", role(&["name"], &MAY));
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let (waiting, ready) =
        (ask(&caller, &wanted("csv", &["name"])).await, ask(&caller, &wanted("csv", &["name"])).await);
    let other = approver(&app);
    decide(&other, &ready, "approve").await.ok();
    app.write_exports();
    let token = link(&caller, &ready).await.created()["token"].clone();
    decide(&other, &waiting, "approve").await.ok();
    app.change_role("clerk", role(&[], &MAY));
    let path = format!("{EXPORTS}/{}/download", id(&ready));
    let refused = caller.post(&path, &json!({ "token": token })).await;
    assert_eq!((refused.status, refused.code()), (409, "export.standing"), "{refused}");
    app.write_exports();
    let failed = look(&caller, &waiting).await;
    assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("standing")));
    app.change_role("clerk", role(&["name"], &["exports:request"]));
    let refused = caller.post(&path, &json!({ "token": token })).await;
    assert_eq!((refused.status, refused.code()), (409, "export.standing"), "{refused}");
    assert_eq!(caller.post(EXPORTS, &wanted("csv", &[])).await.status, 403);
}

#[actix_web::test]
async fn whoever_a_file_tells_of_has_a_line_once_it_is_fetched() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    let people = [register(&caller, "罗会腾", Some(NUMBER)).await, register(&caller, "周岚", None).await];
    let export = ask(&caller, &wanted("xlsx", &[])).await;
    app.write_exports();
    let auditor = app.user(&["audit:read"]);
    let lines = async || {
        let page = auditor.get("/api/v1/access-log?per_page=200").await.ok();
        page["items"].as_array().expect("lines").clone()
    };
    let is_fetched = |line: &&Value| line["operation"] == "POST /api/v1/exports/{id}/download";
    assert_eq!(lines().await.iter().filter(is_fetched).count(), 0, "nobody has been shown anything");
    assert_eq!(fetch(&caller, &export).await.status, 200);
    let told = lines().await.iter().filter(is_fetched).map(Value::to_string).collect::<String>();
    assert!(people.iter().all(|person| told.contains(person)), "{told}");
}
