//! Changes of the place of execution between two towns of the system: what others' users complained of must not happen here.
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{OFFICE, measure, test_on};

const TRANSFERS: &str = "/api/v1/transfers";

fn other_town(app: &TestApp) -> Caller<'_> {
    app.user_who(&OFFICE, &["name", "treatment"], SOUTH)
}

fn this_town(app: &TestApp) -> Caller<'_> {
    app.user_who(&OFFICE, &["name", "treatment", "contact", "identity_number"], NORTH)
}

/// Somebody of this town under a measure, with a test, a visit, a leave, a caseworker and a phone.
async fn someone(caller: &Caller<'_>) -> String {
    let worker = json!({ "name": "周岚", "post": "case_worker", "division_code": NORTH });
    let worker = caller.post("/api/v1/staff", &worker).await.id();
    let file = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment", "case_worker_id": worker,
        "id_number": "990981199507250023", "phone": "16000000001", "household_address": "新塘村三组", "file_no": "XH-01",
    });
    let person = format!("/api/v1/personnel/{}", caller.post("/api/v1/personnel", &file).await.id());
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    caller.post(&format!("{person}/tests"), &test_on("2024-03-20", "negative")).await.created();
    caller
        .post(&format!("{person}/visits"), &json!({ "visited_on": "2024-04-02", "mode": "home_visit" }))
        .await
        .created();
    let leave = json!({
        "state": "approved", "left_on": "2024-05-02", "due_back_on": "2024-05-06", "back_on": "2024-05-06",
        "applied_on": "2024-05-01", "decided_on": "2024-05-01", "destination": "东莞", "document_no": "请假1号",
    });
    caller.post(&format!("{person}/leaves"), &leave).await.created();
    person
}

/// Asks the other town to take them over, and answers the transfer's address.
async fn requested(caller: &Caller<'_>, person: &str) -> String {
    let body = json!({
        "to_division": SOUTH, "decided_on": "2025-06-02", "sent_on": "2025-06-03", "reason": "现居住地变更",
        "document_no": "审批表1号", "materials": ["社区戒毒协议", "检测记录"],
    });
    format!("{TRANSFERS}/{}", caller.post(&format!("{person}/transfers"), &body).await.id())
}

fn accepting() -> Value {
    json!({ "division_code": SOUTH_VILLAGE, "changed_on": "2025-06-05" })
}

/// Everything but how it came to be: what must be the same before and after.
fn without_stamps(mut duties: Vec<Value>) -> Vec<Value> {
    for duty in &mut duties {
        for name in ["version", "updated_at", "division_code", "assignee_id", "accepted_at"] {
            duty.as_object_mut().expect("a duty").remove(name);
        }
    }
    duties
}

async fn duties(caller: &Caller<'_>, person: &str) -> Vec<Value> {
    let id = person.rsplit('/').next().expect("an id");
    let found = caller.get(&format!("/api/v1/tasks?subject={id}&per_page=200")).await.ok();
    found["items"].as_array().expect("duties").clone()
}

/// "An accepted hand-over keeps the old jurisdiction, the new owner cannot see it" (SORMAS#8113).
#[actix_web::test]
async fn an_accepted_person_is_the_new_towns_and_no_longer_the_old_ones() {
    let app = TestApp::in_two_towns().await;
    let (ours, theirs) = (this_town(&app), other_town(&app));
    let person = someone(&ours).await;
    let transfer = requested(&ours, &person).await;
    let accepted = theirs.having_read(1).post(&format!("{transfer}/accept"), &accepting()).await.ok();
    assert_eq!((&accepted["state"], &accepted["changed_on"]), (&json!("accepted"), &json!("2025-06-05")));
    let file = theirs.get(&person).await.ok();
    assert_eq!((&file["division_code"], &file["case_worker_id"]), (&json!(SOUTH_VILLAGE), &Value::Null));
    assert_eq!(ours.get(&person).await.status, 404);
    assert_eq!(ours.get("/api/v1/personnel").await.ok()["total"], 0);
    assert_eq!(theirs.get("/api/v1/personnel?q=lh").await.ok()["total"], 1);
    // Both towns still know that there was a transfer, and how it went.
    for caller in [&ours, &theirs] {
        assert_eq!(caller.get(&transfer).await.ok()["state"], "accepted");
    }
}

