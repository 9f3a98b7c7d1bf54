//! What is counted, what is lacking, and what is not known.
use actix_web::http::Method;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{ASKED, OFFICE, campaign, event, figures, inspected, integer, labels, person, place, rate};

#[actix_web::test]
async fn a_town_without_records_knows_nothing_and_says_so() {
    let app = TestApp::in_two_towns().await;
    let list = app.user(&OFFICE).get(&format!("/api/v1/indicators?{ASKED}")).await.ok();
    for figure in list["items"].as_array().expect("figures") {
        let name = figure["name"].as_str().unwrap_or_default();
        if ["year", "villages", "town"].contains(&name) {
            assert!(figure["value"].get("known").is_some(), "{figure}");
        } else {
            assert!(!figure["value"]["unknown"]["reason_zh"].as_str().unwrap_or_default().is_empty(), "{figure}");
        }
        assert!(!figure["meaning_en"].as_str().unwrap_or_default().is_empty(), "{figure}");
        assert_eq!(figure["as_of"], "2025-12-31");
        assert_eq!(figure["from"].is_null(), figure["clock"] != "flow", "{figure}");
    }
}

#[actix_web::test]
async fn a_question_without_a_true_answer_is_refused() {
    let app = TestApp::in_two_towns().await;
    let city = app.user_at(&["indicators:read", "reports:read", "reports:write"], "990981000000");
    for (query, field, code) in [
        (format!("division={NORTH}&period=2025&as_of=2099-01-01"), "as_of", "as_of.future"),
        (format!("division={NORTH}&period=2026&as_of=2025-12-31"), "as_of", "as_of.before_period"),
        (format!("division=990981999000&{ASKED}"), "division", "division.not_on_record"),
    ] {
        let answer = city.get(&format!("/api/v1/indicators?{query}")).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![(field, code)]), "{answer}");
    }
    let report = |code: &str, year: i32, as_of: &str| json!({"kind": "annual_summary", "division_code": code, "year": year, "as_of": as_of});
    for (body, pointer) in [
        (report(NORTH, 2025, "2099-01-01"), "/as_of"),
        (report(NORTH, 2026, "2025-12-31"), "/as_of"),
        (report(NORTH_VILLAGE, 2025, "2025-12-31"), "/division_code"),
        (report("990981000000", 2025, "2025-12-31"), "/division_code"),
    ] {
        let answer = city.post("/api/v1/reports", &body).await;
        assert!(answer.status == 422 && answer.names(pointer), "{answer}");
    }
    city.get(&format!("/api/v1/indicators?division={SOUTH}&{ASKED}")).await.ok();
}

#[actix_web::test]
async fn only_a_place_that_was_entered_is_covered() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let lab = campaign(&office, "lab_screening", "制毒窝点排查").await;
    let rental = campaign(&office, "rental_check", "出租房排查").await;
    let (entered, locked) = (place(&office, "甲房", NORTH_VILLAGE).await, place(&office, "乙房", NORTH_VILLAGE).await);
    let (of_town, new) = (place(&office, "丙房", NORTH).await, place(&office, "丁房", NORTH_VILLAGE).await);
    inspected(&office, &entered, "2025-03-01", "locked", Some(&lab)).await.created();
    inspected(&office, &entered, "2025-04-01", "normal", Some(&lab)).await.created();
    inspected(&office, &locked, "2025-03-01", "nobody_home", Some(&lab)).await.created();
    inspected(&office, &of_town, "2025-03-02", "defect", Some(&rental)).await.created();
    let figures = figures(&office).await;
    assert_eq!(integer(&figures, "premises_inspected"), Some(3));
    assert_eq!(integer(&figures, "premises_never_inspected"), Some(1));
    assert_eq!(integer(&figures, "premises_not_entered"), Some(1));
    assert_eq!(integer(&figures, "lab_screening_rounds"), Some(1));
    assert_eq!(integer(&figures, "lab_screening_premises"), Some(1));
    assert_eq!(rate(&figures, "premises_covered"), Some((2, 4)));
    assert_eq!(figures["premises_covered"]["lacking"]["title_zh"], "未排查场所");
    // The place in the town's own code is in none of its villages.
    assert_eq!(rate(&figures, "villages_inspected"), Some((1, 1)));
    assert_eq!(labels(&office, "villages_inspected", "counted").await, ["新塘村"]);
    let gap = labels(&office, "premises_covered", "lacking").await;
    let is_of = |label: &String, place: &jindu_tests::support::Answer| {
        label.starts_with(place.body["code"].as_str().unwrap_or_default())
    };
    assert!(gap.len() == 2 && gap.iter().any(|label| is_of(label, &locked)), "{gap:?}");
    assert!(gap.iter().any(|label| is_of(label, &new)), "{gap:?}");
}

