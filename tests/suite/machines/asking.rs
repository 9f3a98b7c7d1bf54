//! What the tests do as a machine, or for one.
use ed25519_dalek::SigningKey;
use jindu_tests::support::{Answer, Caller, ISSUER, NORTH, TestApp};
use serde_json::{Value, json};

use crate::tokens::{encode, signed};

pub const CLIENTS: &str = "/api/v1/clients";
pub const TOKEN: &str = "/oauth/token";
/// An address in the networks of every client of these tests.
pub const AT: &str = "10.12.0.4";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client with a secret.
#[derive(Debug, Clone)]
pub struct Client {
    pub id: String,
    pub secret: String,
}

/// The facts of a client of this kind.
pub fn facts(app: &TestApp, kind: &str, capabilities: &[&str]) -> Value {
    let expires_on = (jindu::platform::clock::now() + chrono::Duration::days(90)).date_naive();
    let rows_a_day = if kind == "reader" { 1000 } else { 0 };
    json!({
        "name": format!("machine{}", app.number()), "kind": kind, "agency": "江岚市禁毒办", "division_code": NORTH,
        "capabilities": capabilities, "sees": [], "networks": ["10.12.0.0/16"], "rows_a_day": rows_a_day,
        "expires_on": expires_on,
    })
}

/// Who administers clients.
pub fn security(app: &TestApp) -> Caller<'_> {
    app.user(&["clients:read", "clients:manage"])
}

/// A client of these facts, with a secret.
pub async fn made(app: &TestApp, facts: &Value) -> Client {
    let admin = security(app);
    let id = admin.post(CLIENTS, facts).await.created()["id"].as_str().expect("an id").to_owned();
    let secret = new_secret(&admin, &id).await;
    Client { id, secret }
}

pub async fn new_secret(admin: &Caller<'_>, id: &str) -> String {
    let made = admin.post(&format!("{CLIENTS}/{id}/secrets"), &json!({})).await.ok();
    made["client_secret"].as_str().expect("a secret").to_owned()
}

/// Asks for a token with the client's secret.
pub async fn ask(app: &TestApp, client: &Client, more: &[(&str, &str)]) -> Answer {
    let mut form =
        vec![("grant_type", "client_credentials"), ("client_id", &client.id), ("client_secret", &client.secret)];
    form.extend(more);
    app.nobody().at(AT).post_form(TOKEN, &form).await
}

/// The client with a token, at an address of its own.
pub async fn machine<'a>(app: &'a TestApp, client: &Client) -> Caller<'a> {
    let token = ask(app, client, &[]).await.ok();
    app.nobody().at(AT).bearing(token["access_token"].as_str().expect("a token"))
}

/// A client that reads persons of [`NORTH`], and may do so much besides.
pub async fn reader(app: &TestApp, capabilities: &[&str]) -> Client {
    made(app, &facts(app, "reader", capabilities)).await
}

/// Registers somebody as a caseworker would.
pub async fn person(app: &TestApp, name: &str) -> String {
    let caller = app.user(&["personnel:read", "personnel:write"]);
    let body = json!({ "name": name, "division_code": jindu_tests::support::NORTH_VILLAGE, "status": "in_community" });
    caller.post("/api/v1/personnel", &body).await.created()["id"].as_str().expect("an id").to_owned()
}

/// The private key of this number.
pub fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// The public half as a JWK.
pub fn jwk(key: &SigningKey) -> String {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(key.verifying_key().as_bytes()) }).to_string()
}

/// What an assertion of the client says: for us, good for half a minute, never said before.
pub fn said(client_id: &str) -> Value {
    let now = jindu::platform::clock::now().timestamp();
    let jti = uuid::Uuid::new_v4().to_string();
    json!({ "iss": client_id, "sub": client_id, "aud": format!("{ISSUER}/oauth/token"), "iat": now, "exp": now + 30, "jti": jti })
}

/// An assertion that says this.
pub fn assertion(key: &SigningKey, said: &Value) -> String {
    signed(key, &json!({ "alg": "EdDSA", "typ": "JWT" }), &encode(said.to_string().as_bytes()))
}

/// Asks for a token with an assertion.
pub async fn assert(caller: &Caller<'_>, assertion: &str) -> Answer {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", assertion),
    ];
    caller.post_form(TOKEN, &form).await
}

/// The same as text of a form.
pub fn assertion_form(assertion: &str) -> String {
    let kind = ASSERTION_TYPE.replace(':', "%3A");
    format!("grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}")
}
