//! What leaves as a file: to whom, with whose consent, how often, and what a spreadsheet makes of it.
mod files;
mod letting;

use std::io::Read;

use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const EXPORTS: &str = "/api/v1/exports";
const PERSONNEL: &str = "/api/v1/personnel";
const NUMBER: &str = "990981196211294939";
const MAY: [&str; 7] = [
    "exports:request",
    "personnel:read",
    "personnel:write",
    "events:read",
    "events:write",
    "premises:read",
    "inspections:read",
];
const SEES: [&str; 3] = ["name", "contact", "identity_number"];

fn requester(app: &TestApp) -> Caller<'_> {
    app.user_who(&MAY, &SEES, NORTH)
}

fn approver(app: &TestApp) -> Caller<'_> {
    app.user(&["exports:request", "exports:approve"])
}

async fn register(caller: &Caller<'_>, name: &str, number: Option<&str>) -> String {
    let person = json!({
        "name": name, "id_number": number, "phone": "16000000001", "division_code": NORTH_VILLAGE, "status": "in_community",
    });
    caller.post(PERSONNEL, &person).await.id().to_string()
}

fn wanted(format: &str, classes: &[&str]) -> Value {
    json!({ "resource": "personnel", "format": format, "classes": classes, "purpose": "报送季度名册" })
}

async fn ask(caller: &Caller<'_>, body: &Value) -> Value {
    caller.post(EXPORTS, body).await.expect(202)
}

async fn look(caller: &Caller<'_>, export: &Value) -> Value {
    caller.get(&format!("{EXPORTS}/{}", id(export))).await.ok()
}

fn id(export: &Value) -> &str {
    export["id"].as_str().expect("an id")
}

async fn decide(caller: &Caller<'_>, export: &Value, step: &str) -> Answer {
    let version = look(caller, export).await["version"].as_i64().expect("a version");
    let body = if step == "reject" { json!({ "reason": "用途不明" }) } else { json!({}) };
    caller.having_read(version).post(&format!("{EXPORTS}/{}/{step}", id(export)), &body).await
}

async fn link(caller: &Caller<'_>, export: &Value) -> Answer {
    caller.post(&format!("{EXPORTS}/{}/link", id(export)), &json!({})).await
}

async fn fetch(caller: &Caller<'_>, export: &Value) -> Answer {
    let token = link(caller, export).await.created()["token"].clone();
    caller.post(&format!("{EXPORTS}/{}/download", id(export)), &json!({ "token": token })).await
}

/// Asks, lets the server write, and fetches.
async fn taken(app: &TestApp, caller: &Caller<'_>, body: &Value) -> Answer {
    let export = ask(caller, body).await;
    app.write_exports();
    let file = fetch(caller, &export).await;
    assert_eq!(file.status, 200, "{file}");
    file
}

/// The only sheet of a workbook.
fn sheet(file: &Answer) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes)).expect("a workbook");
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut text).expect("text");
    text
}

fn lines(file: &Answer) -> Vec<Value> {
    file.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}
