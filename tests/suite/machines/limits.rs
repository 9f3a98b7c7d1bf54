//! From where, how much, and how far: what holds a token that was stolen.
use jindu_tests::support::{NORTH, NORTH_VILLAGE, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::asking::{AT, CLIENTS, Client, TOKEN, facts, machine, made, person, reader, security};

#[actix_web::test]
async fn a_client_calls_from_its_own_networks() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let form = [("grant_type", "client_credentials"), ("client_id", &client.id), ("client_secret", &client.secret)];
    let caller = machine(&app, &client).await;
    for elsewhere in ["10.13.0.4", "192.168.1.1", "127.0.0.1", "::1", "fd00::1"] {
        let answer = app.nobody().at(elsewhere).post_form(TOKEN, &form).await;
        assert_eq!((answer.status, &answer.body["error"]), (400, &json!("unauthorized_client")), "{elsewhere}");
        let answer = caller.at(elsewhere).get("/api/v1/divisions").await;
        assert_eq!((answer.status, answer.code()), (403, "client.address"), "{elsewhere}");
    }
    let claimed = caller.at("10.13.0.4").with("x-forwarded-for", AT);
    assert_eq!(claimed.get("/api/v1/divisions").await.status, 403, "nobody says of himself where he is");
    assert_eq!(caller.at("::ffff:10.12.0.9").get("/api/v1/divisions").await.status, 200);
    // The list is changed, and what it says now counts.
    let path = format!("{CLIENTS}/{}", client.id);
    let version = security(&app).get(&path).await.ok()["version"].as_i64().expect("a version");
    security(&app).patch(&path, version, &json!({ "networks": ["192.168.1.1"] })).await.ok();
    assert_eq!(caller.get("/api/v1/divisions").await.status, 403);
    assert_eq!(caller.at("192.168.1.1").get("/api/v1/divisions").await.status, 200);
}

#[actix_web::test]
async fn behind_a_proxy_its_word_counts_and_no_other() {
    let app = TestApp::in_two_towns().await;
    let caller = machine(&app, &reader(&app, &["divisions:read"]).await).await;
    app.declare_tls();
    let by_proxy = |forwarded: &str| caller.at("127.0.0.1").with("x-forwarded-for", forwarded);
    assert_eq!(by_proxy("203.0.113.9, 10.12.0.4").get("/api/v1/divisions").await.status, 200);
    assert_eq!(by_proxy("10.12.0.4, 203.0.113.9").get("/api/v1/divisions").await.status, 403);
    assert_eq!(by_proxy("unknown").get("/api/v1/divisions").await.status, 403);
    assert_eq!(caller.at("127.0.0.1").get("/api/v1/divisions").await.status, 403);
}

async fn limited(app: &TestApp, rows: i64) -> Client {
    let mut facts = facts(app, "reader", &["personnel:read", "tests:read", "tests:write", "divisions:read"]);
    facts["rows_a_day"] = json!(rows);
    made(app, &facts).await
}

async fn rows_today(app: &TestApp, client: &Client) -> Value {
    security(app).get(&format!("{CLIENTS}/{}", client.id)).await.ok()["rows_today"].clone()
}

#[actix_web::test]
async fn rows_about_persons_are_counted_and_no_more_than_agreed_are_shown() {
    let app = TestApp::in_two_towns().await;
    let people = [person(&app, "罗会腾").await, person(&app, "甘棠").await, person(&app, "麦穗").await];
    let client = limited(&app, 7).await;
    let caller = machine(&app, &client).await;
    assert_eq!(caller.get("/api/v1/personnel").await.ok()["total"], 3);
    caller.get(&format!("/api/v1/personnel/{}", people[0])).await.ok();
    assert_eq!(rows_today(&app, &client).await, 4);
    caller.get("/api/v1/personnel").await.ok();
    let spent = caller.get(&format!("/api/v1/personnel/{}", people[1])).await;
    assert_eq!((spent.status, spent.code()), (429, "client.rows_spent"), "{spent}");
    assert!(spent.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=86_401).contains(&seconds)));
    assert!(!spent.text.contains("甘棠"));
    assert_eq!(rows_today(&app, &client).await, 7, "what is refused is not counted");
    assert_eq!(caller.get("/api/v1/divisions").await.status, 200, "what tells of nobody is not counted");
    assert_eq!(app.user(&["personnel:read"]).get("/api/v1/personnel").await.status, 200, "people are not counted");
}

