//! What people do with duties, and the complaints about other systems that concern them.
use futures_util::future::join_all;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{OFFICE, ledger, measure, office, person, test_on};

async fn worker(caller: &Caller<'_>, name: &str, division_code: &str) -> Value {
    let worker = json!({ "name": name, "post": "case_worker", "division_code": division_code });
    caller.post("/api/v1/staff", &worker).await.created()["id"].clone()
}

/// Someone who reported in on 10 March 2024 and was tested once, in the first window.
async fn under_treatment(caller: &Caller<'_>) -> String {
    let person = person(caller).await;
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    caller.post(&format!("{person}/tests"), &test_on("2024-03-20", "negative")).await.created();
    person
}

async fn tasks(caller: &Caller<'_>, person: &str, filter: &str) -> Vec<Value> {
    let id = person.rsplit('/').next().expect("an id");
    let found = caller.get(&format!("/api/v1/tasks?subject={id}&per_page=200&{filter}")).await.ok();
    found["items"].as_array().expect("a page").clone()
}

fn address(task: &Value) -> String {
    format!("/api/v1/tasks/{}", task["id"].as_str().expect("an id"))
}

fn version(task: &Value) -> i64 {
    task["version"].as_i64().expect("a version")
}

/// "A missed test slides into the future": a later test, or three of them, does not erase it.
#[actix_web::test]
async fn what_was_missed_stays_missed_whatever_comes_later() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = under_treatment(&caller).await;
    let missed =
        |lines: &[String]| lines.iter().filter(|line| line.contains(" test 2 ") && line.contains("missed")).count();
    assert_eq!(missed(&ledger(&caller, &person).await), 1);
    for day in ["2024-05-10", "2024-05-11", "2024-05-12"] {
        caller.post(&format!("{person}/tests"), &test_on(day, "negative")).await.created();
    }
    let lines = ledger(&caller, &person).await;
    assert_eq!(missed(&lines), 1, "{lines:?}");
    let done = lines.iter().filter(|line| line.contains(" test ") && line.contains(" done ")).count();
    assert_eq!(done, 2, "three tests in one window do it once: {lines:?}");
}

/// "Tasks keep coming after the period is over": the last window is the last, and what ended owes no more.
#[actix_web::test]
async fn nothing_is_owed_after_the_end() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let ended = json!({
        "kind": "community_treatment", "state": "released", "received_on": "2021-03-01", "reported_in_on": "2021-03-10",
        "agreement_signed_on": "2021-03-10", "term_ends_on": "2024-03-10", "ended_on": "2024-03-12", "outcome": "解除通知书1号",
    });
    caller.post(&format!("{person}/treatments"), &ended).await.created();
    let lines = ledger(&caller, &person).await;
    assert_eq!(lines.iter().filter(|line| line.contains(" test ")).count(), 22, "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains(" open")), "{lines:?}");
}

/// "Nobody can list which tasks are automatic", and why: each duty names its rule, and explains itself.
#[actix_web::test]
async fn every_duty_names_its_rule_and_explains_itself() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = under_treatment(&caller).await;
    for task in tasks(&caller, &person, "").await {
        assert!(!task["rule"]["id"].as_str().unwrap_or_default().is_empty(), "{task}");
        let why = caller.get(&format!("{}/explanation", address(&task))).await.ok();
        assert!(why["article"].as_str().unwrap_or_default().contains("戒毒条例"), "{why}");
        let due = task["due_on"].as_str().expect("a day");
        let is_told = |list: &Value| {
            list.as_array().is_some_and(|all| all.iter().any(|one| one.as_str().unwrap_or_default().contains(due)))
        };
        assert!(is_told(&why["zh"]) || task["state"] == "done", "{why}");
        assert_eq!(why["zh"].as_array().map(Vec::len), why["en"].as_array().map(Vec::len));
    }
    let reasons = caller.get(&format!("{person}/why-not")).await.ok();
    let codes: Vec<_> = reasons["items"].as_array().expect("reasons").iter().map(|one| one["code"].clone()).collect();
    assert_eq!(codes, ["term_runs", "overdue"]);
}

