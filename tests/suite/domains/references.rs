//! What a record refers to must be there, and what is its own must be no other's.
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{assert_refused, event, filed, inspection, office, person, premises, registered, with};

/// No village has this code.
const NOWHERE: &str = "990981107999";
const NOBODY: &str = "019abcde-0000-7000-8000-000000000001";

async fn id_of(caller: &Caller<'_>, collection: &str, body: &Value) -> String {
    let answer = caller.post(collection, body).await;
    assert_eq!(answer.status, 201, "{answer}");
    answer.id().to_string()
}

fn case_worker(division_code: &str) -> Value {
    json!({ "name": "秦进晨", "post": "case_worker", "division_code": division_code })
}

#[actix_web::test]
async fn no_record_lies_in_a_division_that_is_not_there() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let document = json!({ "division_code": NORTH, "title": "工作方案", "issued_on": "2025-05-28", "kind": "plan" });
    let post = json!({
        "division_code": NORTH, "group_role": "deputy", "title": "镇长", "name": "何平", "held_from": "2025-01-05",
    });
    let grid = json!({ "division_code": NORTH_VILLAGE, "name": "第一网格" });
    for (collection, body) in [
        ("personnel", person()),
        ("premises", premises()),
        ("events", event()),
        ("staff", case_worker(NORTH_VILLAGE)),
        ("documents", document),
        ("leading-group", post),
        ("grids", grid),
    ] {
        let collection = format!("/api/v1/{collection}");
        let one = format!("{collection}/{}", id_of(&caller, &collection, &body).await);
        for (code, rule) in [(NOWHERE, "division_code.not_in_force"), (SOUTH_VILLAGE, "division_code.scope")] {
            let elsewhere = json!({ "division_code": code });
            assert_refused(&caller.patch(&one, 1, &elsewhere).await, &[("/division_code", rule)]);
            let body = with(&body, &json!({ "division_code": code, "file_no": null, "id_number": null, "code": null }));
            let known: Value = body
                .as_object()
                .expect("an object")
                .iter()
                .filter(|(name, value)| !value.is_null() || *name == "theme")
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<serde_json::Map<_, _>>()
                .into();
            assert_refused(&caller.post(&collection, &known).await, &[("/division_code", rule)]);
        }
    }
}

#[actix_web::test]
async fn a_division_takes_no_records_after_its_end() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let end = json!({ "valid_to": "2025-07-01" });
    let village = format!("/api/v1/divisions/{NORTH_VILLAGE}");
    caller.having_read(1).post(&format!("{village}/close"), &end).await.ok();
    caller.post("/api/v1/events", &event()).await.created();
    let later = caller.post("/api/v1/events", &with(&event(), &json!({ "held_on": "2025-07-01" }))).await;
    assert_refused(&later, &[("/division_code", "division_code.not_in_force")]);
}

#[actix_web::test]
async fn a_file_number_is_a_towns_own_until_the_file_is_withdrawn() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let file = filed(&caller).await;
    let other = with(&person(), &json!({ "id_number": "990981197011080367", "birth_date": "1970-11-08" }));
    assert_refused(&caller.post("/api/v1/personnel", &other).await, &[("/file_no", "person.file_no.taken")]);
    let numbered = with(&other, &json!({ "file_no": "XH-002" }));
    let second = format!("/api/v1/personnel/{}", id_of(&caller, "/api/v1/personnel", &numbered).await);
    let taken = caller.patch(&second, 1, &json!({ "file_no": "XH-001" })).await;
    assert_refused(&taken, &[("/file_no", "person.file_no.taken")]);
    let south = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    let there =
        json!({ "name": "潘奇勇", "file_no": "XH-001", "division_code": SOUTH_VILLAGE, "status": "in_community" });
    south.post("/api/v1/personnel", &there).await.created();

    let gone = caller.having_read(1).post(&format!("{file}/withdraw"), &json!({ "reason": "重复登记" })).await;
    assert_eq!(gone.status, 200, "{gone}");
    assert_eq!(caller.patch(&second, 1, &json!({ "file_no": "XH-001" })).await.ok()["file_no"], "XH-001");
}

