//! What takes time: sessions that end, tokens that run out, waits after wrong passwords. The clock is moved, nobody sleeps.
//! It belongs to the process, so this is one of its own, and its tests take turns.
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{Duration, Months};
use jindu::coverage;
use jindu::events;
use jindu::exports::{self, Column, Exported};
use jindu::platform::access::Reading;
use jindu::platform::auth::{CapabilitySet, roles};
use jindu::platform::clock;
use jindu::platform::error::ApiResult;
use jindu::platform::http::Paging;
use jindu::statutes::sweep;
use jindu_tests::support::{Answer, NORTH, NORTH_VILLAGE, PASSWORD, TestApp, cookie_of};
use serde_json::{Value, json};

static TURN: Mutex<()> = Mutex::new(());

/// The right to move the clock.
struct Clock(MutexGuard<'static, ()>);

impl Clock {
    fn take() -> Self {
        Self(TURN.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn pass(&self, by: Duration) {
        let () = *self.0;
        clock::shift(by);
    }
}

async fn with_account() -> TestApp {
    let app = TestApp::start().await;
    let role = roles::shipped().expect("the shipped roles parse").remove("caseworker").expect("a shipped role");
    app.account("zhoulan", "caseworker", role, NORTH);
    app
}

async fn log_in(app: &TestApp, password: &str) -> Answer {
    app.nobody().post("/api/v1/auth/login", &json!({ "username": "zhoulan", "password": password })).await
}

async fn refresh(app: &TestApp, cookie: &str) -> Answer {
    app.nobody().with_cookie(cookie).post("/api/v1/auth/refresh", &Value::Null).await
}

async fn me(app: &TestApp, signed_in: &Answer) -> u16 {
    let token = signed_in.body.get("access_token").and_then(Value::as_str).expect("a token");
    app.nobody().with("authorization", &format!("Bearer {token}")).get("/api/v1/me").await.status
}

#[actix_web::test]
async fn an_access_token_runs_out_after_five_minutes() {
    let (clock, app) = (Clock::take(), with_account().await);
    let signed_in = log_in(&app, PASSWORD).await;
    clock.pass(Duration::seconds(290));
    assert_eq!(me(&app, &signed_in).await, 200);
    clock.pass(Duration::seconds(10));
    assert_eq!(me(&app, &signed_in).await, 401);
}

#[actix_web::test]
async fn a_replaced_refresh_token_is_good_for_half_a_minute_and_then_ends_the_session() {
    let (clock, app) = (Clock::take(), with_account().await);
    let first = cookie_of(&log_in(&app, PASSWORD).await.headers).expect("a cookie");
    let second = refresh(&app, &first).await;
    clock.pass(Duration::seconds(25));
    assert_eq!(refresh(&app, &first).await.status, 200);
    clock.pass(Duration::seconds(6));
    assert_eq!(refresh(&app, &first).await.status, 401);
    assert_eq!(refresh(&app, &cookie_of(&second.headers).expect("a cookie")).await.status, 401);
    assert_eq!(me(&app, &second).await, 401);
}

#[actix_web::test]
async fn a_session_ends_after_twelve_hours() {
    let (clock, app) = (Clock::take(), with_account().await);
    let mut cookie = cookie_of(&log_in(&app, PASSWORD).await.headers).expect("a cookie");
    for _ in 0..11 {
        clock.pass(Duration::hours(1));
        cookie = cookie_of(&refresh(&app, &cookie).await.headers).expect("a cookie");
    }
    clock.pass(Duration::hours(1));
    assert_eq!(refresh(&app, &cookie).await.status, 401);
}

#[actix_web::test]
async fn wrong_passwords_make_wait_longer_and_longer() {
    let (clock, app) = (Clock::take(), with_account().await);
    for _ in 0..3 {
        assert_eq!(log_in(&app, "not this one").await.status, 401);
    }
    let mut waits = Vec::new();
    for _ in 0..4 {
        let refused = log_in(&app, PASSWORD).await;
        assert_eq!(refused.status, 429, "the right password has to wait too: {refused}");
        let wait: i64 = refused.header("retry-after").parse().expect("seconds");
        waits.push(wait);
        clock.pass(Duration::seconds(wait));
        assert_eq!(log_in(&app, "not this one").await.status, 401);
    }
    assert_eq!(waits, [1, 2, 4, 8]);
    clock.pass(Duration::seconds(16));
    assert_eq!(log_in(&app, PASSWORD).await.status, 200);
    assert_eq!(log_in(&app, "not this one").await.status, 401, "signing in wipes the slate");
}

/// The running window is not owed yet; once it has closed without a test the sweep finds it missed, twice over changes
/// nothing, and the next one is open.
#[actix_web::test]
async fn a_window_closes_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let caller = app.role("caseworker");
    let person = json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment" });
    let person = caller.post("/api/v1/personnel", &person).await.id();
    let today = clock::today();
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": today, "reported_in_on": today,
        "agreement_signed_on": today, "term_ends_on": today + Months::new(36),
    });
    caller.post(&format!("/api/v1/personnel/{person}/treatments"), &measure).await.created();
    let tests = async || {
        let found = app.role("caseworker").get(&format!("/api/v1/tasks?subject={person}&kind=test")).await.ok();
        let states = found["items"].as_array().expect("duties").iter().map(|task| task["state"].clone());
        states.collect::<Vec<_>>()
    };
    assert_eq!(tests().await, ["open"]);
    clock.pass(Duration::days(32));
    let swept = || app.run(|access| sweep(&access, clock::today())).expect("the sweep goes through");
    let first = swept();
    // The window has closed, and so has the time in which a case team is named.
    assert_eq!((first.new, first.changed, first.void), (1, 2, 0));
    assert!(swept().is_none());
    assert_eq!(tests().await, ["missed", "open"]);
}

