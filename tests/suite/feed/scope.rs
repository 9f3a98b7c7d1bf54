//! Scope: what comes into an area or leaves it is told to who is there, and nothing of a sealed file.
use jindu::personnel::{self, Ending};
use jindu::platform::id::Id;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{PERSONNEL, PREMISES, anyone, follow, made, now, place, seal, someone, told_of};

const COUNTY: &str = "990981000000";

#[actix_web::test]
async fn a_place_that_moves_leaves_one_town_and_enters_the_other() {
    let app = TestApp::in_two_towns().await;
    let [north, south, county] = [NORTH, SOUTH, COUNTY].map(|division| anyone(&app, division));
    let id = made(&county, PREMISES, &place(&app, NORTH_VILLAGE)).await;
    county.patch(&format!("{PREMISES}/{id}"), 1, &json!({ "division_code": SOUTH_VILLAGE })).await.ok();
    south.patch(&format!("{PREMISES}/{id}"), 2, &json!({ "name": "下屋村出租房" })).await.ok();
    seal(&app);
    let (northern, southern) = (follow(&north, "", "").await.0, follow(&south, "", "").await.0);
    assert_eq!(told_of(&northern, &id), ["premises.created", "premises.left_scope"]);
    assert_eq!(told_of(&southern, &id), ["premises.entered_scope", "premises.updated"]);
    assert_eq!(
        told_of(&follow(&county, "", "").await.0, &id),
        ["premises.created", "premises.updated", "premises.updated"]
    );
    let left = northern.iter().find(|item| item["type"] == "premises.left_scope").expect("it is told");
    assert_eq!((&left["subject"]["is_listed"], &left["changed"]), (&json!(false), &json!([])));
}

#[actix_web::test]
async fn withdrawals_and_merges_are_told() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let person = someone(&caller).await;
    let why = json!({ "reason": "重复登记" });
    caller.having_read(1).post(&format!("{PERSONNEL}/{person}/withdraw"), &why).await.ok();
    let (one, other) = (
        made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await,
        made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await,
    );
    let merge = json!({ "into_id": other, "reason": "重复登记" });
    caller.having_read(1).post(&format!("{PREMISES}/{one}/merge"), &merge).await.ok();
    caller.having_read(2).post(&format!("{PREMISES}/{one}/unmerge"), &why).await.ok();
    seal(&app);
    let (items, _) = follow(&caller, "", "").await;
    let told = |id: &str| -> Vec<(Value, Value)> {
        let of_it = items.iter().filter(|item| item["subject"]["id"] == id);
        of_it.map(|item| (item["type"].clone(), item["subject"]["is_listed"].clone())).collect()
    };
    let pair = |kind: &str, is_listed: bool| (json!(kind), json!(is_listed));
    assert_eq!(told(&person), [pair("personnel.created", true), pair("personnel.withdrawn", false)]);
    let expected = [pair("premises.created", true), pair("premises.merged", false), pair("premises.unmerged", true)];
    assert_eq!(told(&one), expected);
}

/// "The purged come back from the feed": whoever follows late is told that a file was sealed and of nothing in it.
#[actix_web::test]
async fn of_a_sealed_file_only_the_sealing_is_told() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let person = someone(&caller).await;
    let visit = json!({ "visited_on": "2024-04-02", "mode": "home_visit" });
    let visit = made(&caller, &format!("{PERSONNEL}/{person}/visits"), &visit).await;
    seal(&app);
    let (before, cursor) = follow(&caller, "", "").await;
    assert_eq!(
        (told_of(&before, &person), told_of(&before, &visit)),
        (vec!["personnel.created"], vec!["visits.created"])
    );
    let of_visit = before.iter().find(|item| item["subject"]["id"] == visit.as_str()).expect("it is told");
    assert_eq!(of_visit["subject"]["person_id"], json!(person));
    let id: Id = person.parse().expect("an id");
    let ending = || Ending {
        decided_on: "2025-06-26".parse().expect("a day"),
        document_no: "封存1号".into(),
        decided_by: "周岚".into(),
    };
    app.run(|access| access.write_blocking(move |tx| personnel::seal(tx, id, ending())).expect("it is sealed"));
    seal(&app);
    let ids = |items: &[Value]| -> Vec<String> {
        let text = |item: &Value| item.to_string();
        items.iter().map(text).filter(|text| text.contains(&person) || text.contains(&visit)).collect()
    };
    for after in ["", &cursor] {
        let (items, _) = follow(&caller, after, "").await;
        assert_eq!(told_of(&items, &person), ["personnel.sealed"]);
        assert_eq!(ids(&items).len(), 1, "{items:?}");
    }
}

/// A transfer is seen from the town it is sent to, from then on and until it is taken back; the person only once accepted.
#[actix_web::test]
async fn a_transfer_is_told_to_both_towns_and_takes_the_person_along() {
    let app = TestApp::in_two_towns().await;
    let [north, south] = [NORTH, SOUTH].map(|division| anyone(&app, division));
    let person = someone(&north).await;
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2024-03-01",
        "reported_in_on": "2024-03-10", "agreement_signed_on": "2024-03-10", "term_ends_on": "2027-03-10",
    });
    made(&north, &format!("{PERSONNEL}/{person}/treatments"), &measure).await;
    let asked = json!({ "to_division": SOUTH, "decided_on": "2025-06-02", "reason": "现居住地变更", "materials": ["社区戒毒协议"] });
    let transfer = made(&north, &format!("{PERSONNEL}/{person}/transfers"), &asked).await;
    north.patch(&format!("/api/v1/transfers/{transfer}"), 1, &json!({ "sent_on": "2025-06-03" })).await.ok();
    let accept = json!({ "division_code": SOUTH_VILLAGE, "changed_on": "2025-06-05" });
    south.having_read(2).post(&format!("/api/v1/transfers/{transfer}/accept"), &accept).await.ok();
    let (northern, southern) = (now(&app, &north).await, follow(&south, "", "").await.0);
    assert!(!northern.is_empty());
    let northern = follow(&north, "", "").await.0;
    assert_eq!(told_of(&northern, &transfer), ["transfers.created", "transfers.updated", "transfers.updated"]);
    assert_eq!(told_of(&southern, &transfer), ["transfers.entered_scope", "transfers.updated"]);
    assert_eq!(told_of(&northern, &person).last(), Some(&"personnel.left_scope"));
    assert_eq!(told_of(&southern, &person).first(), Some(&"personnel.entered_scope"));
}

/// Whoever reads publicity does not read tips, and is not told of them.
#[actix_web::test]
async fn clues_and_duties_about_persons_are_told_to_who_reads_them() {
    let app = TestApp::in_two_towns().await;
    let office = anyone(&app, NORTH);
    let clue = json!({ "kind": "clue", "title": "举报线索", "division_code": NORTH_VILLAGE, "held_on": "2025-06-26" });
    let answer = office.post("/api/v1/events", &clue).await;
    let clue = answer.id().to_string();
    let person = someone(&office).await;
    let duty = json!({ "title": "上门核实", "due_on": "2099-06-26" });
    let duty = office.post(&format!("{PERSONNEL}/{person}/tasks"), &duty).await.id().to_string();
    seal(&app);
    let reader = app.user(&["changes:read", "events:read", "tasks:read"]);
    let (all, some) = (follow(&office, "", "").await.0, follow(&reader, "", "").await.0);
    for id in [&clue, &duty] {
        assert_eq!((told_of(&all, id).len(), told_of(&some, id)), (1, Vec::new()), "{id}");
    }
}
