//! What is refused in a body: too long, impossible, unknown, unreadable. Each refusal names the field.
use jindu_tests::support::{Answer, Caller, NORTH, TestApp};
use serde_json::{Value, json};

use super::arrange::{address, anyone, call};
use super::document::{Operation, operations};
use super::example::{body_of, with};
use super::schema::Schema;

/// An operation that takes a body, at an address that exists, with a caller who may.
struct Asked<'a> {
    operation: Operation,
    schema: Schema,
    valid: Value,
    address: String,
    caller: Caller<'a>,
}

impl Asked<'_> {
    async fn with(&self, pointer: &str, value: Value) -> Answer {
        self.with_body(&with(&self.valid, &self.schema, pointer, value)).await
    }

    async fn with_body(&self, body: &Value) -> Answer {
        call(&self.caller, &self.operation, &self.address, Some(body)).await
    }

    fn leaves(&self) -> Vec<(String, Schema)> {
        self.schema.leaves()
    }
}

async fn all(app: &TestApp) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    for operation in operations() {
        let Some(schema) = operation.body() else { continue };
        let address = address(app, &operation).await;
        let caller = if operation.capability().is_some() { anyone(app, NORTH) } else { app.nobody() };
        let valid = body_of(&operation, app.number()).expect("a body");
        all.push(Asked { operation, schema, valid, address, caller });
    }
    all
}

#[track_caller]
fn assert_refused(answer: &Answer, pointer: &str) {
    assert_eq!(answer.status, 422, "{pointer}: {answer}");
    let is_named = answer.errors().iter().any(|(named, _)| !named.is_empty() && pointer.starts_with(named));
    assert!(is_named, "{pointer} is not named: {answer}");
}

#[actix_web::test]
async fn one_character_too_many_is_refused() {
    let app = TestApp::in_two_towns().await;
    for asked in all(&app).await {
        for (pointer, leaf) in asked.leaves() {
            let Some(most) = leaf.get("maxLength").as_u64() else { continue };
            let long = "长".repeat(usize::try_from(most).expect("a length") + 1);
            assert_refused(&asked.with(&pointer, json!(long)).await, &pointer);
        }
    }
}

#[actix_web::test]
async fn nul_is_refused_in_every_text() {
    let app = TestApp::in_two_towns().await;
    for asked in all(&app).await {
        for (pointer, _) in asked.leaves().into_iter().filter(|(_, leaf)| leaf.kind() == "string") {
            assert_refused(&asked.with(&pointer, json!("a\0b")).await, &pointer);
        }
    }
}

#[actix_web::test]
async fn a_number_outside_its_bounds_is_refused() {
    let app = TestApp::in_two_towns().await;
    for asked in all(&app).await {
        for (pointer, leaf) in asked.leaves() {
            let beyond = [("minimum", -1.0), ("maximum", 1.0)].into_iter().filter_map(|(bound, step)| {
                let bound = leaf.get(bound);
                bound
                    .as_i64()
                    .map(|bound| json!(bound + if step < 0.0 { -1 } else { 1 }))
                    .or_else(|| bound.as_f64().map(|bound| json!(bound + step)))
            });
            for value in beyond.collect::<Vec<_>>() {
                assert_refused(&asked.with(&pointer, value).await, &pointer);
            }
        }
    }
}

#[actix_web::test]
async fn a_value_of_another_type_is_refused() {
    let app = TestApp::in_two_towns().await;
    for asked in all(&app).await {
        for (pointer, leaf) in asked.leaves() {
            let wrong = if leaf.kind() == "string" { json!(7) } else { json!("七") };
            assert_refused(&asked.with(&pointer, wrong).await, &pointer);
        }
    }
}

#[actix_web::test]
async fn what_is_required_is_asked_for() {
    let app = TestApp::in_two_towns().await;
    for asked in all(&app).await {
        for name in asked.schema.required() {
            let mut body = asked.valid.clone();
            body.as_object_mut().expect("an object").remove(name);
            assert_refused(&asked.with_body(&body).await, &format!("/{name}"));
        }
    }
}

/// Every column of every table, and what an attacker would try first: none is a field unless the document says so.
#[actix_web::test]
async fn an_unknown_field_is_refused() {
    let app = TestApp::in_two_towns().await;
    let columns: Vec<&str> = include_str!("../../../api/src/platform/db/schema.rs")
        .lines()
        .filter_map(|line| line.trim().split_once(" -> "))
        .map(|(column, _)| column)
        .chain(["surprise", "is_admin", "scope", "capabilities", "$where", "__proto__", ""])
        .collect();
    for asked in all(&app).await {
        let properties = asked.schema.properties();
        for column in columns.iter().filter(|column| properties.iter().all(|(name, _)| name != *column)) {
            let mut body = asked.valid.clone();
            body.as_object_mut().expect("an object").insert((*column).to_owned(), json!(1));
            assert_refused(&asked.with_body(&body).await, &format!("/{column}"));
        }
    }
}

#[actix_web::test]
async fn a_body_that_cannot_be_read_is_refused() {
    let app = TestApp::in_two_towns().await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for asked in all(&app).await {
        let caller = asked.caller.having_read(1);
        for (media, body, status, code) in [
            ("application/json", "{".into(), 400, "syntax"),
            ("application/json", String::new(), 400, "syntax"),
            ("application/json", format!("{} {{}}", asked.valid), 400, "syntax"),
            ("application/json", deep.clone(), 422, "invalid"),
            ("application/json", format!("{{\"a\": {deep}}}"), 422, "invalid"),
            ("application/json", "[]".into(), 422, "invalid"),
            ("application/json", "null".into(), 422, "invalid"),
            ("application/json", format!("{{\"a\": \"{}\"}}", "x".repeat(300 * 1024)), 413, "too_large"),
            ("text/plain", asked.valid.to_string(), 415, "unsupported_media"),
            ("application/x-www-form-urlencoded", "a=b".into(), 415, "unsupported_media"),
            ("application/xml", "<a/>".into(), 415, "unsupported_media"),
        ] {
            let caller = caller.with("content-type", media);
            let body: String = body;
            let answer = caller.send(asked.operation.method.clone(), &asked.address, body.into_bytes()).await;
            assert_eq!((answer.status, answer.code()), (status, code), "{media}: {answer}");
        }
    }
}
