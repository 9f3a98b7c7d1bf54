//! The committee's list against the roster: what differs, who decides, and what becomes of it.
use actix_web::http::Method;
use jindu::platform::auth::FIELD_CLASSES;
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, SOUTH, TestApp, expected, sample};
use serde_json::{Value, json};

const RECONCILIATIONS: &str = "/api/v1/reconciliations";
const PERSONNEL: &str = "/api/v1/personnel";
const HEAD: &str = "姓名,公民身份号码,管控现状,现居住村（居）\n";
const MAY: [&str; 5] =
    ["imports:write", "reconciliation:read", "reconciliation:decide", "personnel:read", "personnel:write"];
const ONE: &str = "990981196211294939";
const OTHER: &str = "990981199206259753";
const THIRD: &str = "990981197808079670";

fn official(app: &TestApp) -> Caller<'_> {
    app.user_who(&MAY, FIELD_CLASSES, NORTH)
}

async fn compare(caller: &Caller<'_>, list: impl Into<Vec<u8>>) -> Answer {
    let caller = caller.with("content-type", "application/octet-stream");
    caller.send(Method::POST, RECONCILIATIONS, list.into()).await
}

async fn register(caller: &Caller<'_>, name: &str, number: Option<&str>, status: &str) -> String {
    let person = json!({ "name": name, "id_number": number, "division_code": NORTH_VILLAGE, "status": status });
    caller.post(PERSONNEL, &person).await.id().to_string()
}

async fn findings(caller: &Caller<'_>, made: &Value, query: &str) -> Vec<Value> {
    let id = made["id"].as_str().expect("an id");
    let page = caller.get(&format!("{RECONCILIATIONS}/{id}/findings?per_page=200{query}")).await.ok();
    let items = page["items"].as_array().expect("findings").clone();
    assert_eq!(page["total"], json!(items.len()));
    items
}

async fn found(caller: &Caller<'_>, list: &str) -> (Value, Vec<Value>) {
    let made = compare(caller, format!("{HEAD}{list}")).await.created();
    let found = findings(caller, &made, "").await;
    (made, found)
}

async fn decide(caller: &Caller<'_>, finding: &Value, decision: &str) -> Answer {
    let [id, of] = ["id", "reconciliation_id"].map(|name| finding[name].as_str().expect("an id"));
    let body = json!({ "decision": decision, "reason": "已与派出所核对" });
    let version = finding["version"].as_i64().expect("a version");
    caller.having_read(version).post(&format!("{RECONCILIATIONS}/{of}/findings/{id}/decide"), &body).await
}

fn kinds(found: &[Value]) -> Vec<&str> {
    found.iter().map(|finding| finding["kind"].as_str().expect("a kind")).collect()
}

/// The list of the sample town differs in what was planted, and in nothing else.
#[actix_web::test]
async fn the_sample_list_differs_in_what_was_planted() {
    let app = TestApp::of_sample_town().await;
    let expected = expected();
    let caller = official(&app);
    let list = std::fs::read(sample().join("10市禁毒委下发名单.csv")).expect("the list");
    let made = compare(&caller, list).await.created();
    assert_eq!((&made["rows"], &made["registered"]), (&expected["municipal_list_rows"], &expected["registered_total"]));
    let mut differences = Vec::new();
    for finding in findings(&caller, &made, "").await {
        let listed = finding["id_number"].clone();
        let on_file = match finding["person_id"].as_str() {
            Some(id) => caller.get(&format!("{PERSONNEL}/{id}")).await.ok()["id_number"].clone(),
            None => listed.clone(),
        };
        let mut difference = json!({ "id": on_file, "finding": finding["kind"] });
        if finding["kind"] == "id_typo" {
            difference["typed"] = listed;
        }
        differences.push(difference.to_string());
    }
    let planted = expected["planted_differences"].as_array().expect("a list").iter().map(Value::to_string);
    let mut planted: Vec<String> = planted.collect();
    planted.sort();
    differences.sort();
    assert_eq!(differences, planted);
    assert_eq!((&made["open"], &made["not_raised"]), (&json!(8), &json!(0)));
}

