//! What waits for somebody: numbers that are never stale, quiet once they were seen, and a digest that names nobody.
use chrono::{Duration, NaiveDate};
use jindu_tests::support::{Caller, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use crate::proof::office::Town;

const NOTIFICATIONS: &str = "/api/v1/notifications";
const SEEN: &str = "/api/v1/notifications/seen";
const DIGEST: &str = "/api/v1/notifications/digest";
const PROPOSALS: &str = "/api/v1/premises/proposals";
const DECIDES: [&str; 3] = ["session:use", "premises:read", "premises:decide"];
/// Topics whose number is the account's own; their list shows at least as much.
const OWN: [&str; 5] =
    ["inspections_to_sign", "imports_finished", "exports_to_approve", "exports_ready", "deliveries_parked"];

fn decider(app: &TestApp) -> Caller<'_> {
    app.user(&DECIDES)
}

async fn propose(app: &TestApp) {
    let place = json!({
        "code": format!("T{:05}", app.number()), "kind": "rental", "name": "出租房", "division_code": NORTH_VILLAGE,
        "registered_on": "2025-06-26",
    });
    app.user(&["premises:read", "premises:propose"]).post(PROPOSALS, &place).await.created();
}

async fn told(caller: &Caller<'_>, topic: &str) -> Option<Value> {
    let told = caller.get(NOTIFICATIONS).await.ok();
    let items = told["items"].as_array().expect("topics").clone();
    let new = items.iter().filter(|item| item["is_new"] == json!(true)).count();
    assert_eq!(told["new_count"], json!(new));
    items.into_iter().find(|item| item["topic"] == topic)
}

fn count_and_news(told: Option<Value>) -> (Value, Value) {
    let told = told.expect("something waits");
    (told["count"].clone(), told["is_new"].clone())
}

async fn seen(caller: &Caller<'_>, topic: &str, count: i64) -> Value {
    caller.post(SEEN, &json!({ "seen": [{ "topic": topic, "count": count }] })).await.ok()
}

/// A number that leads to a list is the number of that list, whoever asks.
#[actix_web::test]
async fn every_number_is_what_its_list_says() {
    let app = TestApp::of_sample_town().await;
    let mut topics = 0;
    for role in
        ["office_head", "caseworker", "police", "village_head", "inspector", "leader", "sec_admin", "city_viewer"]
    {
        let caller = app.role(role);
        let told = caller.get(NOTIFICATIONS).await.ok();
        for item in told["items"].as_array().expect("topics") {
            let text = |name: &str| item[name].as_str().expect("text").to_owned();
            let list = caller.get(&format!("/api/v1/{}?per_page=1&{}", text("list"), text("query"))).await.ok();
            let (told, listed) = (item["count"].as_i64().expect("a count"), list["total"].as_i64().expect("a total"));
            let is_so = if OWN.contains(&text("topic").as_str()) { told <= listed } else { told == listed };
            assert!(is_so && told > 0, "{role} {item}: {listed}");
            assert_eq!(item["count_is_lower_bound"], list["total_is_lower_bound"]);
            topics += 1;
        }
    }
    assert!(topics > 5, "the sample town owes something: {topics}");
    for role in ["leader", "sec_admin", "city_viewer"] {
        assert_eq!(app.role(role).get(NOTIFICATIONS).await.ok()["items"], json!([]), "{role} acts on none of it");
    }
}

