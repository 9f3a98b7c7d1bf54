//! Two entries of one place become one, and two again if that was wrong.
use futures_util::future::join;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{COUNTY, Caller, NORTH_VILLAGE, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{PLACES, PROPOSALS, codes, entries, inspected, lasting, merged, place, unmerged, version, whole};
use crate::domains::{assert_refused, inspection, office, premises, with};

/// Two places with inspections that are in every way different, one of them withdrawn.
async fn two_places(caller: &Caller<'_>) -> [String; 2] {
    let (one, other) = (place(caller, "XH00001", json!({})).await, place(caller, "XH00002", json!({})).await);
    for (place, day, outcome) in [
        (&one, "2025-02-26", "defect"),
        (&one, "2025-03-05", "locked"),
        (&other, "2025-01-20", "defect"),
        (&other, "2025-03-01", "normal"),
    ] {
        let facts = json!({ "inspected_on": day, "outcome": outcome, "defect_notes": format!("{day}所见") });
        inspected(caller, place, &facts).await;
    }
    let wrong = inspected(caller, &one, &json!({ "inspected_on": "2025-03-06", "outcome": "normal" })).await;
    let why = json!({ "reason": "记错了场所" });
    caller.having_read(1).post(&format!("{wrong}/withdraw"), &why).await.ok();
    [one, other]
}

#[actix_web::test]
async fn what_was_merged_is_one_place_and_what_is_unmerged_is_as_it_was() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let [one, other] = two_places(&caller).await;
    for (duplicate, kept) in [(&one, &other), (&other, &one)] {
        let before = [whole(&caller, duplicate).await, whole(&caller, kept).await];
        let all = lasting(caller.get("/api/v1/inspections").await.ok());
        let stands = merged(&caller, duplicate, kept).await;
        assert_eq!(stands["last_inspected_on"], "2025-03-05", "{stands}");
        assert_eq!(stands["colour"], "blue", "{stands}");
        let list = caller.get(&format!("{kept}/inspections")).await.ok();
        let notes: Vec<&Value> =
            list["items"].as_array().expect("a list").iter().map(|item| &item["defect_notes"]).collect();
        assert_eq!(notes, ["2025-03-05所见", "2025-03-01所见", "2025-02-26所见", "2025-01-20所见"], "{list}");

        let gone = caller.get(duplicate).await.ok();
        assert_eq!((&gone["merged_into_id"], &gone["colour"]), (&stands["id"], &json!("yellow")), "{gone}");
        assert_eq!((&gone["is_overdue"], &gone["last_inspected_on"]), (&json!(false), &Value::Null));
        assert_eq!(codes(&caller, "").await, [stands["code"].as_str().expect("a number")]);
        let query = format!("merged_into={}", stands["id"].as_str().expect("an id"));
        assert_eq!(codes(&caller, &query).await, [gone["code"].as_str().expect("a number")]);
        assert_eq!(caller.get(&format!("{duplicate}/inspections")).await.ok()["total"], 0);

        let back = unmerged(&caller, duplicate).await;
        assert_eq!(back["merged_into_id"], Value::Null);
        assert_eq!([whole(&caller, duplicate).await, whole(&caller, kept).await], before);
        assert_eq!(lasting(caller.get("/api/v1/inspections").await.ok()), all);
    }
    // Three with the withdrawn one and two, each there and back.
    assert_eq!(entries(&app, "moved", "inspections"), 10);
    assert_eq!((entries(&app, "merged", "premises"), entries(&app, "unmerged", "premises")), (2, 2));
    assert_eq!((entries(&app, "created", "premises_merges"), entries(&app, "undone", "premises_merges")), (2, 2));
}

