//! Figures and reports over HTTP: what is counted, what is lacking, who may open it, and what a report keeps.
mod campaigns;
mod counted;
mod kept;
mod small;

use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE};
use serde_json::{Value, json};

/// Everything an office does, without a session of its own.
const OFFICE: [&str; 18] = [
    "divisions:read",
    "divisions:write",
    "staff:read",
    "staff:write",
    "personnel:read",
    "personnel:write",
    "visits:write",
    "visits:read",
    "premises:read",
    "premises:write",
    "inspections:read",
    "inspections:write",
    "events:read",
    "events:write",
    "indicators:read",
    "reports:read",
    "reports:write",
    "treatments:write",
];
/// The question most tests ask.
const ASKED: &str = "period=2025&as_of=2025-12-31";

/// The figures of the town of the caller, by name.
async fn figures(caller: &Caller<'_>) -> Value {
    let list = caller.get(&format!("/api/v1/indicators?{ASKED}")).await.ok();
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().map(|figure| (figure["name"].as_str().unwrap_or_default().to_owned(), figure)).collect()
}

fn integer(figures: &Value, name: &str) -> Option<i64> {
    figures[name]["value"]["known"]["integer"].as_i64()
}

fn rate(figures: &Value, name: &str) -> Option<(i64, i64)> {
    let rate = &figures[name]["value"]["known"]["rate"];
    rate["numerator"].as_i64().zip(rate["denominator"].as_i64())
}

async fn labels(caller: &Caller<'_>, name: &str, side: &str) -> Vec<String> {
    let page = caller.get(&format!("/api/v1/indicators/{name}/records?{ASKED}&side={side}")).await.ok();
    let items = page["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn place(caller: &Caller<'_>, name: &str, division: &str) -> Answer {
    let body = json!({"kind": "rental", "name": name, "division_code": division, "registered_on": "2025-01-02"});
    caller.post("/api/v1/premises", &body).await
}

async fn inspected(caller: &Caller<'_>, place: &Answer, on: &str, outcome: &str, campaign: Option<&Answer>) -> Answer {
    let campaign = campaign.map(Answer::id);
    let mut body = json!({"inspected_on": on, "outcome": outcome, "inspector": "李中", "is_signed": true});
    body["campaign_id"] = json!(campaign);
    caller.post(&format!("/api/v1/premises/{}/inspections", place.id()), &body).await
}

async fn event(caller: &Caller<'_>, facts: Value) -> Answer {
    let mut body = json!({
        "kind": "publicity", "held_on": "2025-06-20", "title": "禁毒宣传", "division_code": NORTH_VILLAGE,
    });
    body.as_object_mut().into_iter().for_each(|body| body.extend(facts.as_object().cloned().unwrap_or_default()));
    caller.post("/api/v1/events", &body).await
}

async fn campaign(caller: &Caller<'_>, kind: &str, title: &str) -> Answer {
    caller.post("/api/v1/campaigns", &json!({"kind": kind, "title": title, "division_code": NORTH})).await
}

async fn person(caller: &Caller<'_>, name: &str, status: &str, more: Value) -> Answer {
    let mut body = json!({
        "name": name, "division_code": NORTH_VILLAGE, "status": status, "first_found_on": "2024-05-01",
    });
    body.as_object_mut().into_iter().for_each(|body| body.extend(more.as_object().cloned().unwrap_or_default()));
    caller.post("/api/v1/personnel", &body).await
}

async fn draft(caller: &Caller<'_>) -> Answer {
    let body = json!({"kind": "annual_summary", "division_code": NORTH, "year": 2025, "as_of": "2025-12-31"});
    caller.post("/api/v1/reports", &body).await
}
