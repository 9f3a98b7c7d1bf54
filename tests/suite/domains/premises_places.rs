//! Places: what is told of them, when they are due, who proposes them, and what happens when two of them are one.
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use futures_util::future::join;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu::platform::clock;
use jindu::platform::db::{AnyConnection, Purpose};
use jindu_tests::support::{COUNTY, Caller, NORTH_VILLAGE, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{assert_refused, inspection, office, premises, registered, with};

const PLACES: &str = "/api/v1/premises";
const PROPOSALS: &str = "/api/v1/premises/proposals";

/// The day so many days ago.
fn ago(days: u64) -> String {
    (clock::today() - chrono::Days::new(days)).to_string()
}

async fn place(caller: &Caller<'_>, code: &str, more: Value) -> String {
    let body = with(&premises(), &with(&json!({ "code": code, "name": format!("出租房{code}") }), &more));
    let made = caller.post(PLACES, &body).await;
    assert_eq!(made.status, 201, "{made}");
    format!("{PLACES}/{}", made.id())
}

async fn inspected(caller: &Caller<'_>, place: &str, more: &Value) -> String {
    let made = caller.post(&format!("{place}/inspections"), &with(&inspection(), more)).await;
    assert_eq!(made.status, 201, "{made}");
    format!("/api/v1/inspections/{}", made.id())
}

/// The numbers of the places of a list, in order, and how many it says there are.
async fn codes(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let list = caller.get(&format!("{PLACES}?sort=code&{query}")).await.ok();
    let items = list["items"].as_array().expect("a list");
    assert_eq!(list["total"], json!(items.len()), "{list}");
    items.iter().map(|item| item["code"].as_str().expect("a number").to_owned()).collect()
}

/// What is answered, but for what grows with each change.
fn lasting(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.retain(|name, _| !["version", "updated_at"].contains(&name.as_str()));
        fields.values_mut().for_each(|field| *field = lasting(field.take()));
    }
    if let Some(items) = answer.as_array_mut() {
        items.iter_mut().for_each(|item| *item = lasting(item.take()));
    }
    answer
}

/// A place with its inspections, as they are answered.
async fn whole(caller: &Caller<'_>, place: &str) -> Value {
    let (stands, list) = (caller.get(place).await.ok(), caller.get(&format!("{place}/inspections")).await.ok());
    lasting(json!([stands, list]))
}

async fn version(caller: &Caller<'_>, place: &str) -> i64 {
    caller.get(place).await.ok()["version"].as_i64().expect("a version")
}

async fn merged(caller: &Caller<'_>, duplicate: &str, kept: &str) -> Value {
    let into_id = kept.rsplit('/').next().expect("an id");
    let body = json!({ "into_id": into_id, "reason": "同一处房屋登记了两次" });
    let caller = caller.having_read(version(caller, duplicate).await);
    caller.post(&format!("{duplicate}/merge"), &body).await.ok()
}

async fn unmerged(caller: &Caller<'_>, duplicate: &str) -> Value {
    let body = json!({ "reason": "核实为相邻的两处房屋" });
    let caller = caller.having_read(version(caller, duplicate).await);
    caller.post(&format!("{duplicate}/unmerge"), &body).await.ok()
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn entries(app: &TestApp, action: &str, subject_type: &str) -> i64 {
    let query = "SELECT count(*) AS count FROM journal WHERE action = ";
    let query = format!("{query}'{action}' AND subject_type = '{subject_type}'");
    let count: Count = match &mut app.database.address.connect(Purpose::Read).expect("the database opens") {
        AnyConnection::Sqlite(connection) => diesel::sql_query(query).get_result(connection).expect("a count"),
        AnyConnection::Postgres(connection) => diesel::sql_query(query).get_result(connection).expect("a count"),
    };
    count.count
}

#[actix_web::test]
async fn how_many_live_there_and_which_precursors_are_kept_there_is_on_file() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let facts = json!({
        "kind": "greenhouse", "rooms": 6, "tenants": 11, "migrants": 0, "precursor_classes": ["class_2", "class_3"],
    });
    let one = place(&caller, "XH00007", facts.clone()).await;
    let found = caller.get(&one).await.ok();
    for (name, value) in facts.as_object().expect("facts") {
        assert_eq!(&found[name], value, "{found}");
    }
    let changed = caller.patch(&one, 1, &json!({ "tenants": null, "precursor_classes": ["class_1"] })).await.ok();
    assert_eq!((&changed["rooms"], &changed["tenants"]), (&json!(6), &Value::Null));
    assert_eq!(changed["precursor_classes"], json!(["class_1"]));
    let twice = caller.patch(&one, 2, &json!({ "precursor_classes": ["class_1", "class_1"] })).await;
    assert_refused(&twice, &[("/precursor_classes", "premises.precursor_classes.twice")]);
    for kind in ["household", "quarry_kiln", "hydropower", "beauty_fitness"] {
        let body = with(&premises(), &json!({ "code": null, "kind": kind }));
        assert_eq!(caller.post(PLACES, &body).await.created()["kind"], kind);
    }
}

