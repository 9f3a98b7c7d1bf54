//! The register of machine clients: what is refused, what the journal says, who is out at once.
use jindu_tests::support::{Caller, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use super::asking::{CLIENTS, ask, facts, jwk, key, machine, made, new_secret, reader, security};

#[actix_web::test]
async fn what_no_machine_may_have_is_refused() {
    let app = TestApp::in_two_towns().await;
    let admin = security(&app);
    let day = |days: i64| json!((jindu::platform::clock::now() + chrono::Duration::days(days)).date_naive());
    let changes: [(&str, &str, Value, &str); 17] = [
        ("reader", "capabilities", json!(["session:use"]), "/capabilities"),
        ("reader", "capabilities", json!(["divisions:read", "clients:manage"]), "/capabilities"),
        ("reader", "capabilities", json!(["audit:read"]), "/capabilities"),
        ("reader", "capabilities", json!(["leads:decide"]), "/capabilities"),
        ("reader", "capabilities", json!([]), "/capabilities"),
        ("reader", "capabilities", json!(["everything"]), "/capabilities/0"),
        ("importer", "capabilities", json!(["imports:write", "personnel:read"]), "/capabilities"),
        ("statistics", "capabilities", json!(["personnel:read"]), "/capabilities"),
        ("importer", "sees", json!(["name"]), "/sees"),
        ("statistics", "rows_a_day", json!(1), "/rows_a_day"),
        ("reader", "networks", json!([]), "/networks"),
        ("reader", "networks", json!(["anywhere"]), "/networks/0"),
        ("reader", "networks", json!(["10.0.0.0/33"]), "/networks/0"),
        ("reader", "expires_on", day(370), "/expires_on"),
        ("reader", "expires_on", day(-2), "/expires_on"),
        ("reader", "division_code", json!(SOUTH), "/division_code"),
        ("reader", "name", json!("a b"), "/name"),
    ];
    for (kind, field, value, pointer) in changes {
        let held = if kind == "importer" { "imports:write" } else { "divisions:read" };
        let mut body = facts(&app, kind, &[held]);
        body[field] = value;
        let answer = admin.post(CLIENTS, &body).await;
        assert_eq!(answer.status, 422, "{body}: {answer}");
        assert!(answer.names(pointer), "{body}: {answer}");
    }
    // Where it may be called from is said, even when that is everywhere.
    let mut body = facts(&app, "reader", &["divisions:read"]);
    body.as_object_mut().expect("an object").remove("networks");
    assert!(admin.post(CLIENTS, &body).await.names("/networks"));
    body["networks"] = json!(["0.0.0.0/0", "::/0"]);
    admin.post(CLIENTS, &body).await.created();
    let taken = admin.post(CLIENTS, &body).await;
    assert_eq!(taken.errors(), [("/name", "account.username.taken")]);
}

#[actix_web::test]
async fn a_person_has_no_machines_name_and_signs_in_as_none() {
    let app = TestApp::in_two_towns().await;
    let client = reader(&app, &["divisions:read"]).await;
    let name = security(&app).get(&format!("{CLIENTS}/{}", client.id)).await.ok()["name"].clone();
    for password in ["!", client.secret.as_str(), ""] {
        let answer = app
            .nobody()
            .post("/api/v1/auth/login", &json!({ "username": name, "password": format!("{password}x") }))
            .await;
        assert_eq!((answer.status, answer.code()), (401, "sign_in.wrong"), "{answer}");
    }
}

#[actix_web::test]
async fn a_revoked_client_is_out_at_once_and_for_good() {
    let app = TestApp::in_two_towns().await;
    let (client, admin) = (reader(&app, &["divisions:read"]).await, security(&app));
    let caller = machine(&app, &client).await;
    assert_eq!(caller.get("/api/v1/divisions").await.status, 200);
    let path = format!("{CLIENTS}/{}", client.id);
    let version = admin.get(&path).await.ok()["version"].as_i64().expect("a version");
    let revoked = admin.having_read(version).post(&format!("{path}/revoke"), &json!({})).await.ok();
    assert!(revoked["revoked_at"].is_string());
    assert_eq!(caller.get("/api/v1/divisions").await.status, 401);
    assert_eq!(ask(&app, &client, &[]).await.status, 401);
    let secret = admin.post(&format!("{path}/secrets"), &json!({})).await;
    assert_eq!((secret.status, secret.code()), (409, "client.revoked"));
    let changed = admin.patch(&path, version + 1, &json!({ "rows_a_day": 5 })).await;
    assert_eq!((changed.status, changed.code()), (409, "client.revoked"));
    let listed = |query: &'static str| admin.get(query);
    assert_eq!(listed("/api/v1/clients").await.ok()["total"], 0);
    assert_eq!(listed("/api/v1/clients?with_revoked=true").await.ok()["total"], 1);
}

async fn entries(app: &TestApp, query: &str) -> Vec<Value> {
    let auditor = app.user(&["audit:read"]);
    let listed = auditor.get(&format!("/api/v1/journal?{query}&per_page=200")).await.ok();
    listed["items"].as_array().expect("entries").clone()
}

#[actix_web::test]
async fn what_is_granted_stands_in_the_journal_by_name() {
    let app = TestApp::in_two_towns().await;
    let admin = security(&app);
    let mut body = facts(&app, "reader", &["personnel:read"]);
    body["sees"] = json!(["name"]);
    let id = admin.post(CLIENTS, &body).await.created()["id"].as_str().expect("an id").to_owned();
    let path = format!("{CLIENTS}/{id}");
    let change = json!({ "sees": ["name", "identity_number"], "capabilities": ["personnel:read", "tests:read"] });
    let changed = admin.patch(&path, 1, &change).await.ok();
    assert_eq!(changed["sees"], json!(["name", "identity_number"]));
    new_secret(&admin, &id).await;
    let found = entries(&app, &format!("subject={id}")).await;
    let told: Vec<(&str, Value)> =
        found.iter().rev().map(|entry| (entry["action"].as_str().expect("a verb"), entry["changed"].clone())).collect();
    assert_eq!(
        told,
        [
            ("created", json!(["capabilities/personnel:read", "sees/name"])),
            ("updated", json!(["capabilities", "sees", "capabilities/tests:read", "sees/identity_number"])),
            ("updated", json!(["secrets"])),
        ]
    );
    assert!(found.iter().all(|entry| entry["account_id"] == json!(admin.account_id)));
}

#[actix_web::test]
async fn what_a_client_writes_stands_under_its_own_name() {
    let app = TestApp::in_two_towns().await;
    let facts = facts(&app, "reader", &["events:read", "events:write"]);
    let caller = machine(&app, &made(&app, &facts).await).await;
    let event =
        json!({ "kind": "lecture", "held_on": "2025-06-26", "title": "禁毒讲座", "division_code": NORTH_VILLAGE });
    let keyed = caller.with("idempotency-key", "lecture-1");
    let id = keyed.post("/api/v1/events", &event).await.created()["id"].clone();
    assert_eq!(keyed.post("/api/v1/events", &event).await.created()["id"], id, "a repetition has one effect");
    let found = entries(&app, &format!("subject={}", id.as_str().expect("an id"))).await;
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["username"], &found[0]["actor_kind"]), (&facts["name"], &json!("account")));
}

