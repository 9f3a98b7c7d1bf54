//! Who may not open the files is told of parts of the area only what points at nobody, whichever way they ask.
use std::collections::BTreeMap;

use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{column, parts, table, total};

/// Fewest persons a part may tell of.
const FEWEST: i64 = 5;

fn is_withheld(cell: &Value) -> bool {
    cell["withheld"].is_object()
}

fn is_few(count: i64) -> bool {
    (1..FEWEST).contains(&count)
}

/// The columns of a table that count persons by what their files say.
const OF_PERSONS: [&str; 12] = [
    "registered_total",
    "registered_current",
    "community_treatment",
    "community_rehabilitation",
    "compulsory_isolation_now",
    "in_community",
    "imprisoned",
    "detained",
    "clean_three_years",
    "out_of_contact",
    "migrants_current",
    "case_worker_missing",
];

async fn pair(app: &TestApp) -> (Value, Value) {
    let clerk = app.user(&["indicators:read", "personnel:read"]);
    let leader = app.role("leader");
    let query = "period=2025-12";
    (table(&clerk, "monthly_register", query).await, table(&leader, "monthly_register", query).await)
}

#[actix_web::test]
async fn a_leader_sees_the_whole_exactly_and_no_cell_of_one_to_four() {
    let app = TestApp::of_sample_town().await;
    let (full, seen) = pair(&app).await;
    assert_eq!(full["total"]["cells"], seen["total"]["cells"], "the whole of one's own town is told");
    let mut withheld = 0;
    for key in OF_PERSONS {
        for ((code, truth), (_, cell)) in column(&full, key).into_iter().zip(column(&seen, key)) {
            let Some((count, _)) = parts(truth) else { continue };
            withheld += usize::from(is_withheld(cell));
            assert!(!is_few(count) || is_withheld(cell), "{key} of {code} is {count}");
            assert!(is_withheld(cell) || cell == truth, "{key} of {code}");
        }
        // Nor does the rest of the whole tell.
        let cells = column(&seen, key);
        let shown: i64 = cells.iter().filter_map(|(_, cell)| parts(cell)).map(|one| one.0).sum();
        let hidden = cells.iter().filter(|(_, cell)| is_withheld(cell)).count();
        let whole = total(&seen, key).map_or(0, |one| one.0);
        assert!(hidden != 1, "{key}: one hidden cell is the rest of the whole");
        let all_are = hidden == cells.len();
        assert!(hidden == 0 || all_are || !is_few(whole - shown), "{key}: {} are hidden", whole - shown);
    }
    assert!(withheld > 20, "most villages of a small town have few persons: {withheld}");
}

#[actix_web::test]
async fn asking_for_the_village_tells_no_more_than_the_table() {
    let app = TestApp::of_sample_town().await;
    let (_, seen) = pair(&app).await;
    let leader = app.role("leader");
    for (code, _) in column(&seen, "registered_total").into_iter().take(8) {
        let list = leader.get(&format!("/api/v1/indicators?division={code}&period=2025-12")).await.ok();
        let figures: BTreeMap<&str, &Value> = list["items"]
            .as_array()
            .expect("figures")
            .iter()
            .map(|one| (one["name"].as_str().unwrap_or_default(), one))
            .collect();
        for key in OF_PERSONS {
            let (_, cell) = column(&seen, key).into_iter().find(|(of, _)| *of == code).expect("a row");
            let figure = figures[key];
            assert_eq!(is_withheld(cell), is_withheld(&figure["value"]), "{key} of {code}");
            if is_withheld(cell) {
                assert_eq!((&figure["record_count"], &figure["remarks"]), (&json!(0), &json!([])), "{figure}");
                let asked = format!("/api/v1/indicators/{key}/records?division={code}&period=2025-12");
                let page = leader.get(&asked).await.ok();
                assert_eq!((&page["total"], &page["withheld"], &page["items"]), (&json!(0), &json!(true), &json!([])));
                let asked = format!(
                    "/api/v1/statistics/tables/monthly_register/columns/{key}/records?row={code}&period=2025-12"
                );
                let page = leader.get(&asked).await.ok();
                assert_eq!((&page["total"], &page["withheld"]), (&json!(0), &json!(true)), "{key} {code}");
            }
        }
        // What is no secret is told.
        assert!(figures["premises"]["value"]["known"].is_object(), "{code}");
    }
}

async fn person(office: &Caller<'_>, division: &str, status: &str, number: usize) {
    let names = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let name = format!("赵{}{}", names[number % 9], names[number / 9]);
    let body = json!({"name": name, "gender": "male", "division_code": division, "status": status, "first_found_on": "2024-03-01"});
    office.post("/api/v1/personnel", &body).await.created();
}

#[actix_web::test]
async fn what_a_county_is_not_told_of_a_town_it_is_not_told_of_its_villages() {
    let app = TestApp::in_two_towns().await;
    let office = app.user_at(&["personnel:read", "personnel:write"], "990981000000");
    for number in 0..9 {
        person(&office, NORTH_VILLAGE, "in_community", number).await;
    }
    for number in 9..12 {
        person(&office, "990981108201", "in_community", number).await;
    }
    let county = app.user_at(&["indicators:read"], "990981000000");
    let towns = table(&county, "monthly_register", "period=2025-12").await;
    assert_eq!(total(&towns, "in_community"), Some((12, 0)));
    // Three in the south are few; nine in the north would tell of them.
    assert!(column(&towns, "in_community").iter().all(|(_, cell)| is_withheld(cell)), "{towns}");
    for division in [NORTH, NORTH_VILLAGE] {
        let below = table(&county, "monthly_register", &format!("division={division}&period=2025-12")).await;
        let row = std::iter::once(&below["total"]).chain(below["rows"].as_array().expect("rows"));
        let at = super::place(&below, "in_community");
        assert!(row.clone().all(|row| is_withheld(&row["cells"][at])), "{division}: {below}");
    }
    let series = county.get("/api/v1/statistics/series/in_community?year=2025&by=quarter").await.ok();
    for row in series["rows"].as_array().expect("rows") {
        assert!(row["cells"].as_array().expect("cells").iter().all(is_withheld), "{series}");
    }
}
