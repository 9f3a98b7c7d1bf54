//! Events.
use jindu_tests::support::{NORTH_VILLAGE, TestApp};
use serde_json::json;

#[actix_web::test]
async fn smoke() {
    let app = TestApp::start().await;
    let officer = app.user(&["events:read", "events:write"]);
    let answer = officer
        .post(
            "/api/v1/events",
            &json!({"kind":"lecture","held_on":"2025-06-26","title":"禁毒宣传进学校","division_code":NORTH_VILLAGE}),
        )
        .await;
    println!("{answer}");
    answer.created();
}
