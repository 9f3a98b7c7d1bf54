//! Signing inspections: the chain of signatures, what refuses one, and what a signature leaves no more to be changed.
mod corrections;
mod haste;
mod walls;

use futures_util::future::join;
use jindu_tests::support::{Answer, Caller, NORTH, PASSWORD, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{assert_refused, office, registered, with};

/// What every account of a test is called.
const NAME: &str = "测试人员";

/// Someone who may do and see everything in another town.
fn stranger(app: &TestApp) -> Caller<'_> {
    app.user_who(jindu::platform::auth::CAPABILITIES, jindu::platform::auth::FIELD_CLASSES, SOUTH)
}

fn look() -> Value {
    json!({
        "inspected_on": "2025-02-26", "inspector": NAME, "outcome": "defect",
        "checklist": [{ "item": "营业执照", "ok": false, "note": "已过期" }], "warning_signs": ["odour"],
        "defect_notes": "窗户封闭",
    })
}

/// An inspection of a place of its own, made by this caller: its address.
async fn inspected(caller: &Caller<'_>, place: &str, look: &Value) -> String {
    let made = caller.post(&format!("{place}/inspections"), look).await;
    assert_eq!(made.status, 201, "{made}");
    format!("/api/v1/inspections/{}", made.id())
}

async fn signing(caller: &Caller<'_>, inspection: &str) -> Value {
    caller.get(&format!("{inspection}/signing")).await.ok()
}

/// What this caller would send to sign the inspection as it is now.
async fn signature(caller: &Caller<'_>, inspection: &str, role: &str) -> Value {
    let hash = signing(caller, inspection).await["content_hash"].clone();
    let now = jindu::platform::clock::now();
    json!({ "role": role, "content_hash": hash, "password": PASSWORD, "device_time": now })
}

/// Signs the inspection as it is now.
async fn sign(caller: &Caller<'_>, inspection: &str, role: &str) -> Answer {
    let version = signing(caller, inspection).await["version"].as_i64().expect("a version");
    let signature = signature(caller, inspection, role).await;
    caller.having_read(version).post(&format!("{inspection}/sign"), &signature).await
}

fn roles(signers: &Value) -> Vec<(&str, bool)> {
    let signers = signers.as_array().expect("a list").iter();
    signers.map(|one| (one["role"].as_str().expect("a role"), one["refused"] == true)).collect()
}

#[actix_web::test]
async fn inspector_village_and_town_sign_the_same_content_one_after_the_other() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let (inspector, village, town) = (app.role("inspector"), app.role("village_head"), app.role("caseworker"));
    let one = inspected(&inspector, &place, &look()).await;

    let shown = signing(&inspector, &one).await;
    let content = &shown["content"];
    assert_eq!(content["format"], "jindu/inspection/1");
    assert_eq!((&content["premises"]["code"], &content["version"]), (&json!("XH00001"), &json!(1)), "{content}");
    assert_eq!((&content["checklist"][0]["note"], &content["warning_signs"]), (&json!("已过期"), &json!(["odour"])));
    assert!(content.get("is_signed").is_none(), "{content}");
    let canonical: Value = serde_json::from_str(shown["canonical"].as_str().expect("text")).expect("JSON");
    assert_eq!(&canonical, content);
    let hash = jindu::platform::canonical::sha256(shown["canonical"].as_str().expect("text").as_bytes());
    assert_eq!(shown["content_hash"], jindu::platform::hex::digits(&hash));
    assert_eq!((&shown["next_roles"], roles(&shown["signers"])), (&json!(["inspector"]), vec![]));
    assert!(shown["statement_zh"].as_str().expect("text").contains("谁排查、谁签字、谁负责"));

    let occupant = json!({ "role": "occupant", "name": "张三丰", "strokes": "M10 20 L30 40" });
    let first = with(&signature(&inspector, &one, "inspector").await, &json!({ "attendance": occupant }));
    let signed = inspector.having_read(1).post(&format!("{one}/sign"), &first).await;
    assert_eq!((signed.status, signed.header("etag")), (200, "\"2\""), "{signed}");
    let signed = signed.body;
    assert_eq!((&signed["is_signed"], &signed["content_hash"]), (&json!(true), &shown["content_hash"]));
    assert_eq!(roles(&signed["signers"]), [("inspector", false), ("occupant", false)]);
    assert_eq!((&signed["signers"][0]["name"], &signed["signers"][1]["name"]), (&json!(NAME), &json!("张三丰")));
    assert!(signed["signed_at"].is_string() && signed["haste"].is_null(), "{signed}");

    assert_eq!(signing(&inspector, &one).await["next_roles"], json!([]));
    assert_eq!(signing(&village, &one).await["next_roles"], json!(["village_head"]));
    assert_eq!(signing(&town, &one).await["next_roles"], json!([]));
    // The place is called otherwise by now: what is signed is what was signed.
    office(&app).patch(&place, 2, &json!({ "name": "改名的出租房" })).await.ok();
    sign(&village, &one, "village_head").await.ok();
    let full = sign(&town, &one, "town_office").await.ok();
    assert_eq!((&full["version"], &full["content_hash"]), (&json!(4), &shown["content_hash"]));
    let all = [("inspector", false), ("occupant", false), ("village_head", false), ("town_office", false)];
    assert_eq!(roles(&full["signers"]), all);
    let over = signing(&town, &one).await;
    assert_eq!((&over["canonical"], &over["next_roles"]), (&shown["canonical"], &json!([])));
    assert_eq!(over["attendance"]["strokes"], "M10 20 L30 40");

    // Who does not see owners sees who signed for the office, and not who was there.
    let leader = app.role("leader").get(&one).await.ok();
    assert_eq!((&leader["signers"][0]["name"], &leader["signers"][1]["name"]), (&json!(NAME), &Value::Null));
    assert_eq!((roles(&leader["signers"]), &leader["haste"]), (all.to_vec(), &Value::Null));
}

