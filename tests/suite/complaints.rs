//! What the users of other systems complained about, one test a lesson.
use actix_web::http::Method;
use futures_util::future::join_all;
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::webhooks::arrange::{Manner, Receiver, Time, dispatcher, enter, happen, keeper, path, send};

const EVENTS: &str = "/api/v1/imports?resource=events&file_name=events.csv&mode=";
const HEADINGS: &str = "活动日期,活动名称,活动形式,所在村（居）,宣传单（份）";

async fn upload(caller: &Caller<'_>, mode: &str, rows: &str) -> Answer {
    let caller = caller.with("content-type", "application/octet-stream");
    caller.send(Method::POST, &format!("{EVENTS}{mode}"), format!("{HEADINGS}\n{rows}\n").into_bytes()).await
}

fn clerk(app: &TestApp) -> Caller<'_> {
    app.user(&["imports:write", "imports:read", "events:read", "events:write"])
}

async fn count(caller: &Caller<'_>, path: &str) -> u64 {
    caller.get(path).await.ok()["total"].as_u64().expect("a total")
}

/// "A dashboard shocked the staff": a figure that counts records opens to just as many.
#[actix_web::test]
async fn every_figure_opens_the_records_behind_it() {
    let app = TestApp::of_sample_town().await;
    let caller = app.role("office_head");
    let area = format!("division={NORTH}&period=2025&as_of=2025-12-31");
    let mut opened = 0;
    for figure in caller.get(&format!("/api/v1/indicators?{area}")).await.ok()["items"].as_array().expect("figures") {
        let name = figure["name"].as_str().expect("a name");
        let behind = count(&caller, &format!("/api/v1/indicators/{name}/records?{area}")).await;
        assert_eq!(json!(behind), figure["record_count"], "{name}");
        opened += u64::from(behind > 0);
    }
    assert!(opened > 30, "{opened} figures have records");
    for (name, rows) in
        [("registered_current", 33), ("tests_refused_in_year", 5), ("lectures", 6), ("inspections_unsigned", 30)]
    {
        assert_eq!(count(&caller, &format!("/api/v1/indicators/{name}/records?{area}")).await, rows, "{name}");
    }
}

/// "Reports success and imports nothing": what is counted as written can be read.
#[actix_web::test]
async fn an_import_that_says_committed_has_written() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let rows: Vec<String> = (1..=20).map(|day| format!("2025-06-{day:02},宣传{day},宣传,新塘村,{day}")).collect();
    let answer = upload(&caller, "commit", &rows.join("\n")).await.expect(202);
    assert_eq!((&answer["state"], &answer["counts"]["create"]), (&json!("committed"), &json!(20)));
    assert_eq!(count(&caller, "/api/v1/events").await, 20);
}

/// "Good rows stay in after 'failed'", "gives no reason", "no cell is named".
#[actix_web::test]
async fn a_refused_import_leaves_nothing_and_names_the_cell() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let answer = upload(&caller, "commit", "2025-06-01,宣传,宣传,新塘村,1\n2025-06-31,宣传,宣传,新塘村,很多").await;
    assert_eq!((answer.status, &answer.body["state"]), (202, &json!("refused")), "{answer}");
    assert_eq!(count(&caller, "/api/v1/events").await, 0);
    let rows = caller.get(&format!("/api/v1/imports/{}/rows?outcome=invalid", answer.id())).await.ok();
    let named: Vec<(&Value, &Value)> = rows["items"][0]["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|one| (&one["column"], &one["code"]))
        .collect();
    assert_eq!(rows["items"][0]["row"], json!(3));
    assert_eq!(
        named,
        [(&json!("活动日期"), &json!("date.impossible")), (&json!("宣传单（份）"), &json!("import.cell.integer"))]
    );
}

/// "The dry run says valid, commit refuses": one plan, one code path; and a plan that is out of date is refused.
#[actix_web::test]
async fn what_validate_says_commit_does() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let rows = "2025-06-01,宣传,宣传,新塘村,100\n2025-06-02,讲座,专题讲座,新塘村,";
    let (first, second) = (upload(&caller, "validate", rows).await, upload(&caller, "validate", rows).await);
    assert_eq!(count(&caller, "/api/v1/events").await, 0, "a plan writes nothing");
    let commit = |answer: &Answer| format!("/api/v1/imports/{}/commit", answer.id());
    let done = caller.post(&commit(&first), &Value::Null).await.ok();
    assert_eq!(done["counts"], first.body["counts"]);
    let stale = caller.post(&commit(&second), &Value::Null).await;
    assert_eq!((stale.status, stale.code()), (409, "import.stale"), "{stale}");
    assert_eq!(count(&caller, "/api/v1/events").await, 2);
}

