//! Duties that are missed, and the end of control that is proposed, by the passing of days.
use chrono::{Duration, Months};
use jindu::coverage;
use jindu::platform::clock;
use jindu::statutes::sweep;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::json;

use crate::Clock;

/// The running window is not owed yet; once it has closed without a test the sweep finds it missed, twice over changes
/// nothing, and the next one is open.
#[actix_web::test]
async fn a_window_closes_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let caller = app.role("caseworker");
    let person = json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment" });
    let person = caller.post("/api/v1/personnel", &person).await.id();
    let today = clock::today();
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": today, "reported_in_on": today,
        "agreement_signed_on": today, "term_ends_on": today + Months::new(36),
    });
    caller.post(&format!("/api/v1/personnel/{person}/treatments"), &measure).await.created();
    let tests = async || {
        let found = app.role("caseworker").get(&format!("/api/v1/tasks?subject={person}&kind=test")).await.ok();
        let states = found["items"].as_array().expect("duties").iter().map(|task| task["state"].clone());
        states.collect::<Vec<_>>()
    };
    assert_eq!(tests().await, ["open"]);
    clock.pass(Duration::days(32));
    let swept = || app.run(|access| sweep(&access, clock::today())).expect("the sweep goes through");
    let first = swept();
    // The window has closed, and so has the time in which a case team is named.
    assert_eq!((first.new, first.changed, first.void), (1, 2, 0));
    assert!(swept().is_none());
    assert_eq!(tests().await, ["missed", "open"]);
}

/// Three clean years are full on a day on which nobody writes anything: the sweep proposes the end, and later finds it unconfirmed.
#[actix_web::test]
async fn the_end_of_control_is_proposed_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let found = clock::today() - Months::new(35);
    let person = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community", "first_found_on": found,
    });
    let person = app.role("caseworker").post("/api/v1/personnel", &person).await.id();
    let proposals = async || {
        let address = format!("/api/v1/tasks?subject={person}&kind=clean_three_years");
        let found = app.role("caseworker").get(&address).await.ok();
        let states = found["items"].as_array().expect("duties").iter().map(|task| task["state"].clone());
        states.collect::<Vec<_>>()
    };
    let swept = || app.run(|access| sweep(&access, clock::today())).expect("the sweep goes through");
    assert!(swept().is_none() && proposals().await.is_empty());
    clock.pass(Duration::days(32));
    swept();
    assert_eq!(proposals().await, ["open"]);
    clock.pass(Duration::days(45));
    swept();
    assert_eq!(proposals().await, ["missed"]);
    assert!(swept().is_none());
}

/// Nobody goes to a place that a round has missed: the sweep finds the duty missed, and a later inspection makes it late, never
/// done.
#[actix_web::test]
async fn a_place_nobody_went_to_is_missed_by_itself() {
    let (clock, app) = (Clock::take(), TestApp::in_two_towns().await);
    let caller = app.role("caseworker");
    let place = json!({
        "kind": "rental", "name": "新塘村出租房1号", "division_code": NORTH_VILLAGE, "registered_on": "2025-01-10",
    });
    let place = caller.post("/api/v1/premises", &place).await.id();
    let round = json!({ "kind": "rental_check", "title": "第1次出租房屋排查", "division_code": NORTH });
    let round = caller.post("/api/v1/campaigns", &round).await.id();
    let freeze = json!({ "source": "重点场所台账" });
    caller.post(&format!("/api/v1/campaigns/{round}/units/freeze"), &freeze).await.created();
    let order = json!({ "due_on": clock::today() + Duration::days(1), "expected_count": 1 });
    caller.post(&format!("/api/v1/campaigns/{round}/gaps/tasks"), &order).await.ok();
    let state = async || {
        let found = app.role("inspector").get(&format!("/api/v1/tasks?subject={place}")).await.ok();
        found["items"][0]["state"].as_str().expect("a state").to_owned()
    };
    let swept = || app.run(|access| coverage::sweep(&access, clock::today())).expect("the sweep goes through");
    assert!(swept().is_none());
    clock.pass(Duration::days(2));
    assert_eq!((swept().changed, state().await), (1, "missed".to_owned()));
    assert!(swept().is_none());
    let look = json!({
        "campaign_id": round, "inspected_on": clock::today(), "inspector": "李中", "outcome": "normal", "is_signed": true,
    });
    app.role("caseworker").post(&format!("/api/v1/premises/{place}/inspections"), &look).await.created();
    assert_eq!(state().await, "late");
}
