//! Records that must stand as a step needs them: locked, merged, asked for by somebody else.
use actix_web::http::Method;
use jindu::platform::auth::roles;
use jindu::platform::id::Id;
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::json;

use super::super::example;
use super::{LEDGER, PERSONNEL, PREMISES, anyone, place, posted, someone};

/// The address of exports: what is asked of one needs another's word, or a file.
const EXPORTS: &str = "/api/v1/exports";
const PROPOSALS: &str = "/api/v1/premises/proposals";
/// What is to be undone has been written.
const IMPORTS: &str = "/api/v1/imports";
/// Requests about accounts are made under the account, and found without it.
const ACCOUNTS: &str = "/api/v1/accounts";
const ACCOUNT_REQUESTS: &str = "/api/v1/account-requests";

/// A record that must stand as the step at the end of the address needs it.
pub(super) async fn made_in_state(app: &TestApp, maker: &Caller<'_>, wanted: &str, address: &str) -> Answer {
    if address == PREMISES && wanted.ends_with("/accept") {
        return maker.post(PROPOSALS, &place(app)).await;
    }
    if address == PREMISES && wanted.ends_with("/unmerge") {
        return duplicate(app, maker).await;
    }
    if address == IMPORTS && wanted.ends_with("/revert") {
        return import(app, maker).await;
    }
    if wanted.ends_with("/end-control") {
        let id = someone(maker, NORTH_VILLAGE).await;
        return maker.get(&format!("{PERSONNEL}/{id}")).await;
    }
    if address == ACCOUNTS && (wanted.ends_with("/unlock") || wanted.ends_with("/revoke-role")) {
        return account(app, maker, wanted).await;
    }
    if address == ACCOUNT_REQUESTS {
        return account_request(app, maker).await;
    }
    if address == EXPORTS {
        return export(app, maker, wanted).await;
    }
    posted(app, maker, wanted, address).await
}

/// An account of a publicity officer, whose role is there from now on.
pub(super) fn officer(app: &TestApp) -> Id {
    let role = roles::shipped().expect("the shipped roles parse").remove("publicity").expect("a shipped role");
    app.account(&format!("officer{}", app.number()), "publicity", role, NORTH)
}

/// An account as the step needs it: locked, or with a role.
async fn account(app: &TestApp, maker: &Caller<'_>, wanted: &str) -> Answer {
    if wanted.ends_with("/revoke-role") {
        return maker.get(&format!("{ACCOUNTS}/{}", officer(app))).await;
    }
    let made = Box::pin(posted(app, maker, ACCOUNTS, ACCOUNTS)).await;
    maker.having_read(1).post(&format!("{ACCOUNTS}/{}/lock", made.id()), &json!({})).await
}

/// A role that somebody else has asked for.
async fn account_request(app: &TestApp, maker: &Caller<'_>) -> Answer {
    officer(app);
    let made = Box::pin(posted(app, maker, ACCOUNTS, ACCOUNTS)).await;
    let wanted = json!({ "role": "publicity", "division_code": NORTH });
    let path = format!("{ACCOUNTS}/{}/request-role", made.id());
    anyone(app, NORTH).having_read(1).post(&path, &wanted).await
}

/// A ledger that was written.
async fn import(app: &TestApp, maker: &Caller<'_>) -> Answer {
    let file = LEDGER.replace("活动,", &format!("第{}次活动,", app.number())).into_bytes();
    maker.send(Method::POST, &format!("{IMPORTS}?mode=commit"), file).await
}

/// A place that was merged into another.
async fn duplicate(app: &TestApp, maker: &Caller<'_>) -> Answer {
    let (one, other) = (maker.post(PREMISES, &place(app)).await, maker.post(PREMISES, &place(app)).await);
    let body = json!({ "into_id": other.id(), "reason": "重复登记" });
    maker.having_read(1).post(&format!("{PREMISES}/{}/merge", one.id()), &body).await.ok();
    one
}

/// An export as the step needs it: asked for by somebody else, or with its file, and a link to it.
async fn export(app: &TestApp, maker: &Caller<'_>, wanted: &str) -> Answer {
    let body = |classes: &[&str]| {
        json!({
            "resource": "events", "format": "csv", "purpose": "报送季度台账", "classes": classes,
        })
    };
    if wanted.ends_with("/approve") || wanted.ends_with("/reject") {
        return anyone(app, NORTH).post(EXPORTS, &body(&["name"])).await;
    }
    let asked = maker.post(EXPORTS, &body(&[])).await;
    app.write_exports();
    if wanted.ends_with("/download") {
        let link = maker.post(&format!("{EXPORTS}/{}/link", asked.id()), &json!({})).await.created();
        example::show(link["token"].as_str().expect("a token"));
    }
    asked
}
