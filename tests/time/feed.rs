//! Cursors of the change feed.
use chrono::Duration;
use jindu_tests::support::{NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use crate::Clock;

/// What is sealed can be followed for 90 days. A cursor that something older follows is refused, and never answered with less
/// than all; one that nothing older follows is as good as new.
#[actix_web::test]
async fn a_cursor_is_good_for_ninety_days() {
    const MAY: [&str; 5] = ["changes:read", "divisions:read", "premises:read", "premises:write", "session:use"];
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let ask = async |query: String| app.user(&MAY).get(&format!("/api/v1/changes?{query}")).await;
    let cursor = |answer: Value| answer["cursor"].as_str().expect("a cursor").to_owned();
    let between = cursor(ask("types=divisions&limit=1".into()).await.ok());
    let at_end = cursor(ask("types=divisions".into()).await.ok());
    clock.pass(Duration::days(89));
    assert_eq!(ask(format!("after={between}")).await.status, 200);
    let place =
        json!({ "kind": "rental", "name": "出租房", "division_code": NORTH_VILLAGE, "registered_on": "2025-06-26" });
    app.user(&MAY).post("/api/v1/premises", &place).await.created();
    app.seal();
    clock.pass(Duration::days(2));
    let expired = ask(format!("after={between}")).await;
    assert_eq!((expired.status, expired.code()), (410, "feed.cursor_expired"), "{expired}");
    for query in [format!("after={at_end}&types=divisions,premises"), "types=divisions,premises".to_owned()] {
        let kept = ask(query).await.ok();
        let kinds: Vec<_> = kept["items"].as_array().expect("items").iter().map(|item| &item["type"]).collect();
        assert_eq!(kinds, ["premises.created"], "{kept}");
    }
}