#[actix_web::test]
async fn many_at_once_are_shown_no_more_than_one_after_another() {
    let app = TestApp::in_two_towns().await;
    let id = person(&app, "罗会腾").await;
    let client = limited(&app, 5).await;
    let caller = machine(&app, &client).await;
    let path = format!("/api/v1/personnel/{id}");
    let answers = futures_util::future::join_all((0..12).map(|_| caller.get(&path))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 5);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "client.rows_spent").count(), 7);
    assert_eq!(rows_today(&app, &client).await, 5);
}

#[actix_web::test]
async fn what_was_written_is_answered_and_counted() {
    let app = TestApp::in_two_towns().await;
    let id = person(&app, "罗会腾").await;
    let client = limited(&app, 1).await;
    let caller = machine(&app, &client).await;
    caller.get(&format!("/api/v1/personnel/{id}")).await.ok();
    let test = json!({ "tested_on": "2025-06-26", "method": "urine", "result": "negative" });
    let keyed = caller.with("idempotency-key", "test-1");
    let path = format!("/api/v1/personnel/{id}/tests");
    keyed.post(&path, &test).await.created();
    assert_eq!(rows_today(&app, &client).await, 2);
    let again = keyed.post(&path, &test).await;
    assert_eq!((again.status, again.code()), (429, "client.rows_spent"), "a repetition is a read: {again}");
}

#[actix_web::test]
async fn who_is_shown_nobody_is_told_so() {
    let app = TestApp::in_two_towns().await;
    person(&app, "罗会腾").await;
    let caller = machine(&app, &limited(&app, 0).await).await;
    let answer = caller.get("/api/v1/personnel").await;
    assert_eq!((answer.status, answer.code()), (403, "client.no_persons"));
}

#[actix_web::test]
async fn a_client_sees_its_own_area_and_its_own_classes() {
    let app = TestApp::in_two_towns().await;
    let id = person(&app, "罗会腾").await;
    let county = app.user_at(&["personnel:write"], "990981000000");
    let body = json!({ "name": "甘棠", "division_code": SOUTH_VILLAGE, "status": "in_community" });
    let elsewhere = county.post("/api/v1/personnel", &body).await.created()["id"].as_str().expect("an id").to_owned();
    let masked = machine(&app, &reader(&app, &["personnel:read"]).await).await;
    let mut facts = facts(&app, "reader", &["personnel:read"]);
    facts["sees"] = json!(["name"]);
    facts["division_code"] = json!(NORTH_VILLAGE);
    let full = machine(&app, &made(&app, &facts).await).await;
    assert!(!masked.get(&format!("/api/v1/personnel/{id}")).await.text.contains("罗会腾"));
    assert!(full.get(&format!("/api/v1/personnel/{id}")).await.text.contains("罗会腾"));
    for caller in [&masked, &full] {
        assert_eq!(caller.get(&format!("/api/v1/personnel/{elsewhere}")).await.status, 404);
    }
    assert_eq!(full.get(&format!("/api/v1/divisions/{NORTH}")).await.status, 403);
}

#[actix_web::test]
async fn who_was_shown_is_on_record_under_the_clients_name() {
    let app = TestApp::in_two_towns().await;
    let id = person(&app, "罗会腾").await;
    let facts = facts(&app, "reader", &["personnel:read"]);
    let caller = machine(&app, &made(&app, &facts).await).await;
    caller.get(&format!("/api/v1/personnel/{id}")).await.ok();
    let lines = app.user(&["audit:read"]).get(&format!("/api/v1/access-log?person={id}")).await.ok();
    let names: Vec<&Value> = lines["items"].as_array().expect("lines").iter().map(|line| &line["username"]).collect();
    assert!(names.contains(&&facts["name"]), "{lines}");
}