/// "Halts for a human on every duplicate": a row that two records match is a conflict, and no question.
#[actix_web::test]
async fn an_ambiguous_match_is_a_conflict_and_no_question() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let event =
        json!({ "kind": "publicity", "held_on": "2025-06-01", "title": "宣传", "division_code": NORTH_VILLAGE });
    for _ in 0..2 {
        caller.post("/api/v1/events", &event).await.created();
    }
    let answer = upload(&caller, "validate", "2025-06-01,宣传,宣传,新塘村,5").await.expect(202);
    assert_eq!((&answer["state"], &answer["counts"]["conflict"]), (&json!("planned"), &json!(1)));
}

/// "Thousands of rows need splitting by hand", "halts for a human": the same odd sheet comes every month. A person says once what
/// its headings mean, and never again.
#[actix_web::test]
async fn an_odd_sheet_is_explained_once_and_not_every_month() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let sheet =
        |month: u32| format!("何时,讲什么,怎么讲,在哪里\n2025-{month:02}-01,第{month}讲,讲座,新塘村\n").into_bytes();
    let send = |month| caller.send(Method::POST, "/api/v1/imports?mode=commit", sheet(month));
    assert_eq!(send(1).await.status, 422);
    let said = json!({
        "resource": "events",
        "headings": ["何时", "讲什么", "怎么讲", "在哪里"],
        "columns": [
            { "heading": "何时", "field": "held_on" },
            { "heading": "讲什么", "field": "title" },
            { "heading": "怎么讲", "field": "kind" },
            { "heading": "在哪里", "field": "division_code" },
        ],
    });
    caller.post("/api/v1/import-mappings", &said).await.created();
    for month in 1..=12 {
        let import = send(month).await.expect(202);
        assert_eq!((&import["state"], &import["counts"]["create"]), (&json!("committed"), &json!(1)), "{import}");
    }
    assert_eq!(count(&caller, "/api/v1/events").await, 12);
}

/// "Row scope leaks other people's rows under concurrency".
#[actix_web::test]
async fn many_at_once_each_see_their_own_town_and_no_other() {
    let app = TestApp::in_two_towns().await;
    let capabilities = ["events:read", "events:write"];
    let towns = [(NORTH, NORTH_VILLAGE), (SOUTH, SOUTH_VILLAGE)];
    let callers: Vec<(Caller<'_>, &str)> =
        towns.iter().map(|(town, village)| (app.user_at(&capabilities, town), *village)).collect();
    for (caller, village) in &callers {
        for number in 0..5 {
            let event = json!({ "kind": "publicity", "held_on": "2025-06-01", "title": format!("宣传{number}"), "division_code": village });
            caller.post("/api/v1/events", &event).await.created();
        }
    }
    let asked = callers.iter().cycle().take(200).map(|(caller, village)| async move {
        let page = caller.get("/api/v1/events").await.ok();
        let items = page["items"].as_array().expect("events").clone();
        assert_eq!(items.len(), 5);
        assert!(items.iter().all(|event| event["division_code"] == json!(village)), "{page}");
    });
    join_all(asked).await;
}

/// "Hooks are best-effort, at most once", "webhooks never came", "duplicates arrive": what was not taken comes again under the
/// id it had, and whoever asks is told why it was not taken.
#[actix_web::test]
async fn a_message_that_was_not_taken_comes_again_under_its_id() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let webhook = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    receiver.next([Manner::Status(500), Manner::Drop]);
    happen(&app, "讲座").await;
    send(&dispatcher);
    let told = caller.get(&format!("{}/deliveries?state=pending", path(&webhook))).await.ok();
    assert_eq!((&told["total"], &told["items"][0]["last_status"]), (&json!(1), &json!(500)));
    for _ in 0..2 {
        time.pass(chrono::Duration::minutes(6));
        send(&dispatcher);
    }
    let ids: Vec<String> = receiver.got().into_iter().map(|got| got.id).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]));
    let told = caller.get(&format!("{}/deliveries?state=delivered", path(&webhook))).await.ok();
    assert_eq!(told["items"][0]["id"], json!(ids[0]));
}
