//! The three administrators: one makes accounts, one asks for roles, one confirms; nobody can do it alone, and nobody to
//! their own.
mod entering;
mod grants;
mod told;

use jindu::platform::auth::roles::{self, Role};
use jindu_tests::support::{Answer, Caller, NORTH, PASSWORD, SOUTH, TestApp};
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
