//! Several lists counted in one answer: each says what it would say itself, to whom it would say it.
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const COUNTS: &str = "/api/v1/counts";
const READS: [&str; 4] = ["session:use", "personnel:read", "events:read", "divisions:read"];

async fn with_persons() -> TestApp {
    let app = TestApp::in_two_towns().await;
    for (town, village, status) in [
        (NORTH, NORTH_VILLAGE, "in_community"),
        (NORTH, NORTH_VILLAGE, "clean_three_years"),
        (SOUTH, SOUTH_VILLAGE, "in_community"),
    ] {
        let body = json!({ "name": "罗会腾", "division_code": village, "status": status });
        app.user_at(&["personnel:read", "personnel:write"], town).post("/api/v1/personnel", &body).await.created();
    }
    app
}

fn wanted(lists: &[(&str, &str)]) -> Value {
    let lists: Vec<Value> = lists.iter().map(|(list, query)| json!({ "list": list, "query": query })).collect();
    json!({ "lists": lists })
}

fn totals(answer: &Value) -> Vec<i64> {
    answer["counts"].as_array().expect("counts").iter().filter_map(|one| one["total"].as_i64()).collect()
}

fn refusal(answer: &Answer) -> (u16, Vec<(&str, &str)>) {
    (answer.status, answer.errors())
}

async fn asked(caller: &Caller<'_>, lists: &[(&str, &str)]) -> Value {
    caller.post(COUNTS, &wanted(lists)).await.ok()
}

#[actix_web::test]
async fn a_count_is_what_the_list_says() {
    let app = with_persons().await;
    let queries = ["", "status=in_community", "status=in_community,clean_three_years", "division=990981107000"];
    for (place, town) in [NORTH, SOUTH].into_iter().enumerate() {
        let reader = app.user_at(&READS, town);
        let lists: Vec<(&str, &str)> = queries.iter().map(|query| ("personnel", *query)).collect();
        let mut said = Vec::new();
        for query in queries {
            let page = reader.get(&format!("/api/v1/personnel?per_page=1&{query}")).await.ok();
            said.push(page["total"].as_i64().expect("a total"));
        }
        assert_eq!(totals(&asked(&reader, &lists).await), said);
        assert_eq!(said, [[2, 1, 2, 2], [1, 1, 1, 0]][place]);
    }
    let reader = app.user(&READS);
    let mixed = asked(&reader, &[("events", ""), ("personnel", ""), ("divisions", "")]).await;
    assert_eq!(totals(&mixed), [0, 2, 3], "in the order in which they were named: {mixed}");
    assert_eq!(mixed["counts"][0]["total_is_lower_bound"], false);
}

#[actix_web::test]
async fn nobody_is_told_how_long_a_list_is_that_they_do_not_read() {
    let app = with_persons().await;
    let reader = app.user(&["session:use", "events:read"]);
    let refused = reader.post(COUNTS, &wanted(&[("events", ""), ("personnel", "")])).await;
    assert_eq!(refusal(&refused), (422, vec![("/lists/1/list", "list.not_read")]), "{refused}");
    assert_eq!(app.nobody().post(COUNTS, &wanted(&[("events", "")])).await.status, 401);
}

#[actix_web::test]
async fn what_the_list_would_refuse_is_refused_at_its_place() {
    let app = with_persons().await;
    let reader = app.user(&READS);
    for (query, code) in [
        // Whether somebody of that name is on file is told by the list, which records whom it told of.
        ("q=%E7%BD%97%E4%BC%9A%E8%85%BE", "query.typed"),
        ("person=01a219af-ae07-7004-8cdb-f47da9e25274", "query.names_one"),
        ("colr=red", "parameter.unknown"),
        ("per_page=1", "parameter.unknown"),
        ("status=unheard_of", "parameter.value"),
        ("division=12345", "length"),
    ] {
        let refused = reader.post(COUNTS, &wanted(&[("personnel", ""), ("personnel", query)])).await;
        assert_eq!(refusal(&refused), (422, vec![("/lists/1/query", code)]), "{query}: {refused}");
    }
    assert_eq!(reader.post(COUNTS, &wanted(&[])).await.status, 422);
    assert_eq!(reader.post(COUNTS, &wanted(&[("personnel", ""); 41])).await.status, 422);
    assert_eq!(reader.post(COUNTS, &wanted(&[("nothing", "")])).await.status, 422);
}

#[actix_web::test]
async fn a_count_shows_nobody() {
    let app = with_persons().await;
    asked(&app.user(&READS), &[("personnel", "")]).await;
    let auditor = app.user(&["session:use", "audit:read"]);
    assert_eq!(auditor.get("/api/v1/access-log").await.ok()["total"], 0);
}
