//! The sample town's duties through the command line, on the day of its summary.
use jindu_tests::support::{NORTH, Office, TestApp, sample};
use serde_json::{Value, json};

use super::office;

fn report(office: &Office) -> Value {
    let report = ["report", "duties", "--division", NORTH, "--as-of", "2025-12-31", "--format", "json"];
    serde_json::from_str(&office.done(&report).out).expect("JSON")
}

/// The figures were reckoned from the ledgers by another program, village by village; three files by hand: 罗会腾 4 owed and 1
/// missed (the third window, 2025-10-25 to 2025-11-24), 窦泰轮 19 owed and 4 missed, one of them with a refusal, 余昌 10 owed
/// and 2 missed.
#[test]
fn the_towns_duties_are_its_own_and_a_second_reckoning_differs_in_nothing() {
    let office = Office::default();
    office.done(&["import", sample().to_str().expect("a path")]);
    let found = report(&office);
    assert_eq!(found["as_of"], "2025-12-31");
    assert_eq!(found["tests"], json!({ "owed": 253, "done": 219, "missed": 34, "excused": 0, "refused": 11 }));
    let villages = found["villages"].as_array().expect("villages");
    assert_eq!(villages.len(), 18);
    for figure in ["owed", "done", "missed", "excused", "refused"] {
        let sum: i64 = villages.iter().filter_map(|village| village[figure].as_i64()).sum();
        assert_eq!(json!(sum), found["tests"][figure], "{figure}");
    }
    let checked = office.done(&["rules", "recompute", "--check"]);
    assert!(checked.out.contains("new 新增 0 · changed 改变 0 · void 不再要求 0"), "{}", checked.out);
}

#[actix_web::test]
async fn the_indicators_say_the_same_and_open_their_windows() {
    let app = TestApp::of_sample_town().await;
    let caller = office(&app);
    let asked = format!("division={NORTH}&period=2025&as_of=2025-12-31");
    let figures = caller.get(&format!("/api/v1/indicators?{asked}")).await.ok();
    let figures = figures["items"].as_array().expect("figures");
    for (name, value) in [
        ("test_windows_owed", 253),
        ("test_windows_done", 219),
        ("test_windows_missed", 34),
        ("test_windows_excused", 0),
        ("test_windows_refused", 11),
    ] {
        let figure = figures.iter().find(|figure| figure["name"] == name).expect("a figure");
        assert_eq!(figure["value"]["known"]["integer"], json!(value), "{name}");
        let behind = caller.get(&format!("/api/v1/indicators/{name}/records?{asked}&per_page=200")).await.ok();
        assert_eq!(behind["total"], json!(value), "{name}");
        assert!(behind["items"].as_array().expect("records").iter().all(|record| record["subject_type"] == "tasks"));
    }
}