#[actix_web::test]
async fn the_lines_of_work_and_meetings_are_proved_by_their_own_records() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    event(&office, json!({"counts": {"leaflets": 20, "reach": 30}})).await.created();
    event(&office, json!({"theme": "june26", "counts": {"reach": 5}})).await.created();
    event(&office, json!({"theme": "june26", "co_organisers": "派出所"})).await.created();
    event(&office, json!({"kind": "meeting", "title": "村会议"})).await.created();
    let lab = campaign(&office, "lab_screening", "制毒窝点排查").await;
    let room = place(&office, "甲房", NORTH_VILLAGE).await;
    inspected(&office, &room, "2025-03-01", "normal", Some(&lab)).await.created();
    let before = figures(&office).await;
    let lines = &before["work_lines"]["value"]["known"]["breakdown"];
    assert_eq!(lines, &json!({"禁吸": 3, "禁贩": 0, "禁种": 0, "禁制": 1}));
    assert_eq!(before["meetings"]["value"].get("known"), None, "a village's meeting is not the town's");
    assert_eq!(integer(&before, "leaflets"), Some(20));
    let remark = before["leaflets"]["remarks"][0]["zh"].as_str().unwrap_or_default();
    assert!(remark.contains("2次活动未登记数量"), "{remark}");
    assert_eq!(rate(&before, "june26_joint"), Some((1, 2)));
    event(&office, json!({"kind": "meeting", "title": "党委会", "division_code": NORTH})).await.created();
    assert_eq!(integer(&figures(&office).await, "meetings"), Some(1));
}

#[actix_web::test]
async fn who_is_in_no_grid_and_who_is_out_of_post_does_not_count() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let grid = json!({"division_code": NORTH_VILLAGE, "name": "第一网格"});
    let grid = office.post("/api/v1/grids", &grid).await;
    person(&office, "赵一二", "in_community", json!({"grid_id": grid.id()})).await.created();
    person(&office, "钱三四", "in_community", json!({"migrant": {"away": true}})).await.created();
    person(&office, "孙五六", "clean_three_years", json!({"migrant": {"away": true}})).await.created();
    let after = figures(&office).await;
    assert_eq!(rate(&after, "grid_assigned"), Some((1, 2)));
    assert_eq!(after["grid_assigned"]["lacking"]["title_zh"], "未入格");
    assert_eq!((integer(&after, "migrants"), integer(&after, "migrants_current")), (Some(2), Some(1)));

    let director = json!({"name": "李治保", "post": "security_director", "division_code": NORTH_VILLAGE});
    let director = office.post("/api/v1/staff", &director).await;
    let post = json!({
        "division_code": NORTH, "group_role": "member", "title": "治保主任", "name": "李治保", "held_from": "2025-01-05",
    });
    office.post("/api/v1/leading-group", &post).await.created();
    assert_eq!(rate(&figures(&office).await, "security_directors_in_group"), Some((1, 1)));
    office.patch(&format!("/api/v1/staff/{}", director.id()), 1, &json!({"active": false})).await.ok();
    let other = json!({"name": "周治保", "post": "security_director", "division_code": NORTH_VILLAGE});
    office.post("/api/v1/staff", &other).await.created();
    let after = figures(&office).await;
    assert_eq!(rate(&after, "security_directors_in_group"), Some((0, 1)));
    assert_eq!(labels(&office, "security_directors_in_group", "lacking").await, ["新塘村"]);
    assert!(after["deputy_1"]["value"]["unknown"]["reason_zh"].as_str().unwrap_or_default().contains("副组长"));
}

#[actix_web::test]
async fn each_fact_of_the_profile_is_the_newest_up_to_the_year() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    for (year, facts) in [
        (2023, json!({"population": 30_000, "farmland_mu": 36_000.0, "fixed_investment_yi": 9.5})),
        (2024, json!({"population": 31_000, "fiscal_revenue_yi": 3.2})),
        (2026, json!({"population": 39_000, "area_km2": 142.6})),
    ] {
        let address = format!("/api/v1/divisions/{NORTH}/profiles/{year}");
        office.send_json(Method::PUT, &address, &facts).await.created();
    }
    let figures = figures(&office).await;
    assert_eq!(integer(&figures, "population"), Some(31_000));
    assert_eq!(figures["farmland_mu"]["value"]["known"]["decimal"], "36000");
    assert_eq!(figures["area_km2"]["value"].get("known"), None, "2026 is later than the report");
    assert_eq!(integer(&figures, "finance_year"), Some(2024));
    assert_eq!(figures["fixed_investment_yi"]["value"].get("known"), None, "the text says it of the finance year");
    let unknown: &Value = &figures["fixed_investment_yi"]["value"]["unknown"];
    assert!(unknown["reason_zh"].as_str().unwrap_or_default().contains("固定资产投资"), "{unknown}");
}
