//! How often somebody is shown what is masked, and for how long nobody asks who they are.
use chrono::Duration;
use jindu::platform::auth::roles;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, PASSWORD, TestApp, cookie_of};
use serde_json::{Value, json};

use crate::{Clock, text};

fn need() -> Value {
    json!({ "fields": ["id_number"], "purpose": "testing" })
}

async fn file(maker: &Caller<'_>, number: usize) -> String {
    let body = json!({ "name": format!("测试{number}"), "division_code": NORTH_VILLAGE, "status": "in_community" });
    format!("/api/v1/personnel/{}/reveal", maker.post("/api/v1/personnel", &body).await.id())
}

#[actix_web::test]
async fn thirty_times_a_day_and_a_hundred_persons_in_thirty_days() {
    let clock = Clock::take();
    let app = TestApp::in_two_towns().await;
    let mut caseworker = app.role("caseworker");
    let mut files = Vec::new();
    for number in 0..101 {
        files.push(file(&caseworker, number).await);
    }
    for (number, file) in files.iter().take(100).enumerate() {
        if number > 0 && number % 30 == 0 {
            let refused = caseworker.post(file, &need()).await;
            assert_eq!((refused.status, refused.code()), (429, "reveal.day_spent"), "{refused}");
            let wait: i64 = refused.header("retry-after").parse().expect("seconds");
            assert!((1..=86_400).contains(&wait), "until tomorrow: {wait}");
            clock.pass(Duration::days(1));
            caseworker = app.sign_in_again(&caseworker);
        }
        caseworker.post(file, &need()).await.ok();
    }
    let refused = caseworker.post(&files[100], &need()).await;
    assert_eq!((refused.status, refused.code()), (403, "reveal.persons_spent"), "{refused}");
    // Whoever was shown before is one of the hundred.
    caseworker.post(&files[99], &need()).await.ok();
    // Another one has a measure of their own.
    app.role("office_head").post(&files[100], &need()).await.ok();
    // Of the hundred the first thirty are thirty days old.
    clock.pass(Duration::days(27));
    let caseworker = app.sign_in_again(&caseworker);
    caseworker.post(&files[100], &need()).await.ok();
}

#[actix_web::test]
async fn after_a_quarter_of_an_hour_the_password_is_asked_for_once() {
    let clock = Clock::take();
    let app = TestApp::in_two_towns().await;
    let role = roles::shipped().expect("the shipped roles parse").remove("caseworker").expect("a shipped role");
    app.account("zhoulan", "caseworker", role, NORTH);
    let name_and_password = json!({ "username": "zhoulan", "password": PASSWORD });
    let mut signed_in = app.nobody().post("/api/v1/auth/login", &name_and_password).await;
    let caller = |token: String| app.nobody().with("authorization", &format!("Bearer {token}"));
    let address = file(&caller(text(&signed_in.body, "access_token")), 1).await;
    let with_password = json!({ "fields": ["id_number"], "purpose": "testing", "password": PASSWORD });

    // minutes since the time before, with a password or without, the answer
    let times =
        [(0, &need(), 200), (14, &need(), 200), (2, &need(), 422), (0, &with_password, 200), (14, &need(), 200)];
    for (minutes, body, status) in times {
        clock.pass(Duration::minutes(minutes));
        let cookie = cookie_of(&signed_in.headers).expect("a cookie");
        signed_in = app.nobody().with_cookie(&cookie).post("/api/v1/auth/refresh", &Value::Null).await;
        let answer = caller(text(&signed_in.body, "access_token")).post(&address, body).await;
        assert_eq!(answer.status, status, "{minutes} {answer}");
        if status == 422 {
            assert_eq!(answer.errors(), [("/password", "password.not_lately")]);
        }
    }
}
