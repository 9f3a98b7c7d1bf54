//! Places whose numbers are taken though they are on no register: only proposed, or merged into another.
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{Office, found};

const PLACES: &str = "场所编号,场所名称,场所类别,所在村（居）,登记日期\n";
const INSPECTIONS: &str = "场所编号,排查日期,排查结果\n";

fn place(code: &str) -> Value {
    json!({
        "code": code, "kind": "rental", "name": "一号", "division_code": NORTH_VILLAGE, "registered_on": "2024-01-02",
        "rooms": 6, "precursor_classes": ["class_3"],
    })
}

#[actix_web::test]
async fn a_number_that_is_only_proposed_is_decided_on_first() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let caller = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let made = caller.post("/api/v1/premises/proposals", &place("XH00001")).await.created();
    // However the number is spelt, it makes no twin.
    let ledger = format!("{PLACES}ＸＨ00001,一号,出租房,新塘村,2024-01-02\n");
    assert_eq!(office.refused(ledger.clone()).await, [found(2, "场所编号", "import.row.proposed_premises")]);
    let looked_at = format!("{INSPECTIONS}xh00001,2024-02-03,正常\n");
    assert_eq!(office.refused(looked_at.clone()).await, [found(2, "场所编号", "import.row.proposed_premises")]);
    let accept = format!("/api/v1/premises/{}/accept", made["id"].as_str().expect("an id"));
    caller.having_read(1).post(&accept, &json!({})).await.ok();
    office.expect(&ledger, [0, 0, 1]).await;
    office.expect(&looked_at, [1, 0, 0]).await;
}

#[actix_web::test]
async fn what_a_ledger_has_no_column_for_stays() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let caller = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let one = format!("/api/v1/premises/{}", caller.post("/api/v1/premises", &place("XH00001")).await.id());
    office.expect(&format!("{PLACES}XH00001,二号,出租房,新塘村,2024-01-02\n"), [0, 1, 0]).await;
    let kept = caller.get(&one).await.ok();
    assert_eq!((&kept["name"], &kept["rooms"]), (&json!("二号"), &json!(6)), "{kept}");
    assert_eq!(kept["precursor_classes"], json!(["class_3"]));
}

#[actix_web::test]
async fn a_number_that_was_merged_is_told_with_the_one_that_stays() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let caller = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let [one, other, third] = [
        caller.post("/api/v1/premises", &place("XH00001")).await.id(),
        caller.post("/api/v1/premises", &place("XH00002")).await.id(),
        caller.post("/api/v1/premises", &place("XH00003")).await.id(),
    ];
    for (duplicate, into_id) in [(one, other), (other, third)] {
        let body = json!({ "into_id": into_id, "reason": "重复登记" });
        caller.having_read(1).post(&format!("/api/v1/premises/{duplicate}/merge"), &body).await.ok();
    }
    for file in
        [format!("{PLACES}xh00001,改名,网吧,东垄村,2024-01-05\n"), format!("{INSPECTIONS}XH00001,2024-02-03,有隐患\n")]
    {
        let import = office.send("mode=commit", file).await.expect(202);
        assert_eq!(import["state"], "refused", "{import}");
        let finding = office.rows(&import).await[0]["errors"][0].clone();
        assert_eq!(finding["code"], "import.row.merged_premises", "{finding}");
        assert!(finding["detail"].as_str().expect("a sentence").contains("XH00003"), "{finding}");
    }
    let stays = caller.get(&format!("/api/v1/premises/{one}")).await.ok();
    assert_eq!((&stays["name"], &stays["merged_into_id"]), (&json!("一号"), &json!(other)), "{stays}");
}
