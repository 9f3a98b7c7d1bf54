//! Views are searches and nothing they found: whoever opens one is shown what they may see.
use jindu_tests::support::{Answer, COUNTY, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const VIEWS: &str = "/api/v1/views";
const READS: [&str; 3] = ["session:use", "premises:read", "personnel:read"];

fn view(name: &str, query: &str) -> Value {
    json!({ "name": name, "list": "premises", "query": query })
}

fn shared(name: &str, query: &str) -> Value {
    json!({ "name": name, "list": "premises", "query": query, "is_shared": true })
}

async fn names(caller: &Caller<'_>) -> Vec<String> {
    let page = caller.get(VIEWS).await.ok();
    let items = page["items"].as_array().expect("views");
    items.iter().map(|view| view["name"].as_str().expect("a name").to_owned()).collect()
}

fn path(view: &Value) -> String {
    format!("{VIEWS}/{}", view["id"].as_str().expect("an id"))
}

fn refusal(answer: &Answer) -> (u16, Vec<(&str, &str)>) {
    (answer.status, answer.errors())
}

#[actix_web::test]
async fn a_view_is_ones_own_until_it_is_shared_and_then_the_areas_below() {
    let app = TestApp::in_two_towns().await;
    let owner = app.user_at(&READS, NORTH);
    let colleague = app.user_at(&READS, NORTH);
    let village = app.user_at(&READS, NORTH_VILLAGE);
    let (neighbour, county) = (app.user_at(&READS, SOUTH), app.user_at(&READS, COUNTY));
    let made = owner.post(VIEWS, &view("旅馆", "kind=hotel")).await.created();
    assert_eq!(
        (&made["is_own"], &made["is_current"], &made["division_code"]),
        (&json!(true), &json!(true), &json!(NORTH))
    );
    for other in [&colleague, &village, &neighbour, &county] {
        assert!(names(other).await.is_empty());
        assert_eq!(other.get(&path(&made)).await.status, 404);
    }

    owner.patch(&path(&made), 1, &json!({ "is_shared": true })).await.ok();
    for other in [&colleague, &village] {
        let seen = other.get(&path(&made)).await.ok();
        assert_eq!(
            (&seen["is_own"], &seen["owner"], &seen["query"]),
            (&json!(false), &json!("测试人员"), &json!("kind=hotel"))
        );
        let changed = other.patch(&path(&made), 2, &json!({ "name": "别的" })).await;
        assert_eq!((changed.status, changed.code()), (403, "view.not_yours"), "{changed}");
        let deleted = other.having_read(2).send(actix_web::http::Method::DELETE, &path(&made), Vec::new()).await;
        assert_eq!((deleted.status, deleted.code()), (403, "view.not_yours"), "{deleted}");
    }
    for other in [&neighbour, &county] {
        assert!(names(other).await.is_empty(), "a town shares with itself and its villages");
    }
    // What the county shares, its towns use.
    county.post(VIEWS, &shared("红色场所", "colour=red")).await.created();
    assert_eq!(names(&neighbour).await, ["红色场所"]);
    assert_eq!(names(&owner).await, ["旅馆", "红色场所"], "one's own come first");

    let deleted = owner.having_read(2).send(actix_web::http::Method::DELETE, &path(&made), Vec::new()).await;
    assert_eq!(deleted.status, 204, "{deleted}");
    assert_eq!(names(&village).await, ["红色场所"]);
    assert_eq!(owner.get(&path(&made)).await.status, 404);
}

/// A view is a question; the answer is the reader's own.
#[actix_web::test]
async fn a_shared_view_widens_nothing_that_its_reader_sees() {
    let app = TestApp::in_two_towns().await;
    let keeper = app.user_at(&["premises:write", "premises:read"], COUNTY);
    for (code, division) in [("N00001", NORTH_VILLAGE), ("S00001", SOUTH_VILLAGE)] {
        let place = json!({ "code": code, "kind": "hotel", "name": "旅馆", "division_code": division, "registered_on": "2025-06-26" });
        keeper.post("/api/v1/premises", &place).await.created();
    }
    let county = app.user_at(&READS, COUNTY);
    let made = county.post(VIEWS, &shared("全市旅馆", "kind=hotel&division=990981")).await.created();
    let query = made["query"].as_str().expect("a query");
    assert_eq!(query, "division=990981&kind=hotel", "kept in the order of its names");
    for (reader, sees) in
        [(app.user_at(&READS, NORTH), 1), (app.user_at(&READS, SOUTH_VILLAGE), 1), (county.clone(), 2)]
    {
        let seen = reader.get(&path(&made)).await.ok();
        assert_eq!(seen["query"], json!(query));
        assert_eq!(reader.get(&format!("/api/v1/premises?{query}")).await.ok()["total"], sees);
    }
    // Whoever does not read the list does not learn of its views either, nor keep one.
    let clerk = app.user_at(&["session:use", "personnel:read"], NORTH);
    assert!(names(&clerk).await.is_empty());
    assert_eq!(clerk.get(&path(&made)).await.status, 404);
    let refused = clerk.post(VIEWS, &view("旅馆", "kind=hotel")).await;
    assert_eq!(refusal(&refused), (422, vec![("/list", "list.not_read")]), "{refused}");
}

#[actix_web::test]
async fn a_view_keeps_nothing_typed_and_nothing_its_list_does_not_know() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&READS);
    for (query, code, says) in [
        ("q=%E7%BD%97%E4%BC%9A%E8%85%BE", "query.typed", "姓名或号码"),
        ("kind=hotel&q=13900000000", "query.typed", "姓名或号码"),
        ("colr=red", "parameter.unknown", "colr"),
        ("page=2", "parameter.unknown", "page"),
        ("per_page=200", "parameter.unknown", "per_page"),
        ("kind=palace", "parameter.value", "kind"),
        ("division=12345", "length", "division"),
    ] {
        let refused = caller.post(VIEWS, &view("视图", query)).await;
        assert_eq!(refusal(&refused), (422, vec![("/query", code)]), "{query}: {refused}");
        assert!(refused.text.contains(says), "{query}: {refused}");
        assert!(!refused.text.contains("13900000000"), "{refused}");
    }
    let long = format!("kind={}", ["hotel"; 400].join(","));
    let refused = caller.post(VIEWS, &view("视图", &long)).await;
    assert_eq!(refused.status, 422, "{refused}");
    // What an empty field of a form sends is left out, and so is the order in which it was sent.
    let made = caller.post(VIEWS, &view("视图", "q=&kind=hotel&colour=red")).await.created();
    assert_eq!(made["query"], "colour=red&kind=hotel");
}

