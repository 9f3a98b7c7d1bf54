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

/// The address of `operation` with records that were just made in the town [`NORTH`].
pub async fn address(app: &TestApp, operation: &Operation) -> String {
    let maker = anyone(app, NORTH);
    let mut address = String::new();
    for segment in operation.path.split('/').skip(1) {
        if segment.starts_with('{') {
            let made = make(&maker, &operation.path, &address).await;
            address = format!("{address}/{}", made.id());
        } else {
            address = format!("{address}/{segment}");
        }
    }
    address
}

/// Makes a record of the collection at `address`.
async fn make(maker: &Caller<'_>, wanted: &str, address: &str) -> Answer {
    let depth = address.split('/').count();
    let template = wanted.split('/').take(depth).collect::<Vec<_>>().join("/");
    let creating = operations()
        .into_iter()
        .find(|operation| operation.method == Method::POST && operation.path == template)
        .unwrap_or_else(|| panic!("{wanted}: nothing makes a record of {template}"));
    let made = maker.post(address, &body_of(&creating).expect("a body")).await;
    assert_eq!(made.status, 201, "{made}");
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
    let body = body_of(operation);
    call(caller, operation, address, body.as_ref()).await
}