#[actix_web::test]
async fn who_would_not_sign_is_named_with_the_reason() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &look()).await;
    let plain = signature(&inspector, &one, "inspector").await;
    let refused = |attendance: Value| {
        let (inspector, body, path) =
            (inspector.having_read(1), with(&plain, &json!({ "attendance": attendance })), format!("{one}/sign"));
        async move { inspector.post(&path, &body).await }
    };
    let rule = "inspection.sign.drawn_or_refused";
    assert_refused(&refused(json!({ "role": "companion" })).await, &[("/attendance/strokes", rule)]);
    let both = json!({ "role": "companion", "strokes": "M1 1 L2 2", "refused_because": "不愿意" });
    assert_refused(&refused(both).await, &[("/attendance/strokes", rule)]);
    let script = json!({ "role": "companion", "strokes": "M1 1 L2 2\"/><script>" });
    assert_refused(&refused(script).await, &[("/attendance/strokes", "inspection.sign.strokes")]);
    let signed = refused(json!({ "role": "occupant", "refused_because": "拒不配合" })).await.ok();
    assert_eq!(roles(&signed["signers"]), [("inspector", false), ("occupant", true)]);
    assert_eq!(signing(&inspector, &one).await["attendance"]["refused_because"], "拒不配合");
}

#[actix_web::test]
async fn each_capacity_has_its_turn_its_role_and_its_person() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let (inspector, village, town) = (app.role("inspector"), app.role("village_head"), app.role("office_head"));
    let one = inspected(&village, &place, &look()).await;
    for (caller, role) in [(&village, "village_head"), (&town, "town_office")] {
        let early = sign(caller, &one, role).await;
        assert_eq!((early.status, early.code()), (409, "inspection.sign.turn"), "{early}");
    }
    // The village's own director inspected: somebody else confirms.
    sign(&village, &one, "inspector").await.ok();
    let again = sign(&village, &one, "inspector").await;
    assert_eq!((again.status, again.code()), (409, "inspection.sign.already"), "{again}");
    assert_refused(&sign(&village, &one, "village_head").await, &[("/role", "inspection.sign.same_person")]);
    assert_refused(&sign(&inspector, &one, "village_head").await, &[("/role", "inspection.sign.role")]);
    assert_refused(&sign(&town, &one, "village_head").await, &[("/role", "inspection.sign.role")]);
    let late = with(
        &signature(&town, &one, "town_office").await,
        &json!({ "attendance": { "role": "companion", "strokes": "M1 1 L2 2" } }),
    );
    let late = town.having_read(2).post(&format!("{one}/sign"), &late).await;
    assert_refused(&late, &[("/attendance", "inspection.sign.attendance_elsewhere")]);

    let others = inspected(&inspector, &place, &with(&look(), &json!({ "inspector": "李中" }))).await;
    assert_refused(&sign(&inspector, &others, "inspector").await, &[("/role", "inspection.sign.other_inspector")]);
    let both = inspected(&inspector, &place, &with(&look(), &json!({ "inspector": format!("李中、{NAME}") }))).await;
    sign(&inspector, &both, "inspector").await.ok();
}

