//! Who follows holds what the lists have: after merges and their undoing, signatures, corrections, frozen lists and reports.
use std::collections::BTreeMap;

use jindu::platform::clock;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, PASSWORD, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{PREMISES, anyone, follow, kinds, made, place, seal, told_of};

const CAMPAIGNS: &str = "/api/v1/campaigns";
const REPORTS: &str = "/api/v1/reports";

/// Versions by kind and id.
type Held = BTreeMap<(String, String), i64>;

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// What is left of all changes, for who began with the first.
fn held(items: &[Value]) -> Held {
    let mut held = Held::new();
    for subject in items.iter().map(|item| &item["subject"]).filter(|subject| subject.is_object()) {
        let key = (text(&subject["type"]), text(&subject["id"]));
        if subject["is_listed"] == true {
            held.insert(key, subject["version"].as_i64().expect("a version"));
        } else {
            held.remove(&key);
        }
    }
    held
}

/// What a snapshot says there is.
async fn snapshot(caller: &Caller<'_>) -> Held {
    let answer = caller.get("/api/v1/changes/snapshot").await;
    let lines = answer.text.lines().skip(1).map(|line| serde_json::from_str::<Value>(line).expect("a line"));
    lines.map(|line| ((text(&line["type"]), text(&line["id"])), line["version"].as_i64().expect("a version"))).collect()
}

/// What a list has.
async fn listed(caller: &Caller<'_>, kind: &str, path: &str) -> Held {
    let page = caller.get(&format!("{path}?per_page=200")).await.ok();
    let items = page["items"].as_array().expect("items");
    let entry = |item: &Value| ((kind.to_owned(), text(&item["id"])), item["version"].as_i64().expect("a version"));
    items.iter().map(entry).collect()
}

fn of_kind(held: &Held, kind: &str) -> Held {
    held.iter().filter(|((of, _), _)| of == kind).map(|(key, version)| (key.clone(), *version)).collect()
}

async fn inspected(caller: &Caller<'_>, place: &str) -> String {
    let look = json!({ "inspected_on": clock::today(), "inspector": "测试人员", "outcome": "defect" });
    made(caller, &format!("{PREMISES}/{place}/inspections"), &look).await
}

async fn sign(caller: &Caller<'_>, inspection: &str) {
    let path = format!("/api/v1/inspections/{inspection}");
    let shown = caller.get(&format!("{path}/signing")).await.ok();
    let signature = json!({
        "role": "inspector", "content_hash": shown["content_hash"], "password": PASSWORD, "device_time": clock::now(),
    });
    let version = shown["version"].as_i64().expect("a version");
    caller.having_read(version).post(&format!("{path}/sign"), &signature).await.ok();
}

async fn merge(caller: &Caller<'_>, duplicate: &str, version: i64, into: &str) {
    let body = json!({ "into_id": into, "reason": "重复登记" });
    caller.having_read(version).post(&format!("{PREMISES}/{duplicate}/merge"), &body).await.ok();
}

/// A round of the town with a frozen list, one line of which is left out.
async fn frozen(caller: &Caller<'_>) -> String {
    let round = json!({ "kind": "rental_check", "title": "第1次出租房屋排查", "division_code": NORTH });
    let round = made(caller, CAMPAIGNS, &round).await;
    let units = format!("{CAMPAIGNS}/{round}/units");
    caller.post(&format!("{units}/freeze"), &json!({ "source": "重点场所台账" })).await.created();
    let first = text(&caller.get(&units).await.ok()["items"][0]["premises_id"]);
    let why = json!({ "reason": "整体拆迁" });
    caller.having_read(1).post(&format!("{units}/{first}/exclude"), &why).await.ok();
    round
}

async fn report(caller: &Caller<'_>) -> String {
    let body = json!({ "kind": "annual_summary", "division_code": NORTH, "year": 2025, "as_of": "2025-12-31" });
    made(caller, REPORTS, &body).await
}

