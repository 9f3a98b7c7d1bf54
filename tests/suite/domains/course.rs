//! The course of a record of each kind: made, listed, found, changed, hidden from the next town, withdrawn.
use insta::assert_json_snapshot;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{event, filed, inspection, office, person, premises, registered, test, treatment, visit};

/// One kind of record: what it is called here, where it is made, where one of them is, what is entered and changed.
struct Kind<'a> {
    name: &'static str,
    collection: String,
    /// Where one lies, when that is not below the collection.
    one: Option<&'static str>,
    body: Value,
    change: Value,
    maker: &'a Caller<'a>,
    stranger: &'a Caller<'a>,
}

impl Kind<'_> {
    async fn run(self) {
        let Self { name, collection, maker, stranger, change, .. } = &self;
        let made = maker.post(collection, &self.body).await;
        assert_eq!(made.status, 201, "{made}");
        let id = made.id();
        let one = format!("{}/{id}", self.one.unwrap_or(collection));
        let found = maker.get(&one).await;
        assert_json_snapshot!(*name, found.redacted());
        assert_eq!((found.header("etag"), &found.body), ("\"1\"", &made.body), "{found}");
        self.assert_listed(1).await;

        for answer in [stranger.get(&one).await, stranger.patch(&one, 1, change).await] {
            assert_eq!(answer.status, 404, "{answer}");
        }
        let changed = maker.patch(&one, 1, change).await.ok();
        assert_eq!(changed["version"], 2, "{changed}");
        for (field, value) in change.as_object().expect("changes") {
            assert_eq!(&changed[field], value, "{changed}");
        }
        let stale = maker.patch(&one, 1, change).await;
        assert_eq!((stale.status, &stale.body["current_version"]), (412, &json!(2)), "{stale}");

        let away = format!("{one}/withdraw");
        let why = json!({ "reason": "重复登记" });
        assert_eq!(stranger.having_read(2).post(&away, &why).await.status, 404);
        let withdrawn = maker.having_read(2).post(&away, &why).await.ok();
        assert_eq!(withdrawn["version"], 3, "{withdrawn}");
        assert_eq!(maker.get(&one).await.status, 404);
        self.assert_listed(0).await;
    }

    async fn assert_listed(&self, total: i64) {
        let list = self.maker.get(&self.collection).await.ok();
        assert_eq!((&list["total"], &list["total_is_lower_bound"]), (&json!(total), &json!(false)), "{list}");
        let strange = self.stranger.get(&self.collection).await;
        let is_hidden = strange.status == 404 || strange.body["total"] == 0;
        assert!(is_hidden, "{strange}");
    }
}

async fn course(name: &'static str, collection: &str, body: Value, change: Value) {
    let app = TestApp::in_two_towns().await;
    let (maker, stranger) = (office(&app), app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH));
    let collection = match collection.strip_prefix("{person}") {
        Some(rest) => filed(&maker).await + rest,
        None => collection.to_owned(),
    };
    Kind { name, collection, one: None, body, change, maker: &maker, stranger: &stranger }.run().await;
}

#[actix_web::test]
async fn grids() {
    let body = json!({ "division_code": NORTH_VILLAGE, "name": "第一网格" });
    course("grid", "/api/v1/grids", body, json!({ "name": "第二网格" })).await;
}

#[actix_web::test]
async fn staff() {
    let body = json!({
        "name": "邹春家", "phone": "13800000072", "post": "security_director", "division_code": NORTH_VILLAGE,
    });
    course("staff", "/api/v1/staff", body, json!({ "title": "村支部委员", "active": false })).await;
}

#[actix_web::test]
async fn leading_group() {
    let body = json!({
        "division_code": NORTH, "group_role": "head", "title": "镇党委书记", "name": "章峰", "held_from": "2025-01-05",
    });
    course("group_post", "/api/v1/leading-group", body, json!({ "held_to": "2025-12-31" })).await;
}

#[actix_web::test]
async fn documents() {
    let body = json!({
        "division_code": NORTH, "title": "关于开展“全民禁毒宣传月活动”的通知", "document_no": "秀禁毒〔2025〕7号",
        "issued_on": "2025-05-28", "kind": "notice",
    });
    course("document", "/api/v1/documents", body, json!({ "document_no": "秀禁毒〔2025〕8号" })).await;
}

#[actix_web::test]
async fn personnel() {
    course("person", "/api/v1/personnel", person(), json!({ "risk_level": "high", "notes": null })).await;
}

#[actix_web::test]
async fn treatments() {
    let periods = json!([{ "suspended_on": "2025-10-01", "resumed_on": null, "reason": "刑事拘留" }]);
    let change = json!({ "state": "suspended", "suspended_periods": periods });
    course("treatment", "{person}/treatments", treatment(), change).await;
}

#[actix_web::test]
async fn tests() {
    course("test", "{person}/tests", test(), json!({ "result": "positive" })).await;
}

#[actix_web::test]
async fn visits() {
    course("visit", "{person}/visits", visit(), json!({ "mode": "phone", "present": null })).await;
}

#[actix_web::test]
async fn places() {
    course("premises", "/api/v1/premises", premises(), json!({ "name": "新塘村出租房2号", "risk_level": "high" }))
        .await;
}

#[actix_web::test]
async fn events() {
    course("event", "/api/v1/events", event(), json!({ "title": "禁毒宣传进校园", "theme": null })).await;
}

