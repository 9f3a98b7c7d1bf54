//! The golden cases through HTTP: facts are entered as a clerk would, in the order of the table and backwards, and the duties
//! are those of the table; the ledger says what is reckoned.
use jindu_tests::support::{COUNTY, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Map, Value, json};

use super::{OFFICE, person, reckoned, standing};

const GOLDEN: [&str; 2] = [include_str!("../../golden/duties.toml"), include_str!("../../golden/care.toml")];

fn cases() -> Vec<toml::Table> {
    let tables = GOLDEN.iter().map(|table| table.parse::<toml::Table>().expect("the table reads"));
    let of = |table: toml::Table| table["case"].as_array().expect("cases").clone();
    tables.flat_map(of).map(|case| case.as_table().expect("a case").clone()).collect()
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
    let remote = test
        .get("remote")
        .map(text)
        .map(|state| json!({ "state": state, "organ": "长安镇派出所", "proof": "检测报告1号", "decided_by": "周岚" }));
    json!({
        "tested_on": text(&test["on"]), "method": "urine", "result": text(&test["result"]), "document_no": document,
        "remote": remote,
    })
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

/// Somebody as the case has them.
async fn registered(caller: &Caller<'_>, case: &toml::Table) -> String {
    let Some(file) = case.get("person").and_then(toml::Value::as_table) else { return person(caller).await };
    let status = file.get("status").map_or_else(|| "in_community".to_owned(), text);
    let risk = file.get("risk").map_or_else(|| "unrated".to_owned(), text);
    let found = file.get("found").map(text);
    let file = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": status, "risk_level": risk, "first_found_on": found,
    });
    format!("/api/v1/personnel/{}", caller.post("/api/v1/personnel", &file).await.id())
}

/// What is recorded beside tests and measures.
async fn follow_up(caller: &Caller<'_>, person: &str, case: &toml::Table) {
    let on = |table: &toml::Table, name: &str| table.get(name).map(text);
    let mut records: Vec<(&str, Value)> = Vec::new();
    for day in case.get("visits").and_then(toml::Value::as_array).into_iter().flatten() {
        records.push(("visits", json!({ "visited_on": text(day), "mode": "phone" })));
    }
    for one in list(case, "assessments") {
        let body = json!({
            "assessed_on": text(&one["on"]), "level": text(&one["level"]), "assessor": "周岚", "approved_by": "钱进",
            "document_no": "审批表1号",
        });
        records.push(("assessments", body));
    }
    for one in list(case, "stays") {
        let every = one.get("every").and_then(toml::Value::as_integer);
        let body = json!({ "left_on": text(&one["from"]), "back_on": on(one, "back"), "contact_every_days": every });
        records.push(("stays", body));
    }
    for one in list(case, "notices") {
        records
            .push(("notices", json!({ "kind": text(&one["kind"]), "issued_on": text(&one["on"]), "cause": "未到检" })));
    }
    for one in list(case, "team") {
        let body = json!({ "role": text(&one["role"]), "name": "周岚", "since": text(&one["since"]), "until": on(one, "until") });
        records.push(("team-members", body));
    }
    for (place, body) in records {
        let made = caller.post(&format!("{person}/{place}"), &body).await;
        assert_eq!(made.status, 201, "{}: {made}", text(&case["name"]));
    }
}

/// Changes of place, to and fro between two towns; one that is followed by another without having come about was declined.
async fn transfers(caller: &Caller<'_>, person: &str, transfers: &[&toml::Table]) {
    let (mut to, mut village, mut back) = (SOUTH, SOUTH_VILLAGE, (NORTH, NORTH_VILLAGE));
    for (index, one) in transfers.iter().enumerate() {
        let sent = one.get("sent").map(text);
        let body = json!({
            "to_division": to, "decided_on": text(&one["decided"]), "sent_on": sent, "reason": "现居住地变更",
            "materials": sent.iter().map(|_| "社区戒毒协议").collect::<Vec<_>>(),
        });
        let id = caller.post(&format!("{person}/transfers"), &body).await.id();
        let step = |name: &str| format!("/api/v1/transfers/{id}/{name}");
        if let Some(changed) = one.get("changed") {
            let body = json!({ "division_code": village, "changed_on": text(changed) });
            caller.having_read(1).post(&step("accept"), &body).await.ok();
            (to, village, back) = (back.0, back.1, (to, village));
        } else if index + 1 < transfers.len() {
            caller.having_read(1).post(&step("decline"), &json!({ "reason": "查无此址" })).await.ok();
        }
        if let Some(reported) = one.get("reported") {
            let signed = one.get("signed").map(text);
            let body = json!({ "reported_in_on": text(reported), "agreement_signed_on": signed });
            caller.having_read(2).post(&step("arrive"), &body).await.ok();
        }
    }
}

/// Enters the case and answers the person's address and the ids of the measures.
async fn entered(caller: &Caller<'_>, case: &toml::Table, backwards: bool) -> (String, Vec<String>) {
    let person = registered(caller, case).await;
    if backwards {
        follow_up(caller, &person, case).await;
    }
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
    if !backwards {
        follow_up(caller, &person, case).await;
    }
    transfers(caller, &person, &list(case, "transfers")).await;
    (person, ids)
}

/// Lines as the table has them: with the treatment's number where there are several, and only of the kinds it names.
fn lines(found: &[String], ids: &[String], kinds: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = found
        .iter()
        .filter_map(|line| {
            let (id, rest) = line.split_once(' ')?;
            // What is owed under no measure has no number.
            let number = ids.iter().position(|one| one == id).map(|index| index + 1);
            let is_wanted = kinds.iter().any(|kind| rest.split(' ').next() == Some(kind));
            let prefix = number.filter(|_| ids.len() > 1).map(|number| format!("#{number} ")).unwrap_or_default();
            is_wanted.then(|| format!("{prefix}{rest}"))
        })
        .collect();
    lines.sort();
    lines
}

#[actix_web::test]
async fn every_case_gives_its_duties_in_whatever_order_it_is_entered() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_at(&OFFICE, COUNTY);
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
            let (kept, now) = (standing(&caller, &person).await, reckoned(&caller, &person, None).await);
            assert_eq!(kept, now, "{name}: the ledger differs from what is reckoned");
            let without_ids = |line: &String| line.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
            let mut kept: Vec<String> = kept.iter().map(without_ids).collect();
            kept.sort();
            ledgers.push(kept);
        }
        assert_eq!(ledgers[0], ledgers[1], "{name}: entered backwards");
    }
}
