//! What is told of accounts and roles, and to whom.
use jindu::platform::auth::roles;
use jindu_tests::support::{NORTH, TestApp};
use serde_json::{Value, json};

use super::{ACCOUNTS, Office, REQUESTS, text};

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