#[actix_web::test]
async fn a_machines_post_names_itself() {
    let app = TestApp::in_two_towns().await;
    let caller = machine(&app, &reader(&app, &["events:write"]).await).await;
    let event =
        json!({ "kind": "lecture", "held_on": "2025-06-26", "title": "禁毒讲座", "division_code": NORTH_VILLAGE });
    let answer = caller.post("/api/v1/events", &event).await;
    assert_eq!((answer.status, answer.errors()), (422, vec![("Idempotency-Key", "idempotency_key.required")]));
}

async fn refused(caller: &Caller<'_>, path: &str, body: &Value) -> (u16, String) {
    let answer = caller.with("idempotency-key", "k").post(path, body).await;
    (answer.status, answer.code().to_owned())
}

#[actix_web::test]
async fn what_people_do_no_machine_does() {
    let app = TestApp::in_two_towns().await;
    let facts = facts(&app, "reader", &["divisions:read", "inspections:read"]);
    let client = made(&app, &facts).await;
    let caller = machine(&app, &client).await;
    let me = caller.get("/api/v1/me").await.ok();
    assert_eq!((&me["username"], &me["role"]), (&facts["name"], &json!("machine")));
    assert_eq!(me["capabilities"], json!(["session:use", "divisions:read", "inspections:read"]));
    let password = json!({ "current_password": "three words", "new_password": "another river and a hill" });
    assert_eq!(refused(&caller, "/api/v1/me/password", &password).await, (403, "client.people_only".into()));
    for path in
        [CLIENTS.to_owned(), format!("{CLIENTS}/{}", client.id), "/api/v1/journal".into(), "/api/v1/access-log".into()]
    {
        assert_eq!(caller.get(&path).await.status, 403, "{path}");
    }
    let public = json!({ "public_key": jwk(&key(9)) });
    assert_eq!(refused(&caller, &format!("{CLIENTS}/{}/keys", client.id), &public).await.0, 403);
    assert_eq!(refused(&caller, &format!("{CLIENTS}/{}/secrets", client.id), &json!({})).await.0, 403);
    let nobody = "0193a1c2-7d5e-7000-8000-000000000001";
    assert_eq!(refused(&caller, &format!("/api/v1/inspections/{nobody}/sign"), &json!({})).await.0, 403);
}
