//! The sheet of points: what records prove, what they cost, what a person must judge.
use jindu_tests::support::TestApp;
use serde_json::{Value, json};

const READS: [&str; 2] = ["indicators:read", "personnel:read"];
const SHEET: &str = "/api/v1/statistics/sheets/town_self_assessment?period=2025";

fn item<'a>(sheet: &'a Value, key: &str) -> &'a Value {
    let sections = sheet["sections"].as_array().expect("sections");
    let mut items = sections.iter().flat_map(|section| section["items"].as_array().expect("items"));
    items.find(|item| item["key"] == key).unwrap_or_else(|| panic!("no item {key}"))
}

fn hundredths(points: &Value) -> i64 {
    let text = points.as_str().unwrap_or_else(|| panic!("{points}"));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<2}").parse().expect("digits")
}

#[actix_web::test]
async fn points_lost_open_the_records_that_cost_them() {
    let app = TestApp::of_sample_town().await;
    let caller = app.user(&READS);
    let sheet = caller.get(SHEET).await.ok();
    let reports = item(&sheet, "report_in");
    // Two of the sample town's 21 have not reported in; one of them has no day of receipt, so nobody can say it is late.
    assert_eq!(reports["state"], "assessed", "{reports}");
    let mut lost = 0;
    for section in sheet["sections"].as_array().expect("sections") {
        for item in section["items"].as_array().expect("items") {
            if item["state"] != "assessed" {
                assert_eq!(item["lost"], Value::Null, "{item}");
                continue;
            }
            assert!(hundredths(&item["lost"]) <= hundredths(&item["points"]), "{item}");
            lost += hundredths(&item["lost"]);
            let Some(records) = item["record_count"].as_u64() else { continue };
            let (figure, side) = (item["figure"].as_str().expect("a figure"), item["side"].as_str().expect("a side"));
            let asked = format!("/api/v1/indicators/{figure}/records?period=2025&as_of=2025-12-31&side={side}");
            assert_eq!(caller.get(&asked).await.ok()["total"], json!(records), "{item}");
        }
    }
    assert_eq!(hundredths(&sheet["lost"]), lost);
    assert_eq!(hundredths(&sheet["score"]) + lost, hundredths(&sheet["provable"]));
    assert_eq!(hundredths(&sheet["open"]) + hundredths(&sheet["provable"]), 10_000);
    assert_eq!(item(&sheet, "awareness")["state"], "by_hand");
    assert_eq!(item(&sheet, "signed")["record_count"], json!(30), "thirty inspections of the sample are unsigned");
    assert_eq!(item(&sheet, "signed")["lost"], "3", "no more than the item has");
    assert!(item(&sheet, "signed")["reason_zh"].as_str().is_some_and(|why| why.contains("30")), "{sheet}");
}

#[actix_web::test]
async fn a_town_without_records_is_given_no_points_for_silence() {
    let app = TestApp::in_two_towns().await;
    let sheet = app.user(&READS).get(SHEET).await.ok();
    for key in ["tests", "agreements", "contact", "register", "signed", "rectified"] {
        let item = item(&sheet, key);
        assert_eq!((&item["state"], &item["lost"]), (&json!("unknown"), &Value::Null), "{item}");
        assert!(!item["reason_zh"].as_str().unwrap_or_default().is_empty(), "{item}");
    }
    for (key, lost) in [("leading_group", "3"), ("meetings", "2"), ("surveys", "12"), ("lectures", "6")] {
        assert_eq!(item(&sheet, key)["lost"], lost, "{key}");
    }
}
