//! The token endpoint as RFC 6749 and RFC 8414 want it.
use actix_web::http::Method;
use jindu_tests::support::{ISSUER, TestApp};
use serde_json::{Value, json};

use super::asking::{AT, Client, TOKEN, ask, facts, machine, made, new_secret, reader, security};
use crate::tokens::encode;

const METADATA: &str = "/.well-known/oauth-authorization-server";

fn basic(name: &str, secret: &str) -> String {
    // Forty-eight letters and more, cut to a length that needs no padding, would be another secret: padding is made here.
    let text = encode(format!("{name}:{secret}").as_bytes()).replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - text.len() % 4) % 4);
    format!("Basic {text}{padding}")
}

#[actix_web::test]
async fn a_secret_gets_a_token_as_the_standard_words_it() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read", "tests:read"]).await;
    assert!(client.secret.starts_with("dcs_") && client.secret.len() == 47, "256 bits: {}", client.secret);
    let answer = ask(&app, &client, &[]).await;
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), ("no-store", "no-cache"));
    assert_eq!(answer.header("content-type"), "application/json");
    let body = answer.ok();
    let members: Vec<&str> = body.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(members, ["access_token", "expires_in", "scope", "token_type"]);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(body["scope"], "divisions:read tests:read");
}

#[actix_web::test]
async fn the_header_is_as_good_as_the_body_and_both_are_too_much() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let with_header = |value: String| app.nobody().at(AT).with("authorization", &value);
    let grant = [("grant_type", "client_credentials")];
    with_header(basic(&client.id, &client.secret)).post_form(TOKEN, &grant).await.ok();
    with_header(basic(&client.id.replace('-', "%2D"), &client.secret)).post_form(TOKEN, &grant).await.ok();

    let wrong = with_header(basic(&client.id, "dcs_wrong")).post_form(TOKEN, &grant).await;
    assert_eq!((wrong.status, &wrong.body["error"]), (401, &json!("invalid_client")));
    assert!(wrong.header("www-authenticate").starts_with("Basic "), "{:?}", wrong.headers);
    let both = [("grant_type", "client_credentials"), ("client_id", &client.id), ("client_secret", &client.secret)];
    let twice = with_header(basic(&client.id, &client.secret)).post_form(TOKEN, &both).await;
    assert_eq!((twice.status, &twice.body["error"]), (400, &json!("invalid_request")));
}

/// What is sent, and the status and the word it is refused with.
type Refusal<'a> = (&'a [(&'a str, &'a str)], u16, &'a str);

#[actix_web::test]
async fn every_refusal_is_one_of_the_standards() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let nobody = Client { id: "0193a1c2-7d5e-7000-8000-000000000001".into(), ..client.clone() };
    let (id, secret) = (client.id.as_str(), client.secret.as_str());
    let grant = ("grant_type", "client_credentials");
    let asked: [Refusal<'_>; 12] = [
        (&[("client_id", id), ("client_secret", secret)], 400, "invalid_request"),
        (&[("grant_type", ""), ("client_id", id), ("client_secret", secret)], 400, "invalid_request"),
        (&[("grant_type", "password"), ("client_id", id), ("client_secret", secret)], 400, "unsupported_grant_type"),
        (&[("grant_type", "refresh_token"), ("client_id", id)], 400, "unsupported_grant_type"),
        (&[grant], 401, "invalid_client"),
        (&[grant, ("client_id", id)], 401, "invalid_client"),
        (&[grant, ("client_id", id), ("client_secret", "dcs_")], 401, "invalid_client"),
        (&[grant, ("client_id", &nobody.id), ("client_secret", secret)], 401, "invalid_client"),
        (&[grant, ("client_id", "' OR 1=1 --"), ("client_secret", secret)], 401, "invalid_client"),
        (&[grant, ("client_id", id), ("client_id", id), ("client_secret", secret)], 400, "invalid_request"),
        (&[grant, ("client_id", id), ("client_secret", secret), ("scope", "tests:read")], 400, "invalid_scope"),
        (&[grant, ("client_id", id), ("client_secret", secret), ("scope", "all")], 400, "invalid_scope"),
    ];
    for (number, (form, status, error)) in asked.into_iter().enumerate() {
        let answer = app.nobody().at(&format!("10.12.7.{number}")).post_form(TOKEN, form).await;
        assert_eq!((answer.status, &answer.body["error"]), (status, &json!(error)), "{form:?}: {answer}");
    }
    let wrong_media = app.nobody().at(AT).post(TOKEN, &json!({ "grant_type": "client_credentials" })).await;
    assert_eq!((wrong_media.status, &wrong_media.body["error"]), (400, &json!("invalid_request")));
    let get = app.nobody().send(Method::GET, TOKEN, Vec::new()).await;
    assert_eq!(get.status, 405, "{get}");
}

#[actix_web::test]
async fn an_unknown_client_and_a_wrong_secret_are_answered_alike() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let wrong = Client { secret: "dcs_wrong".into(), ..client.clone() };
    let unknown = Client { id: "0193a1c2-7d5e-7000-8000-000000000001".into(), ..wrong.clone() };
    let (wrong, unknown) = (ask(&app, &wrong, &[]).await, ask(&app, &unknown, &[]).await);
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
}

