//! Clues are for those who follow them up; free text of events is hidden with the names.
use jindu_tests::support::{NORTH, TestApp};
use serde_json::{Value, json};

use super::{event, office, with};

#[actix_web::test]
async fn clues_are_not_there_for_whoever_may_not_read_them() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    maker.post("/api/v1/events", &event()).await.created();
    let clue = maker.post("/api/v1/events", &with(&event(), &json!({ "kind": "clue", "title": "夜间异味" }))).await;
    let one = format!("/api/v1/events/{}", clue.id());
    for role in ["police", "office_head", "caseworker"] {
        let reader = app.role(role);
        assert_eq!(reader.get(&one).await.status, 200, "{role}");
        assert_eq!(reader.get("/api/v1/events").await.ok()["total"], 2, "{role}");
    }
    for role in ["leader", "village_head", "grid_worker", "publicity"] {
        let reader = app.role(role);
        assert_eq!(reader.get(&one).await.status, 404, "{role}");
        let list = reader.get("/api/v1/events").await.ok();
        assert_eq!((&list["total"], list["items"].as_array().map(Vec::len)), (&json!(1), Some(1)), "{role}");
        assert_eq!(reader.get("/api/v1/events?kind=clue").await.ok()["total"], 0, "{role}");
        assert_eq!(reader.get("/api/v1/events?q=%E5%BC%82%E5%91%B3").await.ok()["total"], 0, "{role}");
    }
    let writer = app.role("village_head");
    assert_eq!(writer.patch(&one, 1, &json!({ "title": "无" })).await.status, 404);
    let withdraw = writer.having_read(1).post(&format!("{one}/withdraw"), &json!({ "reason": "重复登记" })).await;
    assert_eq!(withdraw.status, 404);
}

#[actix_web::test]
async fn whoever_reports_a_clue_need_not_read_the_others() {
    let app = TestApp::in_two_towns().await;
    let reporter = app.user_who(&["events:read", "events:write"], &[], NORTH);
    let clue = with(&event(), &json!({ "kind": "clue", "title": "夜间异味" }));
    let reported = reporter.post("/api/v1/events", &clue).await;
    assert_eq!((reported.status, &reported.body["title"]), (201, &json!("夜间异味")), "{reported}");
    assert_eq!(reporter.get(&format!("/api/v1/events/{}", reported.id())).await.status, 404);
}

#[actix_web::test]
async fn notes_of_events_are_hidden_with_the_names() {
    let app = TestApp::in_two_towns().await;
    let made = office(&app).post("/api/v1/events", &event()).await;
    let one = format!("/api/v1/events/{}", made.id());
    for (role, notes, masked) in
        [("caseworker", json!("校长主持"), json!([])), ("leader", Value::Null, json!(["notes"]))]
    {
        let shown = app.role(role).get(&one).await.ok();
        assert_eq!((&shown["notes"], &shown["masked"]), (&notes, &masked), "{role}");
    }
    let writer = app.user(&["events:read", "events:write"]);
    writer.patch(&one, 1, &json!({ "title": "禁毒讲座" })).await.ok();
    assert_eq!(office(&app).get(&one).await.ok()["notes"], "校长主持", "what is hidden is not lost");
}
