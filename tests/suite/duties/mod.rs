//! The ledger of duties: what follows from facts, what people do with it, and the rules it follows from.
mod endings;
mod golden;
mod packs;
mod people;
mod town;
mod transfers;
mod trial;

use jindu_tests::support::{Caller, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

/// An office that may do everything with duties and the facts they follow from.
const OFFICE: [&str; 28] = [
    "personnel:read",
    "personnel:write",
    "treatments:read",
    "treatments:write",
    "tests:read",
    "tests:write",
    "handovers:read",
    "handovers:write",
    "leaves:read",
    "leaves:write",
    "staff:read",
    "staff:write",
    "tasks:read",
    "duties:read",
    "tasks:work",
    "tasks:assign",
    "rules:read",
    "indicators:read",
    "visits:read",
    "visits:write",
    "notices:read",
    "notices:write",
    "assessments:read",
    "assessments:write",
    "transfers:read",
    "transfers:write",
    "divisions:read",
    "control:end",
];

/// Rules of a kind that others have too: told by their own name, as hand-overs and notices are.
const OTHERS: [&str; 2] = ["report_in_moved", "agreement_renewed"];

fn office(app: &TestApp) -> Caller<'_> {
    app.user(&OFFICE)
}

/// Registers someone and answers their address.
async fn person(caller: &Caller<'_>) -> String {
    let person = json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment" });
    format!("/api/v1/personnel/{}", caller.post("/api/v1/personnel", &person).await.id())
}

/// A measure whose order was received on 1 March 2024, the day of the report-in being `reported_in_on`.
fn measure(reported_in_on: &str) -> Value {
    json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2024-03-01",
        "reported_in_on": reported_in_on, "agreement_signed_on": reported_in_on, "term_ends_on": "2027-03-10",
    })
}

fn test_on(day: &str, result: &str) -> Value {
    json!({ "tested_on": day, "method": "urine", "result": result })
}

/// The duties of someone as the ledger has them, one line each: kind, ordinal, first and last day, state.
async fn ledger(caller: &Caller<'_>, person: &str) -> Vec<String> {
    rows(caller, person).await.iter().map(line).collect()
}

/// The same without what was said before a fact was entered and no longer follows: that stays on record as corrected.
async fn standing(caller: &Caller<'_>, person: &str) -> Vec<String> {
    let rows = rows(caller, person).await;
    rows.iter().filter(|duty| duty["void_because"] != "corrected").map(line).collect()
}

async fn rows(caller: &Caller<'_>, person: &str) -> Vec<Value> {
    let id = person.rsplit('/').next().expect("an id");
    let mut rows = Vec::new();
    for page in 1.. {
        let found = caller.get(&format!("/api/v1/tasks?subject={id}&per_page=200&page={page}")).await.ok();
        let items = found["items"].as_array().expect("a page");
        rows.extend(items.iter().cloned());
        if items.len() < 200 {
            break;
        }
    }
    rows.sort_by_cached_key(line);
    rows
}

/// The same as they are reckoned for a day, today where none is given.
async fn reckoned(caller: &Caller<'_>, person: &str, as_of: Option<&str>) -> Vec<String> {
    let query = as_of.map(|day| format!("?as_of={day}")).unwrap_or_default();
    let found = caller.get(&format!("{person}/duties{query}")).await.ok();
    let mut lines: Vec<String> = found["items"].as_array().expect("duties").iter().map(line).collect();
    lines.sort();
    lines
}

fn line(duty: &Value) -> String {
    let text = |name: &str| duty[name].as_str().unwrap_or_default().to_owned();
    let rule = duty["rule"]["id"].as_str().unwrap_or_default();
    let by_rule = duty["kind"] == "handover" || duty["kind"] == "notice" || OTHERS.contains(&rule);
    let kind = if by_rule { rule.to_owned() } else { text("kind") };
    let done = duty["done_on"].as_str().map(|day| format!(" {day}")).unwrap_or_default();
    let violation = if duty["has_violation"] == true { " !" } else { "" };
    let (ordinal, from, to, state) = (&duty["ordinal"], text("window_start"), text("due_on"), text("state"));
    format!("{} {kind} {ordinal} {from}..{to} {state}{done}{violation}", text("episode_id"))
}
