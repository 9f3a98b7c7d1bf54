//! Signing in, staying in, and being out at once.
use jindu::platform::auth::accounts::{self, AccountChange};
use jindu::platform::auth::roles::{self, Role};
use jindu_tests::support::{Answer, NORTH, PASSWORD, TestApp, cookie_of};
use serde_json::json;

use super::tokens::mutants;

fn caseworker() -> Role {
    roles::shipped().expect("the shipped roles parse").remove("caseworker").expect("a shipped role")
}

async fn log_in(app: &TestApp, username: &str, password: &str) -> Answer {
    app.nobody().post("/api/v1/auth/login", &json!({ "username": username, "password": password })).await
}

#[actix_web::test]
async fn name_and_password_open_a_session() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let answer = log_in(&app, "zhoulan", PASSWORD).await;
    let set = answer.header("set-cookie").to_owned();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "jindu_refresh="] {
        assert!(set.contains(attribute), "{set}");
    }
    let token = answer.clone().ok()["access_token"].as_str().expect("a token").to_owned();
    let me = app.nobody().with("authorization", &format!("Bearer {token}")).get("/api/v1/me").await;
    assert_eq!((me.status, &me.body["username"], &me.body["role"]), (200, &json!("zhoulan"), &json!("caseworker")));
    insta::assert_json_snapshot!("me", me.redacted());
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let (wrong, unknown) = (log_in(&app, "zhoulan", "not this one").await, log_in(&app, "nobody", PASSWORD).await);
    assert_eq!((wrong.status, wrong.code()), (401, "sign_in.wrong"));
    assert_eq!(wrong.redacted(), unknown.redacted());
}

#[actix_web::test]
async fn a_refresh_token_is_replaced_at_each_use() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let first = cookie_of(&log_in(&app, "zhoulan", PASSWORD).await.headers).expect("a cookie");
    let refresh = |cookie: String| {
        let caller = app.nobody().with_cookie(&cookie);
        async move { caller.post("/api/v1/auth/refresh", &json!({})).await }
    };
    let second = refresh(first.clone()).await;
    let second_cookie = cookie_of(&second.headers).expect("a cookie");
    assert_eq!(second.status, 200, "{second}");
    assert_ne!(first, second_cookie);
    // An answer was lost: the same successor again, for a little while.
    assert_eq!(cookie_of(&refresh(first.clone()).await.headers), Some(second_cookie.clone()));
    let third = cookie_of(&refresh(second_cookie.clone()).await.headers).expect("a cookie");
    assert_eq!(refresh(third.clone()).await.status, 200);
}

#[actix_web::test]
async fn a_token_two_replacements_old_ends_the_session() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let refresh = |cookie: String| {
        let caller = app.nobody().with_cookie(&cookie);
        async move { caller.post("/api/v1/auth/refresh", &json!({})).await }
    };
    let stolen = cookie_of(&log_in(&app, "zhoulan", PASSWORD).await.headers).expect("a cookie");
    let second = cookie_of(&refresh(stolen.clone()).await.headers).expect("a cookie");
    let third = cookie_of(&refresh(second).await.headers).expect("a cookie");
    assert_eq!(refresh(stolen).await.status, 401);
    assert_eq!(refresh(third).await.status, 401, "whoever holds the newest token is as doubtful as the other");
}

#[actix_web::test]
async fn signing_out_ends_the_session_at_once() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let answer = log_in(&app, "zhoulan", PASSWORD).await;
    let (cookie, token) = (cookie_of(&answer.headers).expect("a cookie"), answer.body["access_token"].clone());
    let caller = app.nobody().with("authorization", &format!("Bearer {}", token.as_str().expect("a token")));
    assert_eq!(caller.get("/api/v1/me").await.status, 200);
    assert_eq!(app.nobody().with_cookie(&cookie).post("/api/v1/auth/logout", &json!({})).await.status, 204);
    assert_eq!(caller.get("/api/v1/me").await.status, 401);
    assert_eq!(app.nobody().with_cookie(&cookie).post("/api/v1/auth/refresh", &json!({})).await.status, 401);
}

#[actix_web::test]
async fn another_site_cannot_use_the_cookie() {
    let app = TestApp::start().await;
    app.account("zhoulan", "caseworker", caseworker(), NORTH);
    let cookie = cookie_of(&log_in(&app, "zhoulan", PASSWORD).await.headers).expect("a cookie");
    let elsewhere = app.nobody().with_cookie(&cookie).with("sec-fetch-site", "cross-site");
    for path in ["/api/v1/auth/refresh", "/api/v1/auth/logout"] {
        assert_eq!(elsewhere.post(path, &json!({})).await.status, 403);
    }
}

#[actix_web::test]
async fn a_disabled_account_is_out_at_once() {
    let app = TestApp::start().await;
    let caller = app.role("caseworker");
    assert_eq!(caller.get("/api/v1/events").await.status, 200);
    change(&app, caller.account_id.expect("an account"), AccountChange::Active(false));
    assert_eq!(caller.get("/api/v1/events").await.status, 401);
}

#[actix_web::test]
async fn another_role_acts_at_once() {
    let app = TestApp::start().await;
    let caller = app.role("caseworker");
    let cashier = app.user(&["session:use"]);
    let id = caller.account_id.expect("an account");
    let role = app.run(move |access| {
        access.read_blocking(move |reading| Ok(accounts::find(reading, cashier.account_id.expect("an account"))?.role))
    });
    change(&app, id, AccountChange::Role(role.expect("a role")));
    assert_eq!(caller.get("/api/v1/events").await.status, 401, "sessions end with the role they were opened in");
}

fn change(app: &TestApp, id: jindu::platform::id::Id, to: AccountChange) {
    app.run(move |access| access.write_blocking(move |tx| accounts::change(tx, id, to)).expect("a change"));
}

#[actix_web::test]
async fn no_token_but_ours_is_taken() {
    let app = TestApp::start().await;
    let caller = app.user(&["session:use"]);
    let good = caller.token.clone().expect("a token");
    let answers = |token: String| {
        let caller = app.nobody().with("authorization", &format!("Bearer {token}"));
        async move { caller.get("/api/v1/me").await }
    };
    assert_eq!(answers(good.clone()).await.status, 200);
    let expected = app.nobody().get("/api/v1/me").await.redacted();
    let mutants = mutants(&good);
    assert!(mutants.len() >= 60, "{}", mutants.len());
    for (name, token) in mutants {
        let answer = answers(token).await;
        assert_eq!(answer.redacted(), expected, "{name}: {answer}");
    }
}

#[actix_web::test]
async fn the_set_up_code_works_once() {
    let app = TestApp::start().await;
    let body = |code: &str, username: &str| json!({ "code": code, "username": username, "password": PASSWORD, "display_name": "周兰", "division_code": NORTH });
    let wrong = app.nobody().post("/api/v1/auth/setup", &body("AAAAAAAAAAAAAAAA", "first")).await;
    assert_eq!((wrong.status, wrong.errors()), (422, vec![("/code", "setup.code")]));
    app.run(|access| {
        access.write_blocking(|tx| roles::put(tx.db, "office_head", &caseworker())).expect("a role");
    });
    assert_eq!(app.nobody().post("/api/v1/auth/setup", &body(&app.setup_code, "first")).await.status, 200);
    let again = app.nobody().post("/api/v1/auth/setup", &body(&app.setup_code, "second")).await;
    assert_eq!((again.status, again.code()), (409, "setup.closed"));
    assert_eq!(log_in(&app, "first", PASSWORD).await.status, 200);
}
