//! The history of a file: who changed what, and who was shown it.
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{NORTH, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{filed, office, test};

/// `updated tests: notes`, newest first.
fn told(changes: &Value) -> Vec<String> {
    let items = changes["items"].as_array().expect("a page");
    let words = |change: &Value| {
        let fields: Vec<&str> = change["fields"].as_array().expect("fields").iter().filter_map(Value::as_str).collect();
        let (action, record) = (change["action"].as_str(), change["record_type"].as_str());
        format!("{} {}: {}", action.unwrap_or_default(), record.unwrap_or_default(), fields.join(" "))
    };
    items.iter().map(words).collect()
}

#[actix_web::test]
async fn a_file_tells_who_changed_which_of_its_records() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    let made = maker.post(&format!("{file}/tests"), &test()).await.created();
    let one = format!("{file}/tests/{}", made["id"].as_str().expect("an id"));
    maker.patch(&one, 1, &json!({ "notes": "复核无误" })).await.ok();
    maker.having_read(2).post(&format!("{one}/withdraw"), &json!({ "reason": "登记在别人名下" })).await.ok();
    let answer = maker.get(&format!("{file}/history")).await;
    let changes = answer.ok();
    assert_eq!(
        told(&changes),
        ["withdrawn tests: withdrawn_at", "updated tests: notes", "created tests: ", "created personnel: "],
        "{changes}"
    );
    let newest = &changes["items"][0];
    assert_eq!(
        (&newest["name"], &newest["actor_kind"], &newest["version"]),
        (&json!("测试人员"), &json!("account"), &json!(3))
    );
    // Who changed it and which field, never what stood in it.
    for value in ["复核无误", "登记在别人名下", "罗会腾"] {
        assert!(!changes.to_string().contains(value), "{changes}");
    }
    let first = maker.get(&format!("{file}/history?per_page=1&page=4")).await.ok();
    assert_eq!((told(&first), &first["total"]), (vec!["created personnel: ".to_owned()], &json!(4)));
}

#[actix_web::test]
async fn who_may_not_see_treatment_learns_of_no_test() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    maker.post(&format!("{file}/tests"), &test()).await.created();
    let other = app.user(&["personnel:read", "history:read"]);
    assert_eq!(told(&other.get(&format!("{file}/history")).await.ok()), ["created personnel: "]);
    for path in ["history", "accesses"] {
        let reader = app.user(&["personnel:read"]);
        assert_eq!(reader.get(&format!("{file}/{path}")).await.status, 403);
        let stranger = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
        assert_eq!(stranger.get(&format!("{file}/{path}")).await.status, 404);
    }
}

#[actix_web::test]
async fn a_file_tells_who_was_shown_it() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    let body = json!({ "name": "甘棠", "division_code": NORTH_VILLAGE, "status": "in_community" });
    let another = maker.post("/api/v1/personnel", &body).await.id();
    let curious = app.user_who(&["personnel:read"], FIELD_CLASSES, NORTH);
    curious.get(&file).await.ok();
    curious.get(&format!("/api/v1/personnel/{another}")).await.ok();
    let operations = |answer: &Value| -> Vec<String> {
        let lines = answer["items"].as_array().expect("a page").iter();
        lines
            .map(|line| {
                format!(
                    "{} {}",
                    line["name"].as_str().unwrap_or_default(),
                    line["operation"].as_str().unwrap_or_default()
                )
            })
            .collect()
    };
    let seen = maker.get(&format!("{file}/accesses")).await.ok();
    assert_eq!(operations(&seen), ["测试人员 GET /api/v1/personnel/{id}"], "{seen}");
    // Who asks is on record in turn.
    let again = maker.get(&format!("{file}/accesses")).await.ok();
    assert_eq!(
        (operations(&again)[0].as_str(), &again["total"]),
        ("测试人员 GET /api/v1/personnel/{id}/accesses", &json!(2))
    );
}