#[actix_web::test]
async fn only_who_sees_all_of_it_may_sign() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &look()).await;
    let blind = app.user(&["inspections:read", "inspections:write"]);
    assert_eq!(blind.get(&format!("{one}/signing")).await.status, 403);
    let body = signature(&inspector, &one, "inspector").await;
    assert_eq!(blind.having_read(1).post(&format!("{one}/sign"), &body).await.status, 403);
    let leader = app.role("leader");
    assert_eq!(leader.having_read(1).post(&format!("{one}/sign"), &body).await.status, 403);
    let stranger = stranger(&app);
    assert_eq!(stranger.get(&format!("{one}/signing")).await.status, 404);
    assert_eq!(stranger.having_read(1).post(&format!("{one}/sign"), &body).await.status, 404);
}

#[actix_web::test]
async fn what_changed_since_it_was_shown_is_not_signed() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &look()).await;
    let shown = signature(&inspector, &one, "inspector").await;
    inspector.patch(&one, 1, &json!({ "outcome": "normal" })).await.ok();
    let stale = inspector.having_read(1).post(&format!("{one}/sign"), &shown).await;
    assert_eq!((stale.status, &stale.body["current_version"]), (412, &json!(2)), "{stale}");
    let changed = inspector.having_read(2).post(&format!("{one}/sign"), &shown).await;
    assert_eq!((changed.status, changed.code()), (409, "inspection.sign.content_changed"), "{changed}");
    // So is what changed of the place, while nobody has signed.
    let shown = signature(&inspector, &one, "inspector").await;
    let version = office(&app).get(&place).await.ok()["version"].as_i64().expect("a version");
    office(&app).patch(&place, version, &json!({ "name": "改名的出租房" })).await.ok();
    let changed = inspector.having_read(2).post(&format!("{one}/sign"), &shown).await;
    assert_eq!((changed.status, changed.code()), (409, "inspection.sign.content_changed"), "{changed}");
    sign(&inspector, &one, "inspector").await.ok();
}

#[actix_web::test]
async fn a_wrong_password_signs_nothing_and_makes_wait() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &look()).await;
    let right = signature(&inspector, &one, "inspector").await;
    let wrong = with(&right, &json!({ "password": "not this one" }));
    let guess = || {
        let (caller, path) = (inspector.having_read(1).with("idempotency-key", "k1"), format!("{one}/sign"));
        let wrong = wrong.clone();
        async move { caller.post(&path, &wrong).await }
    };
    for _ in 0..3 {
        assert_refused(&guess().await, &[("/password", "password.wrong")]);
    }
    let mut answer = guess().await;
    while answer.status == 422 {
        answer = guess().await;
    }
    assert_eq!(answer.status, 429, "{answer}");
    // The right one has to wait too, and guesses at changing the password are counted with these.
    let waits = inspector.having_read(1).post(&format!("{one}/sign"), &right).await;
    assert_eq!((waits.status, waits.header("retry-after").is_empty()), (429, false), "{waits}");
    let body = json!({ "current_password": PASSWORD, "new_password": "another long sentence" });
    assert_eq!(inspector.post("/api/v1/me/password", &body).await.status, 429);
    let stands = inspector.get(&one).await.ok();
    assert_eq!((&stands["is_signed"], &stands["version"]), (&json!(false), &json!(1)));
    assert_eq!(sign(&app.role("inspector"), &one, "inspector").await.status, 200);
}