/// "Dependants are left behind" (SORMAS#6684): records and duties come along in the same transaction, and the clock runs on.
#[actix_web::test]
async fn records_and_duties_come_along_and_the_clock_runs_on() {
    let app = TestApp::in_two_towns().await;
    let (ours, theirs) = (this_town(&app), other_town(&app));
    let person = someone(&ours).await;
    let transfer = requested(&ours, &person).await;
    let before = duties(&ours, &person).await;
    assert!(before.iter().any(|duty| !duty["assignee_id"].is_null()));
    theirs.having_read(1).post(&format!("{transfer}/accept"), &accepting()).await.ok();
    assert!(duties(&ours, &person).await.is_empty());
    let mut after = duties(&theirs, &person).await;
    assert!(after.iter().all(|duty| duty["division_code"] == SOUTH_VILLAGE && duty["assignee_id"].is_null()));
    let is_new = |duty: &Value| duty["rule"]["id"] == "report_in_moved";
    let moved: Vec<Value> = after.iter().filter(|duty| is_new(duty)).cloned().collect();
    assert_eq!((&moved[0]["due_on"], moved.len()), (&json!("2025-06-20"), 1), "{moved:?}");
    after.retain(|duty| !is_new(duty));
    assert_eq!(without_stamps(after), without_stamps(before));
    for records in ["treatments", "tests", "visits", "leaves"] {
        assert_eq!(theirs.get(&format!("{person}/{records}")).await.ok()["total"], 1, "{records}");
        assert_eq!(ours.get(&format!("{person}/{records}")).await.status, 404, "{records}");
    }
    let treatment = &theirs.get(&format!("{person}/treatments")).await.ok()["items"][0].clone();
    assert_eq!((&treatment["reported_in_on"], &treatment["state"]), (&json!("2024-03-10"), &json!("executing")));
    let arrival = json!({ "reported_in_on": "2025-06-10", "agreement_signed_on": "2025-06-11" });
    assert_eq!(ours.having_read(2).post(&format!("{transfer}/arrive"), &arrival).await.code(), "transfer.side");
    theirs.having_read(2).post(&format!("{transfer}/arrive"), &arrival).await.ok();
    let found = duties(&theirs, &person).await;
    let states: Vec<_> = found.iter().filter(|duty| is_new(duty)).map(|duty| &duty["state"]).collect();
    assert_eq!(states, ["done"]);
}

/// "The receiver cannot decline" (SORMAS#4423): they can, everything stays where it was, and the other town reads why.
#[actix_web::test]
async fn a_declined_person_stays_where_they_were() {
    let app = TestApp::in_two_towns().await;
    let (ours, theirs) = (this_town(&app), other_town(&app));
    let person = someone(&ours).await;
    let transfer = requested(&ours, &person).await;
    let before = (ours.get(&person).await.ok(), duties(&ours, &person).await);
    let why = json!({ "reason": "查无此住址" });
    assert_eq!(ours.having_read(1).post(&format!("{transfer}/decline"), &why).await.code(), "transfer.side");
    theirs.having_read(1).post(&format!("{transfer}/decline"), &why).await.ok();
    assert_eq!((ours.get(&person).await.ok(), duties(&ours, &person).await), before);
    assert_eq!(theirs.get(&person).await.status, 404);
    let told = ours.get(&format!("{TRANSFERS}?state=declined&side=outgoing")).await.ok();
    assert_eq!((&told["items"][0]["answer"], &told["total"]), (&json!("查无此住址"), &json!(1)));
    let late = theirs.having_read(2).post(&format!("{transfer}/accept"), &accepting()).await;
    assert_eq!((late.status, late.code()), (409, "transfer.decided"));
    // It may be asked for again.
    requested(&ours, &person).await;
}

