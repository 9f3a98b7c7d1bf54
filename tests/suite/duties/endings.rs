//! The end: of duties with the measure, of control after three clean years; and what a relapse opens.
use jindu_tests::support::{Caller, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{OFFICE, ledger, measure, office, person, test_on};

async fn someone(caller: &Caller<'_>, found: &str) -> (String, Value) {
    let file = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community", "first_found_on": found,
        "id_number": "990981199507250023",
    });
    let made = caller.post("/api/v1/personnel", &file).await.created();
    (format!("/api/v1/personnel/{}", made["id"].as_str().expect("an id")), file)
}

fn decision(day: &str) -> Value {
    json!({ "decided_on": day, "document_no": "岚公禁（核）〔2026〕5号", "decided_by": "派出所 钱进" })
}

/// "Tasks keep coming after the period is over" (SORMAS#1710): none begins after the end, and what was open is void.
#[actix_web::test]
async fn no_duty_begins_after_the_measure_has_ended() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let ended = json!({
        "kind": "community_treatment", "state": "terminated", "received_on": "2024-03-01", "reported_in_on": "2024-03-10",
        "agreement_signed_on": "2024-03-10", "term_ends_on": "2027-03-10", "ended_on": "2025-01-20", "outcome": "收监通知书1号",
    });
    caller.post(&format!("{person}/treatments"), &ended).await.created();
    let found = caller.get(&format!("{person}/duties")).await.ok();
    for duty in found["items"].as_array().expect("duties") {
        assert!(duty["window_start"].as_str() <= Some("2025-01-20"), "{duty}");
        assert_ne!(duty["state"], "open", "{duty}");
    }
}

/// "A case never ends because no visit fell on the last day" (SORMAS#3791): a term ends by itself, whatever was recorded.
#[actix_web::test]
async fn a_term_ends_by_itself_whatever_was_recorded() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let over = json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2022-03-01", "reported_in_on": "2022-03-10",
        "agreement_signed_on": "2022-03-10", "term_ends_on": "2025-03-10",
    });
    caller.post(&format!("{person}/treatments"), &over).await.created();
    let lines = ledger(&caller, &person).await;
    assert!(lines.iter().any(|line| line.contains(" release_notice 1 2025-03-10..2025-03-17 missed")), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains(" test ") && line.contains(" open")), "{lines:?}");
    let reasons = caller.get(&format!("{person}/why-not")).await.ok();
    let codes: Vec<_> = reasons["items"].as_array().expect("reasons").iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("no_release_notice")), "{codes:?}");
}

/// "Nobody can list which tasks are automatic" (SORMAS#1145): each names its rule, and the rules can be read.
#[actix_web::test]
async fn every_duty_names_a_rule_that_can_be_read() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    caller.post(&format!("{person}/treatments"), &measure("2026-01-12")).await.created();
    for day in ["2026-02-02", "2026-03-02"] {
        caller.post(&format!("{person}/tests"), &test_on(day, "refused")).await.created();
    }
    caller.post(&format!("{person}/stays"), &json!({ "left_on": "2026-02-10" })).await.created();
    let rules = caller.get("/api/v1/rules").await.ok();
    let ids: Vec<Value> = rules["items"]
        .as_array()
        .expect("packs")
        .iter()
        .flat_map(|pack| pack["rule"].as_array().expect("rules").iter().map(|rule| rule["id"].clone()))
        .collect();
    let id = person.rsplit('/').next().expect("an id");
    let found = caller.get(&format!("/api/v1/tasks?subject={id}&per_page=200")).await.ok();
    let found = found["items"].as_array().expect("duties").clone();
    for kind in ["report_in", "agreement", "team", "test", "visit", "notice", "contact", "expiry_check"] {
        let of_kind = found.iter().find(|duty| duty["kind"] == kind);
        assert_eq!(of_kind.is_some(), kind != "expiry_check", "{kind}");
    }
    for duty in &found {
        assert!(ids.contains(&duty["rule"]["id"]), "{duty}");
        let why = caller.get(&format!("/api/v1/tasks/{}/explanation", duty["id"].as_str().expect("an id"))).await.ok();
        assert!(!why["article"].as_str().unwrap_or_default().is_empty(), "{why}");
    }
}