#[actix_web::test]
async fn every_kind_has_its_checklist_and_every_class_its_duties() {
    let app = TestApp::in_two_towns().await;
    let caller = app.role("inspector");
    let lists = caller.get(&format!("{PLACES}/checklists")).await.ok();
    let dictionaries = caller.get("/api/v1/dictionaries").await.ok();
    let kinds = |name: &str| -> Vec<Value> {
        let all = dictionaries["items"].as_array().or(dictionaries.as_array()).expect("dictionaries");
        let of = all.iter().find(|dictionary| dictionary["name"] == name).expect("the list");
        let values = of.as_object().into_iter().flat_map(|fields| fields.values()).find_map(Value::as_array);
        values.expect("values").iter().map(|value| value["code"].clone()).collect()
    };
    let listed: Vec<Value> =
        lists["items"].as_array().expect("lists").iter().map(|list| list["kind"].clone()).collect();
    assert_eq!(listed, kinds("premises_kind"));
    let venue = lists["items"].as_array().into_iter().flatten().find(|list| list["kind"] == "entertainment");
    let items = venue.expect("a checklist")["items"].as_array().expect("items").clone();
    assert!(items.iter().any(|item| item["basis"] == "娱乐场所管理条例§30"), "{items:?}");
    let line = json!({ "item": items[9]["item"], "ok": true });
    let one = registered(&office(&app)).await;
    inspected(&office(&app), &one, &json!({ "checklist": [line] })).await;

    let classes = caller.get(&format!("{PLACES}/precursor-duties")).await.ok();
    let of: Vec<Value> = classes.as_array().expect("classes").iter().map(|class| class["class"].clone()).collect();
    assert_eq!(of, kinds("precursor_class"));
    assert_eq!(classes[0]["schedule_on"], "2018-09-18");
    let duties = classes[1]["duties"].as_array().expect("duties");
    assert!(duties.iter().any(|duty| duty["basis"] == "易制毒化学品管理条例§17"), "{duties:?}");
}

