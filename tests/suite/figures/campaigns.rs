//! A campaign entered wrongly can be mended.
use jindu_tests::support::{NORTH_VILLAGE, TestApp};
use serde_json::json;

use super::{OFFICE, campaign, figures, inspected, integer, place};

#[actix_web::test]
async fn a_wrong_kind_is_changed_and_the_figures_follow() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let round = campaign(&office, "other", "秋季行动").await;
    let room = place(&office, "甲房", NORTH_VILLAGE).await;
    inspected(&office, &room, "2025-09-01", "normal", Some(&round)).await.created();
    assert_eq!(integer(&figures(&office).await, "lab_screening_rounds"), Some(0));
    let address = format!("/api/v1/campaigns/{}", round.id());
    let mended = office.patch(&address, 1, &json!({"kind": "lab_screening"})).await.ok();
    assert_eq!(
        (&mended["kind"], &mended["version"], &mended["inspections"]),
        (&json!("lab_screening"), &json!(2), &json!(1))
    );
    assert_eq!(integer(&figures(&office).await, "lab_screening_rounds"), Some(1));
    assert_eq!(office.patch(&address, 1, &json!({"title": "又名"})).await.status, 412);
    let moved = office.patch(&address, 2, &json!({"division_code": NORTH_VILLAGE})).await;
    assert_eq!((moved.status, moved.names("/division_code")), (422, true), "{moved}");
    let late = office.patch(&address, 2, &json!({"starts_on": "2025-09-02"})).await;
    assert_eq!((late.status, late.names("/starts_on")), (422, true), "{late}");
    let used = office.having_read(2).post(&format!("{address}/withdraw"), &json!({"reason": "登记有误"})).await;
    assert_eq!((used.status, used.code()), (409, "campaign.in_use"), "{used}");
}

#[actix_web::test]
async fn a_withdrawn_campaign_gives_its_title_free() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&OFFICE);
    let round = campaign(&office, "other", "秋季行动").await;
    let again = campaign(&office, "other", "秋季行动").await;
    assert_eq!((again.status, again.names("/title")), (422, true), "{again}");
    let address = format!("/api/v1/campaigns/{}", round.id());
    office.having_read(1).post(&format!("{address}/withdraw"), &json!({"reason": "登记有误"})).await.ok();
    assert_eq!(office.get(&address).await.status, 404);
    campaign(&office, "lab_screening", "秋季行动").await.created();
}

#[actix_web::test]
async fn the_campaign_of_an_area_above_is_seen_and_not_changed() {
    let app = TestApp::in_two_towns().await;
    let city = app.user_at(&["inspections:read", "inspections:write"], "990981000000");
    let body = json!({"kind": "lab_screening", "title": "全市排查", "division_code": "990981000000"});
    let round = city.post("/api/v1/campaigns", &body).await;
    let office = app.user(&OFFICE);
    let address = format!("/api/v1/campaigns/{}", round.id());
    office.get(&address).await.ok();
    let refused = office.patch(&address, 1, &json!({"kind": "other"})).await;
    assert_eq!((refused.status, refused.names("/division_code")), (422, true), "{refused}");
}
