//! What a row does not speak of stays; what it takes away it says.
use jindu_tests::support::TestApp;
use serde_json::json;

use super::{Office, found, person};

const FULL: &str =
    "姓名,性别,公民身份号码,现居住村（居）,管控现状,在控情况,风险等级,联系电话,户籍地,是否外出务工,外出地,备注\n";

#[actix_web::test]
async fn a_blank_keeps_what_is_on_file_and_the_mark_takes_it_away() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let full = person("甲某", 1, "新塘村,社区戒毒,失控,高,16000000001,新塘村3组,是,广东东莞,话少");
    office.expect(&format!("{FULL}{full}"), [1, 0, 0]).await;
    let blank = person("甲某", 1, "新塘村,社区戒毒,,,,,,,");
    office.expect(&format!("{FULL}{blank}"), [0, 0, 1]).await;
    let on_file = office.only("/personnel").await;
    let kept = ["control", "risk_level", "phone", "household_address", "notes"].map(|field| on_file[field].clone());
    assert_eq!(kept, [json!("out_of_contact"), json!("high"), json!("16000000001"), json!("新塘村3组"), json!("话少")]);
    assert_eq!((&on_file["migrant"]["away"], &on_file["migrant"]["destination"]), (&json!(true), &json!("广东东莞")));

    let cleared = person("甲某", 1, "新塘村,社区戒毒,,,清空,,,清空,清空");
    let import = office.expect(&format!("{FULL}{cleared}"), [0, 1, 0]).await;
    let on_file = office.only("/personnel").await;
    assert_eq!(
        (&on_file["phone"], &on_file["notes"], &on_file["risk_level"]),
        (&json!(null), &json!(null), &json!("high"))
    );
    let diff = office.rows(&import).await[0]["diff"].clone();
    let phone = json!({ "field": "phone", "from": "16000000001", "to": null, "masked": false });
    assert_eq!(diff.as_array().expect("a list").iter().find(|change| change["field"] == "phone"), Some(&phone));
}

#[actix_web::test]
async fn values_are_shown_to_whom_may_see_them() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office.expect(&format!("{FULL}{}", person("甲某", 1, "新塘村,社区戒毒,,,16000000001,,,,")), [1, 0, 0]).await;
    let changed = person("甲某", 1, "东垄村,社区戒毒,,,16000000002,,,,近来好");
    let import = office.expect(&format!("{FULL}{changed}"), [0, 1, 0]).await;
    let path = format!("/api/v1/imports/{}/rows", import["id"].as_str().expect("an id"));
    let diff = app.user(&["imports:read"]).get(&path).await.ok()["items"][0]["diff"].clone();
    assert_eq!(
        diff,
        json!([
            { "field": "division_code", "from": "990981107201", "to": "990981107202", "masked": false },
            { "field": "notes", "from": null, "to": null, "masked": true },
            { "field": "phone", "from": "*********01", "to": "*********02", "masked": true },
        ])
    );
}

#[actix_web::test]
async fn an_empty_cell_leaves_places_and_inspections_alone() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let places = "场所编号,场所名称,场所类别,所在村（居）,登记日期,负责人（房东）,风险等级\n";
    office.expect(&format!("{places}XH00001,一号,出租房,新塘村,2024-01-02,房东甲,高\n"), [1, 0, 0]).await;
    office.expect(&format!("{places}xh00001,一号,出租房,新塘村,2024-01-02,,\n"), [0, 0, 1]).await;
    let looks = "排查行动,场所编号,排查日期,排查结果,排查人,是否签字\n";
    office.expect(&format!("{looks}第1次排查,ＸＨ00001,2024-02-03,正常,李某,是\n"), [1, 0, 0]).await;
    office.expect(&format!("{looks},XH00001,2024-02-03,正常,,\n"), [0, 0, 1]).await;
    let look = office.only("/inspections").await;
    assert_eq!((&look["is_signed"], &look["inspector"]), (&json!(true), &json!("李某")));
}

#[actix_web::test]
async fn another_name_under_a_number_is_a_conflict_and_so_is_another_town() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office.expect(&format!("{FULL}{}", person("甲某", 1, "新塘村,社区戒毒,,,,,,,")), [1, 0, 0]).await;
    let renamed = office.refused(format!("{FULL}{}", person("乙某", 1, "新塘村,社区戒毒,,,,,,,"))).await;
    assert_eq!(renamed, [found(2, "姓名", "import.row.renamed")]);
    assert_eq!(office.only("/personnel").await["name"], "甲某");

    // The county knows both towns.
    let county = Office { clerk: app.user_at(&["imports:read", "imports:write"], "990981000000") };
    let south = "白水乡村（居）基本情况,,\n村居代码,村（居）名称,类别\n990981108201,南坑村,村委会\n";
    assert_eq!(county.load(south).await["state"], "committed");
    let moved = county.refused(format!("{FULL}{}", person("甲某", 1, "南坑村,社区戒毒,,,,,,,"))).await;
    assert_eq!(moved, [found(2, "现居住村（居）", "import.row.moved_town")]);
}