#[actix_web::test]
async fn three_clean_years_propose_the_end_and_a_named_official_decides_it() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&OFFICE, &["name", "treatment"], jindu_tests::support::NORTH);
    let (person, file) = someone(&caller, "2021-05-10").await;
    caller.post(&format!("{person}/tests"), &test_on("2023-06-01", "positive")).await.created();
    let lines = ledger(&caller, &person).await;
    assert_eq!(lines, [" clean_three_years 1 2026-06-01..2026-07-01 missed"]);
    let task = caller.get("/api/v1/tasks?kind=clean_three_years").await.ok()["items"][0].clone();
    let word = json!({ "confirmed_on": "2026-06-05", "note": "已核定" });
    let address = format!("/api/v1/tasks/{}/confirm", task["id"].as_str().expect("an id"));
    let by_word = caller.having_read(task["version"].as_i64().expect("a version")).post(&address, &word).await;
    assert_eq!((by_word.status, by_word.code()), (409, "task.confirm.has_record"));

    let file_no = caller.get(&person).await.ok()["file_no"].clone();
    let end = format!("{person}/end-control");
    let early = caller.having_read(1).post(&end, &decision("2026-05-31")).await;
    assert_eq!(early.errors(), [("/decided_on", "end_of_control.too_early")]);
    let nameless = json!({ "decided_on": "2026-06-20", "document_no": "5号" });
    assert_eq!(caller.having_read(1).post(&end, &nameless).await.status, 422);
    let clerk = app.user(&["personnel:read", "personnel:write"]);
    assert_eq!(clerk.having_read(1).post(&end, &decision("2026-06-20")).await.status, 403);
    let sealed = caller.having_read(1).post(&end, &decision("2026-06-20")).await.ok();
    assert_eq!(sealed["clean_on"], "2026-06-01");

    // Who was shown the file is still told of it by its number, and by nothing else of it.
    let id = person.rsplit('/').next().expect("an id");
    let told = app.user(&["audit:read"]).get(&format!("/api/v1/access-log?person={id}&per_page=1")).await.ok();
    let line = &told["items"][0];
    let of_file: Vec<&Value> =
        line["files"].as_array().expect("files").iter().filter(|one| one["person_id"] == id).collect();
    assert!(matches!(of_file[..], [Value::Object(one)] if one.len() == 2 && one["file_no"] == file_no), "{line}");

    // Out of lists, search, exports and counts, with everything under it.
    assert_eq!(caller.get(&person).await.status, 404);
    for records in ["tests", "treatments", "timeline", "duties", "why-not"] {
        assert_eq!(caller.get(&format!("{person}/{records}")).await.status, 404, "{records}");
    }
    assert_eq!(caller.get("/api/v1/personnel").await.ok()["total"], 0);
    assert_eq!(caller.get("/api/v1/personnel?q=lh").await.ok()["total"], 0);
    assert_eq!(caller.get("/api/v1/tasks").await.ok()["total"], 0);
    let figures = caller.get("/api/v1/indicators?division=990981107000&period=2026").await.ok();
    let clean = figures["items"].as_array().expect("figures").iter().find(|one| one["name"] == "clean_three_years");
    let clean = clean.expect("the figure is there").to_string();
    assert!(!clean.contains(r#""value":1"#) && !clean.contains(r#""numerator":1"#), "{clean}");

    // No list and no ledger brings back who is out of control; a new decision opens a new file.
    let again = caller.post("/api/v1/personnel", &file).await;
    assert_eq!((again.status, again.code()), (409, "person.id_number.registered"));
    let bare = json!({ "person": file, "treatment": { "kind": "community_treatment", "state": "ordered" } });
    let relapse = "/api/v1/personnel/actions/register-relapse";
    assert_eq!(
        caller.post(relapse, &bare).await.errors(),
        [
            ("/treatment/document_no", "relapse.decision.required"),
            ("/treatment/decided_on", "relapse.decision.required")
        ]
    );
    let mut whole = bare;
    whole["treatment"]["document_no"] = json!("社戒决字1号");
    whole["treatment"]["decided_on"] = json!("2026-08-03");
    whole["treatment"]["received_on"] = json!("2026-08-04");
    let made = caller.post(relapse, &whole).await;
    assert_eq!(made.status, 201, "{made}");
    let new = format!("/api/v1/personnel/{}", made.id());
    assert_ne!(new, person);
    assert_eq!(caller.get(&format!("{new}/tests")).await.ok()["total"], 0);
    assert_eq!(caller.get(&person).await.status, 404);
    let lines = ledger(&caller, &new).await;
    assert!(lines.iter().any(|line| line.contains(" report_in 1 2026-08-04..2026-08-19 missed")), "{lines:?}");
    let third = caller.post(relapse, &whole).await;
    assert_eq!((third.status, third.code()), (409, "person.id_number.registered"));
}

#[actix_web::test]
async fn control_does_not_end_while_a_measure_runs() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let (person, _) = someone(&caller, "2020-05-10").await;
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    let refused = caller.having_read(1).post(&format!("{person}/end-control"), &decision("2026-06-20")).await;
    assert_eq!((refused.status, refused.code()), (409, "end_of_control.not_counted"));
}

