//! How one gets in, and is kept out.
use jindu_tests::support::{NORTH, PASSWORD, TestApp};
use serde_json::{Value, json};

use super::{ACCOUNTS, Office, REQUESTS, set_password, sign_in, text};

#[actix_web::test]
async fn a_new_password_for_an_official_takes_two() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.official("zhoulan", "caseworker").await;
    let code = office.at(&office.system, &id, "set-up-code", &json!({})).await.ok();
    assert!(code["good_until"].is_null(), "{code}");
    let (code, request) = (text(&code, "code"), text(&code, "request_id"));
    let another = "another river and a hill";
    let early = set_password(&app, "zhoulan", &code, another).await;
    assert_eq!((early.status, early.errors()), (422, vec![("/code", "set_up.code")]));
    assert!(sign_in(&app, "zhoulan", PASSWORD).await.is_some(), "the password there is stays good");
    office.confirm(&office.head, &request).await.ok();
    set_password(&app, "zhoulan", &code, another).await.ok();
    assert!(sign_in(&app, "zhoulan", PASSWORD).await.is_none());
    assert!(sign_in(&app, "zhoulan", another).await.is_some());
    let again = set_password(&app, "zhoulan", &code, PASSWORD).await;
    assert_eq!((again.status, again.errors()), (422, vec![("/code", "set_up.code")]), "a code is good once");
}

#[actix_web::test]
async fn a_code_is_not_guessed_and_says_nothing_of_names() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let first = text(&office.at(&office.system, &id, "set-up-code", &json!({})).await.ok(), "code");
    let second = text(&office.at(&office.system, &id, "set-up-code", &json!({})).await.ok(), "code");
    let wrong = set_password(&app, "zhoulan", "AAAAAAAAAAAAAAAA", PASSWORD).await;
    let unknown = set_password(&app, "nobody", "AAAAAAAAAAAAAAAA", PASSWORD).await;
    assert_eq!(wrong.redacted(), unknown.redacted());
    assert_eq!(set_password(&app, "zhoulan", &first, PASSWORD).await.status, 422, "another has taken its place");
    // Neither does a weak password cost the code.
    let weak = set_password(&app, "zhoulan", &second, "zhoulan20252025").await;
    assert_eq!((weak.status, weak.errors()), (422, vec![("/new_password", "password.common")]));
    set_password(&app, "zhoulan", &second, PASSWORD).await.ok();
    for _ in 0..4 {
        set_password(&app, "other", "AAAAAAAAAAAAAAAA", PASSWORD).await;
    }
    assert_eq!(set_password(&app, "other", "AAAAAAAAAAAAAAAA", PASSWORD).await.status, 429);
}

#[actix_web::test]
async fn locked_is_out_at_once_and_closed_is_for_good() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.official("zhoulan", "caseworker").await;
    let caller = sign_in(&app, "zhoulan", PASSWORD).await.expect("the password is good");
    office.at(&office.system, &id, "end-sessions", &json!({})).await.ok();
    assert_eq!(caller.get("/api/v1/me").await.status, 401);
    let caller = sign_in(&app, "zhoulan", PASSWORD).await.expect("the password is good");
    office.at(&office.system, &id, "lock", &json!({})).await.ok();
    assert_eq!(caller.get("/api/v1/me").await.status, 401);
    assert!(sign_in(&app, "zhoulan", PASSWORD).await.is_none());
    let code = office.at(&office.system, &id, "set-up-code", &json!({})).await;
    assert_eq!((code.status, code.code()), (409, "account.locked"));
    office.at(&office.system, &id, "unlock", &json!({})).await.ok();
    assert!(sign_in(&app, "zhoulan", PASSWORD).await.is_some());

    let request = text(&office.ask(&id, "publicity").await.created(), "id");
    let closed = office.at(&office.system, &id, "close", &json!({})).await.ok();
    assert_eq!((&closed["state"], &closed["open_requests"]), (&json!("closed"), &json!(0)));
    assert_eq!(office.audit.get(&format!("{REQUESTS}/{request}")).await.ok()["state"], "withdrawn");
    assert!(sign_in(&app, "zhoulan", PASSWORD).await.is_none());
    for what in ["unlock", "close", "set-up-code", "end-sessions"] {
        let answer = office.at(&office.system, &id, what, &json!({})).await;
        assert_eq!((answer.status, answer.code()), (409, "account.closed"), "{what}");
    }
    let name = json!({ "username": "zhoulan", "display_name": "周岚", "division_code": NORTH });
    assert_eq!(office.system.post(ACCOUNTS, &name).await.errors(), [("/username", "account.username.taken")]);
    let listed = |query: &'static str| office.system.get(query);
    let names = |page: Value| {
        page["items"].as_array().expect("items").iter().map(|one| text(one, "username")).collect::<Vec<_>>()
    };
    assert!(!names(listed("/api/v1/accounts").await.ok()).contains(&"zhoulan".to_owned()));
    assert_eq!(names(listed("/api/v1/accounts?state=closed").await.ok()), ["zhoulan"]);
}