/// "Bulk assignment missing", "bulk action answers 200 though every item failed".
#[actix_web::test]
async fn many_are_given_at_once_and_each_is_answered_by_itself() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = under_treatment(&caller).await;
    let worker = worker(&caller, "周岚", NORTH).await;
    let open = tasks(&caller, &person, "state=missed").await;
    let (ids, done) = (
        |tasks: &[Value]| tasks.iter().map(|task| task["id"].clone()).collect::<Vec<_>>(),
        tasks(&caller, &person, "state=done").await,
    );
    let many = "/api/v1/tasks/actions/assign";
    let all = caller.post(many, &json!({ "ids": ids(&open[..2]), "assignee_id": worker })).await.expect(200);
    assert!(all["items"].as_array().expect("items").iter().all(|item| item["assigned"] == true), "{all}");
    let mixed = [ids(&open[2..3]), ids(&done[..1])].concat();
    let some = caller.post(many, &json!({ "ids": mixed, "assignee_id": worker })).await.expect(207);
    assert_eq!((&some["items"][0]["assigned"], &some["items"][1]["assigned"]), (&json!(true), &json!(false)));
    assert_eq!(some["items"][1]["refused"]["code"], "task.closed");
    let none = caller.post(many, &json!({ "ids": ids(&done), "assignee_id": worker })).await;
    assert_eq!((none.status, none.errors()[0]), (422, ("/ids/0", "task.closed")), "{none}");
    assert_eq!(tasks(&caller, &person, &format!("assignee={}", worker.as_str().expect("an id"))).await.len(), 3);
}

#[actix_web::test]
async fn a_duty_is_given_taken_and_handed_back_with_a_reason() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = under_treatment(&caller).await;
    let (near, far) = (
        worker(&caller, "周岚", NORTH).await,
        worker(&app.user_at(&["staff:write", "staff:read"], SOUTH), "远方", SOUTH).await,
    );
    let task = tasks(&caller, &person, "state=missed").await.remove(0);
    let read = caller.having_read(version(&task));
    let stranger = read.post(&format!("{}/assign", address(&task)), &json!({ "assignee_id": far })).await;
    assert_eq!(stranger.errors(), [("/assignee_id", "task.assignee_id.unknown")], "{stranger}");
    assert_eq!(read.post(&format!("{}/accept", address(&task)), &Value::Null).await.code(), "task.not_assigned");
    let given = read.post(&format!("{}/assign", address(&task)), &json!({ "assignee_id": near })).await.ok();
    let taken =
        caller.having_read(version(&given)).post(&format!("{}/accept", address(&task)), &Value::Null).await.ok();
    assert!(taken["accepted_at"].is_string(), "{taken}");
    let why = json!({ "reason": "本周在外培训，请改派" });
    let back = caller.having_read(version(&taken)).post(&format!("{}/return", address(&task)), &why).await.ok();
    assert_eq!((&back["assignee_id"], &back["returned_because"]), (&Value::Null, &why["reason"]));
    assert_eq!(read.post(&format!("{}/assign", address(&task)), &json!({ "assignee_id": near })).await.status, 412);
}

/// A duty comes to the person's caseworker, and follows the person to another village.
#[actix_web::test]
async fn a_duty_comes_to_the_caseworker_and_follows_the_person() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let worker = worker(&caller, "周岚", NORTH).await;
    let body = json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment", "case_worker_id": worker });
    let person = format!("/api/v1/personnel/{}", caller.post("/api/v1/personnel", &body).await.id());
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    assert!(tasks(&caller, &person, "").await.iter().all(|task| task["assignee_id"] == worker));
    caller.patch(&person, 1, &json!({ "division_code": NORTH })).await.ok();
    assert!(tasks(&caller, &person, "").await.iter().all(|task| task["division_code"] == NORTH));
}

