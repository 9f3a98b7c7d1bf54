//! Leads to the police follow from signs, and nobody else learns of them.
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Caller, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{LEADS, ORDERS, looked, withdrawn};
use crate::domains::{assert_refused, inspection, office, registered, with};

/// The only lead.
pub async fn lead(caller: &Caller<'_>) -> Value {
    let page = caller.get(LEADS).await.ok();
    assert_eq!(page["total"], 1, "{page}");
    page["items"][0].clone()
}

#[actix_web::test]
async fn a_sign_raises_a_lead_that_follows_until_the_police_have_it() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let quiet = looked(&caller, &place, "2025-02-20", "normal").await;
    assert_eq!(caller.get(LEADS).await.ok()["total"], 0);
    let suspicious = json!({ "outcome": "locked", "warning_signs": ["odour", "brown_liquid"] });
    let seen = caller.post(&format!("{place}/inspections"), &with(&inspection(), &suspicious)).await;
    let one = format!("/api/v1/inspections/{}", seen.id());
    let raised = lead(&caller).await;
    assert_eq!((&raised["inspection_id"], &raised["raised_on"]), (&json!(seen.id()), &json!("2025-02-26")));
    assert_eq!((&raised["signs"], &raised["state"]), (&json!(["brown_liquid", "odour"]), &json!("raised")));
    caller.patch(&one, 1, &json!({ "warning_signs": ["odour"], "inspected_on": "2025-02-25" })).await.ok();
    let followed = lead(&caller).await;
    assert_eq!((&followed["signs"], &followed["raised_on"]), (&json!(["odour"]), &json!("2025-02-25")));
    assert_eq!((&followed["id"], &followed["version"]), (&raised["id"], &json!(2)));
    caller.patch(&one, 2, &json!({ "defect_notes": "窗户已打开" })).await.ok();
    assert_eq!(lead(&caller).await["version"], 2, "nothing else concerns it");
    caller.patch(&one, 3, &json!({ "warning_signs": [] })).await.ok();
    assert_eq!(caller.get(LEADS).await.ok()["total"], 0);
    caller.patch(&one, 4, &json!({ "warning_signs": ["dead_vegetation"] })).await.ok();
    let again = lead(&caller).await;
    assert_ne!(again["id"], raised["id"], "what was withdrawn does not come back");
    withdrawn(&caller, &one, 5).await;
    assert_eq!(caller.get(LEADS).await.ok()["total"], 0);

    let quiet = format!("/api/v1/inspections/{}", quiet.id());
    caller.patch(&quiet, 1, &json!({ "warning_signs": ["hidden_site"] })).await.ok();
    let address = format!("{LEADS}/{}", lead(&caller).await["id"].as_str().expect("an id"));
    let police = app.role("police").having_read(1);
    let receipt = json!({ "received_on": "2025-02-19", "receipt_no": "岚公收〔2025〕1号", "note": "已布控" });
    let refused = police.post(&format!("{address}/receive"), &receipt).await;
    assert_refused(&refused, &[("/received_on", "lead.received_on.before_raised")]);
    let receipt = with(&receipt, &json!({ "received_on": "2025-02-21" }));
    let received = police.post(&format!("{address}/receive"), &receipt).await.ok();
    assert_eq!((&received["state"], &received["receipt_no"]), (&json!("received"), &receipt["receipt_no"]));
    let twice = app.role("police").having_read(2).post(&format!("{address}/receive"), &receipt).await;
    assert_eq!((twice.status, twice.code()), (409, "lead.received"), "{twice}");
    // From here on it is the police's: neither the inspection nor the place takes it back.
    caller.patch(&quiet, 2, &json!({ "warning_signs": ["odour", "hidden_site"] })).await.ok();
    withdrawn(&caller, &quiet, 3).await;
    let version = caller.get(&place).await.ok()["version"].as_i64().expect("a version");
    withdrawn(&caller, &place, version).await;
    assert_eq!(caller.get(&address).await.ok(), received);
    assert_eq!(caller.get(&format!("{LEADS}?state=received&division=990981107")).await.ok()["total"], 1);
    assert_eq!(caller.get(&format!("{LEADS}?state=raised")).await.ok()["total"], 0);
}

/// Everything other roles are answered about the place, with a lead on it and without.
#[actix_web::test]
async fn nobody_else_can_tell_a_place_with_a_lead_from_one_without() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let seen = caller.post(&format!("{place}/inspections"), &inspection()).await.id();
    let lead = format!("{LEADS}/{}", lead(&caller).await["id"].as_str().expect("an id"));
    for role in ["police", "office_head", "caseworker"] {
        assert_eq!(app.role(role).get(&lead).await.status, 200, "{role}");
    }
    let receipt = json!({ "received_on": "2025-02-27" });
    for role in ["office_head", "caseworker"] {
        let refused = app.role(role).having_read(1).post(&format!("{lead}/receive"), &receipt).await;
        assert_eq!(refused.status, 403, "{role}");
    }
    let others = ["leader", "village_head", "grid_worker", "inspector", "data_entry", "publicity", "city_viewer"];
    let place_id = place.rsplit('/').next().expect("an id");
    for role in others {
        let reader = app.role(role);
        for address in [LEADS, &*lead] {
            assert_eq!(reader.get(address).await.status, 403, "{role}");
        }
        for address in [
            place.clone(),
            format!("{place}/inspections"),
            format!("/api/v1/inspections/{seen}"),
            format!("{ORDERS}?premises={place_id}"),
            "/api/v1/premises".to_owned(),
        ] {
            let answer = reader.get(&address).await;
            assert!(!answer.text.contains("lead"), "{role}: {answer}");
        }
        let records = "/api/v1/indicators/leads_raised/records?period=2025&as_of=2025-12-31&division=990981107000";
        let told = reader.get(records).await;
        if told.status != 403 {
            let told = told.ok();
            assert_eq!((&told["items"], &told["withheld"]), (&json!([]), &json!(true)), "{role}: {told}");
        }
    }
    let records = "/api/v1/indicators/leads_raised/records?period=2025&as_of=2025-12-31";
    assert_eq!(app.role("police").get(records).await.ok()["items"][0]["subject_type"], "leads");
    // The version of the place tells nothing either: registered, and inspected.
    assert_eq!(caller.get(&place).await.ok()["version"], 2);
    let stranger = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    assert_eq!((stranger.get(&lead).await.status, stranger.get(LEADS).await.ok()["total"].clone()), (404, json!(0)));
}
