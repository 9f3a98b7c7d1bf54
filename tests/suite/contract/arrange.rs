//! What an operation needs before it can be called well: the records its address names, a body, a version.
use actix_web::http::Method;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Answer, Caller, NORTH, TestApp};
use serde_json::Value;

use super::document::{Operation, operations};
use super::example::body_of;

/// Someone who may do everything in the town `division_code`.
pub fn anyone<'a>(app: &'a TestApp, division_code: &str) -> Caller<'a> {
    app.user_who(CAPABILITIES, FIELD_CLASSES, division_code)
}

/// Names in an address that are not those of records, and one that there is.
const NAMES: [(&str, &str); 2] = [("{name}", "leaflets"), ("{key}", "leadership")];
/// What is uploaded where a file is wanted.
const LEDGER: &[u8] = include_bytes!("../../../examples/ledgers/09宣传教育活动台账.xlsx");

/// The address of `operation` with records that were just made in the town [`NORTH`].
pub async fn address(app: &TestApp, operation: &Operation) -> String {
    let maker = anyone(app, NORTH);
    let mut address = String::new();
    for segment in operation.path.split('/').skip(1) {
        let known = NAMES.iter().find(|(name, _)| *name == segment).map(|(_, known)| (*known).to_owned());
        let segment = match known {
            Some(known) => known,
            None if segment.starts_with('{') => make(&maker, &operation.path, &address).await.id().to_string(),
            None => segment.to_owned(),
        };
        address = format!("{address}/{segment}");
    }
    address
}

/// Makes a record of the collection at `address`.
async fn make(maker: &Caller<'_>, wanted: &str, address: &str) -> Answer {
    let depth = address.split('/').count();
    let template = wanted.split('/').take(depth).collect::<Vec<_>>().join("/");
    let creating = operations().into_iter().find(|one| one.method == Method::POST && one.path == template);
    let creating = creating.unwrap_or_else(|| panic!("{wanted}: nothing makes a record of {template}"));
    let made = call_well(maker, &creating, address).await;
    assert_eq!(made.status, creating.success(), "{made}");
    made
}

/// Calls `operation` at `address`, with the present version where one is asked for.
pub async fn call(caller: &Caller<'_>, operation: &Operation, address: &str, body: Option<&Value>) -> Answer {
    let caller = if operation.takes("If-Match") { caller.having_read(1) } else { caller.clone() };
    match body {
        Some(body) => caller.send_json(operation.method.clone(), address, body).await,
        None => caller.send(operation.method.clone(), address, Vec::new()).await,
    }
}

/// Calls `operation` at `address` with its example.
pub async fn call_well(caller: &Caller<'_>, operation: &Operation, address: &str) -> Answer {
    if operation.takes_a_file() {
        let caller = caller.with("content-type", "application/octet-stream");
        return caller.send(operation.method.clone(), address, LEDGER.to_vec()).await;
    }
    let body = body_of(operation);
    call(caller, operation, address, body.as_ref()).await
}
