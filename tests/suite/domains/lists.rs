//! Lists: what narrows and orders them, on both databases alike, and what an export takes out.
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{office, treatment, with};

/// Four persons: two under measures, of whom one has reported in, one in a grid with a caseworker.
async fn four_persons(caller: &Caller<'_>) {
    let worker = json!({ "name": "秦进晨", "post": "case_worker", "division_code": NORTH });
    let worker = caller.post("/api/v1/staff", &worker).await.id();
    let grid = caller.post("/api/v1/grids", &json!({ "division_code": NORTH_VILLAGE, "name": "第一网格" })).await.id();
    for (file_no, name, status, more) in [
        ("1", "罗会腾", "community_treatment", json!({ "first_found_on": "2024-02-21", "grid_id": grid })),
        ("2", "潘奇勇", "community_rehabilitation", json!({ "case_worker_id": worker })),
        ("3", "罗庆慧", "in_community", json!({ "first_found_on": "2023-01-01", "platform_entered_on": "2023-02-01" })),
        ("4", "尹峰", "deceased", json!({})),
    ] {
        let body = json!({ "file_no": file_no, "name": name, "status": status, "division_code": NORTH_VILLAGE });
        let made = caller.post("/api/v1/personnel", &with(&body, &more)).await;
        assert_eq!(made.status, 201, "{made}");
        if file_no == "1" {
            let treatments = format!("/api/v1/personnel/{}/treatments", made.id());
            caller.post(&treatments, &treatment()).await.created();
        }
    }
}

fn file_numbers(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().expect("a list").iter();
    items.map(|item| item["file_no"].as_str().expect("a file number")).collect()
}

#[actix_web::test]
async fn each_filter_keeps_what_it_says() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    four_persons(&caller).await;
    for (filter, expected) in [
        ("", &["1", "2", "3", "4"][..]),
        ("grid=none", &["2", "3", "4"]),
        ("case_worker=none", &["1", "3", "4"]),
        ("platform_entered=true", &["3"]),
        ("platform_entered=false", &["1", "2", "4"]),
        ("reported_in=true", &["1"]),
        ("reported_in=false", &["2"]),
        ("control=not_applicable", &["4"]),
        ("division=990981107", &["1", "2", "3", "4"]),
        ("division=990981107201", &["1", "2", "3", "4"]),
        ("division=990981108", &[]),
        ("status=community_treatment,deceased", &["1", "4"]),
        ("q=%E7%BD%97", &["1", "3"]),
        ("q=%E7%BD%97&status=in_community", &["3"]),
        ("q=lht&reported_in=true", &["1"]),
    ] {
        let list = caller.get(&format!("/api/v1/personnel?sort=file_no&{filter}")).await.ok();
        let mut found = file_numbers(&list);
        found.sort_unstable();
        assert_eq!((found.as_slice(), &list["total"]), (expected, &json!(expected.len())), "{filter}");
        let taken = caller.get(&format!("/api/v1/personnel/export?format=ndjson&{filter}")).await;
        let lines: Vec<Value> = taken.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let mut out: Vec<&str> = lines.iter().map(|line| line["file_no"].as_str().expect("a number")).collect();
        out.sort_unstable();
        assert_eq!(out, expected, "export {filter}");
    }
    let grid = caller.get("/api/v1/grids").await.ok()["items"][0]["id"].as_str().map(str::to_owned).expect("a grid");
    let list = caller.get(&format!("/api/v1/personnel?grid={grid}")).await.ok();
    assert_eq!(file_numbers(&list), ["1"]);
    for odd in ["grid=some", "division=99098110", "reported_in=perhaps"] {
        let refused = caller.get(&format!("/api/v1/personnel?{odd}")).await;
        assert!([400, 422].contains(&refused.status), "{refused}");
    }
}

#[actix_web::test]
async fn what_has_no_day_comes_last() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    four_persons(&caller).await;
    let list = caller.get("/api/v1/personnel?sort=-first_found_on").await.ok();
    assert_eq!(file_numbers(&list), ["1", "3", "4", "2"]);
}

#[actix_web::test]
async fn every_list_takes_the_first_digits_of_a_town() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    for list in [
        "divisions",
        "grids",
        "staff",
        "leading-group",
        "documents",
        "personnel",
        "premises",
        "inspections",
        "events",
        "campaigns",
        "reports",
    ] {
        let answer = caller.get(&format!("/api/v1/{list}?division=990981107")).await;
        assert_eq!(answer.status, 200, "{answer}");
    }
}

#[actix_web::test]
async fn places_are_ordered_and_narrowed() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    for (code, risk_level, inspected_on) in
        [("XH2", "high", Some("2025-05-01")), ("XH1", "low", None), ("XH3", "high", Some("2025-03-01"))]
    {
        let body = json!({
            "code": code, "kind": "rental", "name": "出租房", "division_code": NORTH_VILLAGE, "risk_level": risk_level,
            "registered_on": "2025-01-10",
        });
        let place = caller.post("/api/v1/premises", &body).await.id();
        if let Some(day) = inspected_on {
            let body = json!({ "inspected_on": day, "outcome": "normal" });
            caller.post(&format!("/api/v1/premises/{place}/inspections"), &body).await.created();
        }
    }
    for (query, expected) in [
        ("sort=code", &["XH1", "XH2", "XH3"][..]),
        ("sort=last_inspected_on", &["XH1", "XH3", "XH2"]),
        ("sort=code&risk_level=high", &["XH2", "XH3"]),
        ("inspected=false", &["XH1"]),
        ("sort=code&inspected_before=2025-04-01", &["XH1", "XH3"]),
    ] {
        let list = caller.get(&format!("/api/v1/premises?{query}")).await.ok();
        let codes: Vec<&str> =
            list["items"].as_array().expect("a list").iter().filter_map(|item| item["code"].as_str()).collect();
        assert_eq!(codes, expected, "{query}");
    }
}