#[actix_web::test]
async fn one_number_is_one_person_whichever_card_is_shown() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let old = with(&person(), &json!({ "id_number": "990981950725002", "file_no": "XH-009" }));
    let kept = caller.post("/api/v1/personnel", &old).await.created();
    assert_eq!((&kept["id_number"], &kept["id_number_kind"]), (&json!("990981950725002"), &json!("legacy15")));
    let again = caller.post("/api/v1/personnel", &with(&person(), &json!({ "file_no": "XH-010" }))).await;
    assert_eq!((again.status, again.code()), (409, "person.id_number.registered"), "{again}");
    for number in ["990981950725002", "990981199507250023"] {
        let found = caller.post("/api/v1/personnel/search", &json!({ "id_number": number })).await.ok();
        assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &kept["id"]), "{found}");
    }
    let south = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    let there = south.post("/api/v1/personnel", &with(&person(), &json!({ "division_code": SOUTH_VILLAGE }))).await;
    assert_eq!((there.status, there.code()), (409, "person.id_number.registered"), "{there}");
}

#[actix_web::test]
async fn grids_and_caseworkers_are_those_of_the_area() {
    let app = TestApp::in_two_towns().await;
    let (caller, south) = (office(&app), app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH));
    let foreign_worker = id_of(&south, "/api/v1/staff", &case_worker(SOUTH)).await;
    let foreign_grid = json!({ "division_code": SOUTH_VILLAGE, "name": "第一网格" });
    let foreign_grid = id_of(&south, "/api/v1/grids", &foreign_grid).await;
    let file = filed(&caller).await;
    for (worker, grid) in [(NOBODY, NOBODY), (&foreign_worker, &foreign_grid)] {
        let wrong = json!({ "case_worker_id": worker, "grid_id": grid });
        let told = [("/grid_id", "grid_id.unknown"), ("/case_worker_id", "person.case_worker_id.unknown")];
        assert_refused(&caller.patch(&file, 1, &wrong).await, &told);
        let body = with(&wrong, &json!({ "name": "潘奇勇", "division_code": NORTH_VILLAGE, "status": "in_community" }));
        assert_refused(&caller.post("/api/v1/personnel", &body).await, &told);
    }
    let worker = id_of(&caller, "/api/v1/staff", &case_worker(NORTH)).await;
    let grid = json!({ "division_code": NORTH_VILLAGE, "name": "第一网格", "worker_id": worker });
    let grid = id_of(&caller, "/api/v1/grids", &grid).await;
    caller.patch(&file, 1, &json!({ "case_worker_id": worker, "grid_id": grid })).await.ok();

    let place = registered(&caller).await;
    let inspected = |id: &str| with(&inspection(), &json!({ "inspector_id": id }));
    let wrong = caller.post(&format!("{place}/inspections"), &inspected(&foreign_worker)).await;
    assert_refused(&wrong, &[("/inspector_id", "inspection.inspector_id.unknown")]);
    caller.post(&format!("{place}/inspections"), &inspected(&worker)).await.created();
}

#[actix_web::test]
async fn a_grid_with_persons_stays() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let grid = json!({ "division_code": NORTH_VILLAGE, "name": "第一网格" });
    let grid_id = id_of(&caller, "/api/v1/grids", &grid).await;
    let again = caller.post("/api/v1/grids", &grid).await;
    assert_refused(&again, &[("/name", "grid.name.taken")]);
    let file = filed(&caller).await;
    caller.patch(&file, 1, &json!({ "grid_id": grid_id })).await.ok();
    let withdraw = format!("/api/v1/grids/{grid_id}/withdraw");
    let why = json!({ "reason": "网格调整" });
    let refused = caller.having_read(1).post(&withdraw, &why).await;
    assert_eq!((refused.status, refused.code()), (409, "grid.assigned"), "{refused}");
    caller.patch(&file, 2, &json!({ "grid_id": null })).await.ok();
    caller.having_read(1).post(&withdraw, &why).await.ok();
}

#[actix_web::test]
async fn control_follows_the_status() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let file = filed(&caller).await;
    let control = |person: Value| person["control"].clone();
    assert_eq!(control(caller.get(&file).await.ok()), "in_contact");
    assert_eq!(control(caller.patch(&file, 1, &json!({ "status": "deceased" })).await.ok()), "not_applicable");
    assert_eq!(control(caller.patch(&file, 2, &json!({ "status": "in_community" })).await.ok()), "in_contact");
    assert_eq!(control(caller.patch(&file, 3, &json!({ "control": "out_of_contact" })).await.ok()), "out_of_contact");
    assert_eq!(
        control(caller.patch(&file, 4, &json!({ "status": "voluntary_treatment" })).await.ok()),
        "out_of_contact"
    );
    assert_eq!(control(caller.patch(&file, 5, &json!({ "control": null })).await.ok()), "in_contact");
    let both = json!({ "status": "abroad", "control": "in_contact" });
    assert_eq!(control(caller.patch(&file, 6, &both).await.ok()), "in_contact");
}