#[actix_web::test]
async fn what_is_overdue_is_what_was_not_looked_at_in_time() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    // Kind, risk, days since it was registered and since it was looked at; whether it is overdue.
    let cases: [(&str, &str, u64, Option<u64>, bool); 11] = [
        ("rental", "high", 30, None, false),
        ("rental", "high", 31, None, true),
        ("rental", "medium", 90, None, false),
        ("rental", "unrated", 91, None, true),
        ("rental", "low", 180, None, false),
        ("rental", "low", 181, None, true),
        ("entertainment", "low", 31, None, true),
        ("vacant_school", "unrated", 30, None, false),
        ("rental", "high", 400, Some(30), false),
        ("rental", "high", 400, Some(31), true),
        ("hotel", "low", 400, Some(180), false),
    ];
    let (mut overdue, mut in_time) = (Vec::new(), Vec::new());
    for (number, (kind, risk, registered, looked_at, is_overdue)) in cases.into_iter().enumerate() {
        let code = format!("D{number:02}");
        let facts = json!({ "kind": kind, "risk_level": risk, "registered_on": ago(registered) });
        let one = place(&caller, &code, facts).await;
        if let Some(days) = looked_at {
            // Whatever came of it: a locked door was looked at.
            inspected(&caller, &one, &json!({ "inspected_on": ago(days), "outcome": "locked" })).await;
        }
        let found = caller.get(&one).await.ok();
        assert_eq!(found["is_overdue"], json!(is_overdue), "{code}: {found}");
        let every = i64::try_from(looked_at.unwrap_or(registered)).expect("days");
        let left = found["inspect_every_days"].as_i64().expect("days") - every;
        let due: chrono::NaiveDate = serde_json::from_value(found["inspection_due_on"].clone()).expect("a day");
        assert_eq!((due - clock::today()).num_days(), left, "{found}");
        if is_overdue { &mut overdue } else { &mut in_time }.push(code);
    }
    assert_eq!((codes(&caller, "overdue=true").await, codes(&caller, "overdue=false").await), (overdue, in_time));
    assert_eq!(codes(&caller, "overdue=true&kind=entertainment").await, ["D06"]);
    let proposed = with(&premises(), &json!({ "code": "P1", "registered_on": ago(400) }));
    caller.post(PROPOSALS, &proposed).await.created();
    assert!(!codes(&caller, "overdue=true").await.contains(&"P1".to_owned()));
    assert_eq!(codes(&caller, "overdue=true&proposed=true").await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_proposal_is_no_place_until_the_office_accepts_it() {
    let app = TestApp::in_two_towns().await;
    let (caller, worker) = (office(&app), app.role("grid_worker"));
    assert_eq!(worker.post(PLACES, &premises()).await.status, 403, "who is in the field proposes");
    let made = worker.post(PROPOSALS, &premises()).await.created();
    assert_eq!((&made["is_proposed"], &made["inspection_due_on"]), (&json!(true), &Value::Null), "{made}");
    let one = format!("{PLACES}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(codes(&caller, "").await, Vec::<String>::new());
    assert_eq!(codes(&caller, "proposed=true").await, ["XH00001"]);
    let counted = async || {
        let list = caller.get("/api/v1/indicators?year=2025&as_of=2025-12-31").await.ok();
        let figures = list["items"].as_array().expect("figures").clone();
        let figure = figures.into_iter().find(|figure| figure["name"] == "premises").expect("a figure");
        figure["value"]["known"]["integer"].clone()
    };
    assert_ne!(counted().await, 1);

    let early = caller.post(&format!("{one}/inspections"), &inspection()).await;
    assert_eq!((early.status, early.code()), (409, "premises.proposed"), "{early}");
    assert_eq!(caller.get(&format!("{one}/inspections")).await.ok()["total"], 0);
    let taken = caller.post(PLACES, &premises()).await;
    assert_refused(&taken, &[("/code", "premises.code.taken")]);
    caller.patch(&one, 1, &json!({ "risk_level": "high" })).await.ok();

    let accept = format!("{one}/accept");
    assert_eq!(worker.having_read(2).post(&accept, &json!({})).await.status, 403);
    assert_eq!(caller.having_read(1).post(&accept, &json!({})).await.status, 412);
    let accepted = caller.having_read(2).post(&accept, &json!({})).await.ok();
    assert_eq!((&accepted["is_proposed"], &accepted["version"]), (&json!(false), &json!(3)), "{accepted}");
    assert_eq!((codes(&caller, "").await, codes(&caller, "proposed=true").await), (vec!["XH00001".into()], vec![]));
    assert_eq!(counted().await, 1);
    inspected(&caller, &one, &json!({})).await;
    let again = caller.having_read(version(&caller, &one).await).post(&accept, &json!({})).await;
    assert_eq!((again.status, again.code()), (409, "premises.not_proposed"), "{again}");
    assert_eq!((entries(&app, "proposed", "premises"), entries(&app, "accepted", "premises")), (1, 1));
}

#[actix_web::test]
async fn a_refused_proposal_is_gone() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let made = app.role("inspector").post(PROPOSALS, &premises()).await.created();
    let one = format!("{PLACES}/{}", made["id"].as_str().expect("an id"));
    caller.having_read(1).post(&format!("{one}/withdraw"), &json!({ "reason": "不属于重点场所" })).await.ok();
    assert_eq!(caller.get(&one).await.status, 404);
    assert_eq!(codes(&caller, "proposed=true").await, Vec::<String>::new());
    assert_eq!(caller.having_read(2).post(&format!("{one}/accept"), &json!({})).await.status, 404);
}

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
