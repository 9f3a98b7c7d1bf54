//! What leaves as a file: to whom, with whose consent, how often, and what a spreadsheet makes of it.
use std::io::Read;

use jindu::personnel::{self, Ending};
use jindu::platform::auth::roles::Role;
use jindu::platform::id::Id;
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

const EXPORTS: &str = "/api/v1/exports";
const PERSONNEL: &str = "/api/v1/personnel";
const NUMBER: &str = "990981196211294939";
const MAY: [&str; 7] = [
    "exports:request",
    "personnel:read",
    "personnel:write",
    "events:read",
    "events:write",
    "premises:read",
    "inspections:read",
];
const SEES: [&str; 3] = ["name", "contact", "identity_number"];
/// How a spreadsheet is made to reckon (SECURITY B6): signs, full width, blanks before, other programs called.
const SIGNS: [&str; 8] = ["=", "+", "-", "@", "＝", "＋", "－", "＠"];
const FORMULAS: [&str; 5] = [
    "1+1",
    "cmd|' /C calc'!A0",
    "HYPERLINK(\"http://127.0.0.1/?x=\"&A1,\"点这里\")",
    "SUM(1,1)*cmd|'x'!A1",
    "DDE(\"cmd\";\"/C calc\";\"x\")",
];

fn requester(app: &TestApp) -> Caller<'_> {
    app.user_who(&MAY, &SEES, NORTH)
}

fn approver(app: &TestApp) -> Caller<'_> {
    app.user(&["exports:request", "exports:approve"])
}

async fn register(caller: &Caller<'_>, name: &str, number: Option<&str>) -> String {
    let person = json!({
        "name": name, "id_number": number, "phone": "16000000001", "division_code": NORTH_VILLAGE, "status": "in_community",
    });
    caller.post(PERSONNEL, &person).await.id().to_string()
}

fn wanted(format: &str, classes: &[&str]) -> Value {
    json!({ "resource": "personnel", "format": format, "classes": classes, "purpose": "报送季度名册" })
}

async fn ask(caller: &Caller<'_>, body: &Value) -> Value {
    caller.post(EXPORTS, body).await.expect(202)
}

async fn look(caller: &Caller<'_>, export: &Value) -> Value {
    caller.get(&format!("{EXPORTS}/{}", id(export))).await.ok()
}

fn id(export: &Value) -> &str {
    export["id"].as_str().expect("an id")
}

async fn decide(caller: &Caller<'_>, export: &Value, step: &str) -> Answer {
    let version = look(caller, export).await["version"].as_i64().expect("a version");
    let body = if step == "reject" { json!({ "reason": "用途不明" }) } else { json!({}) };
    caller.having_read(version).post(&format!("{EXPORTS}/{}/{step}", id(export)), &body).await
}

async fn link(caller: &Caller<'_>, export: &Value) -> Answer {
    caller.post(&format!("{EXPORTS}/{}/link", id(export)), &json!({})).await
}

async fn fetch(caller: &Caller<'_>, export: &Value) -> Answer {
    let token = link(caller, export).await.created()["token"].clone();
    caller.post(&format!("{EXPORTS}/{}/download", id(export)), &json!({ "token": token })).await
}

/// Asks, lets the server write, and fetches.
async fn taken(app: &TestApp, caller: &Caller<'_>, body: &Value) -> Answer {
    let export = ask(caller, body).await;
    app.write_exports();
    let file = fetch(caller, &export).await;
    assert_eq!(file.status, 200, "{file}");
    file
}

/// The only sheet of a workbook.
fn sheet(file: &Answer) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes)).expect("a workbook");
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut text).expect("text");
    text
}

