//! Bodies made from their schemas: the smallest one that is valid.
use std::cell::{Cell, RefCell};

use jindu::platform::id::Id;
use jindu_tests::support::{NORTH, PASSWORD};
use serde_json::{Map, Value, json};

use super::document::Operation;
use super::schema::Schema;

/// What a schema cannot tell: properties by name whose value has to fit what the test has made.
const KNOWN: [(&str, &str); 3] =
    [("current_password", PASSWORD), ("password", PASSWORD), ("new_password", "another river and a hill")];

/// Bodies of which something must be said that no single property requires, by the name of their operation.
fn special(operation: &str) -> Option<Value> {
    match operation {
        "replay_webhook" => Some(json!({ "since": "2025-06-26T01:00:00Z" })),
        "search_personnel" => Some(json!({ "phone": "13900000000" })),
        "register_relapse" => Some(json!({
            "person": { "name": "罗会腾", "division_code": NORTH, "status": "community_treatment" },
            "treatment": {
                "kind": "community_treatment", "state": "ordered", "document_no": "决字1号", "decided_on": "2026-06-20",
            },
        })),
        _ => None,
    }
}

thread_local! {
    /// The record that a body must name; each test has a thread of its own.
    static REFERRED: Cell<Option<Id>> = const { Cell::new(None) };
    /// The hash of what is signed.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    /// How many there are of what a body must count.
    static COUNTED: Cell<i64> = const { Cell::new(0) };
}

/// Bodies that sign something sign what has this hash from now on.
pub fn show(content_hash: &str) {
    SHOWN.set(content_hash.to_owned());
}

/// Bodies that name records name this one from now on.
pub fn refer_to(id: Id) {
    REFERRED.set(Some(id));
}

/// Bodies that count count this many from now on.
pub fn expect_count(count: i64) {
    COUNTED.set(count);
}

/// A valid body for `operation`, if it takes one. Records made of bodies with different numbers may exist side by side.
pub fn body_of(operation: &Operation, number: u32) -> Option<Value> {
    let mut body = special(operation.id()).or_else(|| operation.body().as_ref().map(example))?;
    for (name, value) in distinct(operation.id(), number) {
        body[name] = value;
    }
    Some(body)
}

/// What must differ from record to record, and what must fit it.
fn distinct(operation: &str, number: u32) -> Vec<(&'static str, Value)> {
    match operation {
        "create_division" => vec![
            ("code", json!(format!("{}{:03}", &NORTH[..9], 300 + number))),
            ("name", json!(format!("第{number}村"))),
            ("kind", json!("villagers_committee")),
        ],
        "update_division" => vec![("name", json!(format!("第{number}村")))],
        // One that an order can follow, and that raises a lead.
        "create_inspection" => vec![("outcome", json!("defect")), ("warning_signs", json!(["odour"]))],
        "create_account" => vec![("username", json!(format!("official{number}")))],
        "create_allowed_host" => vec![("host", json!(format!("peer{number}.example.com")))],
        "create_campaign" => vec![("title", json!(format!("第{number}次排查")))],
        "create_grid" => vec![("name", json!(format!("第{number}网格")))],
        "assign_tasks" => vec![("ids", json!(REFERRED.get().into_iter().collect::<Vec<Id>>()))],
        "record_tests" => vec![(
            "items",
            json!([{
                "person_id": REFERRED.get(),
                "test": { "tested_on": "2025-06-26", "method": "urine", "result": "negative" },
            }]),
        )],
        "create_export" => vec![("resource", json!("events")), ("filter", json!(""))],
        "download_export" => vec![("token", json!(SHOWN.with_borrow(Clone::clone)))],
        "sign_inspection" => vec![("content_hash", json!(SHOWN.with_borrow(Clone::clone)))],
        "merge_premises" => vec![("into_id", json!(REFERRED.get()))],
        "send_to_gaps" => vec![("due_on", json!("2099-12-31")), ("expected_count", json!(COUNTED.get()))],
        "assign_units" => vec![("division", json!(NORTH))],
        "create_client" | "update_client" => {
            let expires_on = (jindu::platform::clock::now() + chrono::Duration::days(30)).date_naive();
            vec![("name", json!(format!("client{number}"))), ("expires_on", json!(expires_on))]
        }
        "create_task" => vec![("due_on", json!("2099-12-31"))],
        "create_transfer" => vec![("to_place", json!("外省某镇"))],
        "create_leave" => vec![
            ("due_back_on", json!("2025-07-10")),
            ("applied_on", json!("2025-06-20")),
            ("destination", json!("广东省东莞市")),
        ],
        // A group has one head.
        "create_group_post" => vec![("group_role", json!("member"))],
        _ => Vec::new(),
    }
}

/// The smallest valid value: what is required, as the document's own examples have it.
pub fn example(schema: &Schema) -> Value {
    for keyword in ["example", "default"] {
        if !schema.get(keyword).is_null() {
            return schema.get(keyword).clone();
        }
    }
    if let Some(first) = schema.get("examples").get(0).or_else(|| schema.get("enum").get(0)) {
        return first.clone();
    }
    if let Some(one) = schema.alternatives().first() {
        return example(one);
    }
    match schema.kind() {
        "object" => object(schema),
        "array" => json!([example(&schema.items())]),
        "integer" | "number" => {
            if schema.get("minimum").is_null() {
                json!(1)
            } else {
                schema.get("minimum").clone()
            }
        }
        "boolean" => json!(false),
        "string" => string(schema).into(),
        other => panic!("a schema of the type {other:?} has no example"),
    }
}

fn object(schema: &Schema) -> Value {
    let required = schema.required();
    let present = schema.properties().into_iter().filter(|(name, _)| required.contains(&name.as_str()));
    Value::Object(
        present
            .map(|(name, inner)| (name.clone(), known(&name).unwrap_or_else(|| example(&inner))))
            .collect::<Map<_, _>>(),
    )
}

fn known(name: &str) -> Option<Value> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, value)| json!(value))
}

fn string(schema: &Schema) -> String {
    match schema.get("format").as_str() {
        Some("date") => "2025-06-26".into(),
        Some("date-time") => "2025-06-26T01:00:00Z".into(),
        Some("uuid") => "0193a1c2-7d5e-7000-8000-000000000001".into(),
        _ => "禁".repeat(usize::try_from(schema.get("minLength").as_u64().unwrap_or(1).max(1)).expect("a length")),
    }
}

/// `body` with `value` at `pointer`; what is missing on the way is made as `schema` wants it.
pub fn with(body: &Value, schema: &Schema, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    put(&mut body, schema, &segments, value);
    body
}

fn put(target: &mut Value, schema: &Schema, segments: &[&str], value: Value) {
    let Some((name, rest)) = segments.split_first() else {
        *target = value;
        return;
    };
    let one = schema.alternatives().into_iter().next();
    let schema = one.as_ref().unwrap_or(schema);
    if schema.kind() == "array" {
        let items = schema.items();
        let mut item = if rest.is_empty() { Value::Null } else { example(&items) };
        put(&mut item, &items, rest, value);
        *target = json!([item]);
        return;
    }
    let (_, inner) = schema.properties().into_iter().find(|(known, _)| known == name).expect("a property");
    if !target.is_object() {
        *target = object(schema);
    }
    let fields = target.as_object_mut().expect("an object");
    put(fields.entry(*name).or_insert(Value::Null), &inner, rest, value);
}
