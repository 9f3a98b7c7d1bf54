//! What is read of a cell, and how a cell that cannot be taken is told.
use encoding_rs::GB18030;
use jindu_tests::support::TestApp;
use serde_json::json;

use super::{Office, found, id_number, person};

const HEAD: &str = "姓名,性别,公民身份号码,现居住村（居）,管控现状,初次查获日期\n";
const TESTS: &str = "公民身份号码,姓名,检测日期,检测方式,检测结果\n";

#[actix_web::test]
async fn titles_bytes_and_widths_do_not_matter() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let wide: String = id_number("19900307", 1)
        .chars()
        .map(
            |digit| {
                if digit == 'X' { 'Ｘ' } else { char::from_u32(u32::from(digit) - 0x30 + 0xff10).expect("a digit") }
            },
        )
        .collect();
    let file = format!(
        "秀河镇在册吸毒人员台账,,,,,\n填报单位：某办,,,,,\n{HEAD}甲某,男,{wide},新塘村委会,社区戒毒,２０２４年１月２日\n填表人：王某,,审核人：李某,,日期：2025年1月1日,\n"
    );
    let bytes = GB18030.encode(&file).0.into_owned();
    let import = office.send("mode=commit", bytes).await.expect(202);
    assert_eq!((&import["counts"]["create"], &import["counts"]["total"]), (&json!(1), &json!(1)), "{import}");
    assert_eq!(import["source"]["encoding"], "gb18030");
    assert_eq!(import["notes"][0]["code"], "import.note.footer");
    assert_eq!(office.only("/personnel").await["first_found_on"], "2024-01-02");
}

#[actix_web::test]
async fn a_day_is_written_in_six_ways() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office.expect(&format!("{HEAD}{}", person("甲某", 1, "新塘村,社区戒毒,")), [1, 0, 0]).await;
    let number = id_number("19900307", 1);
    let days = ["2024-01-02", "2024/1/3", "2024.1.4", "20240105", "2024年1月6日", "２０２４－０１－０７ 10:30"];
    let rows: String = days.iter().map(|day| format!("{number},甲某,{day},尿检,阴\n")).collect();
    office.expect(&format!("{TESTS}{rows}"), [6, 0, 0]).await;
    office.expect(&format!("{TESTS}{rows}"), [0, 0, 6]).await;
}

#[actix_web::test]
async fn each_wrong_cell_is_told_by_row_column_and_rule() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let right = id_number("19900307", 1);
    let wrong = format!("{}{}", &right[..17], if right.ends_with('1') { '2' } else { '1' });
    let file = format!(
        "{HEAD}甲某,男,{wrong},新塘村,社区戒毒,\n乙某,男,{right},没有村,社区戒毒,2024-02-30\n丙某,男,9.90981E+17,新塘村,社区戒毒,\n=A1,男,{right},新塘村,社区戒毒,\n丁某,女,{right},新塘村,乱写,\n戊某,男,{right},新塘社区,社区戒毒,\n"
    );
    let refused = office.refused(file).await;
    let expected = [
        found(2, "公民身份号码", "id_number.checksum"),
        found(3, "初次查获日期", "date.impossible"),
        found(3, "现居住村（居）", "import.cell.unknown_village"),
        found(4, "公民身份号码", "import.cell.lossy_number"),
        found(5, "姓名", "import.cell.formula"),
        found(6, "管控现状", "import.cell.unknown_code"),
        found(7, "现居住村（居）", "import.cell.unknown_village"),
    ];
    let sorted = |mut findings: Vec<(u64, String, String)>| {
        findings.sort();
        findings
    };
    assert_eq!(sorted(refused), sorted(expected.to_vec()));
    assert_eq!(office.clerk.get("/api/v1/personnel").await.ok()["items"], json!([]));
}

#[actix_web::test]
async fn a_formula_in_a_text_file_has_no_result() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let events = "活动日期,活动名称,活动形式,所在村（居）,宣传单（份）,备注\n2025-01-14,进村,讲座,新塘村,=1+1,=B2\n";
    let refused = office.refused(events).await;
    let expected = [("宣传单（份）", "import.cell.formula_text"), ("备注", "import.cell.formula_text")];
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(expected.iter().all(|(column, code)| refused.contains(&found(2, column, code))), "{refused:?}");
}

#[actix_web::test]
async fn words_for_how_a_measure_stands_feed_person_and_measure() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let head = "姓名,性别,公民身份号码,现居住村（居）,管控现状,法律文书号,决定日期,收到日期\n";
    let row = |name: &str, running: u32, status: &str, number: &str| {
        person(name, running, &format!("新塘村,{status},{number},2024-01-02,2024-01-03"))
    };
    let rows = [
        row("甲某", 1, "未报到未移交", "岚公社康决字〔2024〕1号"),
        row("乙某", 3, "违反协议已移交", "岚公社戒决字〔2024〕2号"),
        row("丙某", 5, "社戒社康终止", "岚公社戒决字〔2024〕3号"),
        person("丁某", 7, "新塘村,已故,,,"),
        person("戊某", 9, "新塘村,羁押,,,"),
        row("己某", 11, "社区康复", "岚公社戒决字〔2024〕6号"),
    ];
    let import = office.load(&format!("{head}{}", rows.concat())).await;
    assert_eq!(import["state"], "committed", "{:?}", office.findings(&import, "errors").await);
    assert_eq!(office.findings(&import, "warnings").await, [found(7, "法律文书号", "import.cell.other_measure")]);
    let mut stand = Vec::new();
    for person in office.clerk.get("/api/v1/personnel").await.ok()["items"].as_array().expect("persons") {
        let path = format!("/api/v1/personnel/{}/treatments", person["id"].as_str().expect("an id"));
        let treatments = office.clerk.get(&path).await.ok()["items"].clone();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        stand.push([&person["name"], &person["status"], &treatments[0]["kind"], &treatments[0]["state"]].map(text));
    }
    stand.sort();
    let expected = [
        ["丁某", "deceased", "-", "-"],
        ["丙某", "in_community", "community_treatment", "terminated"],
        ["乙某", "community_treatment", "community_treatment", "handed_over"],
        ["己某", "community_rehabilitation", "community_treatment", "overdue_not_reported"],
        ["戊某", "detained", "-", "-"],
        ["甲某", "community_rehabilitation", "community_rehabilitation", "overdue_not_reported"],
    ];
    assert_eq!(stand, expected.map(|row| row.map(str::to_owned)));
}

#[actix_web::test]
async fn a_standing_against_the_dates_is_told_where_it_is_said() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let head = "姓名,性别,公民身份号码,现居住村（居）,管控现状,法律文书号,收到日期,报到日期\n";
    let row = person("甲某", 1, "新塘村,未报到未移交,社戒决字1号,2024-01-02,2024-01-05");
    let refused = office.refused(format!("{head}{row}")).await;
    assert_eq!(refused, [found(2, "管控现状", "treatment.state.has_reported")]);
}