#[actix_web::test]
async fn what_was_recorded_since_stays_with_the_place_that_stayed() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let [duplicate, kept] = two_places(&caller).await;
    let moving = caller.get(&format!("{duplicate}/inspections")).await.ok()["items"][0].clone();
    merged(&caller, &duplicate, &kept).await;
    inspected(&caller, &kept, &json!({ "inspected_on": "2025-04-01", "outcome": "defect" })).await;
    let moved = format!("/api/v1/inspections/{}", moving["id"].as_str().expect("an id"));
    caller.patch(&moved, 2, &json!({ "defect_notes": "合并后补记" })).await.ok();
    unmerged(&caller, &duplicate).await;
    let (back, stayed) = (caller.get(&duplicate).await.ok(), caller.get(&kept).await.ok());
    assert_eq!((&back["colour"], &back["last_inspected_on"]), (&json!("red"), &json!("2025-03-05")));
    assert_eq!((&stayed["colour"], &stayed["last_inspected_on"]), (&json!("red"), &json!("2025-04-01")));
    assert_eq!(caller.get(&format!("{kept}/inspections")).await.ok()["total"], 3);
    let list = caller.get(&format!("{duplicate}/inspections")).await.ok();
    assert_eq!((&list["total"], &list["items"][0]["defect_notes"]), (&json!(2), &json!("合并后补记")));

    merged(&caller, &duplicate, &kept).await;
    let early = json!({ "registered_on": "2025-01-01" });
    caller.patch(&kept, version(&caller, &kept).await, &early).await.ok();
    let at = version(&caller, &moved).await;
    caller.patch(&moved, at, &json!({ "inspected_on": "2025-01-05" })).await.ok();
    let unmerge = format!("{duplicate}/unmerge");
    let why = json!({ "reason": "核实为两处" });
    let refused = caller.having_read(version(&caller, &duplicate).await).post(&unmerge, &why).await;
    assert_eq!((refused.status, refused.code()), (409, "premises.unmerge.inspected_earlier"), "{refused}");
    caller.patch(&moved, at + 1, &json!({ "inspected_on": "2025-01-15" })).await.ok();
    unmerged(&caller, &duplicate).await;
}

#[actix_web::test]
async fn merges_are_undone_in_the_order_they_stand_on_one_another() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let [first, second] = two_places(&caller).await;
    let third = place(&caller, "XH00003", json!({})).await;
    let before = [whole(&caller, &first).await, whole(&caller, &second).await, whole(&caller, &third).await];
    merged(&caller, &first, &second).await;
    merged(&caller, &second, &third).await;
    assert_eq!(caller.get(&format!("{third}/inspections")).await.ok()["total"], 4);
    let why = json!({ "reason": "核实为两处" });
    let early = caller.having_read(version(&caller, &first).await).post(&format!("{first}/unmerge"), &why).await;
    assert_eq!((early.status, early.code()), (409, "premises.unmerge.later_first"), "{early}");
    unmerged(&caller, &second).await;
    unmerged(&caller, &first).await;
    assert_eq!([whole(&caller, &first).await, whole(&caller, &second).await, whole(&caller, &third).await], before);
}

#[actix_web::test]
async fn nothing_is_done_with_a_place_that_was_merged() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let [duplicate, kept] = two_places(&caller).await;
    merged(&caller, &duplicate, &kept).await;
    let at = version(&caller, &duplicate).await;
    let into = json!({ "into_id": kept.rsplit('/').next(), "reason": "登记了两次" });
    let why = json!({ "reason": "登记了两次" });
    let reader = caller.having_read(at);
    for answer in [
        caller.patch(&duplicate, at, &json!({ "name": "别名" })).await,
        reader.post(&format!("{duplicate}/withdraw"), &why).await,
        reader.post(&format!("{duplicate}/merge"), &into).await,
        reader.post(&format!("{duplicate}/accept"), &json!({})).await,
        caller.post(&format!("{duplicate}/inspections"), &inspection()).await,
    ] {
        assert_eq!((answer.status, answer.code()), (409, "premises.merged"), "{answer}");
    }
    let again = caller.having_read(version(&caller, &kept).await).post(&format!("{kept}/unmerge"), &why).await;
    assert_eq!((again.status, again.code()), (409, "premises.not_merged"), "{again}");
    let taken = caller.post(PLACES, &premises()).await;
    assert_refused(&taken, &[("/code", "premises.code.taken")]);
}

