//! What cannot be is refused, when it is entered and when it is changed, at its field and with its rule.
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{
    assert_refused, event, filed, inspection, office, person, premises, registered, test, treatment, visit, with,
};

/// A day nobody has seen.
const LATER: &str = "2999-01-01";

/// `changes` are refused in a new record and in one that was well: the same rule at the same field.
async fn refused(
    caller: &Caller<'_>,
    collection: &str,
    one: Option<&str>,
    body: &Value,
    changes: &[(Value, &str, &str)],
) {
    let made = caller.post(collection, body).await;
    assert_eq!(made.status, 201, "{made}");
    let address = format!("{}/{}", one.unwrap_or(collection), made.id());
    for (change, pointer, rule) in changes {
        assert_refused(&caller.patch(&address, 1, change).await, &[(pointer, rule)]);
        let body = with(&without_numbers(body), change);
        assert_refused(&caller.post(collection, &body).await, &[(pointer, rule)]);
    }
    assert_eq!(caller.get(&address).await.ok()["version"], 1);
}

/// Two records may not have the same number.
fn without_numbers(body: &Value) -> Value {
    let mut body = body.clone();
    let fields = body.as_object_mut().expect("an object");
    ["file_no", "id_number", "code"].iter().for_each(|name| drop(fields.remove(*name)));
    body
}

#[actix_web::test]
async fn persons_that_cannot_be() {
    let app = TestApp::in_two_towns().await;
    let changes = [
        (
            json!({ "birth_date": LATER, "id_number": null, "first_found_on": null }),
            "/birth_date",
            "person.birth_date.future",
        ),
        (json!({ "first_found_on": LATER }), "/first_found_on", "person.first_found_on.future"),
        (json!({ "first_found_on": "1990-01-01" }), "/first_found_on", "person.first_found_on.before_birth"),
        (json!({ "platform_entered_on": LATER }), "/platform_entered_on", "person.platform_entered_on.future"),
        (json!({ "migrant": { "since": LATER } }), "/migrant/since", "person.migrant.since.future"),
        (json!({ "name": "罗**" }), "/name", "masked_value"),
        (json!({ "notes": "看\u{202e}不见" }), "/notes", "text.direction_override"),
        (json!({ "id_number": "990981199507250024" }), "/id_number", "id_number.checksum"),
        (json!({ "id_number": "990981199507250015", "gender": "female" }), "/gender", "id_number.gender_disagrees"),
    ];
    refused(&office(&app), "/api/v1/personnel", None, &person(), &changes).await;
}

#[actix_web::test]
async fn every_rule_broken_is_told_at_once() {
    let app = TestApp::in_two_towns().await;
    let body = json!({
        "name": "罗**", "division_code": NORTH_VILLAGE, "status": "in_community", "first_found_on": LATER,
        "platform_entered_on": LATER,
    });
    let told = [
        ("/first_found_on", "person.first_found_on.future"),
        ("/name", "masked_value"),
        ("/platform_entered_on", "person.platform_entered_on.future"),
    ];
    assert_refused(&office(&app).post("/api/v1/personnel", &body).await, &told);
}

#[actix_web::test]
async fn treatments_that_cannot_be() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let collection = filed(&caller).await + "/treatments";
    let unreported = json!({ "reported_in_on": null, "agreement_signed_on": null });
    let changes = [
        (json!({ "received_on": "2025-08-01" }), "/received_on", "treatment.received_on.before_decided"),
        (json!({ "reported_in_on": "2025-08-15" }), "/reported_in_on", "treatment.reported_in_on.before_received"),
        (
            json!({ "agreement_signed_on": "2025-08-20" }),
            "/agreement_signed_on",
            "treatment.agreement_signed_on.before_reported",
        ),
        (json!({ "agreement_signed_on": LATER }), "/agreement_signed_on", "treatment.date.future"),
        (json!({ "term_ends_on": "2025-08-01" }), "/term_ends_on", "treatment.term_ends_on.before_start"),
        (json!({ "term_ends_on": "2031-08-25" }), "/term_ends_on", "treatment.term_ends_on.too_long"),
        (with(&unreported, &json!({ "state": "executing" })), "/reported_in_on", "treatment.state.needs_report"),
        (json!({ "agreement_signed_on": null }), "/agreement_signed_on", "treatment.state.needs_agreement"),
        (json!({ "state": "ordered" }), "/state", "treatment.state.has_reported"),
        (json!({ "state": "overdue_not_reported" }), "/state", "treatment.state.has_reported"),
        (json!({ "state": "suspended" }), "/suspended_periods", "treatment.state.needs_suspension"),
        (json!({ "state": "expired" }), "/state", "treatment.state.term_runs"),
        (json!({ "ended_on": "2025-10-01" }), "/ended_on", "treatment.ended_on.state"),
    ];
    refused(&caller, &collection, None, &treatment(), &changes).await;
}