fn lines(file: &Answer) -> Vec<Value> {
    file.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[actix_web::test]
async fn a_list_is_masked_unless_more_was_asked_for_and_let_go() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let elsewhere = app.user_at(&MAY, SOUTH);
    let other = json!({ "name": "周岚", "division_code": SOUTH_VILLAGE, "status": "in_community" });
    elsewhere.post(PERSONNEL, &other).await.created();
    for format in ["csv", "ndjson", "xlsx"] {
        let export = ask(&caller, &wanted(format, &[])).await;
        assert_eq!((&export["state"], &export["approvals_needed"]), (&json!("queued"), &json!(0)));
        app.write_exports();
        let ready = look(&caller, &export).await;
        assert_eq!((&ready["state"], &ready["row_count"]), (&json!("ready"), &json!(1)));
        let file = fetch(&caller, &export).await;
        let text = if format == "xlsx" { sheet(&file) } else { file.text.clone() };
        assert!(text.contains("罗**") && text.contains("****************39"), "{text}");
        assert!(!text.contains(NUMBER) && !text.contains("罗会腾") && !text.contains('周'), "{text}");
        let marks = ["依法保密", "秀河镇", "测试人员", id(&export)];
        assert!(marks.iter().all(|mark| text.contains(mark)), "{text}");
    }

    let export = ask(&caller, &wanted("xlsx", &["name", "identity_number"])).await;
    assert_eq!((&export["state"], &export["approvals_needed"]), (&json!("awaiting_approval"), &json!(1)));
    app.write_exports();
    let early = link(&caller, &export).await;
    assert_eq!((early.status, early.code()), (409, "export.not_ready"));
    decide(&approver(&app), &export, "approve").await.ok();
    app.write_exports();
    let text = sheet(&fetch(&caller, &export).await);
    // A number of eighteen digits is text.
    assert!(text.contains(&format!("t=\"inlineStr\"><is><t>{NUMBER}</t>")) && text.contains("罗会腾"), "{text}");
    assert!(text.contains("*********01") && text.contains("<oddHeader>&amp;C在册人员名册 依法保密"), "{text}");
}

#[actix_web::test]
async fn nobody_lets_their_own_export_go() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user_who(&[&MAY[..], &["exports:approve"]].concat(), &SEES, NORTH);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let export = ask(&caller, &wanted("csv", &["contact"])).await;
    let own = decide(&caller, &export, "approve").await;
    assert_eq!((own.status, own.code()), (409, "export.own"), "{own}");
    let elsewhere = app.user_at(&["exports:request", "exports:approve"], SOUTH);
    let path = format!("{EXPORTS}/{}/approve", id(&export));
    assert_eq!(elsewhere.having_read(1).post(&path, &json!({})).await.status, 404);
    assert_eq!(requester(&app).having_read(1).post(&path, &json!({})).await.status, 403);
    let rejected = decide(&approver(&app), &export, "reject").await.ok();
    assert_eq!((&rejected["state"], &rejected["reason"]), (&json!("rejected"), &json!("用途不明")));
    let late = decide(&approver(&app), &export, "approve").await;
    assert_eq!((late.status, late.code()), (409, "export.not_awaiting_approval"));
    assert_eq!(link(&caller, &export).await.status, 409);
    let unseen = caller.post(EXPORTS, &wanted("csv", &["treatment"])).await;
    assert_eq!(unseen.errors(), [("/classes", "export.classes.not_seen")], "{unseen}");
}

#[actix_web::test]
async fn more_than_a_hundred_identities_need_two_others() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    for number in 0..100 {
        register(&caller, &format!("第{number}人"), None).await;
    }
    let hundred = ask(&caller, &wanted("csv", &["identity_number"])).await;
    assert_eq!(hundred["approvals_needed"], 1);
    decide(&approver(&app), &hundred, "approve").await.ok();
    register(&caller, "又一人", None).await;
    // One more since it was let go: it is not.
    app.write_exports();
    let failed = look(&caller, &hundred).await;
    assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("more_rows")));

    let more = ask(&caller, &wanted("csv", &["identity_number"])).await;
    assert_eq!(more["approvals_needed"], 2);
    let first = approver(&app);
    assert_eq!(decide(&first, &more, "approve").await.ok()["state"], "awaiting_approval");
    let twice = decide(&first, &more, "approve").await;
    assert_eq!((twice.status, twice.code()), (409, "export.approved_before"));
    app.write_exports();
    assert_eq!(look(&caller, &more).await["state"], "awaiting_approval");
    let approved = decide(&approver(&app), &more, "approve").await.ok();
    assert_eq!(approved["approved_by"], json!(["测试人员", "测试人员"]));
    app.write_exports();
    assert_eq!(look(&caller, &more).await["row_count"], 101);
    assert_eq!(ask(&caller, &wanted("csv", &[])).await["approvals_needed"], 0);
}

