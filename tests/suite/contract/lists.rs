//! Lists: every query parameter is checked, and one that is unknown is refused.
use actix_web::http::Method;
use jindu_tests::support::{NORTH, TestApp};
use serde_json::json;

use super::arrange::{address, anyone};
use super::document::{Operation, Parameter, operations};

fn queried() -> Vec<(Operation, Vec<Parameter>)> {
    let parameters =
        |operation: &Operation| operation.parameters().into_iter().filter(|one| one.place == "query").collect();
    let all = operations().into_iter().map(|operation| (parameters(&operation), operation));
    let queried: Vec<(Operation, Vec<Parameter>)> =
        all.map(|(parameters, operation): (Vec<_>, _)| (operation, parameters)).collect();
    queried
        .into_iter()
        .filter(|(operation, parameters)| operation.method == Method::GET && !parameters.is_empty())
        .collect()
}

#[actix_web::test]
async fn an_unknown_parameter_is_refused() {
    let app = TestApp::in_two_towns().await;
    for (operation, _) in queried() {
        let (path, caller) = (address(&app, &operation).await, anyone(&app, NORTH));
        for name in ["pgae", "surprise", "withdrawn_at"] {
            let answer = caller.get(&format!("{path}?{name}=1")).await;
            assert_eq!((answer.status, answer.errors()), (400, vec![(name, "parameter.unknown")]), "{answer}");
        }
    }
}

#[actix_web::test]
async fn a_value_a_parameter_cannot_have_is_refused() {
    let app = TestApp::in_two_towns().await;
    for (operation, parameters) in queried() {
        let (path, caller) = (address(&app, &operation).await, anyone(&app, NORTH));
        for Parameter { name, schema, .. } in parameters {
            let answer = caller.get(&format!("{path}?{name}=%00")).await;
            assert_eq!((answer.status, answer.errors()), (422, vec![(name.as_str(), "text.nul")]), "{answer}");
            let is_free_text =
                schema.kind() == "string" && schema.get("format").is_null() && schema.get("enum").is_null();
            if !is_free_text {
                let answer = caller.get(&format!("{path}?{name}=%E4%B8%83")).await;
                assert_eq!(answer.status, 400, "{answer}");
            }
            let most =
                schema.get("maxLength").as_u64().map(|most| "a".repeat(usize::try_from(most).expect("a length") + 1));
            let beyond = schema.get("maximum").as_i64().map(|most| (most + 1).to_string());
            let below = schema.get("minimum").as_i64().map(|least| (least - 1).to_string());
            for value in [most, beyond, below].into_iter().flatten() {
                let answer = caller.get(&format!("{path}?{name}={value}")).await;
                assert_eq!(answer.status, 422, "{answer}");
                assert!(answer.names(&name), "{answer}");
            }
        }
    }
}

#[actix_web::test]
async fn an_odd_query_is_answered_calmly() {
    let app = TestApp::in_two_towns().await;
    for (operation, _) in queried().into_iter().filter(|(operation, _)| operation.takes("page")) {
        let (path, caller) = (address(&app, &operation).await, anyone(&app, NORTH));
        for query in ["page=1&page=2", "page=99999999999999999999", "%FF=%FF", "&&&", "page", "=", "page=1%0a"] {
            let answer = caller.get(&format!("{path}?{query}")).await;
            assert!([200, 400, 422].contains(&answer.status), "{answer}");
        }
        let far = caller.get(&format!("{path}?page=100000&per_page=200")).await.ok();
        assert_eq!(far["items"], json!([]));
    }
}
