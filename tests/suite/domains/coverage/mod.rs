//! Coverage: frozen lists whose denominators never change, gaps that become duties, sheets that are keyed in, and who sees what.
mod gaps;
mod ledgers;
mod lists;
mod sheets;

use chrono::{Days, NaiveDate};
use jindu::platform::clock;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE};
use serde_json::{Value, json};

/// Another village of the town.
const VILLAGE: &str = "990981107202";

fn yesterday() -> NaiveDate {
    clock::today() - Days::new(1)
}

/// Registers a place of this number in a village.
async fn place(caller: &Caller<'_>, code: &str, division: &str) -> String {
    let place = json!({
        "code": code, "kind": "rental", "name": format!("出租房{code}"), "division_code": division,
        "address": "新塘村8组30号", "registered_on": "2025-01-10",
    });
    caller.post("/api/v1/premises", &place).await.id().to_string()
}

/// Three places in one village and one in another, XH1 to XH4.
async fn places(caller: &Caller<'_>) -> Vec<String> {
    let village = json!({ "code": VILLAGE, "name": "东垄村", "kind": "villagers_committee" });
    caller.post("/api/v1/divisions", &village).await.created();
    let mut places = Vec::new();
    for (code, division) in [("XH1", NORTH_VILLAGE), ("XH2", NORTH_VILLAGE), ("XH3", NORTH_VILLAGE), ("XH4", VILLAGE)] {
        places.push(place(caller, code, division).await);
    }
    places
}

/// Opens a round of the town and answers its address.
async fn round(caller: &Caller<'_>) -> String {
    let round = json!({ "kind": "rental_check", "title": "第1次出租房屋排查", "division_code": NORTH });
    format!("/api/v1/campaigns/{}", caller.post("/api/v1/campaigns", &round).await.id())
}

/// The same with its list frozen today.
async fn frozen(caller: &Caller<'_>) -> String {
    let round = round(caller).await;
    caller.post(&format!("{round}/units/freeze"), &json!({ "source": "重点场所台账" })).await.created();
    round
}

fn id_of(address: &str) -> &str {
    address.rsplit('/').next().expect("an id")
}

/// Inspects a place in a round and answers the address of the inspection.
async fn inspect(caller: &Caller<'_>, round: &str, place: &str, outcome: &str) -> String {
    let inspection = json!({
        "campaign_id": id_of(round), "inspected_on": clock::today(), "inspector": "李中", "outcome": outcome,
        "is_signed": true,
    });
    let made = caller.post(&format!("/api/v1/premises/{place}/inspections"), &inspection).await;
    assert_eq!(made.status, 201, "{made}");
    format!("/api/v1/inspections/{}", made.id())
}

async fn withdraw(caller: &Caller<'_>, record: &str, version: i64) {
    let why = json!({ "reason": "登记错误" });
    caller.having_read(version).post(&format!("{record}/withdraw"), &why).await.ok();
}

/// Units, those with an outcome, left out, gaps, off the list, thousandths.
fn numbers(row: &Value) -> [Option<i64>; 6] {
    ["units", "with_outcome", "excluded", "without_outcome", "outside_list", "per_mille"].map(|name| row[name].as_i64())
}

async fn total(caller: &Caller<'_>, round: &str) -> [Option<i64>; 6] {
    numbers(&caller.get(&format!("{round}/coverage")).await.ok()["total"])
}

fn counted(numbers: [i64; 6]) -> [Option<i64>; 6] {
    numbers.map(Some)
}

fn of_village<'a>(coverage: &'a Value, code: &str) -> &'a Value {
    let rows = coverage["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["division_code"] == code).unwrap_or_else(|| panic!("{code} is missing: {coverage}"))
}

async fn items(caller: &Caller<'_>, path: &str) -> Vec<Value> {
    caller.get(path).await.ok()["items"].as_array().expect("a page").clone()
}
