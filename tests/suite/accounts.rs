//! The three administrators: one makes accounts, one asks for roles, one confirms; nobody can do it alone, and nobody to
//! their own.
use jindu::platform::auth::roles::{self, Role};
use jindu_tests::support::{Answer, COUNTY, Caller, NORTH, PASSWORD, SOUTH, TestApp};
use serde_json::{Value, json};

const ACCOUNTS: &str = "/api/v1/accounts";
const REQUESTS: &str = "/api/v1/account-requests";

fn shipped(name: &str) -> Role {
    roles::shipped().expect("the shipped roles parse").remove(name).expect("a shipped role")
}

/// The people of an office.
struct Office<'a> {
    app: &'a TestApp,
    system: Caller<'a>,
    security: Caller<'a>,
    audit: Caller<'a>,
    head: Caller<'a>,
}

impl<'a> Office<'a> {
    /// An office, and the roles that may be asked for.
    fn of(app: &'a TestApp) -> Self {
        for role in ["caseworker", "publicity"] {
            app.account(&format!("first-{role}"), role, shipped(role), SOUTH);
        }
        let [system, security, audit, head] =
            ["sys_admin", "sec_admin", "audit_admin", "office_head"].map(|name| app.role(name));
        Self { app, system, security, audit, head }
    }

    /// An account without a role.
    async fn made(&self, username: &str) -> String {
        let body = json!({ "username": username, "display_name": "周岚", "post": "禁毒专干", "division_code": NORTH });
        text(&self.system.post(ACCOUNTS, &body).await.created(), "id")
    }

    async fn account(&self, id: &str) -> Value {
        self.system.get(&format!("{ACCOUNTS}/{id}")).await.ok()
    }

    /// Does something to an account as it stands.
    async fn at(&self, who: &Caller<'_>, id: &str, what: &str, body: &Value) -> Answer {
        let version = self.account(id).await["version"].as_i64().expect("a version");
        who.having_read(version).post(&format!("{ACCOUNTS}/{id}/{what}"), body).await
    }

    async fn ask(&self, id: &str, role: &str) -> Answer {
        let wanted = json!({ "role": role, "division_code": NORTH });
        self.at(&self.security, id, "request-role", &wanted).await
    }

    async fn confirm(&self, who: &Caller<'_>, request: &str) -> Answer {
        who.having_read(1).post(&format!("{REQUESTS}/{request}/confirm"), &json!({})).await
    }

    /// An account with a role and a password.
    async fn official(&self, username: &str, role: &str) -> String {
        let id = self.made(username).await;
        let code = text(&self.at(&self.system, &id, "set-up-code", &json!({})).await.ok(), "code");
        set_password(self.app, username, &code, PASSWORD).await.ok();
        let request = text(&self.ask(&id, role).await.created(), "id");
        self.confirm(&self.audit, &request).await.ok();
        id
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}: {value}")).to_owned()
}

async fn set_password(app: &TestApp, username: &str, code: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "code": code, "new_password": password });
    app.nobody().post("/api/v1/auth/set-password", &body).await
}

async fn sign_in<'a>(app: &'a TestApp, username: &str, password: &str) -> Option<Caller<'a>> {
    let answer = app.nobody().post("/api/v1/auth/login", &json!({ "username": username, "password": password })).await;
    (answer.status == 200).then(|| app.nobody().bearing(&text(&answer.body, "access_token")))
}

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

#[actix_web::test]
async fn machines_are_no_accounts_of_persons() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let clients = app.user(&["clients:read", "clients:manage"]);
    let facts = json!({
        "name": "city-committee", "kind": "statistics", "agency": "江岚市禁毒办", "division_code": NORTH,
        "capabilities": ["divisions:read"], "sees": [], "networks": ["10.12.0.0/16"], "rows_a_day": 0,
        "expires_on": (jindu::platform::clock::now() + chrono::Duration::days(9)).date_naive(),
    });
    let client = clients.post("/api/v1/clients", &facts).await.created();
    assert_eq!(office.system.get(&format!("{ACCOUNTS}/{}", text(&client, "account_id"))).await.status, 404);
    assert_eq!(office.system.get(&format!("{ACCOUNTS}?q=city-committee")).await.ok()["total"], 0);
}

