//! Papers: filled from records, blank where nothing is on record, masked where the caller may not see.
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const OFFICE: [&str; 12] = [
    "personnel:read",
    "personnel:write",
    "treatments:read",
    "treatments:write",
    "tests:read",
    "tests:write",
    "notices:write",
    "handovers:write",
    "transfers:write",
    "leaves:write",
    "staff:write",
    "papers:read",
];
const BLANK: &str = "＿＿＿＿＿＿";

fn clerk(app: &TestApp) -> Caller<'_> {
    app.user_who(&OFFICE, &["name", "contact", "birth_date", "identity_number", "treatment"], NORTH)
}

/// Somebody with one record of each kind that papers are about.
async fn someone(caller: &Caller<'_>) -> String {
    let file = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment",
        "id_number": "990981199507250023", "household_address": "新塘村三组",
    });
    let person = format!("/api/v1/personnel/{}", caller.post("/api/v1/personnel", &file).await.id());
    for (place, body) in records() {
        let made = caller.post(&format!("{person}/{place}"), &body).await;
        assert_eq!(made.status, 201, "{place}: {made}");
    }
    person
}

fn records() -> Vec<(&'static str, Value)> {
    vec![
        (
            "treatments",
            json!({
                "kind": "community_treatment", "state": "executing", "document_no": "社戒决字〔2024〕1号",
                "received_on": "2024-03-01", "reported_in_on": "2024-03-10", "agreement_signed_on": "2024-03-12",
                "term_ends_on": "2027-03-10",
            }),
        ),
        ("tests", json!({ "tested_on": "2024-04-02", "method": "urine", "result": "refused" })),
        ("tests", json!({ "tested_on": "2024-05-06", "method": "urine", "result": "evaded" })),
        ("tests", json!({ "tested_on": "2024-06-03", "method": "urine", "result": "refused" })),
        ("notices", json!({ "kind": "warning", "issued_on": "2024-05-07", "cause": "2024年5月6日未到检" })),
        (
            "handovers",
            json!({
                "reason": "evasions", "reported_on": "2024-06-04", "police_station": "秀河派出所",
                "documents": [{ "kind": "warning_letter" }, { "kind": "test_notice" }, { "kind": "violation_proof" }],
            }),
        ),
        (
            "leaves",
            json!({
                "state": "applied", "left_on": "2024-07-01", "due_back_on": "2024-07-10", "applied_on": "2024-06-28",
                "destination": "广东东莞",
            }),
        ),
        ("transfers", json!({ "to_place": "外省某镇禁毒办", "decided_on": "2024-08-01", "reason": "现居住地变更" })),
        ("team-members", json!({ "role": "family", "name": "罗母", "since": "2024-03-12", "organisation": "母亲" })),
    ]
}

async fn choices(caller: &Caller<'_>, person: &str) -> Vec<Value> {
    caller.get(&format!("{person}/papers")).await.ok()["items"].as_array().expect("papers").clone()
}

fn address(person: &str, choice: &Value) -> String {
    let text = |name: &str| choice[name].as_str().unwrap_or_default().to_owned();
    format!("{person}/papers/{}/{}", text("paper"), text("record_id"))
}

async fn printed(caller: &Caller<'_>, person: &str, paper: &str) -> String {
    let choices = choices(caller, person).await;
    let choice = choices.iter().find(|choice| choice["paper"] == paper).unwrap_or_else(|| panic!("no {paper}"));
    caller.get(&address(person, choice)).await.ok().to_string()
}

#[actix_web::test]
async fn every_paper_is_offered_where_its_record_is_and_can_be_taken_away() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let person = someone(&caller).await;
    let found = choices(&caller, &person).await;
    let mut names: Vec<_> = found.iter().map(|choice| choice["paper"].as_str().expect("a name")).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(
        names,
        [
            "agreement",
            "decision_receipt",
            "handover_note",
            "leave_approval",
            "plan",
            "release_notice",
            "test_record",
            "transfer_letter",
            "violation_proof",
            "warning"
        ]
    );
    for choice in &found {
        let paper = caller.get(&address(&person, choice)).await.ok();
        assert_eq!((&paper["title"], &paper["article"]), (&choice["title"], &choice["article"]));
        let text = paper.to_string();
        for place in ["{name}", "{measure}", "{issuer}", "{today}"] {
            assert!(!text.contains(place), "{place} was left in: {text}");
        }
        let file = caller.get(&format!("{}/document.docx", address(&person, choice))).await;
        assert_eq!(file.status, 200);
        assert!(file.header("content-type").contains("wordprocessingml"), "{:?}", file.headers);
        assert!(file.bytes.starts_with(b"PK"));
    }
}

#[actix_web::test]
async fn what_is_on_record_is_printed_and_what_is_not_is_blank() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let person = someone(&caller).await;
    let agreement = printed(&caller, &person, "agreement").await;
    for known in [
        "罗会腾",
        "990981199507250023",
        "秀河镇人民政府",
        "社戒决字〔2024〕1号",
        "2024年3月10日",
        "三年",
        "每月一次，共12次",
    ] {
        assert!(agreement.contains(known), "{known}: {agreement}");
    }
    assert!(agreement.contains(BLANK), "no phone is on record");
    let proof = printed(&caller, &person, "violation_proof").await;
    for day in ["2024年4月2日", "2024年5月6日", "2024年6月3日"] {
        assert!(proof.contains(day), "{day}: {proof}");
    }
    let warning = printed(&caller, &person, "warning").await;
    assert!(warning.contains("拒绝、逃避检测2次，擅自离开0次"), "{warning}");
    assert!(printed(&caller, &person, "plan").await.contains("家庭成员：罗母（母亲）"));
}

/// The proposal of a report to the police has the records it rests on with it.
#[actix_web::test]
async fn a_proposal_comes_with_its_evidence() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&[&OFFICE[..], &["tasks:read", "duties:read"]].concat(), &["name", "treatment"], NORTH);
    let person = someone(&caller).await;
    let id = person.rsplit('/').next().expect("an id");
    let found = caller.get(&format!("/api/v1/tasks?kind=handover&subject={id}")).await.ok();
    let task = found["items"][0]["id"].as_str().expect("a duty").to_owned();
    let why = caller.get(&format!("/api/v1/tasks/{task}/explanation")).await.ok();
    let days: Vec<_> = why["evidence"].as_array().expect("evidence").iter().map(|line| line["on"].clone()).collect();
    assert_eq!(days, ["2024-04-02", "2024-05-06", "2024-06-03"]);
}

#[actix_web::test]
async fn who_may_not_see_a_number_does_not_print_it() {
    let app = TestApp::in_two_towns().await;
    let person = someone(&clerk(&app)).await;
    let masked = app.user_who(&["papers:read"], &["treatment"], NORTH);
    let agreement = printed(&masked, &person, "agreement").await;
    assert!(agreement.contains("罗**") && !agreement.contains("990981199507250023"), "{agreement}");
    // Who sees nothing of the treatment has no papers of it.
    assert!(choices(&app.user(&["papers:read"]), &person).await.is_empty());
    let elsewhere = app.user_at(&["papers:read"], jindu_tests::support::SOUTH);
    assert_eq!(elsewhere.get(&format!("{person}/papers")).await.status, 404);
    let other = clerk(&app).get(&format!("{person}/papers/agreement/{}", jindu::platform::id::Id::new())).await;
    assert_eq!((other.status, other.code()), (404, "paper.not_found"));
}