#[actix_web::test]
async fn a_scope_can_be_narrowed_and_never_widened() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read", "events:read"]).await;
    let narrow = ask(&app, &client, &[("scope", "divisions:read")]).await.ok();
    assert_eq!(narrow["scope"], "divisions:read");
    let caller = app.nobody().at(AT).bearing(narrow["access_token"].as_str().expect("a token"));
    assert_eq!(caller.get("/api/v1/divisions").await.status, 200);
    assert_eq!(caller.get("/api/v1/events").await.status, 403);
    assert_eq!(machine(&app, &client).await.get("/api/v1/events").await.status, 200);
    for wider in ["divisions:read personnel:read", "session:use", "clients:manage"] {
        let refused = ask(&app, &client, &[("scope", wider)]).await;
        assert_eq!((refused.status, &refused.body["error"]), (400, &json!("invalid_scope")), "{wider}");
    }
    // What is taken from the client is taken from tokens that name it.
    let version = security(&app).get(&format!("/api/v1/clients/{}", client.id)).await.ok()["version"].as_i64();
    let change = json!({ "capabilities": ["events:read"] });
    let path = format!("/api/v1/clients/{}", client.id);
    security(&app).patch(&path, version.expect("a version"), &change).await.ok();
    assert_eq!(caller.get("/api/v1/divisions").await.status, 403);
}

#[actix_web::test]
async fn two_secrets_are_in_use_while_one_is_replaced() {
    let app = TestApp::in_two_towns().await;
    let admin = security(&app);
    let old = made(&app, &facts(&app, "statistics", &["divisions:read"])).await;
    let path = format!("/api/v1/clients/{}", old.id);
    let first = admin.get(&path).await.ok()["secrets"][0]["id"].as_str().expect("an id").to_owned();
    let new = Client { secret: new_secret(&admin, &old.id).await, ..old.clone() };
    let third = admin.post(&format!("{path}/secrets"), &json!({})).await;
    assert_eq!((third.status, third.code()), (409, "client.secrets.two"));
    let (by_old, by_new) = (machine(&app, &old).await, machine(&app, &new).await);
    for caller in [&by_old, &by_new] {
        assert_eq!(caller.get("/api/v1/me").await.status, 200);
    }
    admin.post(&format!("{path}/secrets/{first}/revoke"), &json!({})).await.ok();
    assert_eq!(by_old.get("/api/v1/me").await.status, 401, "a token ends with the secret it was got with");
    assert_eq!(by_new.get("/api/v1/me").await.status, 200);
    assert_eq!(ask(&app, &old, &[]).await.status, 401);
    assert_eq!(ask(&app, &new, &[]).await.status, 200);
    let again = admin.post(&format!("{path}/secrets/{first}/revoke"), &json!({})).await;
    assert_eq!((again.status, again.code()), (404, "client.credential.not_found"));
}

#[actix_web::test]
async fn a_secret_is_stored_nowhere() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let shown = security(&app).get(&format!("/api/v1/clients/{}", client.id)).await;
    assert!(!shown.text.contains(&client.secret) && !shown.text.contains("hash"), "{shown}");
    if let jindu::platform::db::Address::Sqlite(path) = &app.database.address {
        let folder = path.parent().expect("a folder");
        for entry in std::fs::read_dir(folder).expect("the folder") {
            let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
            assert!(memchr::memmem::find(&bytes, client.secret.as_bytes()).is_none());
        }
    }
}

#[actix_web::test]
async fn guessing_makes_wait_and_nobody_elsewhere() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let wrong = Client { secret: "dcs_wrong".into(), ..client.clone() };
    let mut answer = ask(&app, &wrong, &[]).await;
    for _ in 0..3 {
        answer = ask(&app, &wrong, &[]).await;
    }
    assert_eq!((answer.status, &answer.body["error"]), (429, &json!("temporarily_unavailable")), "{answer}");
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    assert_eq!(
        ask(&app, &client, &[]).await.status,
        429,
        "a right secret waits too, or it could be told from a wrong one"
    );
    let form = [("grant_type", "client_credentials"), ("client_id", &client.id), ("client_secret", &client.secret)];
    assert_eq!(app.nobody().at("10.12.0.5").post_form(TOKEN, &form).await.status, 200);
}

#[actix_web::test]
async fn the_server_says_how_tokens_are_got() {
    let app = TestApp::start().await;
    let body = app.nobody().get(METADATA).await.ok();
    assert_eq!((&body["issuer"], &body["token_endpoint"]), (&json!(ISSUER), &json!(format!("{ISSUER}/oauth/token"))));
    assert_eq!(body["grant_types_supported"], json!(["client_credentials"]));
    assert_eq!(body["token_endpoint_auth_signing_alg_values_supported"], json!(["EdDSA", "ES256"]));
    let scopes: Vec<&str> =
        body["scopes_supported"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(
        scopes.contains(&"personnel:read") && !scopes.contains(&"session:use") && !scopes.contains(&"clients:manage")
    );
}

#[test]
fn the_document_says_which_operations_a_machine_may_be_granted() {
    let document = serde_json::to_value(jindu::app::document()).expect("JSON");
    let scheme = &document["components"]["securitySchemes"]["machine"];
    assert_eq!(scheme["flows"]["clientCredentials"]["tokenUrl"], TOKEN);
    let security = |path: &str, method: &str| document["paths"][path][method]["security"].clone();
    let both = json!([{ "bearer": ["personnel:read"] }, { "machine": ["personnel:read"] }]);
    assert_eq!(security("/api/v1/personnel", "get"), both);
    assert_eq!(security("/api/v1/clients", "get"), json!([{ "bearer": ["clients:read"] }]));
    let scopes = scheme["flows"]["clientCredentials"]["scopes"].as_object().expect("scopes");
    assert!(scopes.contains_key("imports:write") && !scopes.contains_key("audit:read"));
}
