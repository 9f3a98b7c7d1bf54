//! Sessions that end, tokens that run out, waits after wrong passwords.
use chrono::Duration;
use jindu::platform::auth::roles;
use jindu_tests::support::{Answer, NORTH, PASSWORD, TestApp, cookie_of};
use serde_json::{Value, json};

use crate::Clock;

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
