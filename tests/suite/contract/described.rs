//! What the document says of each operation, and that it says it truly.
use std::collections::BTreeSet;
use std::path::Path;

use actix_web::http::Method;
use jindu_tests::support::{NORTH, TestApp};

use super::arrange::{address, anyone, call_well, is_for_its_maker};
use super::conforms::differences;
use super::document::{Operation, operations};
use super::schema::text;

#[test]
fn every_operation_is_described() {
    let mut names = BTreeSet::new();
    for operation in operations() {
        let title = operation.title();
        assert!(!text(&operation.member("tags")[0]).is_empty(), "{title} has no tag");
        assert!(text(operation.member("summary")).ends_with('.'), "{title} has no summary");
        assert!(names.insert(operation.id().to_owned()), "{title}: another operation has its name");
        assert_eq!(operation.answers().is_none(), operation.success() == 204, "{title} documents what it answers");
        for refusal in ["4XX", "5XX"] {
            let body = &operation.member("responses")[refusal]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(text(body), "#/components/schemas/Problem", "{title} does not document {refusal}");
        }
    }
}

#[test]
fn what_an_address_names_is_documented() {
    for operation in operations() {
        let named = operation.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        for name in named {
            let parameters = operation.parameters();
            let found = parameters.iter().find(|parameter| parameter.place == "path" && parameter.name == name);
            assert!(found.is_some_and(|parameter| parameter.is_required), "{}: {name}", operation.title());
        }
    }
}

#[test]
fn every_text_has_a_longest_length() {
    for operation in operations() {
        let Some(body) = operation.body() else { continue };
        for (pointer, leaf) in body.leaves().into_iter().filter(|(_, leaf)| leaf.kind() == "string") {
            let is_bound =
                leaf.get("maxLength").is_u64() || leaf.get("format").is_string() || leaf.get("enum").is_array();
            assert!(is_bound, "{} {pointer}", operation.title());
        }
    }
}

#[test]
fn what_makes_a_record_may_be_repeated_and_what_changes_one_names_its_version() {
    for operation in operations() {
        assert!(operation.success() != 201 || operation.takes("Idempotency-Key"), "{}", operation.title());
        assert!(operation.method != Method::PATCH || operation.takes("If-Match"), "{}", operation.title());
    }
}

#[actix_web::test]
async fn every_operation_answers_what_it_documents() {
    let app = TestApp::in_two_towns().await;
    let open_to_anyone = |operation: &&Operation| operation.capability().is_some() && !is_for_its_maker(operation);
    for operation in operations().iter().filter(open_to_anyone) {
        let answer = call_well(&app, &anyone(&app, NORTH), operation, &address(&app, operation).await).await;
        assert_eq!(answer.status, operation.success(), "{answer}");
        let Some((media, schema)) = operation.answers() else { continue };
        assert!(answer.header("content-type").starts_with(media), "{}: {:?}", operation.title(), answer.headers);
        let is_one_value = media.ends_with("json") && !media.ends_with("ndjson");
        let found = if is_one_value { differences(&schema, &answer.body, "") } else { Vec::new() };
        assert!(found.is_empty(), "{}: {}", operation.title(), found.join("; "));
    }
}

#[actix_web::test]
async fn the_document_is_served() {
    let answer = TestApp::start().await.nobody().get("/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.text, jindu::app::document_text());
}

#[test]
fn the_committed_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == jindu::app::document_text(), "run `make openapi` and commit openapi/openapi.json");
}
