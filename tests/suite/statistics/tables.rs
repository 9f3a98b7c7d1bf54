//! Tables say what the records say, add up, and open what is behind each cell.
use std::io::Read as _;

use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp, expected};
use serde_json::{Value, json};

use super::{column, parts, table, total};

const READS: [&str; 3] = ["indicators:read", "personnel:read", "leads:read"];
const STATUSES: [&str; 11] = [
    "community_treatment",
    "community_rehabilitation",
    "compulsory_isolation_now",
    "voluntary_treatment",
    "maintenance",
    "in_community",
    "imprisoned",
    "detained",
    "abroad",
    "clean_three_years",
    "deceased",
];

#[actix_web::test]
async fn the_monthly_register_of_the_sample_town_is_true() {
    let app = TestApp::of_sample_town().await;
    let caller = app.user(&READS);
    let table = table(&caller, "monthly_register", "period=2025-12").await;
    let expected = expected();
    for (key, truth) in [
        ("registered_total", "registered_total"),
        ("registered_current", "registered_current"),
        ("community_treatment", "community_treatment"),
        ("community_rehabilitation", "community_rehabilitation"),
        ("compulsory_isolation_now", "compulsory_isolation_now"),
        ("clean_three_years", "clean_three_years"),
    ] {
        assert_eq!(total(&table, key).map(|one| one.0), expected[truth].as_i64(), "{key}");
    }
    let by_status: i64 = STATUSES.iter().filter_map(|key| total(&table, key)).map(|one| one.0).sum();
    assert_eq!(Some((by_status, 0)), total(&table, "registered_total"), "everybody has one status");
    assert_eq!(table["rows"].as_array().map(Vec::len), Some(18));
    assert_eq!((&table["period_zh"], &table["as_of"]), (&json!("2025年12月"), &json!("2025-12-31")));
    assert_eq!(table["columns"][0]["unit"], "人");
    let remarks = table["remarks"].as_array().expect("remarks");
    let says_so = |one: &Value| one["zh"].as_str().is_some_and(|words| words.starts_with("64份人员档案在截止日"));
    assert!(remarks.iter().any(says_so), "the files were entered after the last day of the table: {remarks:?}");
}

#[actix_web::test]
async fn rows_add_up_and_every_cell_opens_as_many_records_as_it_says() {
    let app = TestApp::of_sample_town().await;
    let caller = app.user(&READS);
    for (id, period) in
        [("monthly_register", "2025-12"), ("monthly_work", "2025-06"), ("quarterly_assessment", "2025-Q4")]
    {
        let table = table(&caller, id, &format!("period={period}")).await;
        for heading in table["columns"].as_array().expect("columns") {
            let key = heading["key"].as_str().unwrap_or_default();
            let Some(whole) = total(&table, key) else { continue };
            if heading["share_of"] != json!([]) {
                continue;
            }
            let cells: Vec<(i64, i64)> = column(&table, key).into_iter().filter_map(|(_, cell)| parts(cell)).collect();
            let sum = cells.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            assert_eq!(sum, whole, "{id} {key}");
        }
        let query = format!("/api/v1/statistics/tables/{id}");
        for key in ["registered_total", "visits", "test_rate", "premises_covered"] {
            if !table["columns"].as_array().expect("columns").iter().any(|one| one["key"] == key) {
                continue;
            }
            for (code, cell) in column(&table, key).into_iter().take(6) {
                let Some((counted, all)) = parts(cell) else { continue };
                let found = caller.get(&format!("{query}/columns/{key}/records?period={period}&row={code}")).await.ok();
                assert_eq!(found["total"], json!(counted), "{id} {key} {code}");
                let lacking = caller
                    .get(&format!("{query}/columns/{key}/records?period={period}&row={code}&side=lacking"))
                    .await
                    .ok();
                assert_eq!(lacking["total"], json!((all - counted).max(0)), "{id} {key} {code}");
                let is_here = |one: &Value| one["division_code"] == code;
                assert!(found["items"].as_array().expect("items").iter().all(is_here), "{key} {code}");
            }
        }
    }
}

