//! Records: another town's are as if they were not there, changes name the version they rest on, repetitions have one effect.
use actix_web::http::Method;
use jindu_tests::support::{NORTH, SOUTH, TestApp};
use serde_json::json;

use super::arrange::{address, anyone, call_well, call_with, is_for_its_maker, made_at};
use super::document::{Operation, fill, operations};
use super::example::body_of;

#[actix_web::test]
async fn another_towns_record_is_as_absent_as_one_that_never_was() {
    let app = TestApp::in_two_towns().await;
    let stranger = anyone(&app, SOUTH);
    for operation in operations().iter().filter(|operation| operation.names_a_record()) {
        let theirs = call_well(&app, &stranger, operation, &address(&app, operation).await).await;
        let nobodys = call_well(&app, &stranger, operation, &operation.absent()).await;
        assert_eq!(theirs.status, 404, "{theirs}");
        assert_eq!(theirs.redacted(), nobodys.redacted());
        let names = |answer: &jindu_tests::support::Answer| {
            let mut names: Vec<_> = answer
                .headers
                .iter()
                .filter(|(name, _)| *name != "x-request-id")
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            names.sort();
            names
        };
        assert_eq!(names(&theirs), names(&nobodys), "{}", operation.title());
    }
}

#[actix_web::test]
async fn an_id_that_is_none_is_nowhere() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    for operation in operations().iter().filter(|operation| operation.names_a_record()) {
        for odd in ["1", "%00", "' OR 1=1 --", "..%2f..%2fme", "0193a1c2-7d5e-7000-8000-00000000000g", "%ff"] {
            let path = fill(&operation.path, |_| odd.replace(' ', "%20"));
            let answer = call_well(&app, &caller, operation, &path).await;
            assert_eq!(answer.status, 404, "{answer}");
        }
    }
}

#[actix_web::test]
async fn a_change_names_the_version_it_rests_on() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    for operation in operations().iter().filter(|operation| operation.takes("If-Match")) {
        let (path, body) = (address(&app, operation).await, body_of(operation, app.number()).unwrap_or_default());
        let without = caller.send_json(operation.method.clone(), &path, &body).await;
        assert_eq!((without.status, without.code()), (428, "version_required"), "{without}");
        for odd in ["\"\"", "abc", "*", "\"1\", \"2\"", "99999999999999999999"] {
            let answer = caller.with("if-match", odd).send_json(operation.method.clone(), &path, &body).await;
            assert_eq!(answer.status, 428, "{odd}: {answer}");
        }
        let stale = caller.having_read(7).send_json(operation.method.clone(), &path, &body).await;
        assert_eq!(
            (stale.status, stale.code(), &stale.body["current_version"]),
            (412, "stale", &json!(made_at(operation))),
            "{stale}"
        );
    }
}

#[actix_web::test]
async fn a_repeated_request_has_one_effect_and_one_answer() {
    let app = TestApp::in_two_towns().await;
    let is_repeatable = |operation: &&Operation| operation.takes("Idempotency-Key") && !is_for_its_maker(operation);
    for operation in operations().iter().filter(is_repeatable) {
        let path = address(&app, operation).await;
        let (caller, number) = (anyone(&app, NORTH).with("idempotency-key", "k1"), app.number());
        let first = call_with(&caller, operation, &path, number).await;
        let second = call_with(&caller, operation, &path, number).await;
        assert_eq!(first.status, operation.success(), "{first}");
        assert_eq!((first.status, &first.text), (second.status, &second.text));
        assert_eq!(first.header("etag"), second.header("etag"));
        assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));

        if operation.body().is_none() {
            continue;
        }
        let other = format!("{} ", body_of(operation, number).unwrap_or_default());
        let json = caller.having_read(1).with("content-type", "application/json");
        let answer = json.send(Method::POST, &path, other.into_bytes()).await;
        assert_eq!(answer.errors(), [("Idempotency-Key", "idempotency_key.reused")], "{answer}");
        let too_long = anyone(&app, NORTH).with("idempotency-key", &"k".repeat(201));
        let answer = call_well(&app, &too_long, operation, &path).await;
        assert_eq!(answer.errors(), [("Idempotency-Key", "idempotency_key.format")], "{answer}");
    }
}

#[actix_web::test]
async fn one_callers_key_says_nothing_to_another() {
    let app = TestApp::in_two_towns().await;
    let makes = |operation: &&Operation| operation.success() == 201 && !is_for_its_maker(operation);
    for operation in operations().iter().filter(makes) {
        let mut ids = Vec::new();
        for _ in 0..2 {
            let path = address(&app, operation).await;
            let caller = anyone(&app, NORTH).with("idempotency-key", "shared");
            let answer = call_well(&app, &caller, operation, &path).await;
            assert_eq!(answer.status, 201, "{answer}");
            ids.push(answer.id());
        }
        assert_ne!(ids[0], ids[1]);
    }
}
