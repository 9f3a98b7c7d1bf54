//! Refusals are problem documents in the caller's language, whoever refuses. ([`Caller::send`] checks the shape of each.)
//!
//! [`Caller::send`]: jindu_tests::support::Caller::send
use actix_web::http::Method;
use insta::assert_json_snapshot;
use jindu_tests::support::{NORTH, TestApp};
use serde_json::json;

use super::arrange::anyone;

#[actix_web::test]
async fn an_address_of_nobody_is_a_problem() {
    let app = TestApp::in_two_towns().await;
    for path in
        ["/", "/api", "/api/v1", "/api/v1/nothing", "/api/v2/events", "/api/v1/events/", "//api/v1/events", "/.env"]
    {
        let answer = app.nobody().get(path).await;
        assert_eq!((answer.status, answer.code()), (404, "not_found.address"), "{answer}");
    }
}

#[actix_web::test]
async fn another_method_is_a_problem() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    for (method, path) in [
        (Method::DELETE, "/api/v1/events"),
        (Method::PUT, "/api/v1/events/0193a1c2-7d5e-7000-8000-000000000001"),
        (Method::GET, "/api/v1/auth/login"),
        (Method::from_bytes(b"BREW").expect("a method"), "/api/v1/me"),
        (Method::TRACE, "/health/live"),
    ] {
        let answer = caller.send(method, path, Vec::new()).await;
        assert_eq!((answer.status, answer.code()), (405, "method_not_allowed"), "{answer}");
    }
}

#[actix_web::test]
async fn a_refusal_speaks_the_callers_language() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let body = json!({ "kind": "lecture", "held_on": "2025-06-26", "title": "", "division_code": "12" });
    let refused = |language: &'static str| {
        let caller = caller.with("accept-language", language);
        let body = body.clone();
        async move { caller.post("/api/v1/events", &body).await.redacted() }
    };
    assert_json_snapshot!("refusal_in_chinese", refused("zh-CN,zh;q=0.9,en;q=0.8").await);
    assert_json_snapshot!("refusal_in_english", refused("en-GB,en;q=0.9,zh;q=0.8").await);
    assert_eq!(refused("fr").await, refused("zh-CN").await);
}

#[actix_web::test]
async fn a_request_keeps_the_name_its_caller_gives_it() {
    let app = TestApp::in_two_towns().await;
    let named = |name: &'static str| app.nobody().with("x-request-id", name);
    assert_eq!(named("ward-7_42").get("/nothing").await.body["trace_id"], "ward-7_42");
    for odd in ["a b", "<script>", "名", &"x".repeat(65)] {
        let answer = app.nobody().with("x-request-id", odd).get("/nothing").await;
        assert_ne!(answer.body["trace_id"], json!(odd), "{answer}");
    }
}
