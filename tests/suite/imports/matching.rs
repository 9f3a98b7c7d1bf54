//! Which record a row is about.
use jindu_tests::support::TestApp;
use serde_json::json;

use super::{Office, found, person};

const HEAD: &str = "档案编号,姓名,性别,公民身份号码,现居住村（居）,管控现状\n";

#[actix_web::test]
async fn a_person_twice_is_told_by_row_and_column() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let one = format!(",{}", person("甲某", 1, "新塘村,社区戒毒"));
    let other = format!(",{}", person("甲某", 1, "东垄村,社区戒毒"));
    let refused = office.refused(format!("{HEAD}{one}{other}")).await;
    assert_eq!(refused, [found(3, "公民身份号码", "import.row.duplicate")]);
    let import = office.expect(&format!("{HEAD}{one}{one}"), [1, 0, 1]).await;
    assert_eq!(office.findings(&import, "warnings").await, [found(3, "公民身份号码", "import.row.repeated")]);
}

#[actix_web::test]
async fn file_numbers_are_given_once() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let file = |rows: &[(&str, &str, u32)]| {
        let rows = rows
            .iter()
            .map(|(file_no, name, running)| format!("{file_no},{}", person(name, *running, "新塘村,社区戒毒")));
        format!("{HEAD}{}", rows.collect::<String>())
    };
    office.expect(&file(&[("D-1", "甲某", 1)]), [1, 0, 0]).await;
    let refused = office.refused(file(&[("D-1", "乙某", 3), ("D-2", "丙某", 5), ("D-2", "丁某", 7)])).await;
    assert_eq!(
        refused,
        [found(2, "档案编号", "import.cell.file_no_taken"), found(4, "档案编号", "import.cell.file_no_taken")]
    );
    office.expect(&file(&[("D-1", "甲某", 1), ("D-2", "乙某", 3)]), [1, 0, 1]).await;
}

#[actix_web::test]
async fn a_place_is_not_registered_after_it_was_inspected() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let places = "场所编号,场所名称,场所类别,所在村（居）,登记日期\n";
    office.expect(&format!("{places}XH00001,一号,出租房,新塘村,2024-01-02\n"), [1, 0, 0]).await;
    office.expect("排查行动,场所编号,排查日期,排查结果\n第5次排查（春）,XH00001,2024-02-03,正常\n", [1, 0, 0]).await;
    let refused = office.refused(format!("{places}XH00001,一号,出租房,新塘村,2024-03-01\n")).await;
    assert_eq!(refused, [found(2, "登记日期", "import.cell.inspected_before")]);
    // The round is the same, however its brackets are typed.
    let again = "排查行动,场所编号,排查日期,排查结果\n第5次排查(春),XH00001,2024-02-04,正常\n";
    let import = office.expect(again, [1, 0, 0]).await;
    assert_eq!(import["records"].get("campaigns"), None, "{import}");
}

#[actix_web::test]
async fn a_closed_village_is_told_in_the_plan() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let path = "/api/v1/divisions/990981107202";
    let version = office.clerk.get(path).await.ok()["version"].as_i64().expect("a version");
    let clerk = office.clerk.having_read(version);
    clerk.post(&format!("{path}/close"), &json!({ "valid_to": "2020-01-01" })).await.ok();
    let refused = office.refused(super::VILLAGES).await;
    assert_eq!(refused, [found(4, "村居代码", "import.row.division_closed")]);
}

#[actix_web::test]
async fn sessions_of_one_day_are_several_events() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let head = "序号,活动日期,活动名称,活动形式,所在村（居）,受教育人次\n";
    let row = |number: &str, reach: &str| format!("{number},2025-03-04,禁毒讲座,讲座,新塘村,{reach}\n");
    let two = format!("{head}{}{}", row("1", "40"), row("2", "40"));
    let import = office.expect(&two, [2, 0, 0]).await;
    assert_eq!(office.findings(&import, "warnings").await, [found(3, "序号", "import.row.same_but_number")]);
    office.expect(&two, [0, 0, 2]).await;
    let third = format!("{head}{}{}{}{}", row("7", "40"), row("8", "40"), row("9", "41"), row("9", "41"));
    let import = office.expect(&third, [1, 0, 3]).await;
    let warned = office.findings(&import, "warnings").await;
    assert!(warned.contains(&found(5, "活动名称", "import.row.repeated")), "{warned:?}");
    let sessions = "场次,活动日期,活动名称,活动形式,所在村（居）,受教育人次\n";
    office.expect(&format!("{sessions}{}{}", row("上午场", "40"), row("下午场", "45")), [0, 1, 1]).await;
}

#[actix_web::test]
async fn a_profile_without_a_year_is_the_one_that_says_the_same() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let profile = "乡镇名称,总面积（平方公里）,耕地面积（亩）\n秀河镇,142.6,36120\n";
    let import = office.expect(profile, [1, 0, 0]).await;
    assert_eq!(office.findings(&import, "warnings").await, [found(2, "年度", "import.row.last_year")]);
    let titled = format!("秀河镇2024年镇情,,\n{}", profile.replace("36120", "36000"));
    let import = office.expect(&titled, [1, 0, 0]).await;
    assert_eq!(office.findings(&import, "warnings").await, [found(3, "年度", "import.row.year_assumed")]);
    office.expect(profile, [0, 0, 1]).await;
}
