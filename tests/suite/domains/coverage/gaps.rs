//! Gaps become duties about places, and inspections do them.
use chrono::Days;
use futures_util::future::join3;
use jindu::platform::clock;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::super::{assert_refused, filed, office};
use super::{VILLAGE, frozen, id_of, inspect, items, places, withdraw, yesterday};

async fn duty(caller: &Caller<'_>, place: &str) -> Value {
    let found = items(caller, &format!("/api/v1/tasks?subject={place}")).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

async fn state(caller: &Caller<'_>, place: &str) -> String {
    duty(caller, place).await["state"].as_str().expect("a state").to_owned()
}

fn order(expected_count: i64) -> Value {
    json!({ "due_on": clock::today() + Days::new(7), "expected_count": expected_count })
}

/// From the gap to the duty, from the duty to the inspection: a locked door leaves it open, a look does it, and what is withdrawn
/// opens it again.
#[actix_web::test]
async fn a_gap_becomes_a_duty_that_an_inspection_does() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    inspect(&caller, &round, &places[0], "normal").await;
    let worker = json!({ "name": "秦进晨", "post": "grid_worker", "division_code": NORTH_VILLAGE });
    let worker = caller.post("/api/v1/staff", &worker).await.created()["id"].clone();
    let own = json!({ "premises_ids": [places[1]], "assignee_id": worker });
    caller.post(&format!("{round}/units/assign"), &own).await.ok();

    let tasks = format!("{round}/gaps/tasks");
    let miscounted = caller.post(&tasks, &order(4)).await;
    assert_eq!((miscounted.status, miscounted.code()), (409, "campaign.gaps.count"), "{miscounted}");
    let past = json!({ "due_on": yesterday(), "expected_count": 3 });
    assert_refused(&caller.post(&tasks, &past).await, &[("/due_on", "campaign.gaps.due_on.past")]);
    let village = json!({ "due_on": clock::today(), "expected_count": 1, "division": VILLAGE });
    assert_eq!(caller.post(&tasks, &village).await.ok(), json!({ "created": 1, "existing": 0, "off_register": 0 }));
    assert_eq!(caller.post(&tasks, &order(3)).await.ok(), json!({ "created": 2, "existing": 1, "off_register": 0 }));
    assert_eq!(caller.post(&tasks, &order(3)).await.ok(), json!({ "created": 0, "existing": 3, "off_register": 0 }));

    let given = duty(&caller, &places[1]).await;
    assert_eq!(
        (&given["kind"], &given["state"], &given["assignee_id"]),
        (&json!("inspection"), &json!("open"), &worker)
    );
    assert_eq!(given["subject"], json!({ "type": "premises", "id": places[1], "name": "出租房XH2" }));
    assert_eq!(given["campaign_id"], id_of(&round));
    let address = format!("/api/v1/tasks/{}", given["id"].as_str().expect("an id"));
    let why = caller.get(&format!("{address}/explanation")).await.ok();
    assert!(why["title"].as_str().expect("a title").contains("第1次出租房屋排查"), "{why}");
    let word = json!({ "confirmed_on": clock::today(), "note": "去过了" });
    let word = caller.having_read(1).post(&format!("{address}/confirm"), &word).await;
    assert_eq!((word.status, word.code()), (409, "task.confirm.has_record"), "{word}");
    let back = json!({ "reason": "本周在外培训" });
    let back = caller.having_read(1).post(&format!("{address}/return"), &back).await.ok();
    assert_eq!((&back["returned_because"], &back["assignee_id"]), (&json!("本周在外培训"), &json!(null)));

    inspect(&caller, &round, &places[1], "locked").await;
    assert_eq!(state(&caller, &places[1]).await, "open");
    let look = inspect(&caller, &round, &places[1], "defect").await;
    let done = duty(&caller, &places[1]).await;
    assert_eq!((&done["state"], &done["done_on"]), (&json!("done"), &json!(clock::today())));
    assert_eq!(done["done_by"], json!({ "type": "inspection", "id": id_of(&look) }));
    assert_eq!(done["returned_because"], "本周在外培训", "what people wrote stays");
    withdraw(&caller, &look, 1).await;
    let open = duty(&caller, &places[1]).await;
    assert_eq!((&open["state"], &open["done_by"]), (&json!("open"), &json!(null)));
}

/// An inspection that is moved to another round undoes what it did in the one, and does what is owed in the other.
#[actix_web::test]
async fn what_is_owed_in_one_round_is_not_done_in_another() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    caller.post(&format!("{round}/gaps/tasks"), &order(4)).await.ok();
    let look = json!({ "inspected_on": clock::today(), "inspector": "李中", "outcome": "normal", "is_signed": true });
    let look = caller.post(&format!("/api/v1/premises/{}/inspections", places[0]), &look).await.id();
    assert_eq!(state(&caller, &places[0]).await, "open");
    let look = format!("/api/v1/inspections/{look}");
    caller.patch(&look, 1, &json!({ "campaign_id": id_of(&round) })).await.ok();
    assert_eq!(state(&caller, &places[0]).await, "done");
    caller.patch(&look, 2, &json!({ "campaign_id": null })).await.ok();
    assert_eq!(state(&caller, &places[0]).await, "open");
}

