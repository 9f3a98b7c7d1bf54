//! What a report keeps: its text, its figures, what was accepted; and what is told when records change.
use jindu_tests::support::{Answer, Caller, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{OFFICE, draft, event, inspected, person, place};

async fn found(caller: &Caller<'_>, report: &Answer) -> Value {
    caller.get(&format!("/api/v1/reports/{}", report.id())).await.ok()
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings.map(|finding| finding["code"].as_str().unwrap_or_default()).collect()
}

fn drift_of<'a>(report: &'a Value, name: &str) -> Option<&'a Value> {
    report["drift"].as_array().into_iter().flatten().find(|drift| drift["name"] == name)
}

#[actix_web::test]
async fn every_field_of_the_text_is_a_figure_that_is_measured() {
    let app = TestApp::in_two_towns().await;
    let report = draft(&app.user(&OFFICE)).await.created();
    let measured: Vec<&Value> = report["figures"].as_array().expect("figures").iter().map(|one| &one["name"]).collect();
    for block in report["document"]["blocks"].as_array().expect("blocks") {
        for run in block["runs"].as_array().expect("runs").iter().filter(|run| run["kind"] == "figure") {
            assert!(measured.contains(&&run["name"]), "nobody measures {}", run["name"]);
        }
    }
}

#[actix_web::test]
async fn what_was_found_must_be_accepted_before_a_report_is_frozen() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let draft = draft(&office).await;
    assert_eq!(codes(&draft.body), ["unfilled", "unadopted_judgement"]);
    let freeze = format!("/api/v1/reports/{}/freeze", draft.id());
    let refused = office.having_read(1).post(&freeze, &json!({"accept_findings": false})).await;
    assert_eq!(refused.status, 422, "{refused}");
    let told: Vec<&str> = refused.errors().into_iter().map(|(_, code)| code).collect();
    assert_eq!(told, ["report.finding.unfilled", "report.finding.unadopted_judgement"]);
    let frozen = office.having_read(1).post(&freeze, &json!({"accept_findings": true})).await.ok();
    assert_eq!((frozen["state"].as_str(), codes(&frozen)), (Some("frozen"), codes(&draft.body)));
    assert_eq!(frozen["document"], draft.body["document"]);
    // Whatever comes later, the paper says what it said.
    event(&office, json!({"kind": "lecture"})).await.created();
    let later = found(&office, &draft).await;
    assert_eq!((&later["document"], &later["figures"]), (&frozen["document"], &frozen["figures"]));
    let drift = drift_of(&later, "lectures").expect("the lecture is noticed");
    assert_eq!(
        (drift["kind"].as_str(), drift["notice_zh"].as_str()),
        (Some("value_changed"), Some("数值由【待填】变为1"))
    );
}

#[actix_web::test]
async fn a_draft_can_be_withdrawn_and_a_frozen_report_cannot() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let (first, second) = (draft(&office).await, draft(&office).await);
    let why = json!({"reason": "重复起草"});
    let withdraw = |report: &Answer| format!("/api/v1/reports/{}/withdraw", report.id());
    office.having_read(1).post(&withdraw(&first), &why).await.ok();
    assert_eq!(office.get(&format!("/api/v1/reports/{}", first.id())).await.status, 404);
    let freeze = format!("/api/v1/reports/{}/freeze", second.id());
    office.having_read(1).post(&freeze, &json!({"accept_findings": true})).await.ok();
    let refused = office.having_read(2).post(&withdraw(&second), &why).await;
    assert_eq!((refused.status, refused.code()), (409, "report.frozen"), "{refused}");
    for (state, total) in [("draft", 0), ("frozen", 1), ("draft,frozen", 1)] {
        assert_eq!(office.get(&format!("/api/v1/reports?state={state}")).await.ok()["total"], total, "{state}");
    }
}

#[actix_web::test]
async fn only_what_was_counted_drifts() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let room = place(&office, "甲房", NORTH_VILLAGE).await;
    inspected(&office, &room, "2025-03-01", "normal", None).await.created();
    let activity = event(&office, json!({"counts": {"leaflets": 20}})).await;
    let report = draft(&office).await;
    // A round of the year after, and other words: nothing of it was counted.
    inspected(&office, &room, "2026-01-05", "normal", None).await.created();
    office.patch(&format!("/api/v1/events/{}", activity.id()), 1, &json!({"title": "宣传进村"})).await.ok();
    assert_eq!(found(&office, &report).await["drift"], json!([]));
    // Another record in the place of one: the number stays, what is behind it does not.
    let why = json!({"reason": "登记有误"});
    office.having_read(2).post(&format!("/api/v1/events/{}/withdraw", activity.id()), &why).await.ok();
    event(&office, json!({"counts": {"leaflets": 20}, "title": "补登"})).await.created();
    let drifted = found(&office, &report).await;
    let leaflets = drift_of(&drifted, "leaflets").expect("a notice");
    assert_eq!(
        (leaflets["kind"].as_str(), leaflets["notice_zh"].as_str()),
        (Some("records_changed"), Some("记录有改动，数值未变"),)
    );
    assert_eq!(leaflets["records"].as_array().map(Vec::len), Some(2), "{leaflets}");
}

#[actix_web::test]
async fn an_edit_leaves_the_other_paragraphs_as_they_were_printed() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let draft = draft(&office).await;
    let edit = format!("/api/v1/reports/{}/paragraphs/plans.closing", draft.id());
    let edited = office.patch(&edit, 1, &json!({"text": "今后，我镇将继续努力。"})).await.ok();
    let (before, after) = (&draft.body["document"]["blocks"], &edited["document"]["blocks"]);
    for (old, new) in before.as_array().expect("blocks").iter().zip(after.as_array().expect("blocks")) {
        if new["key"] == "plans.closing" {
            assert!(new["edited"] == true && new["runs"][0]["text"] == "今后，我镇将继续努力。", "{new}");
        } else {
            assert_eq!(old, new);
        }
    }
    let reset = office.patch(&edit, 2, &json!({"text": null})).await.ok();
    assert_eq!(reset["document"]["blocks"], *before);
}

#[actix_web::test]
async fn records_of_persons_open_only_to_who_may_read_persons() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    person(&office, "赵一二", "in_community", json!({})).await.created();
    event(&office, json!({})).await.created();
    let report = draft(&office).await;
    person(&office, "钱三四", "in_community", json!({})).await.created();
    let leader = app.role("leader");
    for (address, name, counted, is_withheld) in [
        ("indicators", "registered_total", 2, true),
        ("indicators", "activities", 1, false),
        ("reports", "registered_total", 1, true),
        ("reports", "activities", 1, false),
    ] {
        let path = match address {
            "reports" => format!("/api/v1/reports/{}/figures/{name}/records", report.id()),
            _ => format!("/api/v1/indicators/{name}/records?period=2025&as_of=2025-12-31"),
        };
        let page = leader.get(&path).await.ok();
        assert_eq!((&page["total"], &page["withheld"]), (&json!(counted), &json!(is_withheld)), "{path}");
        assert_eq!(page["items"].as_array().is_some_and(Vec::is_empty), is_withheld, "{path}");
        assert_eq!(office.get(&path).await.ok()["items"].as_array().map(Vec::len), Some(counted), "{path}");
    }
    let (shown, full) = (found(&leader, &report).await, found(&office, &report).await);
    let names = |report: &Value| drift_of(report, "registered_total").expect("a notice")["records"].clone();
    assert_eq!(names(&shown), json!([]));
    assert_eq!(names(&full).as_array().map(Vec::len), Some(1));
}
