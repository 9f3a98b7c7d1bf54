//! Who gives whom a role: nobody alone.
use jindu_tests::support::{COUNTY, Caller, NORTH, PASSWORD, SOUTH, TestApp};
use serde_json::json;

use super::{ACCOUNTS, Office, REQUESTS, set_password, sign_in, text};

#[actix_web::test]
async fn three_people_make_one_official() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let made = office.account(&id).await;
    assert_eq!(
        (&made["state"], &made["role"], &made["post"]),
        (&json!("invited"), &json!("unassigned"), &json!("禁毒专干"))
    );
    assert!(sign_in(&app, "zhoulan", "!").await.is_none());

    let code = office.at(&office.system, &id, "set-up-code", &json!({})).await.ok();
    assert!(code["good_until"].is_string() && code["request_id"].is_null(), "{code}");
    let code = text(&code, "code");
    let caller = set_password(&app, "zhoulan", &code.to_lowercase(), PASSWORD).await.ok();
    let caller = app.nobody().bearing(&text(&caller, "access_token"));
    assert_eq!(caller.get("/api/v1/me").await.ok()["capabilities"], json!(["session:use"]));
    assert_eq!(caller.get("/api/v1/personnel").await.status, 403);

    let request = office.ask(&id, "caseworker").await.created();
    assert_eq!(caller.get("/api/v1/personnel").await.status, 403, "a request gives nothing");
    assert_eq!((&request["state"], &request["present_role"]), (&json!("open"), &json!("unassigned")));
    assert_eq!(office.account(&id).await["open_requests"], 1);
    let confirmed = office.confirm(&office.head, &text(&request, "id")).await.ok();
    assert_eq!((&confirmed["state"], &confirmed["present_role"]), (&json!("confirmed"), &json!("caseworker")));
    assert_eq!(caller.get("/api/v1/me").await.status, 401, "sessions end with the role they were opened in");

    let caller = sign_in(&app, "zhoulan", PASSWORD).await.expect("the password is good");
    assert_eq!(caller.get("/api/v1/personnel").await.status, 200);
    let account = office.account(&id).await;
    assert_eq!((&account["state"], &account["open_sessions"]), (&json!("active"), &json!(1)));
    assert!(account["last_signed_in_at"].is_string() && account["set_up_until"].is_null(), "{account}");
}

#[actix_web::test]
async fn nobody_does_the_work_of_another() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let role = json!({ "role": "caseworker", "division_code": NORTH });
    let body = json!({ "username": "another", "display_name": "周岚", "division_code": NORTH });
    for who in [&office.security, &office.audit, &office.head] {
        assert_eq!(who.post(ACCOUNTS, &body).await.status, 403);
        for what in ["lock", "close", "end-sessions", "set-up-code"] {
            assert_eq!(office.at(who, &id, what, &json!({})).await.status, 403, "{what}");
        }
    }
    for who in [&office.system, &office.audit, &office.head] {
        assert_eq!(office.at(who, &id, "request-role", &role).await.status, 403);
        assert_eq!(office.at(who, &id, "revoke-role", &json!({})).await.status, 403);
    }
    let request = text(&office.ask(&id, "caseworker").await.created(), "id");
    for who in [&office.system, &office.security] {
        assert_eq!(office.confirm(who, &request).await.status, 403);
    }
    // None of the three sees a case, and nobody else sees accounts.
    for who in [&office.system, &office.security, &office.audit] {
        for path in ["/api/v1/personnel", "/api/v1/premises", "/api/v1/events", "/api/v1/tasks", "/api/v1/indicators"] {
            assert_eq!(who.get(path).await.status, 403, "{path}");
        }
    }
    assert_eq!(app.role("caseworker").get(ACCOUNTS).await.status, 403);
}

#[actix_web::test]
async fn who_made_an_account_does_not_grant_it_from_another_post() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    // Somebody who is system administrator, then security administrator, then auditor.
    let all = ["accounts:read", "accounts:manage", "accounts:grant", "accounts:confirm"];
    let one = app.user(&all);
    let body = json!({ "username": "friend", "display_name": "周岚", "division_code": NORTH });
    let id = text(&one.post(ACCOUNTS, &body).await.created(), "id");
    let role = json!({ "role": "caseworker", "division_code": NORTH });
    let asked = office.at(&one, &id, "request-role", &role).await;
    assert_eq!((asked.status, asked.code()), (409, "account.same_person"));
    let request = text(&office.ask(&id, "caseworker").await.created(), "id");
    let confirmed = office.confirm(&one, &request).await;
    assert_eq!((confirmed.status, confirmed.code()), (409, "account.same_person"));

    let other = office.made("other").await;
    let request = text(&office.at(&one, &other, "request-role", &role).await.created(), "id");
    let confirmed = office.confirm(&one, &request).await;
    assert_eq!((confirmed.status, confirmed.code()), (409, "account.same_person"));
    assert_eq!(office.account(&other).await["role"], "unassigned");
}

