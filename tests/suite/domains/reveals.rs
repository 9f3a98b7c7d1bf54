//! What is masked, shown in full for a purpose, and never without a line that stays (FEATURES 4: mask and reveal).
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu::platform::clock;
use jindu::platform::journal::{Checked, Finding};
use jindu_tests::support::{NORTH, SOUTH, TestApp};
use serde_json::{Value, json};

use super::behind::{disarm, run, verified};
use super::{assert_refused, filed, office, person, with};

fn need() -> Value {
    json!({ "fields": ["id_number"], "purpose": "agreement", "note": "为罗会腾填协议" })
}

#[actix_web::test]
async fn what_is_revealed_is_shown_once_and_stays_on_record() {
    let app = TestApp::in_two_towns().await;
    let file = filed(&office(&app)).await;
    let caseworker = app.role("caseworker");
    assert!(caseworker.get(&file).await.ok()["id_number"].is_null());
    let answer = caseworker.post(&format!("{file}/reveal"), &need()).await.ok();
    assert_eq!(answer["id_number"], person()["id_number"]);
    // What was not asked for is not told, though the role sees it.
    assert!(answer["phone"].is_null() && answer["name"].is_null(), "{answer}");
    assert!(caseworker.get(&file).await.ok()["id_number"].is_null(), "what is shown once is masked the next time");

    let told = caseworker.get(&format!("{file}/reveals")).await.ok();
    let line = &told["items"][0];
    assert_eq!((&told["total"], &line["id"], &line["file_no"]), (&json!(1), &answer["id"], &json!("XH-001")));
    assert_eq!((&line["name"], &line["note"]), (&json!("测试人员"), &need()["note"]));
    assert_eq!((&line["fields"], &line["purpose"]), (&json!(["id_number"]), &json!("agreement")));

    let auditor = app.role("audit_admin");
    let all = auditor.get("/api/v1/reveals?purpose=agreement").await.ok();
    assert_eq!((&all["total"], &all["items"][0]["id"]), (&json!(1), &answer["id"]));
    assert!(all["items"][0]["note"].is_null(), "a note may name somebody: {all}");
    assert_eq!(auditor.get("/api/v1/reveals?purpose=care").await.ok()["total"], 0);
    // The journal names the field, never what stands in it.
    let entries = auditor.get(&format!("/api/v1/journal?subject={}", line["id"].as_str().expect("an id"))).await.ok();
    let entry = &entries["items"][0];
    assert_eq!((&entry["subject_type"], &entry["changed"]), (&json!("reveals"), &json!(["id_number"])), "{entries}");
    assert!(!entries.to_string().contains("990981199507250023"));
}

#[actix_web::test]
async fn only_who_keeps_the_file_is_shown_what_is_masked() {
    let app = TestApp::in_two_towns().await;
    let file = filed(&office(&app)).await;
    for role in ["grid_worker", "village_head", "medic", "police", "leader", "audit_admin"] {
        assert_eq!(app.role(role).post(&format!("{file}/reveal"), &need()).await.status, 403, "{role}");
    }
    let stranger = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    assert_eq!(stranger.post(&format!("{file}/reveal"), &need()).await.code(), "person.not_found");
    assert_eq!(stranger.get(&format!("{file}/reveals")).await.status, 404);
    assert_eq!(stranger.get("/api/v1/reveals").await.ok()["total"], 0);
    // Nothing of this was shown, so nothing is on record.
    assert_eq!(office(&app).get(&format!("{file}/reveals")).await.ok()["total"], 0);
}

