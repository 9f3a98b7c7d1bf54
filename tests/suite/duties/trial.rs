//! A pack tried over HTTP: what is wrong with it by line, what it would change and for whom; nothing changes by trying.
use jindu::statutes::{everyone, insert_pack, read_pack, recompute, shelf};
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::packs::MONTHLY;
use super::{OFFICE, ledger, measure, office, person};

const CHECK: &str = "/api/v1/rules/check";
const SIMULATE: &str = "/api/v1/rules/simulate";

async fn simulate(caller: &Caller<'_>, text: &str) -> Answer {
    caller.post(SIMULATE, &json!({ "text": text })).await
}

fn counts(found: &Value) -> [&Value; 3] {
    ["new", "changed", "void"].map(|name| &found[name])
}

#[actix_web::test]
async fn a_pack_is_checked_line_by_line() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let sound = caller.post(CHECK, &json!({ "text": MONTHLY })).await.ok();
    assert_eq!((&sound["is_sound"], &sound["flaws"]), (&json!(true), &json!([])));
    let rule = &sound["pack"]["rule"][0];
    assert_eq!((&rule["id"], &rule["article"]), (&json!("test_treatment"), &json!("戒毒条例第十九条第二项")));
    for (text, line, reason) in [
        (MONTHLY.replace("done_by", "fine = 100\ndone_by"), 14, "fine"),
        (MONTHLY.replace("2025-11-01", "2011-06-26"), 1, "in force at the same time"),
        (MONTHLY.replace("version = 2", "version = 1"), 1, "is in use"),
        (MONTHLY.replace("\"reported_in\"", "\"missed:test_treatment\""), 7, "cycle"),
        ("pack = ".to_owned(), 1, ""),
    ] {
        let found = caller.post(CHECK, &json!({ "text": text })).await.ok();
        assert_eq!((&found["is_sound"], &found["pack"]), (&json!(false), &Value::Null), "{found}");
        let flaw = &found["flaws"][0];
        assert_eq!(flaw["line"], line, "{found}");
        assert!(flaw["en"].as_str().is_some_and(|en| en.contains(reason)), "{found}");
        assert!(flaw["zh"].as_str().is_some_and(|zh| !zh.is_empty()), "{found}");
        let refused = simulate(&caller, &text).await;
        assert_eq!((refused.status, refused.errors()[0]), (422, ("/text", "rule_pack.flaw")), "{refused}");
    }
    let block = MONTHLY.split_once("[[rule]]").map(|(_, block)| block).expect("a rule");
    let many: String = (0..45)
        .map(|number| format!("[[rule]]{}\n", block.replace("test_treatment", &format!("rule{number}"))))
        .collect();
    let head = MONTHLY.split_once("[[rule]]").map(|(head, _)| head).expect("a head");
    let found = caller.post(CHECK, &json!({ "text": format!("{head}{many}") })).await.ok();
    assert_eq!(found["flaws"][0]["en"], "a pack has forty rules at most");
}

