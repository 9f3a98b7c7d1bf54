//! Few persons are not told of a village to who may not read persons.
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{OFFICE, person};

fn persons(overview: &Value) -> Vec<(String, String, i64)> {
    let tallies = overview["tallies"].as_array().into_iter().flatten().filter(|tally| tally["what"] == "persons");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    tallies
        .map(|tally| (text(&tally["division_code"]), text(&tally["key"]), tally["count"].as_i64().unwrap_or_default()))
        .collect()
}

async fn overview(caller: &Caller<'_>) -> Vec<(String, String, i64)> {
    persons(&caller.get("/api/v1/indicators/overview").await.ok())
}

#[actix_web::test]
async fn one_person_of_a_village_is_told_of_the_town() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    person(&office, "赵一二", "imprisoned", json!({})).await.created();
    for name in ["钱三四", "孙五六", "李七八", "周九十", "吴一一"] {
        person(&office, name, "in_community", json!({})).await.created();
    }
    let cell = |division: &str, status: &str, count| (division.to_owned(), status.to_owned(), count);
    let full = overview(&office).await;
    assert!(full.contains(&cell(NORTH_VILLAGE, "imprisoned", 1)), "{full:?}");
    let merged = overview(&app.role("leader")).await;
    let expected = [cell(NORTH, "imprisoned", 1), cell(NORTH_VILLAGE, "in_community", 5)];
    assert!(merged.len() == 2 && expected.iter().all(|cell| merged.contains(cell)), "{merged:?}");
}