#[actix_web::test]
async fn no_measure_is_over_without_its_day_and_document() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let collection = filed(&caller).await + "/treatments";
    for (state, rule) in [
        ("handed_over", "treatment.state.needs_handover"),
        ("transferred_out", "treatment.state.needs_transfer"),
        ("converted", "treatment.state.needs_conversion"),
        ("terminated", "treatment.state.needs_termination"),
    ] {
        let bare = with(&treatment(), &json!({ "state": state }));
        assert_refused(&caller.post(&collection, &bare).await, &[("/ended_on", rule), ("/outcome", rule)]);
        let whole = with(&bare, &json!({ "ended_on": "2025-10-01", "outcome": "岚公移字〔2025〕12号" }));
        let made = caller.post(&collection, &whole).await;
        let one = format!("{collection}/{}", made.id());
        assert_refused(&caller.patch(&one, 1, &json!({ "outcome": null })).await, &[("/outcome", rule)]);
        caller.patch(&one, 1, &json!({ "notes": "已核对" })).await.ok();
    }
    let released = json!({ "state": "released", "ended_on": "2025-10-01", "outcome": "解除通知书" });
    let early = caller.post(&collection, &with(&treatment(), &released)).await;
    assert_refused(&early, &[("/ended_on", "treatment.state.term_runs")]);
}

#[actix_web::test]
async fn tests_and_visits_that_cannot_be() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let file = filed(&caller).await;
    let changes = [(json!({ "tested_on": LATER }), "/tested_on", "test.tested_on.future")];
    refused(&caller, &format!("{file}/tests"), None, &test(), &changes).await;
    let changes = [(json!({ "visited_on": LATER }), "/visited_on", "visit.visited_on.future")];
    refused(&caller, &format!("{file}/visits"), None, &visit(), &changes).await;
}

#[actix_web::test]
async fn places_and_inspections_that_cannot_be() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let changes = [
        (json!({ "registered_on": LATER }), "/registered_on", "premises.registered_on.future"),
        (json!({ "code": "XH 2" }), "/code", "premises.code.format"),
    ];
    refused(&caller, "/api/v1/premises", None, &with(&premises(), &json!({ "code": "XH00002" })), &changes).await;
    let changes = [
        (json!({ "inspected_on": LATER }), "/inspected_on", "inspection.inspected_on.future"),
        (json!({ "inspected_on": "2025-01-09" }), "/inspected_on", "inspection.inspected_on.before_registration"),
        (json!({ "inspector": null }), "/is_signed", "inspection.is_signed.by_nobody"),
        (json!({ "warning_signs": ["odour", "odour"] }), "/warning_signs", "inspection.warning_signs.twice"),
    ];
    let collection = format!("{place}/inspections");
    refused(&caller, &collection, Some("/api/v1/inspections"), &inspection(), &changes).await;
}

#[actix_web::test]
async fn events_and_office_records_that_cannot_be() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let changes = [(json!({ "held_on": LATER }), "/held_on", "event.held_on.future")];
    refused(&caller, "/api/v1/events", None, &event(), &changes).await;
    let document = json!({ "division_code": NORTH, "title": "工作方案", "issued_on": "2025-05-28", "kind": "plan" });
    let changes = [(json!({ "issued_on": LATER }), "/issued_on", "document.issued_on.future")];
    refused(&caller, "/api/v1/documents", None, &document, &changes).await;
    let post = json!({
        "division_code": NORTH, "group_role": "deputy", "title": "镇长", "name": "何平", "held_from": "2025-01-05",
    });
    let changes = [(json!({ "held_to": "2025-01-04" }), "/held_to", "group_post.held_to.order")];
    refused(&caller, "/api/v1/leading-group", None, &post, &changes).await;
    let grid = json!({ "division_code": NORTH_VILLAGE, "name": "第一网格" });
    let county = caller.post("/api/v1/grids", &with(&grid, &json!({ "division_code": "990981000000" }))).await;
    assert_refused(&county, &[("/division_code", "grid.division_code.level")]);
}
