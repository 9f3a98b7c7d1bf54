//! Frozen lists: what is on them stays on them, whatever becomes of the register.
use jindu::platform::id::Id;
use jindu_tests::support::{COUNTY, NORTH, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::json;

use super::super::{assert_refused, office};
use super::{VILLAGE, counted, frozen, inspect, items, numbers, of_village, place, places, round, total, withdraw};

/// "The rate went up because places went off the register": a place that joins, goes or moves changes no denominator.
#[actix_web::test]
async fn a_frozen_denominator_never_changes() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    assert_eq!(total(&caller, &round).await, counted([4, 0, 0, 4, 0, 0]));

    let late = place(&caller, "XH5", NORTH_VILLAGE).await;
    inspect(&caller, &round, &places[0], "normal").await;
    inspect(&caller, &round, &places[1], "locked").await;
    inspect(&caller, &round, &late, "normal").await;
    assert_eq!(total(&caller, &round).await, counted([4, 2, 0, 2, 1, 500]));

    // One that was inspected goes off the register, one that was not moves to the other village.
    let version = caller.get(&format!("/api/v1/premises/{}", places[0])).await.ok()["version"].as_i64().expect("one");
    withdraw(&caller, &format!("/api/v1/premises/{}", places[0]), version).await;
    caller.patch(&format!("/api/v1/premises/{}", places[2]), 1, &json!({ "division_code": VILLAGE })).await.ok();
    let coverage = caller.get(&format!("{round}/coverage")).await.ok();
    assert_eq!(numbers(of_village(&coverage, NORTH_VILLAGE)), counted([3, 2, 0, 1, 1, 666]));
    assert_eq!(numbers(of_village(&coverage, VILLAGE)), counted([1, 0, 0, 1, 0, 0]));
    assert_eq!(coverage["total"]["outcomes"]["locked"], 1);
    let words = coverage["words_zh"].as_str().expect("words");
    for told in ["共4处", "没有结果2处", "上锁1处", "名单之外另有1处", "覆盖率50%"] {
        assert!(words.contains(told), "{told}: {words}");
    }

    let listed = items(&caller, &format!("{round}/units")).await;
    let told = |name: &str| listed.iter().map(|unit| unit[name].clone()).collect::<Vec<_>>();
    assert_eq!(told("row_no"), [json!(1), json!(2), json!(3), json!(4), json!(null)]);
    assert_eq!(told("on_list"), [json!(true), json!(true), json!(true), json!(true), json!(false)]);
    assert_eq!(told("division_code")[2], NORTH_VILLAGE, "a line stays with its village");
    let gaps = items(&caller, &format!("{round}/units?outcome=none")).await;
    assert_eq!(gaps.iter().map(|unit| unit["code"].clone()).collect::<Vec<_>>(), ["XH3", "XH4"]);

    // Whoever went to the place that moved has reached its line.
    inspect(&caller, &round, &places[2], "normal").await;
    inspect(&caller, &round, &places[3], "refused").await;
    assert_eq!(total(&caller, &round).await, counted([4, 4, 0, 0, 1, 1000]));
}

#[actix_web::test]
async fn a_list_is_frozen_once_and_from_the_register_of_its_area() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let round = round(&caller).await;
    let freeze = format!("{round}/units/freeze");
    let source = json!({ "source": "重点场所台账" });
    assert_refused(&caller.post(&freeze, &source).await, &[("/division", "campaign.frozen.nothing")]);
    places(&caller).await;
    let elsewhere = json!({ "source": "台账", "division": SOUTH });
    assert_refused(&caller.post(&freeze, &elsewhere).await, &[("/division", "campaign.frozen.division")]);
    let hotels = json!({ "source": "台账", "kinds": ["hotel"] });
    assert_refused(&caller.post(&freeze, &hotels).await, &[("/division", "campaign.frozen.nothing")]);
    let before = caller.get(&format!("{round}/coverage")).await.ok();
    assert_eq!((&before["is_frozen"], &before["total"]["units"]), (&json!(false), &json!(4)));
    assert!(before["words_zh"].as_str().expect("words").starts_with("未固定名单，按登记台账计"), "{before}");

    let narrow = json!({ "source": "台账", "kinds": ["rental"], "division": NORTH_VILLAGE });
    let made = caller.post(&freeze, &narrow).await.created();
    assert_eq!((&made["units"], &made["division_code"]), (&json!(3), &json!(NORTH_VILLAGE)));
    let again = caller.post(&freeze, &source).await;
    assert_eq!((again.status, again.code()), (409, "campaign.frozen"), "{again}");
    let moved = caller.patch(&round, 1, &json!({ "division_code": NORTH_VILLAGE })).await;
    assert_refused(&moved, &[("/division_code", "campaign.division_code.frozen")]);

    let over = json!({
        "kind": "rental_check", "title": "去年的排查", "division_code": NORTH, "ends_on": super::yesterday(),
    });
    let over = caller.post("/api/v1/campaigns", &over).await.id();
    let late = caller.post(&format!("/api/v1/campaigns/{over}/units/freeze"), &source).await;
    assert_eq!((late.status, late.code()), (409, "campaign.frozen.over"), "{late}");
}