#[actix_web::test]
async fn a_repeated_signature_is_one() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &look()).await;
    let (body, path) = (signature(&inspector, &one, "inspector").await, format!("{one}/sign"));
    let caller = inspector.having_read(1).with("idempotency-key", "k1");
    let first = caller.post(&path, &body).await;
    let again = caller.post(&path, &body).await;
    assert_eq!((first.status, again.status, &first.text), (200, 200, &again.text));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    // The password takes no part in telling the two apart: nothing can be learned of it by repeating.
    let other = caller.post(&path, &with(&body, &json!({ "password": "not this one" }))).await;
    assert_eq!((other.status, other.header("idempotency-replayed")), (200, "true"), "{other}");
    let other = caller.post(&path, &with(&body, &json!({ "role": "village_head" }))).await;
    assert_refused(&other, &[("Idempotency-Key", "idempotency_key.reused")]);
    assert_eq!(roles(&inspector.get(&one).await.ok()["signers"]), [("inspector", false)]);
}

#[actix_web::test]
async fn two_signatures_at_once_are_one() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    for key in [Some("k1"), None] {
        let one = inspected(&inspector, &place, &look()).await;
        let (body, path) = (signature(&inspector, &one, "inspector").await, format!("{one}/sign"));
        let caller = inspector.having_read(1);
        let caller = key.map_or(caller.clone(), |key| caller.with("idempotency-key", key));
        let (first, second) = join(caller.post(&path, &body), caller.post(&path, &body)).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        let expected = if key.is_some() { [200, 200] } else { [200, 412] };
        assert_eq!(statuses, expected, "{first} {second}");
        let found = inspector.get(&one).await.ok();
        assert_eq!((roles(&found["signers"]), &found["version"]), (vec![("inspector", false)], &json!(2)));
    }
}

#[actix_web::test]
async fn a_signature_on_paper_is_none_of_these() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &with(&look(), &json!({ "is_signed": true }))).await;
    let on_paper = inspector.get(&one).await.ok();
    assert_eq!((&on_paper["is_signed"], &on_paper["signed_at"]), (&json!(true), &Value::Null));
    inspector.patch(&one, 1, &json!({ "outcome": "normal" })).await.ok();
    let facts = json!({ "facts": look(), "reason": "填错" });
    let uncorrected = inspector.having_read(2).post(&format!("{one}/correct"), &facts).await;
    assert_eq!((uncorrected.status, uncorrected.code()), (409, "inspection.correct.unsigned"), "{uncorrected}");
    let why = json!({ "reason": "重复登记" });
    inspector.having_read(2).post(&format!("{one}/withdraw"), &why).await.ok();
    assert_eq!(inspector.get(&format!("/api/v1/inspections?division={NORTH}")).await.ok()["total"], 0);
}

async fn to_sign(caller: &Caller<'_>) -> Option<Value> {
    let told = caller.get("/api/v1/notifications").await.ok();
    let items = told["items"].as_array().expect("topics").clone();
    items.into_iter().find(|item| item["topic"] == "inspections_to_sign")
}

/// Whose turn it is: the number is theirs alone, and it leads to the list that shows them.
#[actix_web::test]
async fn whose_turn_it_is_to_sign_is_told() {
    let app = TestApp::in_two_towns().await;
    let place = registered(&office(&app)).await;
    let (inspector, village, town) = (app.role("inspector"), app.role("village_head"), app.role("caseworker"));
    let one = inspected(&inspector, &place, &look()).await;
    assert!(to_sign(&village).await.is_none(), "the inspector has not signed");
    sign(&inspector, &one, "inspector").await.ok();
    let told = to_sign(&village).await.expect("a number");
    assert_eq!((&told["count"], &told["query"]), (&json!(1), &json!("awaits=village_head")));
    let listed = village.get("/api/v1/inspections?awaits=village_head").await.ok();
    assert_eq!(listed["total"], 1);
    assert!(to_sign(&town).await.is_none() && to_sign(&inspector).await.is_none());
    sign(&village, &one, "village_head").await.ok();
    assert!(to_sign(&village).await.is_none());
    assert_eq!(to_sign(&town).await.expect("a number")["count"], 1);
    sign(&town, &one, "town_office").await.ok();
    assert!(to_sign(&town).await.is_none());
    assert_eq!(town.get("/api/v1/inspections?awaits=town_office").await.ok()["total"], 0);

    // Who inspected and signed does not sign for the office as well.
    let own = inspected(&town, &place, &look()).await;
    sign(&town, &own, "inspector").await.ok();
    sign(&village, &own, "village_head").await.ok();
    assert!(to_sign(&town).await.is_none());
    assert_eq!(to_sign(&app.role("caseworker")).await.expect("a number")["count"], 1);
}