#[actix_web::test]
async fn two_places_that_cannot_be_one_stay_two() {
    let app = TestApp::in_two_towns().await;
    let county = app.user_who(CAPABILITIES, FIELD_CLASSES, COUNTY);
    let [duplicate, kept] = two_places(&county).await;
    let south = place(&county, "NL00001", json!({ "division_code": SOUTH_VILLAGE })).await;
    let late = place(&county, "XH00009", json!({ "registered_on": "2025-06-01" })).await;
    let proposal = county.post(PROPOSALS, &with(&premises(), &json!({ "code": "XH00010" }))).await.created();
    let proposal = format!("{PLACES}/{}", proposal["id"].as_str().expect("an id"));
    let at = version(&county, &duplicate).await;
    let asked = async |caller: &Caller<'_>, into: &str| {
        let body = json!({ "into_id": into.rsplit('/').next(), "reason": "登记了两次" });
        caller.having_read(at).post(&format!("{duplicate}/merge"), &body).await
    };
    let nobody = format!("{PLACES}/0193a1c2-7d5e-7000-8000-000000000001");
    for (into, rule) in [
        (&duplicate, "premises.into_id.same"),
        (&south, "premises.into_id.other_town"),
        (&late, "premises.into_id.registered_later"),
        (&proposal, "premises.into_id.off_register"),
        (&nobody, "premises.into_id.unknown"),
    ] {
        assert_refused(&asked(&county, into).await, &[("/into_id", rule)]);
    }
    // Who does not see the other place is told no more than that.
    assert_refused(&asked(&office(&app), &south).await, &[("/into_id", "premises.into_id.unknown")]);
    let blind = app.user_at(&["premises:read", "premises:write"], NORTH_VILLAGE);
    assert_eq!(asked(&blind, &kept).await.status, 403);
    assert_eq!(version(&county, &duplicate).await, at, "nothing came of it");
    assert_eq!(entries(&app, "moved", "inspections"), 0);
}

#[actix_web::test]
async fn what_is_recorded_while_two_places_become_one_is_lost_with_neither() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let kept = place(&caller, "XH00100", json!({})).await;
    let into = json!({ "into_id": kept.rsplit('/').next(), "reason": "登记了两次" });
    let mut recorded = 0;
    for number in 0..8 {
        let duplicate = place(&caller, &format!("XH0020{number}"), json!({})).await;
        let (merge, collection) = (format!("{duplicate}/merge"), format!("{duplicate}/inspections"));
        let (merger, body) = (caller.having_read(1), inspection());
        let (merging, recording) = (merger.post(&merge, &into), caller.post(&collection, &body));
        let (merging, recording) = join(merging, recording).await;
        // Whoever comes second is told so, or is in time for what the first did.
        assert!([200, 412].contains(&merging.status), "{merging}");
        assert!([201, 409].contains(&recording.status), "{recording}");
        recorded += u64::from(recording.status == 201);
        if merging.status == 412 {
            merged(&caller, &duplicate, &kept).await;
        }
        assert_eq!(caller.get(&collection).await.ok()["total"], 0);
        assert_eq!(caller.get(&format!("{kept}/inspections")).await.ok()["total"], recorded);
    }
}

#[actix_web::test]
async fn a_duplicate_comes_back_from_a_place_that_was_withdrawn() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let [duplicate, kept] = two_places(&caller).await;
    let before = whole(&caller, &duplicate).await;
    merged(&caller, &duplicate, &kept).await;
    let why = json!({ "reason": "不属于重点场所" });
    caller.having_read(version(&caller, &kept).await).post(&format!("{kept}/withdraw"), &why).await.ok();
    assert_eq!(codes(&caller, "").await, Vec::<String>::new());
    unmerged(&caller, &duplicate).await;
    assert_eq!(whole(&caller, &duplicate).await, before);
    assert_eq!((codes(&caller, "").await, caller.get(&kept).await.status), (vec!["XH00001".to_owned()], 404));
}
