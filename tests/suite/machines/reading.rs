//! An importer hands in and is shown no person, whatever it asks for.
use actix_web::http::Method;
use jindu_tests::support::{Answer, Caller, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::asking::{facts, machine, made};
use crate::contract::arrange::address;
use crate::contract::document::operations;

/// What is on file of somebody, and in no answer to an importer.
const NAME: &str = "罗会腾";
const PHONE: &str = "13900990981";
const ADDRESS: &str = "秀河镇新塘村九巷八号";
const IMPORTS: &str = "/api/v1/imports?resource=personnel&strategy=upsert&on_error=skip&mode=";

async fn importer(app: &TestApp) -> Caller<'_> {
    machine(app, &made(app, &facts(app, "importer", &["imports:write", "imports:read"])).await).await
}

async fn hand_in(caller: &Caller<'_>, mode: &str, key: &str, rows: &str) -> Answer {
    let caller = caller.with("content-type", "application/octet-stream").with("idempotency-key", key);
    let file = format!("姓名,性别,公民身份号码,现居住村（居）,初次查获日期,管控现状\n{rows}\n");
    caller.send(Method::POST, &format!("{IMPORTS}{mode}"), file.into_bytes()).await
}

async fn on_file(app: &TestApp) -> String {
    let office =
        app.user_who(&["personnel:read", "personnel:write"], &["name", "contact", "identity_number"], "990981107000");
    let body = json!({
        "name": NAME, "id_number": ID_NUMBER, "division_code": NORTH_VILLAGE, "status": "in_community", "phone": PHONE,
        "household_address": ADDRESS,
    });
    office.post("/api/v1/personnel", &body).await.created()["id"].as_str().expect("an id").to_owned()
}

/// Made up: there is no area 990981.
const ID_NUMBER: &str = "990981198803120114";

fn assert_tells_of_nobody(answer: &Answer, id: &str) {
    for personal in [NAME, PHONE, ADDRESS, ID_NUMBER, id] {
        assert!(!answer.text.contains(personal), "{personal}: {answer}");
    }
}

#[actix_web::test]
async fn an_importer_reads_no_person_anywhere() {
    let app = TestApp::in_two_towns().await;
    let (caller, id) = (importer(&app).await, on_file(&app).await);
    let mut answered = 0;
    for operation in operations().iter().filter(|operation| operation.method == Method::GET) {
        let path = address(&app, operation).await;
        let person = operation.path.replace("/personnel/{id}", &format!("/personnel/{id}"));
        for path in [path, person].iter().filter(|path| !path.contains('{')) {
            let answer = caller.get(path).await;
            assert!([200, 403, 404].contains(&answer.status), "{answer}");
            answered += usize::from(answer.status == 200);
            assert_tells_of_nobody(&answer, &id);
            let is_open = operation.path.starts_with("/api/v1/import")
                || ["/api/v1/me", "/api/v1/me/preferences", "/api/v1/dictionaries"].contains(&operation.path.as_str())
                // Nothing ever waits for a machine, and views are shown of lists that the caller reads.
                || operation.path.starts_with("/api/v1/notifications")
                || operation.path == "/api/v1/views"
                || operation.path.starts_with("/api/v1/journal/");
            assert!(answer.status != 200 || is_open, "an importer is answered {answer}");
        }
    }
    assert!(answered > 3, "some are answered");
    for (path, body) in [("/api/v1/personnel/search", json!({ "id_number": ID_NUMBER }))] {
        assert_eq!(caller.with("idempotency-key", "s").post(path, &body).await.status, 403);
    }
}

#[actix_web::test]
async fn an_importer_is_told_what_became_of_its_rows_and_nothing_of_the_record() {
    let app = TestApp::in_two_towns().await;
    let (caller, id) = (importer(&app).await, on_file(&app).await);
    let rows = format!(
        "{NAME},男,{ID_NUMBER},新塘村,2024-02-21,社区戒毒\n李四,男,990981199001010110,新塘村,2024-02-21,社区戒毒"
    );
    let planned = hand_in(&caller, "validate", "i1", &rows).await.expect(202);
    let import = planned["id"].as_str().expect("an id").to_owned();
    let told = caller.get(&format!("/api/v1/imports/{import}/rows")).await;
    assert_tells_of_nobody(&told, &id);
    let rows = told.ok()["items"].as_array().expect("rows").clone();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!((&row["target_id"], &row["diff"]), (&Value::Null, &json!([])), "{row}");
    }
    let back = caller.get(&format!("/api/v1/imports/{import}/annotated")).await;
    assert_eq!((back.status, back.code()), (403, "import.not_taken_back"));
    // The office, which may read them, is told more of the same rows.
    let office = app.user_who(&["imports:read", "personnel:read"], &["name", "contact"], "990981107000");
    let told = office.get(&format!("/api/v1/imports/{import}/rows")).await.ok();
    assert!(told["items"].as_array().expect("rows").iter().any(|row| row["target_id"].is_string()), "{told}");
}

#[actix_web::test]
async fn an_importer_finds_its_own_imports_and_no_others() {
    let app = TestApp::in_two_towns().await;
    let office = app.user(&["imports:read", "imports:write"]);
    let row = "李四,男,990981199001010110,新塘村,2024-02-21,社区戒毒";
    let theirs = hand_in(&office, "validate", "o1", row).await.expect(202)["id"].as_str().expect("an id").to_owned();
    let (one, other) = (importer(&app).await, importer(&app).await);
    let own = hand_in(&one, "validate", "i1", row).await.expect(202)["id"].as_str().expect("an id").to_owned();
    for (caller, import, status) in
        [(&one, &own, 200), (&one, &theirs, 404), (&other, &own, 404), (&other, &theirs, 404), (&office, &own, 200)]
    {
        assert_eq!(caller.get(&format!("/api/v1/imports/{import}")).await.status, status);
    }
    assert_eq!(one.get("/api/v1/imports").await.ok()["total"], 1);
    let stolen = other.with("idempotency-key", "c1").post(&format!("/api/v1/imports/{own}/commit"), &json!({})).await;
    assert_eq!(stolen.status, 404, "{stolen}");
    let done = one.with("idempotency-key", "c1").post(&format!("/api/v1/imports/{own}/commit"), &json!({})).await.ok();
    assert_eq!(done["state"], "committed");
}