#[actix_web::test]
async fn who_follows_holds_what_lists_have_after_merges_signatures_lists_and_reports() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let mut places = Vec::new();
    for _ in 0..4 {
        places.push(made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await);
    }
    let (on_duplicate, signed) = (inspected(&caller, &places[0]).await, inspected(&caller, &places[1]).await);
    sign(&caller, &signed).await;
    let round = frozen(&caller).await;
    let version = |place: &Value| place["version"].as_i64().expect("a version");
    let now = caller.get(&format!("{PREMISES}/{}", places[0])).await.ok();
    merge(&caller, &places[0], version(&now), &places[1]).await;
    merge(&caller, &places[2], 1, &places[1]).await;
    caller.having_read(2).post(&format!("{PREMISES}/{}/unmerge", places[2]), &json!({ "reason": "两处" })).await.ok();
    merge(&caller, &places[2], 3, &places[3]).await;
    let (kept, withdrawn) = (report(&caller).await, report(&caller).await);
    let accept = json!({ "accept_findings": true });
    caller.having_read(1).post(&format!("{REPORTS}/{kept}/freeze"), &accept).await.ok();
    let why = json!({ "reason": "重复" });
    caller.having_read(1).post(&format!("{REPORTS}/{withdrawn}/withdraw"), &why).await.ok();

    seal(&app);
    let (items, _) = follow(&caller, "", "").await;
    let followed = held(&items);
    assert_eq!(followed, snapshot(&caller).await);
    let units = format!("{CAMPAIGNS}/{round}/units");
    for (kind, path) in [
        ("premises", PREMISES),
        ("inspections", "/api/v1/inspections"),
        ("reports", REPORTS),
        ("campaign_units", &units),
    ] {
        let listed = listed(&caller, kind, path).await;
        assert!(!listed.is_empty(), "{kind}");
        assert_eq!(of_kind(&followed, kind), listed, "{kind}");
    }
    assert_eq!(of_kind(&followed, "campaign_freezes").len(), 1);
    assert_eq!(told_of(&items, &signed), ["inspections.created", "inspections.signed"]);
    assert_eq!(told_of(&items, &on_duplicate), ["inspections.created", "inspections.moved"]);
    assert_eq!(told_of(&items, &kept), ["reports.created", "reports.frozen"]);
    assert_eq!(told_of(&items, &withdrawn), ["reports.created", "reports.withdrawn"]);
}

/// A follower that keeps links needs no second question to know into which place another went, each time.
#[actix_web::test]
async fn a_merge_names_the_place_it_went_into_and_a_line_its_round_and_place() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let mut places = Vec::new();
    for _ in 0..3 {
        places.push(made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await);
    }
    let round = frozen(&caller).await;
    merge(&caller, &places[0], 1, &places[1]).await;
    caller.having_read(2).post(&format!("{PREMISES}/{}/unmerge", places[0]), &json!({ "reason": "两处" })).await.ok();
    merge(&caller, &places[0], 3, &places[2]).await;
    seal(&app);
    let (items, _) = follow(&caller, "", "types=premises,campaign_units,campaign_freezes").await;
    let related = |kind: &str| -> Vec<Value> {
        let of_it = items.iter().filter(|item| item["type"] == kind);
        of_it.map(|item| item["subject"]["related"].clone()).collect()
    };
    let of = |kind: &str, id: &str| json!({ "type": kind, "id": id });
    assert_eq!(related("premises.merged"), [json!([of("premises", &places[1])]), json!([of("premises", &places[2])])]);
    assert_eq!(related("premises.unmerged"), [Value::Null]);
    assert_eq!(related("campaign_freezes.created"), [json!([of("campaigns", &round)])]);
    let lines = related("campaign_units.created");
    let expected = places.iter().map(|place| json!([of("campaigns", &round), of("premises", place)]));
    assert_eq!(lines.len(), 3);
    assert!(expected.into_iter().all(|line| lines.contains(&line)), "{lines:?}");
    assert_eq!(related("campaign_units.updated").first(), Some(&lines[0]));

    // The other town is told of none of it.
    seal(&app);
    let elsewhere = follow(&anyone(&app, SOUTH), "", "types=premises,campaign_units,campaign_freezes,reports").await.0;
    assert_eq!(kinds(&elsewhere), Vec::<&str>::new());
}