#[actix_web::test]
async fn what_was_seen_is_quiet_until_there_is_more() {
    let app = TestApp::in_two_towns().await;
    let (caller, other) = (decider(&app), decider(&app));
    let elsewhere = app.user_at(&DECIDES, SOUTH);
    assert!(told(&caller, "places_proposed").await.is_none());
    propose(&app).await;
    assert_eq!(count_and_news(told(&caller, "places_proposed").await), (json!(1), json!(true)));
    assert!(told(&elsewhere, "places_proposed").await.is_none());

    assert_eq!(seen(&caller, "places_proposed", 1).await["new_count"], 0);
    assert_eq!(count_and_news(told(&caller, "places_proposed").await), (json!(1), json!(false)));
    assert_eq!(
        count_and_news(told(&other, "places_proposed").await),
        (json!(1), json!(true)),
        "seen by one is not seen by all"
    );

    // What came while one looked was not seen.
    propose(&app).await;
    propose(&app).await;
    assert_eq!(count_and_news(told(&caller, "places_proposed").await), (json!(3), json!(true)));
    assert_eq!(seen(&caller, "places_proposed", 2).await["new_count"], 1);
    seen(&caller, "places_proposed", 3).await;
    assert_eq!(count_and_news(told(&caller, "places_proposed").await), (json!(3), json!(false)));

    for (body, pointer) in [
        (json!({ "seen": [] }), "/seen"),
        (json!({ "seen": [{ "topic": "weather", "count": 1 }] }), "/seen/0/topic"),
        (json!({ "seen": [{ "topic": "duties_due", "count": -1 }] }), "/seen/0/count"),
        (json!({ "seen": [{ "topic": "duties_due", "count": 1 }, { "topic": "duties_due", "count": 2 }] }), "/seen"),
    ] {
        let refused = caller.post(SEEN, &body).await;
        assert_eq!((refused.status, refused.names(pointer)), (422, true), "{refused}");
    }
}

#[actix_web::test]
async fn a_topic_that_is_off_is_told_neither_on_the_page_nor_in_the_digest() {
    let app = TestApp::in_two_towns().await;
    let caller = decider(&app);
    propose(&app).await;
    let off = json!({ "topics_off": ["places_proposed"] });
    caller.patch("/api/v1/me/preferences", 1, &off).await.ok();
    assert!(told(&caller, "places_proposed").await.is_none());
    assert_eq!(caller.get(DIGEST).await.ok()["lines"], json!([]));
    caller.patch("/api/v1/me/preferences", 2, &json!({ "topics_off": [] })).await.ok();
    assert!(told(&caller, "places_proposed").await.is_some());
}

#[actix_web::test]
async fn the_digest_of_a_day_is_made_once_and_names_nobody() {
    let app = TestApp::in_two_towns().await;
    let caller = decider(&app);
    propose(&app).await;
    let made = caller.get(DIGEST).await;
    let digest = made.body.clone();
    assert_eq!((&digest["lines"][0]["topic"], &digest["lines"][0]["count"]), (&json!("places_proposed"), &json!(1)));
    assert_eq!(
        (&digest["lines"][0]["list"], &digest["lines"][0]["query"]),
        (&json!("premises"), &json!("proposed=true"))
    );
    assert!(digest["text_zh"].as_str().expect("text").ends_with("待办摘要\n待审核的新增场所：1项\n"), "{digest}");
    assert!(digest["text_en"].as_str().expect("text").contains("Places proposed, to be decided on: 1\n"), "{digest}");
    assert!(!made.text.contains("出租房"), "{digest}");

    propose(&app).await;
    assert_eq!(caller.get(DIGEST).await.ok(), digest, "the same all day");
    let today: NaiveDate = digest["day"].as_str().expect("a day").parse().expect("a date");
    assert_eq!(caller.get(&format!("{DIGEST}?day={today}")).await.ok(), digest);
    assert_eq!(count_and_news(told(&caller, "places_proposed").await).0, json!(2), "the page is not");
    // Another account has a digest of its own, as things stand when it first asks.
    assert_eq!(decider(&app).get(DIGEST).await.ok()["lines"][0]["count"], 2);

    let earlier = caller.get(&format!("{DIGEST}?day={}", today - Duration::days(1))).await;
    assert_eq!((earlier.status, earlier.code()), (404, "digest.not_found"), "{earlier}");
    let later = caller.get(&format!("{DIGEST}?day={}", today + Duration::days(1))).await;
    assert_eq!((later.status, later.errors()), (422, vec![("day", "digest.day.future")]), "{later}");
}