/// What was missed while away stays missed when the person is back, whoever writes it down.
#[actix_web::test]
async fn coming_back_leaves_the_time_away_on_record() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let file = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community",
        "migrant": { "away": true, "since": "2026-02-01", "contact_every_days": 30, "destination": "广东东莞" },
    });
    let made = caller.post("/api/v1/personnel", &file).await.created();
    let person = format!("/api/v1/personnel/{}", made["id"].as_str().expect("an id"));
    let before = ledger(&caller, &person).await;
    assert!(before.contains(&" contact 1 2026-02-02..2026-03-03 missed".to_owned()), "{before:?}");
    caller.patch(&person, 1, &json!({ "migrant": { "away": false } })).await.ok();
    let stays = caller.get(&format!("{person}/stays")).await.ok();
    assert_eq!((&stays["total"], &stays["items"][0]["left_on"]), (&json!(1), &json!("2026-02-01")));
    let after = ledger(&caller, &person).await;
    let missed = |lines: &[String]| lines.iter().filter(|line| line.ends_with("missed")).cloned().collect::<Vec<_>>();
    assert_eq!(missed(&after), missed(&before));
}

/// The grade on file is that of the newest assessment, and nobody writes it past the approval.
#[actix_web::test]
async fn the_grade_follows_the_assessments() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let assess = |day: &str, level: &str| json!({ "assessed_on": day, "level": level, "assessor": "周岚", "approved_by": "钱进", "document_no": "审批表1号" });
    caller.patch(&person, 1, &json!({ "risk_level": "medium" })).await.ok();
    let newer = caller.post(&format!("{person}/assessments"), &assess("2026-03-01", "high")).await.created();
    caller.post(&format!("{person}/assessments"), &assess("2026-01-01", "low")).await.created();
    let file = caller.get(&person).await.ok();
    assert_eq!(file["risk_level"], "high");
    let version = file["version"].as_i64().expect("a version");
    let past = caller.patch(&person, version, &json!({ "risk_level": "low" })).await;
    assert_eq!(past.errors(), [("/risk_level", "person.risk_level.assessed")]);
    let withdraw = format!("{person}/assessments/{}/withdraw", newer["id"].as_str().expect("an id"));
    caller.having_read(1).post(&withdraw, &json!({ "reason": "登记错误" })).await.ok();
    assert_eq!(caller.get(&person).await.ok()["risk_level"], "low");
    let listed = caller.get("/api/v1/personnel?risk_level=low").await.ok();
    assert_eq!(listed["total"], 1);
}

/// Whom the law spares compulsory isolation is not put there while it lasts (禁毒法 §39).
#[actix_web::test]
async fn nobody_is_isolated_whom_the_law_spares() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&OFFICE, &["name", "treatment"], jindu_tests::support::NORTH);
    let person = person(&caller).await;
    let nursing =
        json!({ "kind": "nursing", "since": "2026-01-10", "until": "2099-12-31", "document_no": "出生证明1号" });
    caller.post(&format!("{person}/special-groups"), &nursing).await.created();
    let isolate = |day: &str| json!({ "kind": "compulsory_isolation", "state": "executing", "decided_on": day });
    let refused = caller.post(&format!("{person}/treatments"), &isolate("2026-03-01")).await;
    assert_eq!(refused.errors(), [("/decided_on", "treatment.spared_isolation")]);
    caller.post(&format!("{person}/treatments"), &measure("2026-01-12")).await.created();
    for day in ["2026-02-02", "2026-03-02", "2026-03-03"] {
        caller.post(&format!("{person}/tests"), &test_on(day, "evaded")).await.created();
    }
    let id = person.rsplit('/').next().expect("an id");
    let report = caller.get(&format!("/api/v1/tasks?kind=handover&subject={id}")).await.ok()["items"][0].clone();
    let why = caller.get(&format!("/api/v1/tasks/{}/explanation", report["id"].as_str().expect("an id"))).await.ok();
    assert_eq!(why["cautions"][0]["code"], "nursing", "{why}");
    caller.post(&format!("{person}/treatments"), &isolate("2025-12-01")).await.created();
}