/// Of every list: what is kept there could be typed nowhere, for only `q` takes free text.
#[test]
fn free_text_is_called_q_in_every_list() {
    let document: Value = serde_json::from_str(&jindu::app::document_text()).expect("the document");
    let lists = document["components"]["schemas"]["ListName"]["enum"].as_array().expect("lists");
    for list in lists.iter().map(|list| list.as_str().expect("a name")) {
        let parameters = document["paths"][format!("/api/v1/{list}")]["get"]["parameters"].as_array();
        for parameter in parameters.unwrap_or_else(|| panic!("{list} is no list")) {
            let (name, schema) = (parameter["name"].as_str().expect("a name"), &parameter["schema"]);
            let is_text = schema["type"] == "string" || schema["type"][0] == "string";
            let is_bound = ["enum", "format"].iter().any(|bound| !schema[*bound].is_null());
            // Codes separated by commas, an id or `none`, the digits of a division: each checked by the list itself.
            let is_checked = ["division", "parent", "assignee", "case_worker", "grid", "resource"].contains(&name)
                || schema["maxLength"].is_null();
            assert!(!is_text || is_bound || is_checked || name == "q", "{list} takes free text in {name}");
        }
    }
}

#[actix_web::test]
async fn names_tell_ones_own_views_apart() {
    let app = TestApp::in_two_towns().await;
    let (caller, other) = (app.user(&READS), app.user(&READS));
    let one = caller.post(VIEWS, &view("旅馆", "kind=hotel")).await.created();
    let twin = caller.post(VIEWS, &view("旅馆", "kind=rental")).await;
    assert_eq!(refusal(&twin), (422, vec![("/name", "view.name.taken")]), "{twin}");
    // Of another list, or another's: the name is free.
    caller.post(VIEWS, &json!({ "name": "旅馆", "list": "personnel", "query": "" })).await;
    other.post(VIEWS, &view("旅馆", "kind=hotel")).await.created();
    let second = caller.post(VIEWS, &view("出租房", "kind=rental")).await.created();
    let renamed = caller.patch(&path(&second), 1, &json!({ "name": "旅馆" })).await;
    assert_eq!(refusal(&renamed), (422, vec![("/name", "view.name.taken")]), "{renamed}");
    let moved = caller.patch(&path(&one), 1, &json!({ "list": "personnel", "query": "" })).await;
    assert_eq!(refusal(&moved), (422, vec![("/list", "view.list.fixed")]), "{moved}");
    let changed =
        caller.patch(&path(&one), 1, &json!({ "query": "kind=hotel", "columns": ["code", "name"] })).await.ok();
    assert_eq!((&changed["columns"], &changed["version"]), (&json!(["code", "name"]), &json!(2)));
    let same = caller.patch(&path(&one), 2, &json!({ "query": "kind=hotel&q=" })).await.ok();
    assert_eq!(same["version"], 2, "an equal query is no change");
}