#[actix_web::test]
async fn what_has_no_record_of_its_own_is_confirmed_and_what_has_is_not() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2022-07-01", "reported_in_on": "2022-07-10",
        "agreement_signed_on": "2022-07-10", "term_ends_on": "2025-07-10",
    });
    caller.post(&format!("{person}/treatments"), &measure).await.created();
    let check = tasks(&caller, &person, "kind=expiry_check").await.remove(0);
    let confirmation = |day: &str| json!({ "confirmed_on": day, "note": "材料齐全，已送派出所" });
    let read = caller.having_read(version(&check));
    let confirm = format!("{}/confirm", address(&check));
    assert_eq!(
        read.post(&confirm, &confirmation("2025-06-09")).await.errors(),
        [("/confirmed_on", "task.confirmed_on.early")]
    );
    let done = read.post(&confirm, &confirmation("2025-07-01")).await.ok();
    assert_eq!(
        (&done["state"], &done["done_on"], &done["done_by"]["type"]),
        (&json!("done"), &json!("2025-07-01"), &json!("confirmation"))
    );
    let test = tasks(&caller, &person, "kind=test&state=missed").await.remove(0);
    let refused = caller
        .having_read(version(&test))
        .post(&format!("{}/confirm", address(&test)), &confirmation("2025-07-01"))
        .await;
    assert_eq!((refused.status, refused.code()), (409, "task.confirm.has_record"), "{refused}");
}

/// Facts are corrected: what no longer follows becomes void and stays on the ledger.
#[actix_web::test]
async fn a_corrected_fact_leaves_void_duties_behind_and_no_false_ones() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    let made = caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await;
    let before = ledger(&caller, &person).await.len();
    let treatment = format!("{person}/treatments/{}", made.id());
    caller
        .patch(&treatment, 1, &json!({ "reported_in_on": "2024-03-12", "agreement_signed_on": "2024-03-12" }))
        .await
        .ok();
    assert_eq!(ledger(&caller, &person).await, super::reckoned(&caller, &person, None).await);
    caller.having_read(2).post(&format!("{treatment}/withdraw"), &json!({ "reason": "录入错误" })).await.ok();
    let left = ledger(&caller, &person).await;
    assert_eq!(left.len(), before);
    assert!(left.iter().all(|line| line.contains(" void")), "{left:?}");
}

/// Two who write facts of one person at once are both heard, and the ledger knows both.
#[actix_web::test]
async fn many_facts_of_one_person_at_once_are_all_heard() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let person = person(&caller).await;
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    let (tests, days) = (format!("{person}/tests"), (1..=12).map(|month| format!("2025-{month:02}-20")));
    let tests = days.map(|day| {
        let (caller, tests) = (&caller, &tests);
        async move { caller.post(tests, &test_on(&day, "negative")).await.status }
    });
    let made = join_all(tests).await;
    assert!(made.iter().all(|status| *status == 201), "{made:?}");
    assert_eq!(ledger(&caller, &person).await, super::reckoned(&caller, &person, None).await);
}

/// What no rule asks for is given by hand, done by a word, and missed like anything else.
#[actix_web::test]
async fn a_task_given_by_hand_stands_beside_the_others() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let worker = worker(&caller, "周岚", NORTH).await;
    let person = person(&caller).await;
    let past = json!({ "title": "陪同体检", "due_on": "2025-06-01" });
    assert_eq!(caller.post(&format!("{person}/tasks"), &past).await.errors(), [("/due_on", "task.due_on.past")]);
    let given = json!({ "title": "陪同体检", "due_on": "2099-06-01", "assignee_id": worker });
    let task = caller.post(&format!("{person}/tasks"), &given).await.created();
    assert_eq!((&task["title"], &task["state"], &task["kind"]), (&json!("陪同体检"), &json!("open"), &json!("manual")));
    // Facts that come in change nothing about it.
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    let found = tasks(&caller, &person, "&kind=manual").await;
    assert_eq!((found.len(), &found[0]["state"]), (1, &json!("open")));
    let why = caller.get(&format!("{}/explanation", address(&task))).await.ok();
    assert_eq!(why["title"], "陪同体检");
    let today = jindu::platform::clock::today();
    let word = json!({ "confirmed_on": today, "note": "已陪同" });
    let done = caller.having_read(1).post(&format!("{}/confirm", address(&task)), &word).await.ok();
    assert_eq!((&done["state"], &done["done_on"]), (&json!("done"), &json!(today)));
}