#[actix_web::test]
async fn what_is_accepted_becomes_facts() {
    let app = TestApp::in_two_towns().await;
    let caller = official(&app);
    let person = register(&caller, "罗会腾", Some(ONE), "community_treatment").await;
    // Nothing checks the number of an old card: one digit of it is wrong.
    let old = register(&caller, "周岚", Some("990981920625976"), "in_community").await;
    let list = format!("罗会腾,{ONE},强制隔离戒毒,新塘村\n周岚,{OTHER},社会面,新塘村\n吴双,{THIRD},社会面,新塘村\n");
    let (_, differences) = found(&caller, &list).await;
    assert_eq!(kinds(&differences), ["status_differs", "id_typo", "only_in_list"]);
    let [status, typo, new] = [&differences[0], &differences[1], &differences[2]];
    assert_eq!(
        (&status["status_on_file"], &status["status_in_list"]),
        (&json!("community_treatment"), &json!("compulsory_isolation"))
    );
    assert_eq!((&typo["hints"], &typo["differs_at"]), (&json!(["one_digit"]), &json!(17)));

    let decided = decide(&caller, status, "accept").await.ok();
    assert_eq!((&decided["decision"], &decided["decided_by"]), (&json!("accept"), &json!("测试人员")));
    let file = caller.get(&format!("{PERSONNEL}/{person}")).await.ok();
    // Contact followed from the status and follows from the new one.
    assert_eq!(
        (&file["status"], &file["control"], &file["version"]),
        (&json!("compulsory_isolation"), &json!("not_applicable"), &json!(2))
    );

    decide(&caller, typo, "accept").await.ok();
    let file = caller.get(&format!("{PERSONNEL}/{old}")).await.ok();
    assert_eq!((&file["id_number"], &file["birth_date"]), (&json!(OTHER), &json!("1992-06-25")));

    let registered = decide(&caller, new, "accept").await.ok()["person_id"].as_str().expect("a person").to_owned();
    let file = caller.get(&format!("{PERSONNEL}/{registered}")).await.ok();
    assert_eq!(
        (&file["name"], &file["id_number"], &file["division_code"]),
        (&json!("吴双"), &json!(THIRD), &json!(NORTH_VILLAGE))
    );
    assert_eq!(found(&caller, &list).await.1, Vec::<Value>::new(), "list and roster agree now");
}

#[actix_web::test]
async fn a_rejected_finding_is_not_raised_again_until_something_changes() {
    let app = TestApp::in_two_towns().await;
    let caller = official(&app);
    let person = register(&caller, "罗会腾", Some(ONE), "community_treatment").await;
    let list = format!("罗会腾,{ONE},社会面,新塘村\n吴双,{THIRD},社会面,新塘村\n");
    let (_, first) = found(&caller, &list).await;
    decide(&caller, &first[0], "reject").await.ok();
    decide(&caller, &first[1], "defer").await.ok();
    // The same said in another line.
    let moved = format!("吴双,{THIRD},社会面,新塘村\n罗会腾,{ONE},社会面,新塘村\n");
    let (made, again) = found(&caller, &moved).await;
    assert_eq!((kinds(&again), &made["not_raised"]), (vec!["only_in_list"], &json!(1)));
    let (_, other) = found(&caller, &list.replace(&format!("{ONE},社会面"), &format!("{ONE},服刑"))).await;
    assert_eq!(kinds(&other), ["status_differs", "only_in_list"], "the list says something else");
    caller.patch(&format!("{PERSONNEL}/{person}"), 1, &json!({ "status": "voluntary_treatment" })).await.ok();
    let (made, changed) = found(&caller, &list).await;
    assert_eq!((kinds(&changed), &made["not_raised"]), (vec!["status_differs", "only_in_list"], &json!(0)));
}

#[actix_web::test]
async fn a_decision_rests_on_the_file_as_it_was_compared_and_stands() {
    let app = TestApp::in_two_towns().await;
    let caller = official(&app);
    let person = register(&caller, "罗会腾", Some(ONE), "community_treatment").await;
    let (made, first) = found(&caller, &format!("罗会腾,{ONE},社会面,新塘村\n吴双,{THIRD},,外镇村\n")).await;
    caller.patch(&format!("{PERSONNEL}/{person}"), 1, &json!({ "status": "imprisoned" })).await.ok();
    let overtaken = decide(&caller, &first[0], "accept").await;
    assert_eq!((overtaken.status, overtaken.code()), (409, "finding.overtaken"), "{overtaken}");
    decide(&caller, &first[0], "reject").await.ok();
    let late = findings(&caller, &made, "&decision=reject").await;
    let again = decide(&caller, &late[0], "accept").await;
    assert_eq!((again.status, again.code()), (409, "finding.decided"), "{again}");
    let nowhere = decide(&caller, &first[1], "accept").await;
    assert_eq!(nowhere.errors(), [("/division_code", "finding.division_code.required")], "{nowhere}");
    let deferred = decide(&caller, &first[1], "defer").await.ok();
    assert_eq!(kinds(&findings(&caller, &made, "&open=true").await), ["only_in_list"]);
    let stale = decide(&caller, &first[1], "reject").await;
    assert_eq!((stale.status, stale.code()), (412, "stale"), "{stale}");
    decide(&caller, &deferred, "reject").await.ok();
    assert_eq!(findings(&caller, &made, "&open=true").await, Vec::<Value>::new());
    assert_eq!(kinds(&findings(&caller, &made, "&kind=status_differs,id_typo&open=false").await), ["status_differs"]);
}

