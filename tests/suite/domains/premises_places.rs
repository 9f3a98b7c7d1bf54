//! Places: what is told of them, when they are due, who proposes them, and what happens when two of them are one.
mod merges;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use jindu::platform::clock;
use jindu::platform::db::{AnyConnection, Purpose};
use jindu_tests::support::{Caller, TestApp};
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
        let list = caller.get("/api/v1/indicators?period=2025&as_of=2025-12-31").await.ok();
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
