//! Signs of haste: noted, shown to who reviews, and nothing follows from them.
use chrono::{Duration, SecondsFormat};
use jindu::platform::clock;
use jindu_tests::support::{Caller, TestApp};
use serde_json::{Value, json};

use super::{inspected, look, office, registered, sign, signature, with};

async fn haste(caller: &Caller<'_>, inspection: &str) -> Value {
    caller.get(inspection).await.ok()["haste"].clone()
}

async fn total(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/api/v1/inspections?{query}")).await.ok()["total"].clone()
}

#[actix_web::test]
async fn five_in_a_minute_are_noted_all_five() {
    let app = TestApp::in_two_towns().await;
    let reviewer = app.role("office_head");
    let place = registered(&office(&app)).await;
    let (hasty, calm) = (app.role("inspector"), app.role("inspector"));
    let other = inspected(&calm, &place, &look()).await;
    sign(&calm, &other, "inspector").await.ok();
    let mut all = Vec::new();
    for number in 0..5 {
        let one = inspected(&hasty, &place, &look()).await;
        sign(&hasty, &one, "inspector").await.ok();
        all.push(one);
        if number == 3 {
            assert_eq!(total(&reviewer, "haste=true").await, 0);
        }
    }
    for one in &all {
        assert_eq!(haste(&reviewer, one).await, json!(["five_in_a_minute"]), "{one}");
    }
    assert_eq!(haste(&reviewer, &other).await, json!([]));
    assert_eq!((total(&reviewer, "haste=true").await, total(&reviewer, "haste=false").await), (json!(5), json!(1)));
    // A sixth is one more, and the others are not noted twice.
    let sixth = inspected(&hasty, &place, &look()).await;
    sign(&hasty, &sixth, "inspector").await.ok();
    assert_eq!(haste(&reviewer, &sixth).await, json!(["five_in_a_minute"]));
    assert_eq!(haste(&reviewer, &all[0]).await, json!(["five_in_a_minute"]));
}

#[actix_web::test]
async fn a_signature_after_the_round_and_clocks_apart_are_noted() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let round = json!({
        "kind": "routine", "title": "第1次排查", "division_code": "990981107000", "starts_on": "2025-02-01",
        "ends_on": "2025-02-28",
    });
    let round = maker.post("/api/v1/campaigns", &round).await.id();
    let inspector = app.role("inspector");
    let late = inspected(&inspector, &place, &with(&look(), &json!({ "campaign_id": round }))).await;
    let signed = sign(&inspector, &late, "inspector").await.ok();
    assert_eq!(signed["haste"], Value::Null, "who signs is not told");
    let reviewer = app.role("police");
    assert_eq!(haste(&reviewer, &late).await, json!(["after_round_closed"]));
    // Whoever confirms is not late, but may have a clock that is wrong.
    let village = app.role("village_head");
    let instant = (clock::now() - Duration::minutes(11)).to_rfc3339_opts(SecondsFormat::Nanos, true);
    let body = with(&signature(&village, &late, "village_head").await, &json!({ "device_time": instant }));
    village.having_read(2).post(&format!("{late}/sign"), &body).await.ok();
    assert_eq!(haste(&reviewer, &late).await, json!(["after_round_closed", "clocks_apart"]));
}

#[actix_web::test]
async fn only_who_reviews_asks_for_haste() {
    let app = TestApp::in_two_towns().await;
    for role in ["leader", "inspector", "village_head", "grid_worker"] {
        let answer = app.role(role).get("/api/v1/inspections?haste=true").await;
        assert_eq!((answer.status, answer.code()), (403, "forbidden"), "{role}: {answer}");
    }
    for role in ["office_head", "caseworker", "police"] {
        assert_eq!(total(&app.role(role), "haste=true").await, 0);
    }
}
