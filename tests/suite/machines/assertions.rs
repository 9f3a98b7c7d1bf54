//! Assertions signed with a client's own key, and every way to bend one.
use actix_web::http::Method;
use jindu_tests::support::{Caller, ISSUER, TestApp};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey as OnP256};
use serde_json::{Value, json};

use super::asking::{AT, CLIENTS, Client, ask, assert, assertion, jwk, key, machine, reader, said, security};
use crate::tokens::{Kind, encode, machine_mutants, mutants_of, ours, signed};

async fn register(admin: &Caller<'_>, client: &Client, public_key: &str) -> String {
    let path = format!("{CLIENTS}/{}/keys", client.id);
    admin.post(&path, &json!({ "public_key": public_key })).await.created()["id"].as_str().expect("an id").to_owned()
}

#[actix_web::test]
async fn an_assertion_gets_a_token_once() {
    let app = TestApp::in_two_towns().await;
    let (client, key) = (reader(&app, &["divisions:read"]).await, key(11));
    register(&security(&app), &client, &jwk(&key)).await;
    let caller = app.nobody().at(AT);
    let once = assertion(&key, &said(&client.id));
    let token = assert(&caller, &once).await.ok();
    assert_eq!(caller.bearing(token["access_token"].as_str().expect("a token")).get("/api/v1/me").await.status, 200);
    let again = assert(&caller, &once).await;
    assert_eq!((again.status, &again.body["error"]), (401, &json!("invalid_client")));
    // The same words under another instant are the same assertion; other words are another one.
    let mut later = said(&client.id);
    later["jti"] = json!("one");
    assert(&app.nobody().at("10.12.0.5"), &assertion(&key, &later)).await.ok();
    later["exp"] = json!(later["exp"].as_i64().expect("an instant") + 5);
    assert_eq!(assert(&app.nobody().at("10.12.0.6"), &assertion(&key, &later)).await.status, 401);
    assert_eq!(assert(&app.nobody().at("10.12.0.7"), &assertion(&key, &said(&client.id))).await.status, 200);
}

#[actix_web::test]
async fn two_at_once_get_one_token_between_them() {
    let app = TestApp::in_two_towns().await;
    let (client, key) = (reader(&app, &["divisions:read"]).await, key(11));
    register(&security(&app), &client, &jwk(&key)).await;
    let once = assertion(&key, &said(&client.id));
    let callers: Vec<_> = (1..9).map(|number| app.nobody().at(&format!("10.12.5.{number}"))).collect();
    let answers = futures_util::future::join_all(callers.iter().map(|caller| assert(caller, &once))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
}

#[actix_web::test]
async fn either_name_of_ours_is_the_audience_and_either_kind_of_key_will_do() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let admin = security(&app);
    let edwards = key(12);
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    register(&admin, &client, pem).await;
    register(&admin, &client, &jwk(&edwards)).await;
    let on_p256 = OnP256::from_slice(&[13; 32]).expect("a key");
    let point = on_p256.verifying_key().to_encoded_point(false);
    let (x, y) = (encode(point.x().expect("x")), encode(point.y().expect("y")));
    let public = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig" }).to_string();
    register(&admin, &client, &public).await;
    let known = admin.post(&format!("{CLIENTS}/{}/keys", client.id), &json!({ "public_key": public })).await;
    assert_eq!((known.status, known.code()), (409, "client.keys.known"));
    let listed = admin.get(&format!("{CLIENTS}/{}", client.id)).await.ok()["keys"].clone();
    let thumbprint = listed[2]["thumbprint"].as_str().expect("a thumbprint").to_owned();
    assert_eq!((&listed[1]["algorithm"], &listed[2]["algorithm"]), (&json!("EdDSA"), &json!("ES256")));

    for audience in [json!(ISSUER), json!(format!("{ISSUER}/oauth/token")), json!([ISSUER])] {
        let mut words = said(&client.id);
        words["aud"] = audience;
        assert(&app.nobody().at(AT), &assertion(&edwards, &words)).await.ok();
    }
    let payload = encode(said(&client.id).to_string().as_bytes());
    let header = json!({ "alg": "ES256", "typ": "client-authentication+jwt", "kid": thumbprint });
    let text = format!("{}.{payload}", encode(header.to_string().as_bytes()));
    let signature: Signature = on_p256.sign(text.as_bytes());
    let good = format!("{text}.{}", encode(&signature.to_bytes()));
    let mut bent = signature.to_bytes();
    bent[9] ^= 1;
    assert_eq!(assert(&app.nobody().at(AT), &format!("{text}.{}", encode(&bent))).await.status, 401);
    assert(&app.nobody().at("10.12.0.9"), &good).await.ok();
}

#[actix_web::test]
async fn an_assertion_ends_with_its_key() {
    let app = TestApp::in_two_towns().await;
    let (client, key, admin) = (reader(&app, &["divisions:read"]).await, key(11), security(&app));
    let id = register(&admin, &client, &jwk(&key)).await;
    let token = assert(&app.nobody().at(AT), &assertion(&key, &said(&client.id))).await.ok();
    let caller = app.nobody().at(AT).bearing(token["access_token"].as_str().expect("a token"));
    assert_eq!(caller.get("/api/v1/me").await.status, 200);
    admin.post(&format!("{CLIENTS}/{}/keys/{id}/revoke", client.id), &json!({})).await.ok();
    assert_eq!(caller.get("/api/v1/me").await.status, 401);
    assert_eq!(assert(&app.nobody().at(AT), &assertion(&key, &said(&client.id))).await.status, 401);
}