#[actix_web::test]
async fn a_link_is_good_once_and_for_whoever_asked() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let export = ask(&caller, &wanted("csv", &[])).await;
    app.write_exports();
    let other = link(&requester(&app), &export).await;
    assert_eq!((other.status, other.code()), (409, "export.not_yours"));
    let first = link(&caller, &export).await.created()["token"].clone();
    let second = link(&caller, &export).await.created()["token"].clone();
    let path = format!("{EXPORTS}/{}/download", id(&export));
    for (by, token, status) in [
        (&requester(&app), &second, 409),
        (&caller, &first, 409),
        (&caller, &json!("a".repeat(64)), 409),
        (&caller, &second, 200),
        (&caller, &second, 409),
    ] {
        let answer = by.post(&path, &json!({ "token": token })).await;
        assert_eq!(answer.status, status, "{answer}");
    }
    assert!(look(&caller, &export).await["downloaded_at"].is_string());
}

#[actix_web::test]
async fn a_role_lost_in_between_ends_it() {
    let app = TestApp::in_two_towns().await;
    let role = |sees: &[&str], capabilities: &[&str]| Role {
        title_zh: "测试角色".into(),
        title_en: "Role of a test".into(),
        capabilities: capabilities.iter().map(ToString::to_string).collect(),
        sees: sees.iter().map(ToString::to_string).collect(),
    };
    let caller = app.user_named("clerk", role(&["name"], &MAY));
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let (waiting, ready) =
        (ask(&caller, &wanted("csv", &["name"])).await, ask(&caller, &wanted("csv", &["name"])).await);
    let other = approver(&app);
    decide(&other, &ready, "approve").await.ok();
    app.write_exports();
    let token = link(&caller, &ready).await.created()["token"].clone();
    decide(&other, &waiting, "approve").await.ok();
    app.change_role("clerk", role(&[], &MAY));
    let path = format!("{EXPORTS}/{}/download", id(&ready));
    let refused = caller.post(&path, &json!({ "token": token })).await;
    assert_eq!((refused.status, refused.code()), (409, "export.standing"), "{refused}");
    app.write_exports();
    let failed = look(&caller, &waiting).await;
    assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("standing")));
    app.change_role("clerk", role(&["name"], &["exports:request"]));
    let refused = caller.post(&path, &json!({ "token": token })).await;
    assert_eq!((refused.status, refused.code()), (409, "export.standing"), "{refused}");
    assert_eq!(caller.post(EXPORTS, &wanted("csv", &[])).await.status, 403);
}

#[actix_web::test]
async fn whoever_a_file_tells_of_has_a_line_once_it_is_fetched() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    let people = [register(&caller, "罗会腾", Some(NUMBER)).await, register(&caller, "周岚", None).await];
    let export = ask(&caller, &wanted("xlsx", &[])).await;
    app.write_exports();
    let auditor = app.user(&["audit:read"]);
    let lines = async || {
        let page = auditor.get("/api/v1/access-log?per_page=200").await.ok();
        page["items"].as_array().expect("lines").clone()
    };
    let is_fetched = |line: &&Value| line["operation"] == "POST /api/v1/exports/{id}/download";
    assert_eq!(lines().await.iter().filter(is_fetched).count(), 0, "nobody has been shown anything");
    assert_eq!(fetch(&caller, &export).await.status, 200);
    let told = lines().await.iter().filter(is_fetched).map(Value::to_string).collect::<String>();
    assert!(people.iter().all(|person| told.contains(person)), "{told}");
}

