//! Sheets: printed with the numbers of the list, keyed in by them.
use jindu::platform::clock;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::super::office;
use super::{VILLAGE, counted, frozen, items, places, round, total};

fn row(row_no: i64, outcome: &str) -> Value {
    json!({ "row_no": row_no, "outcome": outcome, "is_signed": true })
}

fn sheet(rows: &[Value]) -> Value {
    json!({ "division": NORTH_VILLAGE, "inspected_on": clock::today(), "inspector": "李中", "rows": rows })
}

#[actix_web::test]
async fn a_sheet_keyed_in_twice_makes_no_twin() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    let printed = caller.get(&format!("{round}/sheet?division={NORTH_VILLAGE}")).await.ok();
    assert_eq!(printed["rows"].as_array().map(Vec::len), Some(3), "{printed}");
    assert_eq!(
        printed["rows"][1],
        json!({
            "row_no": 2, "code": "XH2", "name": "出租房XH2", "address": "新塘村8组30号", "last_outcome": null,
            "last_inspected_on": null,
        })
    );
    let records = format!("{round}/sheet/records");
    let filled = sheet(&[row(1, "normal"), row(3, "nobody_home")]);
    let first = caller.post(&records, &filled).await.ok();
    let second = caller.post(&records, &filled).await.ok();
    assert_eq!(first, second, "the same inspections are answered");
    assert_eq!(items(&caller, &format!("/api/v1/premises/{}/inspections", places[0])).await.len(), 1);
    assert_eq!(total(&caller, &round).await, counted([4, 2, 0, 2, 0, 500]));
    let printed = caller.get(&format!("{round}/sheet?division={NORTH_VILLAGE}")).await.ok();
    assert_eq!(printed["rows"][2]["last_outcome"], "nobody_home");

    let otherwise = caller.post(&records, &sheet(&[row(1, "defect"), row(2, "normal")])).await.expect(207);
    assert_eq!(otherwise["items"][0]["error"]["code"], "sheet.row_no.otherwise");
    assert!(otherwise["items"][1]["inspection_id"].is_string(), "{otherwise}");
}

/// Two entries of one place: the line of the one that went is keyed in like any other.
#[actix_web::test]
async fn a_merged_line_is_recorded_at_the_place_that_was_kept() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    let merge = json!({ "into_id": places[1], "reason": "重复登记" });
    caller.having_read(1).post(&format!("/api/v1/premises/{}/merge", places[0]), &merge).await.ok();
    let records = format!("{round}/sheet/records");
    // The answers stand in the order of the lines, whatever the order of the places.
    let taken = caller.post(&records, &sheet(&[row(3, "locked"), row(1, "normal")])).await.ok();
    assert_eq!([&taken["items"][0]["row_no"], &taken["items"][1]["row_no"]], [&json!(3), &json!(1)], "{taken}");
    let made = &taken["items"][1]["inspection_id"];
    let at_kept = items(&caller, &format!("/api/v1/premises/{}/inspections", places[1])).await;
    let found: Vec<_> = at_kept.iter().map(|one| one["id"].clone()).collect();
    assert_eq!(found, std::slice::from_ref(made));
    assert_eq!(total(&caller, &round).await, counted([4, 3, 0, 1, 0, 750]));
    let twin = caller.post(&records, &sheet(&[row(2, "normal")])).await.ok();
    assert_eq!(&twin["items"][0]["inspection_id"], made, "it is one place, and was inspected once");
}

#[actix_web::test]
async fn each_line_is_answered_by_itself_and_all_wrong_ones_refuse_the_sheet() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let unfrozen = round(&caller).await;
    let early = caller.get(&format!("{unfrozen}/sheet")).await;
    assert_eq!((early.status, early.code()), (409, "campaign.not_frozen"), "{early}");
    let freeze = json!({ "source": "重点场所台账" });
    caller.post(&format!("{unfrozen}/units/freeze"), &freeze).await.created();
    let records = format!("{unfrozen}/sheet/records");
    // Number 4 lies in the other village, 9 nowhere; number 2 stands twice.
    let mixed = sheet(&[row(4, "normal"), row(2, "normal"), row(2, "normal"), row(9, "normal")]);
    let mixed = caller.post(&records, &mixed).await.expect(207);
    let codes: Vec<&str> = mixed["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["error"]["code"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(codes, ["sheet.row_no.unknown", "", "sheet.row_no.twice", "sheet.row_no.unknown"]);
    let none = caller.post(&records, &sheet(&[row(4, "normal")])).await;
    assert_eq!((none.status, none.errors()), (422, vec![("/rows/0/row_no", "sheet.row_no.unknown")]), "{none}");
    let nobody = json!({ "division": VILLAGE, "inspected_on": clock::today(), "rows": [row(4, "normal")] });
    let nobody = caller.post(&records, &nobody).await;
    assert_eq!(nobody.errors(), [("/rows/0/is_signed", "inspection.is_signed.by_nobody")], "{nobody}");
    let early =
        json!({ "division": VILLAGE, "inspected_on": "2024-01-01", "inspector": "李中", "rows": [row(4, "normal")] });
    let early = caller.post(&records, &early).await;
    assert_eq!(early.errors(), [("/inspected_on", "inspection.inspected_on.before_registration")], "{early}");

    let line = format!("{unfrozen}/units/{}", places[3]);
    caller.having_read(1).post(&format!("{line}/exclude"), &json!({ "reason": "整体拆迁" })).await.ok();
    let left_out =
        json!({ "division": NORTH, "inspected_on": clock::today(), "inspector": "李中", "rows": [row(4, "normal")] });
    let left_out = caller.post(&records, &left_out).await;
    assert_eq!(left_out.errors(), [("/rows/0/row_no", "sheet.row_no.left_out")], "{left_out}");
    let printed = caller.get(&format!("{unfrozen}/sheet")).await.ok();
    assert_eq!(printed["rows"].as_array().map(Vec::len), Some(3), "what is left out is not printed");
    let masked = app.user(&["inspections:read"]).get(&format!("{unfrozen}/sheet")).await.ok();
    assert_eq!(masked["rows"][0]["address"], json!(null));
}