#[actix_web::test]
async fn a_purpose_is_one_of_the_law_and_a_field_is_named_once() {
    let app = TestApp::in_two_towns().await;
    let file = filed(&office(&app)).await;
    let (caseworker, address) = (app.role("caseworker"), format!("{file}/reveal"));
    let twice = with(&need(), &json!({ "fields": ["phone", "phone"] }));
    assert_refused(&caseworker.post(&address, &twice).await, &[("/fields", "reveal.fields.twice")]);
    let none = with(&need(), &json!({ "fields": [] }));
    assert_eq!(caseworker.post(&address, &none).await.status, 422);
    let curious = with(&need(), &json!({ "purpose": "curiosity" }));
    assert!(caseworker.post(&address, &curious).await.names("/purpose"));
    let wrong = with(&need(), &json!({ "password": "not this one" }));
    assert_refused(&caseworker.post(&address, &wrong).await, &[("/password", "password.wrong")]);
    assert_eq!(caseworker.get(&format!("{file}/reveals")).await.ok()["total"], 0);
}

#[actix_web::test]
async fn what_is_not_on_file_is_not_told() {
    let app = TestApp::in_two_towns().await;
    let maker = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let bare = json!({ "name": "甘棠", "division_code": NORTH, "status": "in_community" });
    let id = maker.post("/api/v1/personnel", &bare).await.id();
    let all = json!({ "fields": ["name", "birth_date", "id_number", "phone", "household_address"], "purpose": "own_request" });
    let answer = app.role("office_head").post(&format!("/api/v1/personnel/{id}/reveal"), &all).await.ok();
    assert_eq!(answer["name"], "甘棠");
    let members: Vec<&String> = answer.as_object().expect("an answer").keys().collect();
    assert_eq!(members, ["expires_in", "id", "name", "person_id"]);
}

#[actix_web::test]
async fn what_somebody_looked_for_does_not_change_behind_the_programs_back() {
    let app = TestApp::in_two_towns().await;
    let file = filed(&office(&app)).await;
    app.role("caseworker").post(&format!("{file}/reveal"), &need()).await.ok();
    app.seal();
    assert!(matches!(verified(&app), Ok(Checked { signed: 1, .. })), "{:?}", verified(&app));
    for statement in ["UPDATE reveals SET purpose = 'report'", "DELETE FROM reveals"] {
        assert!(run(&app, statement).is_err(), "{statement}");
    }
    // Who owns the tables takes their guards away: the journal knows better.
    disarm(&app, "reveals_stay", "reveals");
    run(&app, "UPDATE reveals SET purpose = 'report'").expect("no wall");
    assert!(matches!(verified(&app), Err(Finding::Signed { .. })), "{:?}", verified(&app));
    run(&app, "UPDATE reveals SET purpose = 'agreement'").expect("no wall");
    assert!(verified(&app).is_ok(), "{:?}", verified(&app));
}

#[actix_web::test]
async fn the_auditor_narrows_the_list_by_account_person_and_day() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    let caseworker = app.role("caseworker");
    let shown = caseworker.post(&format!("{file}/reveal"), &need()).await.ok();
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let account = id(&caseworker.get("/api/v1/me").await.ok()["account_id"]);
    let (auditor, today) = (app.role("audit_admin"), clock::today());
    let (before, after) = (today.pred_opt().expect("a day"), today.succ_opt().expect("a day"));
    let person = id(&shown["person_id"]);
    for (query, total) in [
        (format!("account={account}"), 1),
        (format!("person={person}&from={today}&to={today}"), 1),
        (format!("account={}", id(&auditor.get("/api/v1/me").await.ok()["account_id"])), 0),
        (format!("person={account}"), 0),
        (format!("to={before}"), 0),
        (format!("from={after}"), 0),
        // The first and the last day there are have nothing before and after them.
        ("to=%2B262142-12-31".to_owned(), 1),
        ("from=-262143-01-01".to_owned(), 1),
    ] {
        assert_eq!(auditor.get(&format!("/api/v1/reveals?{query}")).await.ok()["total"], total, "{query}");
    }
    for list in ["access-log", "journal"] {
        auditor.get(&format!("/api/v1/{list}?from=-262143-01-01&to=%2B262142-12-31")).await.ok();
    }
}