/// The preview is minimal, and before the file is sent there is none.
#[actix_web::test]
async fn before_it_accepts_the_other_town_sees_the_preview_and_nothing_else() {
    let app = TestApp::in_two_towns().await;
    let (ours, theirs) = (this_town(&app), other_town(&app));
    let person = someone(&ours).await;
    let unsent = json!({ "to_division": SOUTH, "decided_on": "2025-06-02", "reason": "现居住地变更" });
    let made = ours.post(&format!("{person}/transfers"), &unsent).await;
    let transfer = format!("{TRANSFERS}/{}", made.id());
    assert_eq!(theirs.get(&transfer).await.status, 404);
    assert_eq!(theirs.get(TRANSFERS).await.ok()["total"], 0);
    let open = duties(&ours, &person).await;
    let sending: Vec<_> = open.iter().filter(|duty| duty["kind"] == "file_transfer").collect();
    assert!(sending.is_empty(), "the rule is in force from 2026");
    let sent = json!({ "sent_on": "2025-06-03", "materials": ["社区戒毒协议"] });
    ours.patch(&transfer, 1, &sent).await.ok();
    let seen = theirs.get(&transfer).await.ok();
    assert_eq!((&seen["preview"]["name"], &seen["side"]), (&json!("罗会腾"), &json!("incoming")));
    let text = seen.to_string();
    for secret in ["990981199507250023", "16000000001", "新塘村三组", "XH-01"] {
        assert!(!text.contains(secret), "{secret} leaked: {text}");
    }
    assert_eq!(theirs.get(&person).await.status, 404);
    let masked = app.user_at(&OFFICE, SOUTH).get(&transfer).await.ok();
    assert_eq!(masked["preview"]["name"], "罗**");
}

/// A letter asks a town outside the system; its reply slip ends the measure here.
#[actix_web::test]
async fn by_letter_the_reply_slip_ends_the_measure_here() {
    let app = TestApp::in_two_towns().await;
    let ours = this_town(&app);
    let person = someone(&ours).await;
    let body = json!({
        "to_place": "外省某市某镇禁毒办", "decided_on": "2025-06-02", "sent_on": "2025-06-03", "reason": "现居住地变更",
        "materials": ["社区戒毒协议"],
    });
    let refused = ours.post(&format!("{person}/transfers"), &body).await;
    assert_eq!(refused.errors(), [("/letter_no", "transfer.letter_no.required")]);
    let mut body = body;
    body["letter_no"] = json!("函〔2025〕3号");
    let transfer = format!("{TRANSFERS}/{}", ours.post(&format!("{person}/transfers"), &body).await.id());
    let twice = ours.post(&format!("{person}/transfers"), &body).await;
    assert_eq!((twice.status, twice.code()), (409, "transfer.open"));
    let reply = json!({ "accepted": true, "answered_on": "2025-06-20", "reply": "接收回执〔2025〕6号" });
    ours.having_read(1).post(&format!("{transfer}/answer"), &reply).await.ok();
    let treatment = ours.get(&format!("{person}/treatments")).await.ok()["items"][0].clone();
    assert_eq!((&treatment["state"], &treatment["ended_on"]), (&json!("transferred_out"), &json!("2025-06-20")));
    assert!(treatment["outcome"].as_str().unwrap_or_default().contains("接收回执"));
    let open = duties(&ours, &person).await;
    assert!(open.iter().all(|duty| duty["state"] != "open"), "nothing is owed here any more");
}

/// A town in this one's own place, one that is not there, and a person under no measure are refused by name.
#[actix_web::test]
async fn nobody_is_sent_nowhere() {
    let app = TestApp::in_two_towns().await;
    let ours = this_town(&app);
    let person = someone(&ours).await;
    for to in [NORTH, "990981999000", SOUTH_VILLAGE] {
        let body = json!({ "to_division": to, "decided_on": "2025-06-02", "reason": "现居住地变更" });
        let refused = ours.post(&format!("{person}/transfers"), &body).await;
        assert_eq!(refused.errors(), [("/to_division", "transfer.to_division.unknown")], "{to}");
    }
    let free = json!({ "name": "余昌", "division_code": NORTH_VILLAGE, "status": "in_community" });
    let free = format!("/api/v1/personnel/{}", ours.post("/api/v1/personnel", &free).await.id());
    let body = json!({ "to_division": SOUTH, "decided_on": "2025-06-02", "reason": "现居住地变更" });
    assert_eq!(ours.post(&format!("{free}/transfers"), &body).await.code(), "transfer.no_measure");
    let towns = ours.get(&format!("{TRANSFERS}/destinations")).await.ok();
    assert_eq!(towns, json!([{ "code": SOUTH, "name": "南岭镇" }]));
}