/// What is left out is named with its number, and counts neither above nor below the line.
#[actix_web::test]
async fn what_is_left_out_is_named_and_never_makes_a_whole_of_a_gap() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    for place in &places[..2] {
        inspect(&caller, &round, place, "normal").await;
    }
    let line = |place: &str| format!("{round}/units/{place}");
    let why = json!({ "reason": "整体拆迁" });
    let left_out = caller.having_read(1).post(&format!("{}/exclude", line(&places[2])), &why).await.ok();
    assert_eq!(left_out["excluded_because"], "整体拆迁");
    assert_eq!(total(&caller, &round).await, counted([4, 2, 1, 1, 0, 666]));
    let table = caller.get("/api/v1/coverage").await.ok();
    let cell = ["units", "with_outcome", "excluded", "per_mille"].map(|name| table["total"]["cells"][0][name].as_i64());
    assert_eq!(cell, [4, 2, 1, 666].map(Some), "{table}");
    let coverage = caller.get(&format!("{round}/coverage")).await.ok();
    assert!(coverage["words_zh"].as_str().expect("words").contains("说明理由后不计1处：XH3"), "{coverage}");
    assert!(coverage["words_en"].as_str().expect("words").contains("XH3"), "{coverage}");
    inspect(&caller, &round, &places[3], "normal").await;
    assert_eq!(total(&caller, &round).await, counted([4, 3, 1, 0, 0, 1000]));

    let twice = caller.having_read(2).post(&format!("{}/exclude", line(&places[2])), &why).await;
    assert_eq!((twice.status, twice.code()), (409, "campaign.unit.excluded"), "{twice}");
    let masked = items(&app.user(&["inspections:read"]), &format!("{round}/units?q=xh3")).await;
    assert_eq!((&masked[0]["is_excluded"], &masked[0]["excluded_because"]), (&json!(true), &json!(null)));
    caller.having_read(2).post(&format!("{}/include", line(&places[2])), &json!(null)).await.ok();
    assert_eq!(total(&caller, &round).await, counted([4, 3, 0, 1, 0, 750]));
    let unknown = caller.having_read(1).post(&format!("{}/exclude", line(&Id::new().to_string())), &why).await;
    assert_eq!((unknown.status, unknown.code()), (404, "campaign.unit.not_found"), "{unknown}");
}

/// Two entries of one place are merged: the line of the one that goes is reached when the one that stays is.
#[actix_web::test]
async fn a_merged_line_is_reached_when_the_place_that_is_kept_is() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    inspect(&caller, &round, &places[1], "normal").await;
    assert_eq!(total(&caller, &round).await, counted([4, 1, 0, 3, 0, 250]));
    let (gone, merge) = (&places[0], json!({ "into_id": places[1], "reason": "重复登记" }));
    caller.having_read(1).post(&format!("/api/v1/premises/{gone}/merge"), &merge).await.ok();
    assert_eq!(total(&caller, &round).await, counted([4, 2, 0, 2, 0, 500]));
    let apart = json!({ "reason": "并非同一处" });
    caller.having_read(2).post(&format!("/api/v1/premises/{gone}/unmerge"), &apart).await.ok();
    assert_eq!(total(&caller, &round).await, counted([4, 1, 0, 3, 0, 250]));
}

