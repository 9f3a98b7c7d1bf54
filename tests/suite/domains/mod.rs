//! The domains over HTTP: what is answered, to whom, and what is refused at which field.
mod behind;
mod clues;
mod course;
mod coverage;
mod history;
mod lists;
mod masks;
mod premises_places;
mod rectifications;
mod references;
mod refusals;
mod reveals;
mod sign_off;

use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

/// Someone in the town [`NORTH`] who may do and see everything.
fn office(app: &TestApp) -> Caller<'_> {
    app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH)
}

/// `body` with other fields.
fn with(body: &Value, more: &Value) -> Value {
    let mut body = body.clone();
    if let (Some(fields), Some(more)) = (body.as_object_mut(), more.as_object()) {
        fields.extend(more.clone());
    }
    body
}

/// Refused with 422 for these rules at these fields, and no others.
#[track_caller]
fn assert_refused(answer: &Answer, rules: &[(&str, &str)]) {
    assert_eq!((answer.status, answer.errors()), (422, rules.to_vec()), "{answer}");
}

fn person() -> Value {
    json!({
        "file_no": "XH-001", "name": "罗会腾", "birth_date": "1995-07-25", "id_number": "990981199507250023",
        "phone": "16071243966", "division_code": NORTH_VILLAGE, "household_address": "江岚市秀河镇新塘村",
        "status": "community_treatment", "risk_level": "low", "substances": ["麻古"], "first_found_on": "2024-02-21",
        "migrant": { "away": true, "destination": "广东东莞", "since": "2025-03-01", "contact_every_days": 30 },
        "notes": "家中有老人",
    })
}

fn treatment() -> Value {
    json!({
        "kind": "community_treatment", "state": "executing", "document_no": "岚公（禁）社戒决字〔2025〕0100号",
        "decided_on": "2025-08-14", "received_on": "2025-08-18", "reported_in_on": "2025-08-25",
        "agreement_signed_on": "2025-08-31", "term_ends_on": "2028-08-25",
    })
}

fn test() -> Value {
    json!({
        "tested_on": "2025-09-10", "method": "urine", "result": "negative", "tester": "周民警", "witness": "秦进晨",
        "panel": [{ "substance": "MET", "result": "negative" }], "place": "镇卫生院",
    })
}

fn visit() -> Value {
    json!({
        "visited_on": "2025-09-11", "mode": "home_visit", "visitor": "秦进晨", "present": "家属在场",
        "summary": "思想稳定，有正当工作",
    })
}

fn premises() -> Value {
    json!({
        "code": "XH00001", "kind": "rental", "name": "新塘村出租房1号", "division_code": NORTH_VILLAGE,
        "address": "新塘村8组30号", "owner": "张三丰", "phone": "16043622959", "longitude": 115.81, "latitude": 28.03,
        "risk_level": "medium", "registered_on": "2025-01-10", "notes": "后门常锁",
    })
}

fn inspection() -> Value {
    json!({
        "inspected_on": "2025-02-26", "inspector": "李中", "outcome": "defect", "is_signed": true,
        "checklist": [{ "item": "营业执照", "ok": false, "note": "已过期" }], "warning_signs": ["odour"],
        "defect_notes": "窗户封闭",
    })
}

fn event() -> Value {
    json!({
        "kind": "lecture", "held_on": "2025-06-26", "title": "禁毒宣传进学校", "division_code": NORTH_VILLAGE,
        "settings": ["school"], "theme": "june26", "co_organisers": "派出所", "counts": { "leaflets": 373, "reach": 120 },
        "notes": "校长主持",
    })
}

/// Registers [`person`] and answers the address of the file.
async fn filed(caller: &Caller<'_>) -> String {
    let answer = caller.post("/api/v1/personnel", &person()).await;
    assert_eq!(answer.status, 201, "{answer}");
    format!("/api/v1/personnel/{}", answer.id())
}

/// Registers [`premises`] and answers their address.
async fn registered(caller: &Caller<'_>) -> String {
    let answer = caller.post("/api/v1/premises", &premises()).await;
    assert_eq!(answer.status, 201, "{answer}");
    format!("/api/v1/premises/{}", answer.id())
}