#[actix_web::test]
async fn an_export_is_told_to_who_may_let_it_go_and_then_to_who_asked() {
    let app = TestApp::in_two_towns().await;
    let may = ["session:use", "exports:request", "exports:approve", "events:read"];
    let (asks, lets) = (app.user_who(&may, &["name"], jindu_tests::support::NORTH), app.user(&may));
    let wanted = json!({ "resource": "events", "format": "csv", "classes": ["name"], "purpose": "报送季度台账" });
    let export = asks.post("/api/v1/exports", &wanted).await.expect(202);
    let path = format!("/api/v1/exports/{}", export["id"].as_str().expect("an id"));
    assert!(told(&asks, "exports_to_approve").await.is_none(), "nobody lets their own go");
    assert_eq!(count_and_news(told(&lets, "exports_to_approve").await).0, json!(1));
    lets.having_read(1).post(&format!("{path}/approve"), &json!({})).await.ok();
    assert!(told(&lets, "exports_to_approve").await.is_none());
    app.write_exports();
    assert_eq!(count_and_news(told(&asks, "exports_ready").await).0, json!(1));
    assert!(told(&lets, "exports_ready").await.is_none(), "it is not theirs");
    let link = asks.post(&format!("{path}/link"), &json!({})).await.created();
    asks.post(&format!("{path}/download"), &json!({ "token": link["token"] })).await;
    assert!(told(&asks, "exports_ready").await.is_none());
}

#[actix_web::test]
async fn an_import_is_told_while_it_waits_and_on_the_day_it_was_written() {
    let app = TestApp::in_two_towns().await;
    let may = ["session:use", "imports:read", "imports:write", "events:read", "events:write"];
    let (clerk, colleague) = (app.user(&may), app.user(&may));
    let file = "活动日期,活动名称,活动形式,所在村（居）\n2025-06-26,宣传,宣传,新塘村\n";
    let planned =
        clerk.send(actix_web::http::Method::POST, "/api/v1/imports", file.as_bytes().to_vec()).await.expect(202);
    assert_eq!(count_and_news(told(&colleague, "imports_planned").await).0, json!(1));
    let path = format!("/api/v1/imports/{}", planned["id"].as_str().expect("an id"));
    let version = planned["version"].as_i64().expect("a version");
    clerk.having_read(version).post(&format!("{path}/commit"), &json!({})).await.ok();
    assert!(told(&colleague, "imports_planned").await.is_none());
    assert_eq!(count_and_news(told(&clerk, "imports_finished").await).0, json!(1));
    assert!(told(&colleague, "imports_finished").await.is_none(), "it is not theirs");
}

/// The console writes what each account would be told, as it sees things itself.
#[test]
fn the_console_writes_a_digest_for_every_account() {
    let town = Town::new();
    let printed = town.office.done(&["digest", "--format", "json"]);
    let digests: Vec<Value> = printed.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names: Vec<&str> = digests.iter().map(|digest| digest["username"].as_str().expect("a name")).collect();
    assert_eq!(names, ["audit", "case"]);

    // The server answers the digest that the console made.
    let server = town.serve();
    let token = server.sign_in("case", jindu_tests::support::PASSWORD).expect("signed in");
    let answered = server.get(&token, "/notifications/digest").expect("an answer").json();
    assert_eq!((&answered["made_at"], &answered["text_zh"]), (&digests[1]["made_at"], &digests[1]["text_zh"]));
    drop(server);

    let folder = town.office.data_folder().join("digests");
    std::fs::create_dir(&folder).expect("a folder");
    let folder = folder.to_str().expect("a path");
    town.office.done(&["digest", "--account", "case", "--folder", folder, "--address", "https://jindu.example/"]);
    let text = std::fs::read_to_string(format!("{folder}/case.txt")).expect("a digest");
    assert!(text.starts_with("case\n") && text.contains("待办摘要"), "{text}");
    assert!(!std::path::Path::new(folder).join("audit.txt").exists());
    let nobody = town.office.jindu(&["digest", "--account", "nobody"]);
    assert!(nobody.code == 2 && nobody.err.contains("nobody: no such account may sign in"), "{}", nobody.err);
}
