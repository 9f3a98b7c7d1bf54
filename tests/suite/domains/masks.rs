//! Who sees what: values are masked by the role's classes, and a masked value is never stored back.
use insta::assert_json_snapshot;
use jindu_tests::support::TestApp;
use serde_json::{Value, json};

use super::{NORTH_VILLAGE, filed, inspection, office, person, registered};

/// What this role is shown, without what every record carries.
async fn shown(app: &TestApp, role: &str, address: &str) -> Value {
    let mut shown = app.role(role).get(address).await.redacted();
    if let Some(fields) = shown["body"].as_object_mut() {
        fields.retain(|name, _| !name.ends_with("_at") && !["id", "version"].contains(&name.as_str()));
    }
    shown
}

#[actix_web::test]
async fn a_person_as_each_role_is_shown_them() {
    let app = TestApp::in_two_towns().await;
    let file = filed(&office(&app)).await;
    for role in ["police", "caseworker", "medic", "grid_worker"] {
        assert_json_snapshot!(format!("person_to_{role}"), shown(&app, role, &file).await);
    }
    assert_eq!(app.role("leader").get(&file).await.status, 403);
}

#[actix_web::test]
async fn a_place_and_its_inspection_as_each_role_is_shown_them() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let made = maker.post(&format!("{place}/inspections"), &inspection()).await;
    let one = format!("/api/v1/inspections/{}", made.id());
    for role in ["inspector", "leader"] {
        assert_json_snapshot!(format!("premises_to_{role}"), shown(&app, role, &place).await);
        assert_json_snapshot!(format!("inspection_to_{role}"), shown(&app, role, &one).await);
    }
}

#[actix_web::test]
async fn who_registers_a_person_is_answered_what_is_on_file() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    for body in [person(), json!({ "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community" })] {
        let made = maker.post("/api/v1/personnel", &body).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(made.body, maker.get(&format!("/api/v1/personnel/{}", made.id())).await.body);
    }
}

#[actix_web::test]
async fn a_change_by_someone_who_sees_masks_loses_nothing() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    let blind = app.user(&["personnel:read", "personnel:write"]);
    let seen = blind.get(&file).await.ok();
    assert_eq!((&seen["name"], &seen["id_number_masked"]), (&json!("罗**"), &json!("****************23")));
    assert!(seen.get("id_number").is_none() && seen["household_address"].is_null(), "{seen}");
    blind.patch(&file, 1, &json!({ "risk_level": "high" })).await.ok();
    let kept = maker.get(&file).await.ok();
    assert_eq!((&kept["name"], &kept["id_number"]), (&json!("罗会腾"), &json!("990981199507250023")));
    assert_eq!(kept["notes"], "家中有老人");
}
