//! Files and rows that are wrong: every one is answered, nothing is half-loaded, the server lives on.
use actix_web::http::Method;
use std::time::Duration;

use jindu_tests::hostile::{cases, harmless, workbook};
use jindu_tests::process::{Server, http};
use jindu_tests::support::{Answer, Caller, NORTH, PASSWORD, TestApp};
use serde_json::{Value, json};

use crate::proof::office::Town;

const UPLOAD: &str = "/api/v1/imports?file_name=ledger&resource=";

fn clerk(app: &TestApp) -> Caller<'_> {
    app.user_who(&["imports:write", "imports:read", "personnel:read", "personnel:write"], &[], NORTH)
}

async fn upload(caller: &Caller<'_>, query: &str, bytes: Vec<u8>) -> Answer {
    let caller = caller.with("content-type", "application/octet-stream");
    caller.send(Method::POST, &format!("{UPLOAD}{query}"), bytes).await
}

/// What is said of the rows that cannot be written: row, column, code.
async fn refusals(caller: &Caller<'_>, import: &Answer) -> Vec<(u64, String, String)> {
    let rows =
        caller.get(&format!("/api/v1/imports/{}/rows?outcome=invalid,conflict&per_page=200", import.id())).await.ok();
    let mut told = Vec::new();
    for row in rows["items"].as_array().expect("rows") {
        for error in row["errors"].as_array().expect("errors") {
            let word = |name: &str| error[name].as_str().expect("a text").to_owned();
            assert!(!word("detail").is_ascii() && !word("detail").is_empty(), "a sentence in Chinese: {error}");
            told.push((row["row"].as_u64().expect("a number"), word("column"), word("code")));
        }
    }
    told
}

async fn persons(caller: &Caller<'_>) -> Value {
    caller.get("/api/v1/personnel").await.ok()["total"].clone()
}

#[actix_web::test]
async fn every_hostile_file_is_refused_and_the_server_lives_on() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    for case in cases() {
        let answer = upload(&caller, "personnel", (case.make)()).await;
        assert!((400..500).contains(&answer.status), "{}: {answer}", case.name);
        if answer.status == 413 {
            continue;
        }
        let codes: Vec<&str> = answer.errors().into_iter().map(|(_, code)| code).collect();
        assert!(codes.iter().any(|code| case.codes.contains(code)), "{}: {codes:?}", case.name);
        assert_eq!(caller.get("/api/v1/personnel").await.status, 200);
    }
}

/// The bombs of the design (SECURITY B3), by the names of their cases.
const BOMBS: [&str; 14] = [
    "value at XFD1048576, 1.5 KB",
    "inline string of 1 GiB",
    "1 M shared strings",
    "200 MB of <c/>",
    "archive in an archive",
    "70 000 entries",
    "directory that says too little",
    "encrypted entry",
    "path that leaves the archive",
    "entity declarations",
    "links to other workbooks",
    "macros",
    "formulas only",
    "10 000 sheets",
];
/// How much of a processor's time it may take to refuse one, the process that reads it included, and what it may cost the server in
/// MiB meanwhile. Other programs that use this machine lengthen the wait and not that time.
const SOON: Duration = Duration::from_secs(2);
const GROWTH: f64 = 64.0;

/// What a bomb was refused with, how much of a processor's time that took and by how much the server grew meanwhile.
fn explode(server: &Server, token: &str, bomb: &[u8]) -> (u16, Duration, f64) {
    server.forget_most_memory();
    let (before, started) = (server.memory(), server.busy_with_children());
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/octet-stream")];
    let answer = http::send(server.address, "POST", &format!("{UPLOAD}personnel"), &headers, bomb).expect("an answer");
    assert!(answer.json()["code"].is_string(), "a problem is answered: {}", answer.json());
    (answer.status, server.busy_with_children().saturating_sub(started), server.most_memory() - before)
}

#[test]
fn each_bomb_is_refused_soon_and_costs_the_server_little() {
    let town = Town::new();
    let server = town.serve();
    let token = server.sign_in("case", PASSWORD).expect("signed in");
    // Whatever is made once for the first file is no cost of a bomb.
    explode(&server, &token, b"not a ledger");
    for name in BOMBS {
        let bomb = cases().into_iter().find(|case| case.name == name).expect("a case of this name");
        let bomb = (bomb.make)();
        let (status, took, growth) = explode(&server, &token, &bomb);
        assert_eq!(status, 422, "{name}");
        assert!(took <= SOON, "{name} takes {took:?}");
        assert!(growth <= GROWTH, "{name} costs {growth:.0} MiB");
        assert_eq!(server.get(&token, "/personnel").expect("the server lives").status, 200, "{name}");
    }
}

