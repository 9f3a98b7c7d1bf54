//! The golden cases through HTTP: facts are entered as a clerk would, in the order of the table and backwards, and the duties
//! are those of the table; the ledger says what is reckoned.
use jindu_tests::support::{Caller, TestApp};
use serde_json::{Map, Value, json};

use super::{ledger, office, person, reckoned};

const GOLDEN: &str = include_str!("../../golden/duties.toml");

fn cases() -> Vec<toml::Table> {
    let table: toml::Table = GOLDEN.parse().expect("the table reads");
    let cases = table["case"].as_array().expect("cases");
    cases.iter().map(|case| case.as_table().expect("a case").clone()).collect()
}

fn list<'t>(table: &'t toml::Table, name: &str) -> Vec<&'t toml::Table> {
    let list = table.get(name).and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(toml::Value::as_table).collect()
}

fn text(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn treatment(treatment: &toml::Table) -> Value {
    let mut body = Map::new();
    for (name, value) in treatment.iter().filter(|(name, _)| *name != "suspended") {
        body.insert(name.clone(), json!(text(value)));
    }
    let periods = list(treatment, "suspended").into_iter().map(|period| {
        json!({ "suspended_on": text(&period["from"]), "resumed_on": period.get("to").map(text), "reason": "刑事拘留" })
    });
    body.insert("suspended_periods".into(), periods.collect());
    if body.contains_key("ended_on") {
        body.insert("outcome".into(), json!("回执〔2025〕1号"));
    }
    Value::Object(body)
}

fn test(test: &toml::Table) -> Value {
    let document = test.get("document").map(text);
    json!({ "tested_on": text(&test["on"]), "method": "urine", "result": text(&test["result"]), "document_no": document })
}

fn leave(leave: &toml::Table) -> Value {
    let state = text(&leave["state"]);
    let mut body = json!({ "state": state, "left_on": text(&leave["from"]), "back_on": leave.get("back").map(text) });
    if state != "unauthorised" {
        body["due_back_on"] = json!(leave.get("due").map(text));
        body["applied_on"] = body["left_on"].clone();
        body["decided_on"] = body["left_on"].clone();
        body["destination"] = json!("广东省东莞市");
        body["document_no"] = json!("请假审批表1号");
    }
    body
}

fn handover(handover: &toml::Table) -> Value {
    let papers = ["warning_letter", "overdue_proof", "test_notice", "violation_proof"];
    let documents: Vec<Value> = papers.iter().map(|kind| json!({ "kind": kind })).collect();
    let receipt = handover.get("receipt").map(text);
    json!({
        "reason": text(&handover["reason"]), "reported_on": text(&handover["reported"]), "documents": documents,
        "receipt_on": receipt, "receipt_no": receipt.as_ref().map(|_| "移交回执1号"),
    })
}

/// Enters the case and answers the person's address and the ids of the measures.
async fn entered(caller: &Caller<'_>, case: &toml::Table, backwards: bool) -> (String, Vec<String>) {
    let person = person(caller).await;
    let mut tests: Vec<Value> = list(case, "tests").into_iter().map(test).collect();
    if backwards {
        tests.reverse();
    }
    let mut ids = Vec::new();
    let split = if backwards { tests.len() } else { 0 };
    for test in tests.iter().take(split) {
        caller.post(&format!("{person}/tests"), test).await.created();
    }
    for one in list(case, "treatment") {
        let made = caller.post(&format!("{person}/treatments"), &treatment(one)).await;
        assert_eq!(made.status, 201, "{}: {made}", text(&case["name"]));
        ids.push(made.id().to_string());
    }
    for one in list(case, "leaves") {
        let made = caller.post(&format!("{person}/leaves"), &leave(one)).await;
        assert_eq!(made.status, 201, "{}: {made}", text(&case["name"]));
    }
    for one in list(case, "handovers") {
        let made = caller.post(&format!("{person}/handovers"), &handover(one)).await;
        assert_eq!(made.status, 201, "{}: {made}", text(&case["name"]));
    }
    for test in tests.iter().skip(split) {
        caller.post(&format!("{person}/tests"), test).await.created();
    }
    (person, ids)
}

/// Lines as the table has them: with the treatment's number where there are several, and only of the kinds it names.
fn lines(found: &[String], ids: &[String], kinds: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = found
        .iter()
        .filter_map(|line| {
            let (id, rest) = line.split_once(' ')?;
            let number = ids.iter().position(|one| one == id)? + 1;
            let is_wanted = kinds.iter().any(|kind| rest.split(' ').next() == Some(kind));
            let prefix = if ids.len() > 1 { format!("#{number} ") } else { String::new() };
            is_wanted.then(|| format!("{prefix}{rest}"))
        })
        .collect();
    lines.sort();
    lines
}

#[actix_web::test]
async fn every_case_gives_its_duties_in_whatever_order_it_is_entered() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for case in &cases {
        let strings = |name: &str| -> Vec<String> { case[name].as_array().expect("a list").iter().map(text).collect() };
        let (name, as_of, kinds) = (text(&case["name"]), text(&case["as_of"]), strings("kinds"));
        let mut expected = strings("expect");
        expected.sort();
        let mut ledgers = Vec::new();
        for backwards in [false, true] {
            let (person, ids) = entered(&caller, case, backwards).await;
            assert_eq!(lines(&reckoned(&caller, &person, Some(&as_of)).await, &ids, &kinds), expected, "{name}");
            let (kept, now) = (ledger(&caller, &person).await, reckoned(&caller, &person, None).await);
            assert_eq!(kept, now, "{name}: the ledger differs from what is reckoned");
            let without_ids = |line: &String| line.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
            let mut kept: Vec<String> = kept.iter().map(without_ids).collect();
            kept.sort();
            ledgers.push(kept);
        }
        assert_eq!(ledgers[0], ledgers[1], "{name}: entered backwards");
    }
}
