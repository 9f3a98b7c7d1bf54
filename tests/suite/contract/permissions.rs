//! Who may: each operation demands the capability it documents, and no other will do.
use actix_web::http::Method;
use jindu::platform::auth::CAPABILITIES;
use jindu_tests::support::TestApp;

use super::document::operations;

/// Operations that anyone may call.
const PUBLIC: [&str; 5] = [
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/set-password",
    "POST /api/v1/auth/setup",
];

#[test]
fn only_signing_in_is_open_to_anyone() {
    let open = operations().into_iter().filter(|operation| operation.capability().is_none());
    assert_eq!(open.map(|operation| operation.title()).collect::<Vec<_>>(), PUBLIC);
}

#[test]
fn every_capability_demanded_is_one_that_roles_can_have() {
    for operation in operations() {
        let known = operation.capability().is_none_or(|capability| CAPABILITIES.contains(&capability));
        assert!(known, "{} demands an unknown capability", operation.title());
    }
}

#[actix_web::test]
async fn every_operation_demands_the_capability_it_documents() {
    let app = TestApp::in_two_towns().await;
    for operation in operations() {
        let Some(capability) = operation.capability() else { continue };
        let others: Vec<_> = CAPABILITIES.iter().copied().filter(|other| *other != capability).collect();
        let (path, title) = (operation.absent(), operation.title());
        for (caller, expected) in [(app.nobody(), 401), (app.user(&others), 403)] {
            let answer = caller.send(operation.method.clone(), &path, Vec::new()).await;
            assert_eq!(answer.status, expected, "{title} without {capability}: {answer}");
        }
        let answer = app.user(&[capability]).send(operation.method.clone(), &path, Vec::new()).await;
        assert!(![401, 403].contains(&answer.status), "{title} refuses {capability}: {answer}");
    }
}

#[actix_web::test]
async fn without_a_token_nothing_else_answers() {
    let app = TestApp::in_two_towns().await;
    let methods =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    for operation in operations() {
        let path = operation.absent();
        for method in &methods {
            if PUBLIC.contains(&format!("{method} {path}").as_str()) {
                continue;
            }
            let answer = app.nobody().send(method.clone(), &path, Vec::new()).await;
            assert!([401, 405].contains(&answer.status), "{answer}");
        }
    }
}

#[actix_web::test]
async fn metrics_are_for_this_machine() {
    let answer = TestApp::start().await.nobody().get("/metrics").await;
    assert_eq!((answer.status, answer.code()), (403, "forbidden"));
}
