//! Machines' tokens and clients that run out, and rows of a new day.
use chrono::Duration;
use jindu::platform::clock;
use jindu_tests::support::{Answer, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::json;

use crate::{Clock, text};

/// A machine client that may be used until this many days from now and is shown this many rows a day.
async fn machine(app: &TestApp, days: i64, rows_a_day: i64) -> (String, String) {
    let admin = app.user(&["clients:read", "clients:manage"]);
    let client = json!({
        "name": format!("machine{}", app.number()), "kind": "reader", "agency": "江岚市禁毒办", "division_code": NORTH,
        "capabilities": ["personnel:read"], "sees": [], "networks": ["10.12.0.0/16"], "rows_a_day": rows_a_day,
        "expires_on": clock::today() + Duration::days(days),
    });
    let id = text(&admin.post("/api/v1/clients", &client).await.created(), "id");
    let secret = admin.post(&format!("/api/v1/clients/{id}/secrets"), &json!({})).await.ok();
    (id, text(&secret, "client_secret"))
}

async fn token(app: &TestApp, (id, secret): &(String, String)) -> Answer {
    let form = [("grant_type", "client_credentials"), ("client_id", id.as_str()), ("client_secret", secret.as_str())];
    app.nobody().at("10.12.0.4").post_form("/oauth/token", &form).await
}

#[actix_web::test]
async fn a_machines_token_runs_out_after_ten_minutes() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let client = machine(&app, 30, 10).await;
    let token = text(&token(&app, &client).await.ok(), "access_token");
    let caller = app.nobody().at("10.12.0.4").bearing(&token);
    clock.pass(Duration::seconds(590));
    assert_eq!(caller.get("/api/v1/me").await.status, 200);
    clock.pass(Duration::seconds(10));
    assert_eq!(caller.get("/api/v1/me").await.status, 401);
}

#[actix_web::test]
async fn a_machine_client_runs_out_after_its_last_day() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let client = machine(&app, 2, 10).await;
    clock.pass(Duration::days(2));
    token(&app, &client).await.ok();
    clock.pass(Duration::days(1));
    let refused = token(&app, &client).await;
    assert_eq!((refused.status, refused.body.get("error")), (401, Some(&json!("invalid_client"))));
}

#[actix_web::test]
async fn a_new_day_has_rows_of_its_own() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let office = app.user(&["personnel:read", "personnel:write"]);
    let person = json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community" });
    office.post("/api/v1/personnel", &person).await.created();
    let client = machine(&app, 30, 1).await;
    for _ in 0..2 {
        let token = text(&token(&app, &client).await.ok(), "access_token");
        let caller = app.nobody().at("10.12.0.4").bearing(&token);
        caller.get("/api/v1/personnel").await.ok();
        let spent = caller.get("/api/v1/personnel").await;
        assert_eq!((spent.status, spent.code()), (429, "client.rows_spent"), "{spent}");
        let wait: i64 = spent.header("retry-after").parse().expect("seconds");
        clock.pass(Duration::seconds(wait));
    }
}