/// What is left out, goes off the register or moves takes its duty along.
#[actix_web::test]
async fn a_duty_follows_its_place() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    caller.post(&format!("{round}/gaps/tasks"), &order(4)).await.ok();
    let line = format!("{round}/units/{}", places[0]);
    caller.having_read(1).post(&format!("{line}/exclude"), &json!({ "reason": "整体拆迁" })).await.ok();
    let void = duty(&caller, &places[0]).await;
    assert_eq!((&void["state"], &void["void_because"]), (&json!("void"), &json!("left_out")));
    caller.having_read(2).post(&format!("{line}/include"), &json!(null)).await.ok();
    assert_eq!(state(&caller, &places[0]).await, "open");
    caller.patch(&format!("/api/v1/premises/{}", places[1]), 1, &json!({ "division_code": VILLAGE })).await.ok();
    assert_eq!(duty(&caller, &places[1]).await["division_code"], VILLAGE);
    withdraw(&caller, &format!("/api/v1/premises/{}", places[2]), 1).await;
    let void = duty(&caller, &places[2]).await;
    assert_eq!((&void["state"], &void["void_because"]), (&json!("void"), &json!("corrected")));
    let checked = app.run(|access| access.read_apart(|reading| jindu::coverage::compare(reading, clock::today())));
    assert!(checked.expect("it is reckoned").is_none());
}

/// The one who is sent to places is told of them and of no person, whatever they ask.
#[actix_web::test]
async fn who_is_sent_to_places_is_told_of_no_person() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    caller.post(&format!("{round}/gaps/tasks"), &order(4)).await.ok();
    let person = filed(&caller).await;
    let manual = json!({ "title": "陪同体检", "due_on": clock::today() });
    let manual = caller.post(&format!("{person}/tasks"), &manual).await.created();
    let address = format!("/api/v1/tasks/{}", manual["id"].as_str().expect("an id"));
    for role in ["inspector", "grid_worker", "village_head"] {
        let sent = app.role(role);
        let seen = items(&sent, "/api/v1/tasks").await;
        assert_eq!(seen.len(), 4, "{role}: {seen:?}");
        assert!(seen.iter().all(|task| task["subject"]["type"] == "premises"), "{role}: {seen:?}");
        assert_eq!(sent.get(&address).await.status, 404, "{role}");
        assert_eq!(sent.get(&format!("{address}/explanation")).await.status, 404, "{role}");
        let word = json!({ "confirmed_on": clock::today(), "note": "已办" });
        assert_eq!(sent.having_read(1).post(&format!("{address}/confirm"), &word).await.status, 404, "{role}");
        for about in ["duties", "why-not"] {
            assert_eq!(sent.get(&format!("{person}/{about}")).await.status, 403, "{role} {about}");
        }
    }
    let all = items(&caller, "/api/v1/tasks?kind=manual,inspection").await;
    assert_eq!(all.len(), 5, "the office sees both");
    assert_eq!(items(&caller, &format!("/api/v1/tasks?division={NORTH}&kind=inspection")).await.len(), 4);
    assert_eq!(state(&app.role("inspector"), &places[0]).await, "open");
}

/// Sent at once by many, or while somebody inspects: one duty a place, and none stays open that was done.
#[actix_web::test]
async fn who_sends_and_who_inspects_at_once_agree() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let places = places(&caller).await;
    let round = frozen(&caller).await;
    let (tasks, order) = (format!("{round}/gaps/tasks"), order(4));
    let look = json!({
        "campaign_id": id_of(&round), "inspected_on": clock::today(), "inspector": "李中", "outcome": "normal",
        "is_signed": true,
    });
    let inspections = format!("/api/v1/premises/{}/inspections", places[0]);
    let sending = join3(caller.post(&tasks, &order), caller.post(&tasks, &order), caller.post(&inspections, &look));
    let (one, other, made) = sending.await;
    assert_eq!(made.status, 201, "{made}");
    assert!([&one, &other].iter().all(|sent| [200, 409].contains(&sent.status)), "{one} {other}");
    for duty in items(&caller, &format!("/api/v1/tasks?subject={}", places[0])).await {
        assert_eq!(duty["state"], "done", "{duty}");
    }
    for place in &places[1..] {
        assert!(items(&caller, &format!("/api/v1/tasks?subject={place}")).await.len() <= 1);
    }
}