#[actix_web::test]
async fn quarters_and_months_add_up_to_the_year() {
    let app = TestApp::of_sample_town().await;
    let caller = app.user(&READS);
    let of = async |by: &str, figure: &str| {
        let asked = format!("/api/v1/statistics/series/{figure}?year=2025&by={by}");
        let series = caller.get(&asked).await.ok();
        let cells = series["total"]["cells"].as_array().expect("cells").clone();
        cells.iter().filter_map(parts).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let expected = expected();
    for (figure, truth) in
        [("activities", "activities"), ("leaflets", "leaflets"), ("inspections", "inspections"), ("visits", "")]
    {
        let year = of("year", figure).await;
        assert_eq!(of("quarter", figure).await, year, "{figure}");
        assert_eq!(of("month", figure).await, year, "{figure}");
        assert!(truth.is_empty() || Some(year.0) == expected[truth].as_i64(), "{figure}: {year:?}");
    }
    // Windows that close on the last day of a quarter belong to it and to no other.
    assert_eq!(of("quarter", "test_rate").await, of("year", "test_rate").await);
}

#[actix_web::test]
async fn a_table_is_asked_for_its_own_kind_of_period() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&READS);
    let forms = caller.get("/api/v1/statistics").await.ok();
    let kinds: Vec<(&Value, &Value)> =
        forms["tables"].as_array().expect("tables").iter().map(|one| (&one["id"], &one["period"])).collect();
    assert_eq!(kinds.len(), 3, "{forms}");
    assert!(kinds.contains(&(&json!("quarterly_assessment"), &json!("quarter"))), "{forms}");
    for (path, field, code) in [
        ("tables/monthly_register?period=2025-Q1", "period", "statistics.period"),
        ("sheets/town_self_assessment?period=2025-01", "period", "statistics.period"),
        ("tables/monthly_register?period=2099-01", "period", "as_of.before_period"),
    ] {
        let answer = caller.get(&format!("/api/v1/statistics/{path}")).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![(field, code)]), "{path} {answer}");
    }
    for path in [
        "tables/nothing",
        "tables/monthly_register/columns/nothing/records",
        "sheets/nothing",
        "series/nothing?year=2025&by=month",
    ] {
        assert_eq!(caller.get(&format!("/api/v1/statistics/{path}")).await.status, 404, "{path}");
    }
    let elsewhere = caller.get("/api/v1/statistics/tables/monthly_register?division=990981108000&period=2025-12").await;
    assert_eq!(elsewhere.status, 404, "{elsewhere}");
    let bad = caller.get("/api/v1/statistics/tables/monthly_register?period=2025-13").await;
    assert!(bad.status == 400 && bad.names("period"), "{bad}");
}

#[actix_web::test]
async fn a_county_sees_its_towns_and_a_village_only_itself() {
    let app = TestApp::in_two_towns().await;
    let county = app.user_at(&READS, "990981000000");
    let of_county = table(&county, "monthly_register", "period=2025-12").await;
    let codes: Vec<&str> = column(&of_county, "registered_total").into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["990981107000", "990981108000"]);
    let village = app.user_at(&READS, NORTH_VILLAGE);
    let of_village = table(&village, "monthly_register", "period=2025-12").await;
    assert_eq!(of_village["rows"], json!([]));
    assert_eq!(of_village["total"]["name"], "新塘村");
    assert!(of_village["total"]["cells"][0]["unknown"].is_object(), "{of_village}");
}

#[actix_web::test]
async fn the_workbook_says_what_the_table_says() {
    let app = TestApp::of_sample_town().await;
    let caller = app.user(&READS);
    let asked = format!("/api/v1/statistics/tables/monthly_register/table.xlsx?division={NORTH}&period=2025-12");
    let answer = caller.get(&asked).await;
    assert_eq!(answer.status, 200);
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)).expect("a workbook");
        let mut text = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let (words, numbers) = (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet1.xml"));
    for said in ["2025年12月吸毒人员管控情况月报表", "填报单位：秀河镇", "在册登记总人数（人）", "合计", "不等于零"]
    {
        assert!(words.contains(said), "{said}: {words}");
    }
    // Of 64 in all 16 are in community treatment: numbers, which a spreadsheet adds up.
    assert!(numbers.contains("<v>64</v></c>") && numbers.contains("<v>16</v></c>"), "{numbers}");
}