#[actix_web::test]
async fn a_list_may_be_pushed_as_json_and_says_nothing_of_anybody() {
    let app = TestApp::in_two_towns().await;
    register(&official(&app), "罗会腾", Some(ONE), "in_community").await;
    let list = json!([
        { "name": "罗会腾", "id_number": ONE, "status": "in_community", "division": "新塘村" },
        { "name": "吴双", "id_number": "990981197808079671", "status": "in_community", "division": "新塘村" },
    ]);
    let machine = app.user(&["imports:write"]);
    let answer = compare(&machine, list.to_string()).await;
    assert!(!answer.text.contains(ONE) && !answer.text.contains('罗'), "{answer}");
    let made = answer.created();
    assert_eq!(
        made["counts"],
        json!({ "only_in_town": 0, "only_in_list": 0, "status_differs": 0, "id_typo": 1, "duplicate_in_list": 0 })
    );
    assert_eq!(machine.get(RECONCILIATIONS).await.status, 403);

    let masked = app.user(&["reconciliation:read"]);
    let found = findings(&masked, &made, "").await;
    assert_eq!((&found[0]["name"], &found[0]["id_number_masked"]), (&json!("吴**"), &json!("****************71")));
    assert_eq!((&found[0]["id_number"], &found[0]["hints"]), (&json!(null), &json!(["checksum"])));
    let elsewhere = app.user_at(&["reconciliation:read"], SOUTH);
    assert_eq!(elsewhere.get(RECONCILIATIONS).await.ok()["total"], 0);
}

#[actix_web::test]
async fn whatever_is_wrong_with_a_list_is_told_at_once() {
    let app = TestApp::in_two_towns().await;
    let caller = official(&app);
    let refused = compare(&caller, format!("{HEAD},{ONE},社会面,新塘村\n吴双,{THIRD},不知道,新塘村\n")).await;
    assert_eq!(
        refused.errors(),
        [("/row/2/姓名", "import.cell.required"), ("/row/3/管控现状", "import.cell.unknown_code")],
        "{refused}"
    );
    let other = compare(&caller, "活动日期,活动名称\n2025-06-26,活动\n").await;
    assert_eq!(other.status, 422, "{other}");
    let elsewhere = caller.with("content-type", "application/octet-stream");
    let list = format!("{HEAD}吴双,{THIRD},社会面,新塘村\n");
    let elsewhere =
        elsewhere.send(Method::POST, &format!("{RECONCILIATIONS}?division={SOUTH}"), list.into_bytes()).await;
    assert_eq!(elsewhere.errors().first().map(|(at, _)| *at), Some("division"), "{elsewhere}");
}

#[actix_web::test]
async fn a_sealed_file_takes_what_was_found_about_it_out_of_sight() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&[&MAY[..], &["control:end"]].concat(), FIELD_CLASSES, NORTH);
    let person = json!({
        "name": "罗会腾", "id_number": ONE, "division_code": NORTH_VILLAGE, "status": "in_community",
        "first_found_on": "2018-01-05",
    });
    let person = caller.post(PERSONNEL, &person).await.id();
    let (made, first) = found(&caller, &format!("罗会腾,{ONE},服刑,新塘村\n")).await;
    assert_eq!(first.len(), 1);
    let ending = json!({ "decided_on": "2026-06-20", "document_no": "决字1号", "decided_by": "派出所 钱进" });
    caller.having_read(1).post(&format!("{PERSONNEL}/{person}/end-control"), &ending).await.ok();
    assert_eq!(findings(&caller, &made, "").await, Vec::<Value>::new());
    let id = made["id"].as_str().expect("an id");
    assert_eq!(caller.get(&format!("{RECONCILIATIONS}/{id}")).await.ok()["open"], 0);
    assert_eq!(decide(&caller, &first[0], "accept").await.status, 404);
}