#[actix_web::test]
async fn the_file_holds_what_the_list_shows() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let detained = json!({ "name": "周岚", "division_code": NORTH_VILLAGE, "status": "detained" });
    let gone = caller.post(PERSONNEL, &detained).await.id();
    for (name, held_on) in [("宣传一", "2025-06-01"), ("宣传二", "2025-06-26")] {
        let event = json!({ "kind": "publicity", "held_on": held_on, "title": name, "division_code": NORTH_VILLAGE });
        caller.post("/api/v1/events", &event).await.created();
    }
    for (resource, filter) in [
        ("personnel", ""),
        ("personnel", "status=detained"),
        ("personnel", "status=detained,in_community&sort=file_no"),
        ("personnel", "q=罗"),
        ("personnel", "division=990981108"),
        ("events", "q=宣传二"),
        ("events", ""),
        ("premises", ""),
        ("inspections", ""),
    ] {
        let shown = caller
            .get(&format!(
                "/api/v1/{resource}?{}",
                filter.replace('罗', "%E7%BD%97").replace("宣传二", "%E5%AE%A3%E4%BC%A0%E4%BA%8C")
            ))
            .await
            .ok();
        let body = json!({ "resource": resource, "filter": filter, "format": "ndjson", "purpose": "与列表核对" });
        let file = taken(&app, &caller, &body).await;
        assert_eq!(json!(lines(&file).len() - 1), shown["total"], "{resource} {filter}");
    }
    let asked =
        |filter: &str| json!({ "resource": "personnel", "filter": filter, "format": "csv", "purpose": "与列表核对" });
    for (filter, code) in
        [("pgae=1", "parameter.unknown"), ("status=nothing", "parameter.value"), ("q=%00", "text.nul")]
    {
        let refused = caller.post(EXPORTS, &asked(filter)).await;
        assert_eq!((refused.status, refused.errors()), (422, vec![("/filter", code)]), "{refused}");
    }
    let nothing = json!({ "resource": "journal", "format": "csv", "purpose": "与列表核对" });
    assert_eq!(caller.post(EXPORTS, &nothing).await.errors(), [("/resource", "export.resource.unknown")]);
    // A file that was withdrawn is out of the list, and of the next export.
    caller.having_read(1).post(&format!("{PERSONNEL}/{gone}/withdraw"), &json!({ "reason": "重复登记" })).await.ok();
    assert_eq!(
        lines(
            &taken(&app, &caller, &json!({ "resource": "personnel", "format": "ndjson", "purpose": "与列表核对" }))
                .await
        )
        .len(),
        2
    );
}

#[actix_web::test]
async fn no_spreadsheet_reckons_with_what_was_entered() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    let payloads: Vec<String> =
        SIGNS.iter().flat_map(|sign| FORMULAS.map(|formula| format!("{sign}{formula}"))).collect();
    assert_eq!(payloads.len(), 40);
    for title in &payloads {
        let event =
            json!({ "kind": "publicity", "held_on": "2025-06-01", "title": title, "division_code": NORTH_VILLAGE });
        caller.post("/api/v1/events", &event).await.created();
    }
    let body = |format: &str| json!({ "resource": "events", "format": format, "purpose": "报送活动台账" });
    let csv = taken(&app, &caller, &body("csv")).await.text;
    let quoted = |cell: &str| format!("'{cell}").replace('"', "\"\"");
    for payload in &payloads {
        assert!(csv.contains(&quoted(payload)), "{payload}");
    }
    let cells = csv.split([',', '\n']).map(|cell| cell.trim_start_matches(['"', '\u{feff}']));
    let live: Vec<&str> = cells.filter(|cell| SIGNS.iter().any(|sign| cell.starts_with(sign))).collect();
    assert_eq!(live, Vec::<&str>::new());

    let text = sheet(&taken(&app, &caller, &body("xlsx")).await);
    assert!(!text.contains("<f>") && !text.contains("<f "), "no cell is a formula");
    assert_eq!(text.matches("<c ").count(), text.matches("t=\"inlineStr\"").count(), "every cell is text");
    assert!(text.contains("=1+1") && text.contains("＠1+1"), "{text}");

    let file = taken(&app, &caller, &body("ndjson")).await;
    let titles: Vec<Value> = lines(&file).into_iter().skip(1).map(|line| line["title"].clone()).collect();
    assert!(payloads.iter().all(|payload| titles.contains(&json!(payload))), "data stays as it was entered");
}