#[actix_web::test]
async fn a_trial_says_what_adopting_then_does() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let (one, other) = (person(&caller).await, person(&caller).await);
    caller.post(&format!("{one}/treatments"), &measure("2025-10-10")).await.created();
    caller.post(&format!("{other}/treatments"), &measure("2025-10-20")).await.created();
    let before = ledger(&caller, &one).await;
    let tried = simulate(&caller, MONTHLY).await.ok();
    assert_eq!(ledger(&caller, &one).await, before, "nothing changes by trying");

    assert_eq!((&tried["pack"], &tried["version"], &tried["persons_total"]), (&json!("local"), &json!(2), &json!(2)));
    assert_eq!(tried["persons_looked_at"], 2);
    assert!(tried["total"]["new"].as_i64() > Some(0), "{tried}");
    let id = |path: &str| path.rsplit('/').next().expect("an id").to_owned();
    let named: Vec<&str> =
        tried["persons"].as_array().expect("persons").iter().filter_map(|one| one["person_id"].as_str()).collect();
    assert!(named.contains(&id(&one).as_str()) && named.contains(&id(&other).as_str()), "{tried}");
    for name in ["new", "changed", "void"] {
        let sum = |list: &str| -> i64 {
            tried[list].as_array().expect("a list").iter().filter_map(|line| line[name].as_i64()).sum()
        };
        assert_eq!(
            (json!(sum("rules")), json!(sum("persons"))),
            (tried["total"][name].clone(), tried["total"][name].clone())
        );
    }
    let line = tried["rules"].as_array().expect("rules").iter().find(|line| line["rule"] == "test_treatment");
    assert_eq!(line.expect("the rule")["title"], "社区戒毒定期检测");
    // Who is told of persons is on record.
    let lines = app.user(&["audit:read"]).get(&format!("/api/v1/access-log?person={}", id(&one))).await.ok();
    let told =
        lines["items"].as_array().expect("lines").iter().any(|line| line["operation"] == format!("POST {SIMULATE}"));
    assert!(told, "{lines}");

    let adopted = app.run(|access| {
        access.write_blocking(|tx| {
            let pack = read_pack(MONTHLY, &shelf(tx)?.packs).expect("it reads");
            insert_pack(tx, &pack, MONTHLY)?;
            let persons = everyone(tx)?;
            recompute(tx, &persons, jindu::platform::clock::today())
        })
    });
    let adopted = adopted.expect("it is adopted");
    assert_eq!(counts(&tried["total"]), [&json!(adopted.new), &json!(adopted.changed), &json!(adopted.void)]);
    let next = MONTHLY.replace("version = 2", "version = 3").replace("2025-11-01", "2099-01-01");
    let again = simulate(&caller, &next).await.ok();
    assert_eq!(counts(&again["total"]), [&json!(0), &json!(0), &json!(0)], "what is far away changes nothing yet");
}

#[actix_web::test]
async fn a_trial_keeps_to_the_area_and_to_a_day_near_today() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let one = person(&caller).await;
    caller.post(&format!("{one}/treatments"), &measure("2025-10-10")).await.created();
    let south = app.user_at(&["duties:read"], SOUTH);
    assert_eq!(simulate(&south, MONTHLY).await.ok()["persons_looked_at"], 0, "another town's are not told of");
    for (division, looked_at) in [(NORTH, 1), (NORTH_VILLAGE, 1), (SOUTH, 0), (SOUTH_VILLAGE, 0)] {
        let found = caller.post(SIMULATE, &json!({ "text": MONTHLY, "division_code": division })).await.ok();
        assert_eq!(found["persons_looked_at"], looked_at, "{division}");
    }
    for day in ["2020-01-01", "9999-12-31"] {
        let answer = caller.post(SIMULATE, &json!({ "text": MONTHLY, "as_of": day })).await;
        assert_eq!((answer.status, answer.errors()), (422, vec![("/as_of", "rules.simulate.as_of")]), "{day}");
    }
    assert_eq!(app.user(&["rules:read"]).post(SIMULATE, &json!({ "text": MONTHLY })).await.status, 403);
}

#[actix_web::test]
async fn whom_a_pack_would_change_is_called_as_the_caller_may_see() {
    let app = TestApp::in_two_towns().await;
    let one = person(&office(&app)).await;
    office(&app).post(&format!("{one}/treatments"), &measure("2025-10-10")).await.created();
    let file_no = office(&app).get(&one).await.ok()["file_no"].clone();
    for (sees, name) in [(&["name"][..], "罗会腾"), (&[], "罗**")] {
        let caller = app.user_who(&OFFICE, sees, NORTH);
        let named = simulate(&caller, MONTHLY).await.ok()["persons"][0].clone();
        assert_eq!((&named["file_no"], &named["name"]), (&file_no, &json!(name)), "{named}");
    }
}