#[actix_web::test]
async fn the_journal_names_the_role_and_who_gave_it_and_nobody_ever_reads_a_code() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let code = text(&office.at(&office.system, &id, "set-up-code", &json!({})).await.ok(), "code");
    let request = text(&office.ask(&id, "caseworker").await.created(), "id");
    office.confirm(&office.audit, &request).await.ok();
    let entries = office.audit.get(&format!("/api/v1/journal?subject={id}")).await.ok();
    let told: Vec<_> = entries["items"].as_array().expect("items").iter().map(|one| one["changed"].clone()).collect();
    assert_eq!(told, [json!(["role", "role/caseworker"]), json!(["set_up_code"]), json!([])]);
    assert_eq!(entries["items"][0]["account_id"], json!(office.audit.account_id));
    let asked = office.audit.get(&format!("/api/v1/journal?subject={request}")).await.ok();
    assert_eq!(asked["items"][1]["account_id"], json!(office.security.account_id));
    for path in [format!("{ACCOUNTS}/{id}"), format!("{REQUESTS}/{request}"), ACCOUNTS.into(), REQUESTS.into()] {
        let answer = office.audit.get(&path).await;
        assert!(answer.status == 200 && !answer.text.contains(&code) && !answer.text.contains("hash"), "{path}");
    }
}

#[actix_web::test]
async fn names_are_found_and_lists_are_narrowed() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let id = office.made("zhoulan").await;
    let patched = office
        .system
        .patch(&format!("{ACCOUNTS}/{id}"), 1, &json!({ "display_name": "钱进", "post": null }))
        .await
        .ok();
    assert_eq!(
        (&patched["display_name"], &patched["post"], &patched["version"]),
        (&json!("钱进"), &Value::Null, &json!(2))
    );
    let total = |query: &'static str| {
        let office = &office;
        async move { office.system.get(&format!("{ACCOUNTS}?{query}")).await.ok()["total"].clone() }
    };
    assert_eq!(total("q=%E9%92%B1").await, 1);
    assert_eq!(total("q=ZHOU").await, 1);
    assert_eq!(total("state=invited").await, 1);
    assert_eq!(total("role=sec_admin").await, 1);
    assert_eq!(total("division=990981108").await, 0, "another town's are not told of");
    assert_eq!(total("division=990981107&state=active").await, 4);
}

#[actix_web::test]
async fn the_roles_are_told_with_what_they_see() {
    let app = TestApp::in_two_towns().await;
    let office = Office::of(&app);
    let roles = office.audit.get("/api/v1/roles").await.ok();
    let items = roles["items"].as_array().expect("items");
    let names: Vec<_> = items.iter().map(|role| text(role, "name")).collect();
    assert_eq!(names[..3], ["sys_admin", "sec_admin", "audit_admin"]);
    assert!(names.iter().all(|name| name != "machine" && name != "unassigned"), "{names:?}");
    let find = |name: &str| items.iter().find(|role| role["name"] == name).expect("a role").clone();
    assert_eq!((&find("caseworker")["accounts"], &find("sys_admin")["accounts"]), (&json!(0), &json!(1)));
    assert_eq!(find("publicity")["sees"], json!([]));
    assert_eq!(find("office_head")["sees"], json!(["name", "contact", "birth_date", "treatment", "owner"]));
    for role in items.iter().filter(|role| role["is_administrator"] == true) {
        assert_eq!(role["sees"], json!([]), "{role}");
    }
}

/// What is shipped keeps the three apart, whatever else it says.
#[test]
fn the_shipped_roles_keep_the_three_apart() {
    let business = [
        "personnel:",
        "treatments:",
        "tests:",
        "visits:",
        "premises:",
        "events:",
        "clues:",
        "duties:",
        "exports:",
        "imports:",
    ];
    for (name, role) in roles::shipped().expect("the shipped roles parse") {
        let holds = |capability: &str| role.capabilities.iter().any(|held| held == capability);
        assert_eq!(holds("accounts:manage"), name == "sys_admin", "{name}");
        assert_eq!(holds("accounts:grant"), name == "sec_admin", "{name}");
        assert_eq!(holds("audit:read"), name == "audit_admin", "{name}");
        assert!(!holds("accounts:confirm") || ["audit_admin", "office_head"].contains(&name.as_str()), "{name}");
        if ["sys_admin", "sec_admin", "audit_admin"].contains(&name.as_str()) {
            let sees_a_case = role.capabilities.iter().any(|held| business.iter().any(|room| held.starts_with(room)));
            assert!(!sees_a_case && role.sees.is_empty(), "{name}");
        }
    }
}
