//! The change feed over HTTP: every follower sees the same changes in the same order, without a gap, and no more than they may.
mod cursors;
mod lists;
mod order;
mod scope;

use diesel::prelude::*;
use jindu::platform::access::Reading;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu::platform::db::schema::{journal, journal_order};
use jindu_tests::support::{Caller, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const CHANGES: &str = "/api/v1/changes";
const PERSONNEL: &str = "/api/v1/personnel";
const PREMISES: &str = "/api/v1/premises";

/// Someone at a place who may do and see everything.
fn anyone<'a>(app: &'a TestApp, division_code: &str) -> Caller<'a> {
    app.user_who(CAPABILITIES, FIELD_CLASSES, division_code)
}

fn person(division_code: &str) -> Value {
    json!({ "name": "罗会腾", "division_code": division_code, "status": "in_community", "first_found_on": "2018-01-05" })
}

fn place(app: &TestApp, division_code: &str) -> Value {
    let (code, name) = (format!("F{:05}", app.number()), "新塘村出租房");
    json!({ "code": code, "kind": "rental", "name": name, "division_code": division_code, "registered_on": "2025-06-26" })
}

async fn made(caller: &Caller<'_>, path: &str, body: &Value) -> String {
    caller.post(path, body).await.id().to_string()
}

/// Everything from a cursor on (from the beginning where it is empty), and where it ends.
async fn follow(caller: &Caller<'_>, after: &str, filter: &str) -> (Vec<Value>, String) {
    let (mut items, mut cursor) = (Vec::new(), after.to_owned());
    loop {
        let page = caller.get(&format!("{CHANGES}?after={cursor}&{filter}")).await.ok();
        page["cursor"].as_str().expect("a cursor").clone_into(&mut cursor);
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        if page["is_end"] == true {
            return (items, cursor);
        }
    }
}

/// Seals everything there is. On PostgreSQL what was written after a transaction that is still open has to wait for it, and those of
/// other tests count: they use the same server.
fn seal(app: &TestApp) {
    let is_sealed = |reading: &mut Reading<'_>| {
        let entries: i64 = journal::table.count().get_result(reading.db)?;
        let sealed = journal_order::table.filter(journal_order::kind.eq("entry"));
        Ok(sealed.count().get_result::<i64>(reading.db)? == entries)
    };
    for _ in 0..2000 {
        app.seal();
        if app.run(|access| access.read_blocking(is_sealed).expect("it is counted")) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the journal is not sealed: some transaction never ends");
}

/// Where the feed stands now.
async fn now(app: &TestApp, caller: &Caller<'_>) -> String {
    seal(app);
    follow(caller, "", "").await.1
}

fn kinds(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["type"].as_str()).collect()
}

/// What happened to one record, the oldest first.
fn told_of<'a>(items: &'a [Value], id: &str) -> Vec<&'a str> {
    let of_it = items.iter().filter(|item| item["subject"]["id"] == id);
    of_it.filter_map(|item| item["type"].as_str()).collect()
}

/// Somebody in the village of the north.
async fn someone(caller: &Caller<'_>) -> String {
    made(caller, PERSONNEL, &person(NORTH_VILLAGE)).await
}