/// What an assertion may not say.
fn odd(client: &Client, other: &Client) -> Vec<(&'static str, Value)> {
    let now = jindu::platform::clock::now().timestamp();
    let ours = format!("{ISSUER}/oauth/token");
    vec![
        ("exp", json!(now - 60)),
        ("exp", json!(now - 1)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(now + 90)),
        ("exp", json!(now + 86_400)),
        ("exp", json!(i64::MAX)),
        ("exp", json!("soon")),
        ("exp", json!(null)),
        ("exp", json!(1e300)),
        ("iat", json!(now + 60)),
        ("iat", json!("now")),
        ("nbf", json!(now + 60)),
        ("nbf", json!([])),
        ("iss", json!(other.id)),
        ("iss", json!("")),
        ("iss", json!(ISSUER)),
        ("sub", json!(other.id)),
        ("sub", json!(client.id.to_uppercase())),
        ("sub", json!(client.id.replace('-', ""))),
        ("sub", json!("")),
        ("sub", json!(1)),
        ("aud", json!("https://another.example/oauth/token")),
        ("aud", json!(format!("{ours}/"))),
        ("aud", json!(ours.to_uppercase())),
        ("aud", json!("http://jindu.example/oauth/token")),
        ("aud", json!([ours, "https://another.example"])),
        ("aud", json!([])),
        ("aud", json!("jindu-api")),
        ("aud", json!(null)),
        ("jti", json!("")),
        ("jti", json!("x".repeat(201))),
        ("jti", json!(7)),
        ("jti", json!(null)),
    ]
}

/// An address for each, so that nobody waits for the failures before.
fn elsewhere(app: &TestApp, number: usize) -> Caller<'_> {
    app.nobody().at(&format!("10.12.{}.{}", 100 + number / 200, 1 + number % 200))
}

#[actix_web::test]
async fn no_bent_assertion_gets_a_token() {
    let app = TestApp::in_two_towns().await;
    let (client, other) = (reader(&app, &["divisions:read"]).await, reader(&app, &["divisions:read"]).await);
    let (key, admin) = (key(11), security(&app));
    register(&admin, &client, &jwk(&key)).await;
    register(&admin, &other, &jwk(&super::asking::key(14))).await;
    let good = assertion(&key, &said(&client.id));
    let kind = Kind {
        key: key.clone(),
        typ: "JWT",
        other_types: &["at+jwt", "client-at+jwt", "rt+jwt", "", "jwt+at"],
        odd: odd(&client, &other),
        required: &["exp", "iss", "sub", "aud", "jti"],
    };
    let mut mutants = mutants_of(&kind, &good);
    let payload = good.split('.').nth(1).expect("a payload");
    for (member, value) in [
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("kid", json!("another")),
        ("kid", json!(1)),
    ] {
        let header = json!({ "alg": "EdDSA", "typ": "JWT", member: value });
        mutants.push((format!("its own key, with {member}"), signed(&key, &header, payload)));
    }
    mutants.push(("of another client's key".into(), assertion(&super::asking::key(14), &said(&client.id))));
    mutants.push(("of the server's key".into(), assertion(&ours(), &said(&client.id))));
    let token = ask(&app, &client, &[]).await.ok()["access_token"].as_str().expect("a token").to_owned();
    mutants.push(("an access token".into(), token));
    assert!(mutants.len() >= 110, "{}", mutants.len());
    let expected = assert(&elsewhere(&app, 0), "a.b.c").await;
    for (number, (name, mutant)) in mutants.into_iter().enumerate() {
        let answer = assert(&elsewhere(&app, number + 1), &mutant).await;
        if mutant.len() > 16_000 {
            assert_eq!((answer.status, &answer.body["error"]), (400, &json!("invalid_request")), "{name}: {answer}");
        } else {
            assert_eq!((answer.status, &answer.text), (401, &expected.text), "{name}: {answer}");
        }
    }
    assert_eq!(
        assert(&app.nobody().at(AT), &good).await.status,
        200,
        "what was bent was good, and none of it used it up"
    );
}

#[actix_web::test]
async fn no_token_of_a_machine_but_ours_is_taken() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let good = machine(&app, &client).await.token.expect("a token");
    let expected = app.nobody().get("/api/v1/me").await.redacted();
    let mut mutants = machine_mutants(&good);
    // The token of a person in a machine's clothes, and the other way round.
    let person = app.user(&["session:use"]).token.expect("a token");
    for (token, typ) in [(&person, "client-at+jwt"), (&good, "at+jwt")] {
        let payload = token.split('.').nth(1).expect("a payload");
        mutants.push((format!("another's as {typ}"), signed(&ours(), &json!({ "alg": "EdDSA", "typ": typ }), payload)));
    }
    mutants.push(("its assertion".into(), assertion(&key(11), &said(&client.id))));
    mutants.push(("its secret".into(), client.secret.clone()));
    assert!(mutants.len() >= 95, "{}", mutants.len());
    for (name, token) in mutants {
        let answer = app.nobody().at(AT).bearing(&token).get("/api/v1/me").await;
        assert_eq!(answer.redacted(), expected, "{name}: {answer}");
    }
    assert_eq!(app.nobody().at(AT).bearing(&good).get("/api/v1/me").await.status, 200);
}

#[actix_web::test]
async fn a_machines_token_opens_no_session() {
    let app = TestApp::in_two_towns().await;
    let token = machine(&app, &reader(&app, &["divisions:read"]).await).await.token.expect("a token");
    let caller = app.nobody().with_cookie(&format!("jindu_refresh={token}"));
    assert_eq!(caller.send(Method::POST, "/api/v1/auth/refresh", Vec::new()).await.status, 401);
}