#[actix_web::test]
async fn inspections() {
    let app = TestApp::in_two_towns().await;
    let (maker, stranger) = (office(&app), app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH));
    let place = registered(&maker).await;
    let kind = Kind {
        name: "inspection",
        collection: format!("{place}/inspections"),
        one: Some("/api/v1/inspections"),
        body: inspection(),
        change: json!({ "outcome": "normal", "defect_notes": null }),
        maker: &maker,
        stranger: &stranger,
    };
    kind.run().await;
}

#[actix_web::test]
async fn a_place_stands_as_its_inspections_left_it() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    for (day, outcome, colour) in
        [("2025-02-01", "defect", "red"), ("2025-03-01", "normal", "blue"), ("2025-04-01", "normal", "green")]
    {
        let body = json!({ "inspected_on": day, "inspector": "李中", "outcome": outcome });
        maker.post(&format!("{place}/inspections"), &body).await.created();
        let stands = maker.get(&place).await.ok();
        assert_eq!((&stands["colour"], &stands["last_inspected_on"]), (&json!(colour), &json!(day)), "{stands}");
    }
    let early = maker.patch(&place, 4, &json!({ "registered_on": "2025-03-15" })).await;
    super::assert_refused(&early, &[("/registered_on", "premises.registered_on.after_inspection")]);
}

#[actix_web::test]
async fn divisions() {
    let app = TestApp::in_two_towns().await;
    let (maker, stranger) = (office(&app), app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH));
    let body = json!({ "code": "990981107202", "name": "东垄村", "kind": "villagers_committee", "households": 686 });
    let made = maker.post("/api/v1/divisions", &body).await;
    assert_eq!(made.status, 201, "{made}");
    let one = "/api/v1/divisions/990981107202";
    assert_json_snapshot!("division", maker.get(one).await.redacted());
    assert_eq!(stranger.get(one).await.status, 404);
    assert_eq!(stranger.patch(one, 1, &json!({ "name": "别村" })).await.status, 404);
    assert_eq!(maker.patch(one, 1, &json!({ "name": "东龙村" })).await.ok()["name"], "东龙村");
    let code = maker.patch(one, 2, &json!({ "code": "990981107203" })).await;
    super::assert_refused(&code, &[("/code", "division.code.fixed")]);
    let again = maker.post("/api/v1/divisions", &body).await;
    assert_eq!((again.status, again.code()), (409, "division.overlap"), "{again}");
    let end = json!({ "valid_to": "2025-01-01" });
    assert_eq!(maker.having_read(2).post(&format!("{one}/close"), &end).await.ok()["valid_to"], "2025-01-01");
    assert_eq!(maker.get(one).await.status, 404);
    assert_eq!(maker.get(&format!("{one}?as_of=2024-12-31")).await.status, 200);
}

#[actix_web::test]
async fn profiles() {
    use actix_web::http::Method;

    let app = TestApp::in_two_towns().await;
    let (maker, stranger) = (office(&app), app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH));
    let one = format!("/api/v1/divisions/{NORTH}/profiles/2025");
    let body = json!({
        "town_name": "秀河镇", "city_name": "江岚市", "bearing": "南部", "distance_km": 18, "population": 42_000,
        "sources": { "population": "公安户籍" },
    });
    assert_eq!(maker.get(&one).await.status, 404);
    assert_eq!(maker.send_json(Method::PUT, &one, &body).await.status, 201);
    assert_json_snapshot!("profile", maker.get(&one).await.redacted());
    assert_eq!(maker.send_json(Method::PUT, &one, &body).await.status, 428);
    let changed = json!({ "town_name": "秀河镇" });
    assert_eq!(maker.having_read(1).send_json(Method::PUT, &one, &changed).await.ok()["population"], Value::Null);
    let list = format!("/api/v1/divisions/{NORTH}/profiles");
    assert_eq!(maker.get(&list).await.ok()["total"], 1);
    for answer in [stranger.get(&one).await, stranger.get(&list).await] {
        assert_eq!(answer.status, 404, "{answer}");
    }
}

#[actix_web::test]
async fn the_timeline_tells_all_that_has_happened() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let file = filed(&maker).await;
    let ended = json!({
        "state": "terminated", "ended_on": "2025-11-01", "outcome": "收监执行，岚法执〔2025〕7号",
        "suspended_periods": [{ "suspended_on": "2025-10-01", "resumed_on": "2025-10-20", "reason": "行政拘留" }],
    });
    maker.post(&format!("{file}/treatments"), &super::with(&treatment(), &ended)).await.created();
    maker.post(&format!("{file}/tests"), &test()).await.created();
    maker.post(&format!("{file}/visits"), &visit()).await.created();
    let timeline = format!("{file}/timeline");
    assert_json_snapshot!("timeline", maker.get(&timeline).await.redacted());
    let visitor = app.user(&["personnel:read"]);
    let kinds = visitor.get(&timeline).await.ok()["items"].clone();
    assert_eq!(kinds.as_array().map(Vec::len), Some(1), "{kinds}");
    assert_eq!((&kinds[0]["kind"], &kinds[0]["note"]), (&json!("visit"), &Value::Null));
    let stranger = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    assert_eq!(stranger.get(&timeline).await.status, 404);
}
