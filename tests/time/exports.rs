//! Links and files that are good for a while, and what a dead process left.
use chrono::Duration;
use jindu::events;
use jindu::exports::{self, Column, Exported};
use jindu::platform::access::Reading;
use jindu::platform::auth::CapabilitySet;
use jindu::platform::error::ApiResult;
use jindu::platform::http::Paging;
use jindu::platform::id::Id;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use crate::{Clock, text};

/// An export of events by whoever may take them out.
async fn export<'a>(app: &'a TestApp, form: &str) -> (jindu_tests::support::Caller<'a>, String) {
    let caller = app.user(&["exports:request", "events:read", "events:write"]);
    let event =
        json!({ "kind": "publicity", "held_on": "2025-06-26", "title": "宣传", "division_code": NORTH_VILLAGE });
    caller.post("/api/v1/events", &event).await.created();
    let wanted = json!({ "resource": "events", "format": form, "purpose": "报送季度台账" });
    let id = text(&caller.post("/api/v1/exports", &wanted).await.expect(202), "id");
    (caller, format!("/api/v1/exports/{id}"))
}

#[actix_web::test]
async fn a_link_is_good_for_ten_minutes_and_a_file_for_a_day() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let (caller, export) = export(&app, "csv").await;
    app.write_exports();
    let (link, download) = (format!("{export}/link"), format!("{export}/download"));
    let late = caller.post(&link, &json!({})).await.created();
    clock.pass(Duration::minutes(10));
    let caller = app.sign_in_again(&caller);
    let over = caller.post(&download, &json!({ "token": late["token"] })).await;
    assert_eq!((over.status, over.code()), (409, "export.link"), "{over}");
    let link_again = caller.post(&link, &json!({})).await.created();
    assert_eq!(caller.post(&download, &json!({ "token": link_again["token"] })).await.status, 200);

    app.tidy_exports();
    assert_eq!(app.export_files().len(), 2, "a day has not passed");
    clock.pass(Duration::hours(24));
    let caller = app.sign_in_again(&caller);
    let gone = caller.post(&link, &json!({})).await;
    assert_eq!((gone.status, gone.code()), (409, "export.not_ready"), "{gone}");
    app.tidy_exports();
    assert!(app.export_files().is_empty());
    let line = caller.get(&export).await.ok();
    assert_eq!((&line["state"], &line["row_count"]), (&json!("expired"), &json!(1)));
    assert!(line["sha256"].as_str().is_some_and(|hash| hash.len() == 64), "the line stays, with the hash");
}

#[actix_web::test]
async fn an_export_nobody_lets_go_is_given_up_after_a_week() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let caller = app.user_who(&["exports:request", "events:read"], &["name"], NORTH);
    let wanted = json!({ "resource": "events", "format": "csv", "purpose": "报送季度台账", "classes": ["name"] });
    let export = format!("/api/v1/exports/{}", caller.post("/api/v1/exports", &wanted).await.id());
    clock.pass(Duration::days(7));
    app.tidy_exports();
    assert_eq!(app.sign_in_again(&caller).get(&export).await.ok()["state"], "expired");
}

/// The list of events, of which a process dies in the middle.
struct Dying;

impl Exported for Dying {
    fn resource(&self) -> &'static str {
        events::EXPORTED.resource()
    }

    fn title(&self) -> &'static str {
        events::EXPORTED.title()
    }

    fn columns(&self) -> &'static [Column] {
        events::EXPORTED.columns()
    }

    fn capability(&self) -> &'static str {
        events::EXPORTED.capability()
    }

    fn is_open_to(&self, capabilities: CapabilitySet) -> bool {
        events::EXPORTED.is_open_to(capabilities)
    }

    fn check(&self, filter: &str) -> ApiResult<()> {
        events::EXPORTED.check(filter)
    }

    fn count(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<i64> {
        events::EXPORTED.count(reading, filter)
    }

    fn page(&self, _: &mut Reading<'_>, _: &str, _: Paging) -> ApiResult<Vec<exports::Record>> {
        panic!("the process dies")
    }

    fn ids(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<Option<Vec<Id>>> {
        events::EXPORTED.ids(reading, filter)
    }

    fn of(&self, reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<exports::Record>> {
        events::EXPORTED.of(reading, ids)
    }
}

#[actix_web::test]
async fn what_a_dead_process_left_is_written_by_another() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    for form in ["csv", "xlsx"] {
        let (caller, export) = export(&app, form).await;
        app.die_writing_exports(|| exports::Registry::new(vec![Box::new(Dying)]));
        let left = app.export_files().len();
        assert!(left > 0, "it left something half-written");
        app.write_exports();
        assert_eq!(caller.get(&export).await.ok()["state"], "queued", "its lease has not run out");
        clock.pass(Duration::seconds(60));
        app.write_exports();
        let ready = caller.get(&export).await.ok();
        assert_eq!((&ready["state"], &ready["failure"]), (&json!("ready"), &Value::Null));
        app.tidy_exports();
        assert_eq!(app.export_files().len(), if form == "csv" { 2 } else { 4 }, "only files that can be fetched stay");
    }
}