#[actix_web::test]
async fn nobody_changes_their_own_rights() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let own = |caller: &Caller<'_>| caller.account_id.expect("an account").to_string();
    let wanted = json!({ "role": "office_head", "division_code": NORTH });
    let (system, security) = (own(&office.system), own(&office.security));
    for (who, id, what, body) in [
        (&office.system, &system, "lock", json!({})),
        (&office.system, &system, "close", json!({})),
        (&office.system, &system, "set-up-code", json!({})),
        (&office.security, &security, "request-role", wanted.clone()),
        (&office.security, &security, "revoke-role", json!({})),
    ] {
        let answer = office.at(who, id, what, &body).await;
        assert_eq!((answer.status, answer.code()), (409, "account.own"), "{what}");
    }
    // Nor does the head confirm what is asked for the head.
    let head = own(&office.head);
    let request = text(&office.ask(&head, "publicity").await.created(), "id");
    let answer = office.confirm(&office.head, &request).await;
    assert_eq!((answer.status, answer.code()), (409, "account.own"));
}

#[actix_web::test]
async fn an_administrator_is_confirmed_by_the_auditor_alone() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("second").await;
    let request = text(&office.ask(&id, "sec_admin").await.created(), "id");
    let answer = office.confirm(&office.head, &request).await;
    assert_eq!((answer.status, answer.code()), (409, "account.by_auditor"));
    office.confirm(&office.audit, &request).await.ok();
    assert_eq!(office.account(&id).await["role"], "sec_admin");
    for role in ["machine", "unassigned", "emperor"] {
        let answer = office.ask(&id, role).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![("/role", "account.role.unknown")]), "{role}");
    }
}

#[actix_web::test]
async fn the_last_administrator_of_a_kind_stays() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let security = office.security.account_id.expect("an account").to_string();
    for what in ["lock", "close"] {
        let answer = office.at(&office.system, &security, what, &json!({})).await;
        assert_eq!((answer.status, answer.code()), (409, "account.last_administrator"), "{what}");
    }
    // One who cannot sign in yet is no other.
    let second = office.made("second").await;
    let request = text(&office.ask(&second, "sec_admin").await.created(), "id");
    office.confirm(&office.audit, &request).await.ok();
    assert_eq!(office.at(&office.system, &security, "lock", &json!({})).await.code(), "account.last_administrator");
    // The role came first, so a second person confirms the code.
    let code = office.at(&office.system, &second, "set-up-code", &json!({})).await.ok();
    office.confirm(&office.audit, &text(&code, "request_id")).await.ok();
    set_password(&app, "second", &text(&code, "code"), PASSWORD).await.ok();
    office.at(&office.system, &security, "close", &json!({})).await.ok();
    assert_eq!(office.security.get(ACCOUNTS).await.status, 401, "it is out at once");
}

#[actix_web::test]
async fn a_role_is_taken_away_by_one() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.official("zhoulan", "caseworker").await;
    let caller = sign_in(&app, "zhoulan", PASSWORD).await.expect("the password is good");
    let request = text(&office.ask(&id, "office_head").await.created(), "id");
    office.at(&office.security, &id, "revoke-role", &json!({})).await.ok();
    assert_eq!(caller.get("/api/v1/personnel").await.status, 401);
    let late = office.audit.having_read(2).post(&format!("{REQUESTS}/{request}/confirm"), &json!({})).await;
    assert_eq!((late.status, late.code()), (409, "account_request.decided"));
    assert_eq!(office.at(&office.security, &id, "revoke-role", &json!({})).await.code(), "account.role.none");
}

#[actix_web::test]
async fn of_two_requests_the_later_counts_and_a_declined_one_gives_nothing() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let first = text(&office.ask(&id, "caseworker").await.created(), "id");
    let second = text(&office.ask(&id, "publicity").await.created(), "id");
    let late = office.audit.having_read(2).post(&format!("{REQUESTS}/{first}/confirm"), &json!({})).await;
    assert_eq!((late.status, late.code()), (409, "account_request.decided"));
    let declined = office.audit.having_read(1).post(&format!("{REQUESTS}/{second}/decline"), &json!({})).await.ok();
    assert_eq!(declined["state"], "declined");
    assert_eq!(office.account(&id).await["role"], "unassigned");
    let open = office.audit.get(&format!("{REQUESTS}?state=open&account={id}")).await.ok();
    assert_eq!(open["total"], 0);
    assert_eq!(office.audit.get(&format!("{REQUESTS}?account={id}")).await.ok()["total"], 2);
}

#[actix_web::test]
async fn an_area_is_not_given_away_by_who_does_not_have_it() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    for division in [SOUTH, COUNTY] {
        let wanted = json!({ "role": "caseworker", "division_code": division });
        let answer = office.at(&office.security, &id, "request-role", &wanted).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![("/division_code", "account.division_code.scope")]));
        let body = json!({ "username": "another", "display_name": "周岚", "division_code": division });
        let answer = office.system.post(ACCOUNTS, &body).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![("/division_code", "account.division_code.scope")]));
    }
    // A move to another town is confirmed there.
    let county = app.user_at(&["accounts:read", "accounts:grant"], COUNTY);
    let wanted = json!({ "role": "caseworker", "division_code": SOUTH });
    let request = text(&office.at(&county, &id, "request-role", &wanted).await.created(), "id");
    assert_eq!(office.confirm(&office.head, &request).await.status, 404);
    let there = app.user_at(&["accounts:confirm"], SOUTH);
    office.confirm(&there, &request).await.ok();
    assert_eq!(office.system.get(&format!("{ACCOUNTS}/{id}")).await.status, 404);
}