#[actix_web::test]
async fn a_file_that_only_looks_hostile_is_read() {
    let app = TestApp::in_two_towns().await;
    for (name, bytes) in harmless() {
        let answer = upload(&clerk(&app), "personnel", bytes).await;
        // It is read, and found to be no ledger of persons.
        let codes: Vec<&str> = answer.errors().into_iter().map(|(_, code)| code).collect();
        assert_eq!((answer.status, codes), (422, vec!["import.file.no_ledger"]), "{name}: {answer}");
    }
}

const HEADINGS: &str = "姓名,性别,出生日期,公民身份号码,现居住村（居）,初次查获日期,管控现状";

#[actix_web::test]
async fn every_wrong_row_is_answered_and_nothing_is_half_loaded() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let rows = [
        // 4: good. The title and the town stand above the heading.
        "甲一,女,1995-07-25,990981199507250023,新塘村,2024-02-21,社区戒毒",
        // 5: the check character. 6: a day there is none. 7: a village there is none. 8: a sex the number does not have.
        "乙二,女,1995-07-25,990981199507250024,新塘村,2024-02-21,社区戒毒",
        "丙三,女,,990981196511110986,新塘村,2024-02-30,社区戒毒",
        "丁四,男,,990981199206259753,无名村,2024-02-21,社区戒毒",
        "戊五,女,1978-08-07,990981197808079670,新塘村,2024-02-21,社区戒毒",
        // 9: the person of row 4 again, otherwise. 10: a status there is none.
        "甲一,女,1995-07-25,990981199507250023,新塘村,2023-02-21,社区康复",
        "己六,男,,990981197307105033,新塘村,2024-02-21,吃药",
    ];
    let ledger = format!("秀河镇在册吸毒人员台账\n填报单位：秀河镇禁毒办\n{HEADINGS}\n{}\n", rows.join("\n"));
    for bytes in [ledger.clone().into_bytes(), encoding_rs::GB18030.encode(&ledger).0.into_owned()] {
        let planned = upload(&caller, "personnel&mode=validate", bytes.clone()).await;
        assert_eq!(planned.status, 202, "{planned}");
        let told = refusals(&caller, &planned).await;
        let about = |row: u64| -> Vec<(&str, &str)> {
            told.iter().filter(|one| one.0 == row).map(|one| (one.1.as_str(), one.2.as_str())).collect()
        };
        assert_eq!(about(5), [("公民身份号码", "id_number.checksum")], "{told:?}");
        assert_eq!(about(6), [("初次查获日期", "date.impossible")], "{told:?}");
        assert_eq!(about(7), [("现居住村（居）", "import.cell.unknown_village")], "{told:?}");
        assert_eq!(about(8), [("性别", "id_number.gender_disagrees")], "{told:?}");
        assert!(about(9).iter().any(|(_, code)| *code == "import.row.duplicate"), "{told:?}");
        assert_eq!(about(10), [("管控现状", "import.cell.unknown_code")], "{told:?}");

        let refused = upload(&caller, "personnel&mode=commit", bytes).await;
        assert_eq!((refused.status, &refused.body["state"]), (202, &json!("refused")), "{refused}");
        assert_eq!(persons(&caller).await, json!(0), "all or nothing");
    }
}

/// A sheet as a spreadsheet keeps it: numbers as numbers, formulas as formulas, the title merged over the columns.
#[actix_web::test]
async fn formulas_and_long_numbers_are_not_taken_for_people() {
    let app = TestApp::in_two_towns().await;
    let caller = clerk(&app);
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |number: usize, cells: &[String]| format!(r#"<row r="{number}">{}</row>"#, cells.concat());
    let name = |number: usize, cell: String| {
        row(
            number,
            &[
                cell,
                text(&format!("B{number}"), "990981199507250023"),
                text(&format!("C{number}"), "新塘村"),
                text(&format!("D{number}"), "社区戒毒"),
            ],
        )
    };
    let formula = r#"<c r="A3" t="str"><f>B9&amp;"甲"</f><v>甲一</v></c>"#.to_owned();
    let number = r#"<c r="B4"><v>990981199507250000</v></c>"#.to_owned();
    let sheet = [
        row(1, &[text("A1", "秀河镇在册吸毒人员台账")]),
        row(
            2,
            &[
                text("A2", "姓名"),
                text("B2", "公民身份号码"),
                text("C2", "现居住村（居）"),
                text("D2", "管控现状"),
                text("E2", "性别"),
            ],
        ),
        name(3, formula),
        row(4, &[text("A4", "乙二"), number, text("C4", "新塘村"), text("D4", "社区戒毒"), text("E4", "女")]),
    ];
    let planned = upload(&caller, "personnel", workbook(&sheet.concat())).await;
    assert_eq!(planned.status, 202, "{planned}");
    let told = refusals(&caller, &planned).await;
    assert!(told.contains(&(3, "姓名".into(), "import.cell.formula".into())), "{told:?}");
    assert!(told.contains(&(4, "公民身份号码".into(), "import.cell.lossy_number".into())), "{told:?}");
}