#[actix_web::test]
async fn the_office_head_takes_a_view_out_of_what_is_shared_and_leaves_it_to_its_owner() {
    let app = TestApp::in_two_towns().await;
    let owner = app.user(&READS);
    let head = app.user(&["session:use", "premises:read", "views:manage"]);
    let elsewhere = app.user_at(&["session:use", "premises:read", "views:manage"], SOUTH);
    let below = app.user_at(&["session:use", "premises:read", "views:manage"], NORTH_VILLAGE);
    let made = owner.post(VIEWS, &shared("旅馆", "kind=hotel")).await.created();
    let unshare = format!("{}/unshare", path(&made));
    assert_eq!(elsewhere.having_read(1).post(&unshare, &json!({})).await.status, 404);
    // A village uses what its town shares, and does not decide on it.
    assert_eq!(below.get(&path(&made)).await.status, 200);
    assert_eq!(below.having_read(1).post(&unshare, &json!({})).await.status, 404);
    let taken = head.having_read(1).post(&unshare, &json!({})).await.ok();
    assert_eq!((&taken["is_shared"], &taken["version"]), (&json!(false), &json!(2)));
    assert!(names(&head).await.is_empty() && names(&below).await.is_empty());
    assert_eq!(names(&owner).await, ["旅馆"]);
    assert_eq!(owner.get(&path(&made)).await.ok()["is_shared"], false);
}

#[actix_web::test]
async fn the_journal_tells_of_views_and_not_what_they_are_called() {
    let app = TestApp::in_two_towns().await;
    let owner = app.user(&READS);
    let made = owner.post(VIEWS, &view("罗会腾的住处", "kind=hotel")).await.created();
    owner.patch(&path(&made), 1, &json!({ "is_shared": true })).await.ok();
    let entries = app
        .user(&["audit:read"])
        .get(&format!("/api/v1/journal?subject={}", made["id"].as_str().expect("an id")))
        .await;
    assert_eq!(entries.status, 200, "{entries}");
    assert!(!entries.text.contains("罗会腾") && entries.text.contains("is_shared"), "{entries}");
}