#[actix_web::test]
async fn nothing_of_a_file_lies_open_on_disk() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    register(&caller, "罗会腾", Some(NUMBER)).await;
    let export = ask(&caller, &wanted("ndjson", &["name"])).await;
    decide(&approver(&app), &export, "approve").await.ok();
    app.write_exports();
    let files = app.export_files();
    assert_eq!(files.len(), 2);
    for file in files {
        let bytes = std::fs::read(&file).expect("bytes");
        assert!(!bytes.windows("罗会腾".len()).any(|bytes| bytes == "罗会腾".as_bytes()), "{}", file.display());
    }
    assert!(fetch(&caller, &export).await.text.contains("罗会腾"));
}

/// "The sealed lived on in a file": of whom no list tells any more, no file of a list does.
#[actix_web::test]
async fn a_file_about_somebody_who_is_sealed_or_withdrawn_is_erased() {
    let app = TestApp::in_two_towns().await;
    let caller = requester(&app);
    let ids = [register(&caller, "罗会腾", Some(NUMBER)).await, register(&caller, "周岚", None).await];
    let mut files = Vec::new();
    for (number, id_of_person) in ids.iter().enumerate() {
        let export = ask(&caller, &wanted("csv", &[])).await;
        app.write_exports();
        let token = link(&caller, &export).await.created()["token"].clone();
        if number == 0 {
            let id: Id = id_of_person.parse().expect("an id");
            let ending = Ending {
                decided_on: "2025-06-26".parse().expect("a day"),
                document_no: "封存1号".into(),
                decided_by: "周岚".into(),
            };
            app.run(|access| access.write_blocking(move |tx| personnel::seal(tx, id, ending)).expect("it is sealed"));
        } else {
            let why = json!({ "reason": "重复登记" });
            caller.having_read(1).post(&format!("{PERSONNEL}/{id_of_person}/withdraw"), &why).await.ok();
        }
        // Before anybody has tidied up, the link that was good is so no more.
        let download = format!("{EXPORTS}/{}/download", id(&export));
        let refused = caller.post(&download, &json!({ "token": token })).await;
        assert_eq!((refused.status, refused.code()), (409, "export.recalled"), "{refused}");
        files.push(export);
    }
    let event =
        json!({ "kind": "publicity", "held_on": "2025-06-26", "title": "宣传", "division_code": NORTH_VILLAGE });
    caller.post("/api/v1/events", &event).await.created();
    let others = json!({ "resource": "events", "format": "csv", "purpose": "报送季度台账" });
    let others = ask(&caller, &others).await;
    app.write_exports();
    app.tidy_exports();
    for export in &files {
        let line = look(&caller, export).await;
        assert_eq!((&line["state"], &line["failure"]), (&json!("expired"), &json!("recalled")), "{line}");
    }
    assert_eq!(look(&caller, &others).await["state"], "ready");
    assert_eq!(app.export_files().len(), 2, "what tells of nobody who is gone stays");
    let entries = app.user(&["audit:read"]).get(&format!("/api/v1/journal?subject={}", id(&files[0]))).await.ok();
    assert_eq!(entries["items"][0]["action"], "recalled");
}