#[actix_web::test]
async fn lines_are_given_to_who_works_there() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    let worker = json!({ "name": "秦进晨", "post": "grid_worker", "division_code": NORTH_VILLAGE });
    let worker = caller.post("/api/v1/staff", &worker).await.created()["id"].clone();
    let assign = format!("{round}/units/assign");
    let village = json!({ "division": NORTH_VILLAGE, "assignee_id": worker });
    assert_eq!(caller.post(&assign, &village).await.ok()["assigned"], 3);
    let one = json!({ "premises_ids": [places[0]], "assignee_id": null });
    assert_eq!(caller.post(&assign, &one).await.ok()["assigned"], 1);
    let worker = worker.as_str().expect("an id");
    assert_eq!(items(&caller, &format!("{round}/units?assignee={worker}")).await.len(), 2);
    assert_eq!(items(&caller, &format!("{round}/units?assignee=none")).await.len(), 2);
    let both = json!({ "premises_ids": [places[0]], "division": NORTH, "assignee_id": worker });
    assert_refused(&caller.post(&assign, &both).await, &[("/premises_ids", "coverage.assign.which")]);
    let nobody = json!({ "division": NORTH, "assignee_id": Id::new() });
    assert_refused(&caller.post(&assign, &nobody).await, &[("/assignee_id", "task.assignee_id.unknown")]);
    let elsewhere = json!({ "premises_ids": [places[0], Id::new()], "assignee_id": worker });
    assert_refused(&caller.post(&assign, &elsewhere).await, &[("/premises_ids/1", "campaign.unit.not_found")]);
}

/// A village sees its own lines; another town sees nothing; a county's round is seen by its towns, each its own part, and planned
/// by none of them.
#[actix_web::test]
async fn everyone_sees_their_own_part_of_a_round() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    inspect(&caller, &round, &places[3], "normal").await;
    let head = app.user_at(&["inspections:read", "campaigns:plan"], VILLAGE);
    let coverage = head.get(&format!("{round}/coverage")).await.ok();
    assert_eq!(coverage["rows"].as_array().map(Vec::len), Some(1), "{coverage}");
    assert_eq!(numbers(&coverage["total"]), counted([1, 1, 0, 0, 0, 1000]));
    assert_eq!(items(&head, &format!("{round}/units")).await.len(), 1);
    assert!(items(&head, "/api/v1/coverage/gaps").await.is_empty());
    let table = head.get("/api/v1/coverage").await.ok();
    assert_eq!(table["villages"].as_array().map(Vec::len), Some(1), "{table}");
    let why = json!({ "reason": "整体拆迁" });
    let other = head.having_read(1).post(&format!("{round}/units/{}/exclude", places[0]), &why).await;
    assert_eq!(other.status, 404, "{other}");
    let own = head.having_read(1).post(&format!("{round}/units/{}/exclude", places[3]), &why).await;
    assert_refused(&own, &[("/division_code", "division_code.scope")]);
    for path in ["coverage", "units", "gaps", "sheet"] {
        let stranger = app.user_at(&["inspections:read"], SOUTH).get(&format!("{round}/{path}")).await;
        assert_eq!((stranger.status, stranger.code()), (404, "campaign.not_found"), "{stranger}");
    }

    let county = app.user_at(jindu::platform::auth::CAPABILITIES, COUNTY);
    let theirs = json!({ "kind": "routine", "title": "全市排查", "division_code": COUNTY });
    let theirs = format!("/api/v1/campaigns/{}", county.post("/api/v1/campaigns", &theirs).await.id());
    let frozen = county.post(&format!("{theirs}/units/freeze"), &json!({ "source": "台账" })).await.created();
    assert_eq!(frozen["units"], 4);
    assert_eq!(total(&caller, &theirs).await, counted([4, 0, 0, 4, 0, 0]));
    let planned = caller.having_read(1).post(&format!("{theirs}/units/{}/exclude", places[0]), &why).await;
    assert_refused(&planned, &[("/division_code", "division_code.scope")]);
    let south = app.user_at(&["inspections:read"], SOUTH).get(&format!("{theirs}/coverage")).await.ok();
    assert_eq!((&south["total"]["units"], &south["total"]["per_mille"]), (&json!(0), &json!(null)), "{south}");
}