/// Three clean years are full on a day on which nobody writes anything: the sweep proposes the end, and later finds it unconfirmed.
#[actix_web::test]
async fn the_end_of_control_is_proposed_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let found = clock::today() - Months::new(35);
    let person = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community", "first_found_on": found,
    });
    let person = app.role("caseworker").post("/api/v1/personnel", &person).await.id();
    let proposals = async || {
        let address = format!("/api/v1/tasks?subject={person}&kind=clean_three_years");
        let found = app.role("caseworker").get(&address).await.ok();
        let states = found["items"].as_array().expect("duties").iter().map(|task| task["state"].clone());
        states.collect::<Vec<_>>()
    };
    let swept = || app.run(|access| sweep(&access, clock::today())).expect("the sweep goes through");
    assert!(swept().is_none() && proposals().await.is_empty());
    clock.pass(Duration::days(32));
    swept();
    assert_eq!(proposals().await, ["open"]);
    clock.pass(Duration::days(45));
    swept();
    assert_eq!(proposals().await, ["missed"]);
    assert!(swept().is_none());
}

/// Nobody goes to a place that a round has missed: the sweep finds the duty missed, and a later inspection makes it late, never
/// done.
#[actix_web::test]
async fn a_place_nobody_went_to_is_missed_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let caller = app.role("caseworker");
    let place = json!({
        "kind": "rental", "name": "新塘村出租房1号", "division_code": NORTH_VILLAGE, "registered_on": "2025-01-10",
    });
    let place = caller.post("/api/v1/premises", &place).await.id();
    let round = json!({ "kind": "rental_check", "title": "第1次出租房屋排查", "division_code": NORTH });
    let round = caller.post("/api/v1/campaigns", &round).await.id();
    let freeze = json!({ "source": "重点场所台账" });
    caller.post(&format!("/api/v1/campaigns/{round}/units/freeze"), &freeze).await.created();
    let order = json!({ "due_on": clock::today() + Duration::days(1), "expected_count": 1 });
    caller.post(&format!("/api/v1/campaigns/{round}/gaps/tasks"), &order).await.ok();
    let state = async || {
        let found = app.role("inspector").get(&format!("/api/v1/tasks?subject={place}")).await.ok();
        found["items"][0]["state"].as_str().expect("a state").to_owned()
    };
    let swept = || app.run(|access| coverage::sweep(&access, clock::today())).expect("the sweep goes through");
    assert!(swept().is_none());
    clock.pass(Duration::days(2));
    assert_eq!((swept().changed, state().await), (1, "missed".to_owned()));
    assert!(swept().is_none());
    let look = json!({
        "campaign_id": round, "inspected_on": clock::today(), "inspector": "李中", "outcome": "normal", "is_signed": true,
    });
    app.role("caseworker").post(&format!("/api/v1/premises/{place}/inspections"), &look).await.created();
    assert_eq!(state().await, "late");
}

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

fn text(body: &Value, member: &str) -> String {
    body.get(member).and_then(Value::as_str).expect("a text").to_owned()
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