/// A worker leaves: what they had goes to another by what it has in common, and only as many as were counted.
#[actix_web::test]
async fn whoever_leaves_hands_over_as_many_as_were_counted() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let (leaves, stays) = (worker(&caller, "周岚", NORTH).await, worker(&caller, "孙宁", NORTH).await);
    let (from, to) = (leaves.as_str().expect("an id"), stays.as_str().expect("an id"));
    let person = person(&caller).await;
    caller.patch(&person, 1, &json!({ "case_worker_id": leaves })).await.ok();
    caller.post(&format!("{person}/treatments"), &measure("2024-03-10")).await.created();
    let pending = caller.get(&format!("/api/v1/tasks?assignee={from}&state=open,missed")).await.ok()["total"].clone();
    assert!(pending.as_i64() > Some(1), "{pending}");
    let order =
        |count: &Value| json!({ "filter": { "assignee_id": leaves }, "expected_count": count, "assignee_id": stays });
    let other = caller.post("/api/v1/tasks/actions/assign", &order(&json!(1))).await;
    assert_eq!((other.status, other.code()), (409, "task.assign.count"));
    let done = caller.post("/api/v1/tasks/actions/assign", &order(&pending)).await.ok();
    assert!(done["items"].as_array().expect("items").iter().all(|item| item["assigned"] == true));
    assert_eq!(caller.get(&format!("/api/v1/tasks?assignee={from}&state=open,missed")).await.ok()["total"], 0);
    assert_eq!(&caller.get(&format!("/api/v1/tasks?assignee={to}&state=open,missed")).await.ok()["total"], &pending);
    let neither = json!({ "assignee_id": stays });
    assert_eq!(caller.post("/api/v1/tasks/actions/assign", &neither).await.errors(), [("/ids", "task.assign.which")]);
}

async fn total(caller: &Caller<'_>, q: &str) -> Value {
    caller.get(&format!("/api/v1/tasks?q={q}")).await.ok()["total"].clone()
}

/// The search that opens a person finds what is owed for them as well, and no more of it than the caller sees.
#[actix_web::test]
async fn a_search_finds_the_duties_of_a_person_by_name_initials_or_file_number_and_those_of_a_place() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&OFFICE, &["name"], NORTH);
    let person = json!({
        "name": "罗会腾", "file_no": "XH-0471", "division_code": NORTH_VILLAGE, "status": "in_community",
    });
    let person = caller.post("/api/v1/personnel", &person).await.id();
    let given = json!({ "title": "陪同体检", "due_on": "2099-12-31" });
    let task = caller.post(&format!("/api/v1/personnel/{person}/tasks"), &given).await.created();
    for q in ["%E7%BD%97%E4%BC%9A", "lht", "0471", "xh-0471"] {
        let found = caller.get(&format!("/api/v1/tasks?q={q}")).await.ok();
        assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &task["id"]), "{q}");
    }
    assert_eq!(total(&caller, "nobody").await, 0);
    // By the name only for who sees names, of persons only for who reads duties about them, elsewhere not at all.
    let masked = app.user(&["tasks:read", "duties:read"]);
    assert_eq!((total(&masked, "lht").await, total(&masked, "0471").await), (json!(0), json!(1)));
    assert_eq!(total(&app.user_who(&["tasks:read"], &["name"], NORTH), "lht").await, 0);
    assert_eq!(total(&app.user_who(&["tasks:read", "duties:read"], &["name"], SOUTH), "lht").await, 0);
}
