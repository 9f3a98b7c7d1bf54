//! Defects: orders to put them right, which inspections close and open again, and leads, which only the police's side sees.
mod leads;

use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu_tests::support::{Answer, Caller, NORTH, SOUTH, TestApp};
use serde_json::{Value, json};

use self::leads::lead;
use super::{assert_refused, office, registered, with};

const ORDERS: &str = "/api/v1/rectifications";
const LEADS: &str = "/api/v1/leads";

fn order() -> Value {
    json!({ "severity": "ordinary", "ordered_on": "2025-02-27", "demand": "拆除封窗，张贴禁毒标牌" })
}

/// A look at a place, nothing noticed besides.
async fn looked(caller: &Caller<'_>, place: &str, on: &str, outcome: &str) -> Answer {
    let body = json!({ "inspected_on": on, "outcome": outcome, "inspector": "李中", "is_signed": true });
    let made = caller.post(&format!("{place}/inspections"), &body).await;
    assert_eq!(made.status, 201, "{made}");
    made
}

/// An order after a look that found defects.
async fn ordered(caller: &Caller<'_>, found: &Answer, body: &Value) -> Answer {
    caller.post(&format!("/api/v1/inspections/{}/rectification", found.id()), body).await
}

async fn withdrawn(caller: &Caller<'_>, address: &str, version: i64) -> Value {
    caller.having_read(version).post(&format!("{address}/withdraw"), &json!({ "reason": "登记有误" })).await.ok()
}

async fn colour(caller: &Caller<'_>, place: &str) -> String {
    caller.get(place).await.ok()["colour"].as_str().expect("a colour").to_owned()
}

/// State, closing day and re-inspection of an order.
async fn standing(caller: &Caller<'_>, order: &str) -> (Value, Value, Value) {
    let found = caller.get(order).await.ok();
    (found["state"].clone(), found["closed_on"].clone(), found["reinspection_id"].clone())
}

#[actix_web::test]
async fn an_order_is_closed_and_opened_by_inspections_and_by_nothing_else() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let defect = looked(&caller, &place, "2025-02-26", "defect").await;
    // A twin of the same day would have made it blue.
    looked(&caller, &place, "2025-02-26", "normal").await;
    let order = ordered(&caller, &defect, &order()).await;
    assert_eq!((order.status, &order.body["due_on"]), (201, &json!("2025-03-06")), "{order}");
    let one = format!("{ORDERS}/{}", order.id());
    assert_eq!(colour(&caller, &place).await, "red");
    let setting = caller.patch(&one, 1, &json!({ "closed_on": "2025-03-01" })).await;
    assert!(setting.status == 422 && setting.names("/closed_on"), "nobody closes an order: {setting}");

    for (on, outcome) in [("2025-02-27", "normal"), ("2025-03-02", "locked"), ("2025-03-03", "refused")] {
        looked(&caller, &place, on, outcome).await;
        assert_eq!(standing(&caller, &one).await, (json!("overdue"), Value::Null, Value::Null), "{on} {outcome}");
        assert_eq!(colour(&caller, &place).await, "red");
    }
    let sound = looked(&caller, &place, "2025-03-10", "normal").await;
    assert_eq!(standing(&caller, &one).await, (json!("closed"), json!("2025-03-10"), json!(sound.id())));
    assert_eq!(colour(&caller, &place).await, "blue");
    // An earlier one found later in the drawer takes its place.
    let earlier = looked(&caller, &place, "2025-03-08", "normal").await;
    assert_eq!(standing(&caller, &one).await, (json!("closed"), json!("2025-03-08"), json!(earlier.id())));
    assert_eq!(colour(&caller, &place).await, "green", "sound once more after that");

    withdrawn(&caller, &format!("/api/v1/inspections/{}", earlier.id()), 1).await;
    assert_eq!(standing(&caller, &one).await.1, "2025-03-10");
    let mended = json!({ "outcome": "nobody_home" });
    caller.patch(&format!("/api/v1/inspections/{}", sound.id()), 1, &mended).await.ok();
    assert_eq!(standing(&caller, &one).await, (json!("overdue"), Value::Null, Value::Null));
    assert_eq!(colour(&caller, &place).await, "red");
    // Given, closed, closed earlier, closed again, open again: each a version of its own.
    assert_eq!(caller.get(&one).await.ok()["version"], 5);
    withdrawn(&caller, &one, 5).await;
    assert_eq!(caller.get(&one).await.status, 404);
    assert_eq!(colour(&caller, &place).await, "green", "as its inspections say");
}

#[actix_web::test]
async fn an_order_outlives_the_inspection_it_rests_on() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let defect = looked(&caller, &place, "2025-02-26", "defect").await;
    let one = format!("{ORDERS}/{}", ordered(&caller, &defect, &order()).await.id());
    withdrawn(&caller, &format!("/api/v1/inspections/{}", defect.id()), 1).await;
    assert_eq!(standing(&caller, &one).await.0, "overdue", "an official withdraws what an official has ordered");
    let left = caller.get(&place).await.ok();
    assert_eq!((&left["colour"], &left["last_inspected_on"]), (&json!("red"), &Value::Null), "{left}");
    withdrawn(&caller, &one, 1).await;
    assert_eq!(colour(&caller, &place).await, "yellow");
}

#[actix_web::test]
async fn what_was_entered_first_makes_no_difference() {
    let looks =
        [("2025-03-01", "normal"), ("2025-03-05", "defect"), ("2025-03-09", "normal"), ("2025-02-27", "normal")];
    for order_comes in 0..=looks.len() {
        for turn in 0..looks.len() {
            let app = TestApp::in_two_towns().await;
            let caller = office(&app);
            let place = registered(&caller).await;
            let defect = looked(&caller, &place, "2025-02-26", "defect").await;
            let mut one = String::new();
            for step in 0..=looks.len() {
                if step == order_comes {
                    let order = ordered(&caller, &defect, &order()).await;
                    assert_eq!(order.status, 201, "{order}");
                    one = format!("{ORDERS}/{}", order.id());
                }
                if let Some((on, outcome)) = looks.get(step).map(|_| looks[(step + turn) % looks.len()]) {
                    looked(&caller, &place, on, outcome).await;
                }
            }
            let (state, closed_on, _) = standing(&caller, &one).await;
            assert_eq!((state, closed_on), (json!("closed"), json!("2025-03-01")), "order {order_comes}, turn {turn}");
            assert_eq!(colour(&caller, &place).await, "blue", "order {order_comes}, turn {turn}");
        }
    }
}

#[actix_web::test]
async fn an_order_needs_a_defect_and_days_in_order() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let sound = looked(&caller, &place, "2025-02-25", "normal").await;
    let no_defect = [("/inspection_id", "rectification.inspection_id.no_defect")];
    assert_refused(&ordered(&caller, &sound, &order()).await, &no_defect);
    let defect = looked(&caller, &place, "2025-02-26", "defect").await;
    for (change, pointer, rule) in [
        (json!({ "ordered_on": "2025-02-25" }), "/ordered_on", "rectification.ordered_on.before_inspection"),
        (json!({ "ordered_on": "2999-01-01" }), "/ordered_on", "rectification.date.future"),
        (json!({ "due_on": "2025-02-26" }), "/due_on", "rectification.due_on.before_order"),
        (json!({ "demand": "看\u{202e}不见" }), "/demand", "text.direction_override"),
    ] {
        assert_refused(&ordered(&caller, &defect, &with(&order(), &change)).await, &[(pointer, rule)]);
    }
    let made = ordered(&caller, &defect, &with(&order(), &json!({ "due_on": "2025-02-27" }))).await;
    assert_eq!((made.status, &made.body["due_on"]), (201, &json!("2025-02-27")), "{made}");
    let again = ordered(&caller, &defect, &order()).await;
    assert_eq!((again.status, again.code()), (409, "rectification.exists"), "{again}");
    let one = format!("{ORDERS}/{}", made.id());
    let early = caller.patch(&one, 1, &json!({ "ordered_on": "2025-02-25" })).await;
    assert_refused(&early, &[("/ordered_on", "rectification.ordered_on.before_inspection")]);
    let serious = caller.patch(&one, 1, &json!({ "severity": "serious", "due_on": null })).await.ok();
    assert_eq!((&serious["due_on"], &serious["version"]), (&json!("2025-03-02"), &json!(2)));
    // A later day of the order puts a re-inspection before it.
    looked(&caller, &place, "2025-03-01", "normal").await;
    assert_eq!(standing(&caller, &one).await.0, "closed");
    let later = caller.patch(&one, 3, &json!({ "ordered_on": "2025-03-01" })).await.ok();
    assert_eq!((&later["state"], &later["closed_on"]), (&json!("overdue"), &Value::Null), "{later}");
    // What was withdrawn makes room for another.
    withdrawn(&caller, &one, 5).await;
    ordered(&caller, &defect, &order()).await.created();
}

#[actix_web::test]
async fn a_referral_stays_on_record_when_the_place_is_found_sound() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let defect = looked(&caller, &place, "2025-02-26", "defect").await;
    let one = format!("{ORDERS}/{}", ordered(&caller, &defect, &order()).await.id());
    let refer = format!("{one}/refer");
    let referral = json!({
        "to": "culture", "document_no": "秀禁毒移〔2025〕3号", "referred_on": "2025-03-07", "note": "房东拒不整改",
    });
    let early = with(&referral, &json!({ "referred_on": "2025-02-26" }));
    let refused = caller.having_read(1).post(&refer, &early).await;
    assert_refused(&refused, &[("/referred_on", "rectification.referred_on.before_order")]);
    let referred = caller.having_read(1).post(&refer, &referral).await.ok();
    assert_eq!((&referred["state"], &referred["referral"]), (&json!("referred"), &referral), "{referred}");
    assert_eq!(colour(&caller, &place).await, "red");
    let police = with(&referral, &json!({ "to": "police", "document_no": "秀禁毒移〔2025〕4号" }));
    let referred = caller.having_read(2).post(&refer, &police).await.ok();
    assert_eq!((&referred["referral"]["to"], &referred["version"]), (&json!("police"), &json!(3)));

    looked(&caller, &place, "2025-04-01", "normal").await;
    let closed = caller.get(&one).await.ok();
    assert_eq!((&closed["state"], &closed["referral"]), (&json!("closed"), &police), "{closed}");
    assert_eq!(colour(&caller, &place).await, "blue");
    let late = caller.having_read(4).post(&refer, &referral).await;
    assert_eq!((late.status, late.code()), (409, "rectification.closed"), "{late}");
}

#[actix_web::test]
async fn orders_are_listed_by_how_they_stand_today() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let mut made = Vec::new();
    for (on, severity, due_on) in [
        ("2025-02-20", "minor", "2999-01-01"),
        ("2025-02-21", "serious", "2025-02-25"),
        ("2025-02-22", "ordinary", "2025-02-24"),
    ] {
        let defect = looked(&caller, &place, on, "defect").await;
        let body = json!({ "severity": severity, "ordered_on": on, "due_on": due_on, "demand": "张贴禁毒标牌" });
        made.push(ordered(&caller, &defect, &body).await.id());
    }
    let referral = json!({ "to": "market", "document_no": "移1号", "referred_on": "2025-03-01" });
    caller.having_read(1).post(&format!("{ORDERS}/{}/refer", made[2]), &referral).await.ok();
    let listed = |query: String| {
        let caller = caller.clone();
        async move {
            let page = caller.get(&format!("{ORDERS}?{query}")).await.ok();
            let items = page["items"].as_array().expect("items").iter();
            let ids: Vec<Value> = items.map(|item| item["id"].clone()).collect();
            assert_eq!(page["total"], json!(ids.len()));
            ids
        }
    };
    let id = |at: usize| json!(made[at]);
    assert_eq!(listed(String::new()).await, [id(2), id(1), id(0)], "by the last day");
    assert_eq!(listed("state=open".into()).await, [id(0)]);
    assert_eq!(listed("state=overdue".into()).await, [id(1)]);
    assert_eq!(listed("state=referred,open".into()).await, [id(2), id(0)]);
    assert_eq!(listed("state=closed".into()).await, Vec::<Value>::new());
    assert_eq!(listed("severity=serious,minor&state=open,overdue".into()).await, [id(1), id(0)]);
    let place_id = place.rsplit('/').next().expect("an id");
    assert_eq!(listed(format!("premises={place_id}&division=990981107201")).await.len(), 3);
    looked(&caller, &place, "2025-04-01", "normal").await;
    assert_eq!(listed("state=closed".into()).await.len(), 3);
    let stranger = app.user_who(CAPABILITIES, FIELD_CLASSES, SOUTH);
    assert_eq!(stranger.get(ORDERS).await.ok()["total"], 0);
}

#[actix_web::test]
async fn demands_are_shown_to_who_sees_owners_and_kept_by_who_does_not() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let defect = looked(&maker, &place, "2025-02-26", "defect").await;
    let one = format!("{ORDERS}/{}", ordered(&maker, &defect, &order()).await.id());
    let referral = json!({ "to": "other", "document_no": "移1号", "referred_on": "2025-03-01", "note": "房东张某" });
    maker.having_read(1).post(&format!("{one}/refer"), &referral).await.ok();
    for role in ["office_head", "caseworker", "police", "village_head", "grid_worker", "inspector"] {
        let shown = app.role(role).get(&one).await.ok();
        assert_eq!((&shown["demand"], &shown["masked"]), (&order()["demand"], &json!([])), "{role}");
    }
    let shown = app.role("leader").get(&one).await.ok();
    assert_eq!((&shown["demand"], &shown["referral"]["note"]), (&Value::Null, &Value::Null), "{shown}");
    assert_eq!(shown["masked"], json!(["demand", "referral_note"]));
    for role in ["leader", "village_head", "grid_worker", "inspector"] {
        assert_eq!(app.role(role).patch(&one, 2, &json!({ "severity": "minor" })).await.status, 403, "{role}");
    }
    let blind = app.user(&["rectifications:write"]);
    blind.patch(&one, 2, &json!({ "severity": "minor" })).await.ok();
    let kept = maker.get(&one).await.ok();
    assert_eq!((&kept["demand"], &kept["referral"]), (&order()["demand"], &referral), "what is hidden is not lost");
}

#[actix_web::test]
async fn a_ledger_with_signs_raises_leads_and_one_with_looks_closes_orders() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let place = registered(&caller).await;
    let defect = looked(&caller, &place, "2025-02-26", "defect").await;
    let one = format!("{ORDERS}/{}", ordered(&caller, &defect, &order()).await.id());
    let send = |rows: &str| {
        let file = format!("场所编号,排查日期,排查结果,排查人,可疑迹象\n{rows}");
        let caller = caller.with("content-type", "application/octet-stream");
        async move {
            let address = format!("/api/v1/imports?mode=commit&division={NORTH}");
            let import = caller.send(actix_web::http::Method::POST, &address, file.into_bytes()).await.expect(202);
            assert_eq!(import["state"], "committed", "{import}");
        }
    };
    send("XH00001,2025-03-04,正常,李某,\nXH00001,2025-03-01,上锁,李某,散发异味、棕色液体\n").await;
    assert_eq!(standing(&caller, &one).await.1, "2025-03-04");
    let raised = lead(&caller).await;
    assert_eq!((&raised["signs"], &raised["raised_on"]), (&json!(["brown_liquid", "odour"]), &json!("2025-03-01")));
    // An empty cell says nothing, and a row that changes the outcome is a correction.
    send("XH00001,2025-03-04,发现隐患,李某,\nXH00001,2025-03-01,上锁,李某,\n").await;
    assert_eq!(standing(&caller, &one).await.0, "overdue");
    assert_eq!(lead(&caller).await, raised);
}

#[actix_web::test]
async fn what_was_ordered_fulfilled_and_overdue_is_counted_as_of_a_day() {
    let app = TestApp::in_two_towns().await;
    let caller = office(&app);
    let figures = |as_of: &'static str| {
        let caller = caller.clone();
        async move {
            let list = caller.get(&format!("/api/v1/indicators?period=2025&as_of={as_of}")).await.ok();
            let items = list["items"].as_array().expect("figures").clone();
            let value = move |name: &str| {
                let figure = items.iter().find(|figure| figure["name"] == name).expect("a figure");
                figure["value"]["known"]["integer"].as_i64()
            };
            ["ordered", "closed", "overdue"].map(|what| value(&format!("rectifications_{what}")))
        }
    };
    assert_eq!(figures("2025-12-31").await, [None, None, None]);
    let place = registered(&caller).await;
    for on in ["2025-02-26", "2025-03-20"] {
        let defect = looked(&caller, &place, on, "defect").await;
        ordered(&caller, &defect, &with(&order(), &json!({ "ordered_on": on }))).await.created();
    }
    assert_eq!(figures("2025-12-31").await, [Some(2), Some(0), Some(2)]);
    assert_eq!(figures("2025-03-05").await, [Some(1), Some(0), Some(0)], "the last day is the 5th");
    assert_eq!(figures("2025-03-06").await, [Some(1), Some(0), Some(1)]);
    looked(&caller, &place, "2025-03-10", "normal").await;
    assert_eq!(figures("2025-03-09").await, [Some(1), Some(0), Some(1)], "as it stood then");
    assert_eq!(figures("2025-12-31").await, [Some(2), Some(1), Some(1)]);
    let records = "/api/v1/indicators/rectifications_overdue/records?period=2025&as_of=2025-12-31";
    let behind = caller.get(records).await.ok();
    assert_eq!((&behind["total"], &behind["items"][0]["on"]), (&json!(1), &json!("2025-03-20")));
    let overdue = caller.get(&format!("{ORDERS}?state=overdue")).await.ok();
    assert_eq!(overdue["items"][0]["id"], behind["items"][0]["subject_id"]);
    let referral = json!({ "to": "police", "document_no": "移1号", "referred_on": "2025-06-01" });
    let late = format!("{ORDERS}/{}/refer", behind["items"][0]["subject_id"].as_str().expect("an id"));
    caller.having_read(1).post(&late, &referral).await.ok();
    assert_eq!(figures("2025-12-31").await, [Some(2), Some(1), Some(0)]);
    assert_eq!(figures("2025-05-31").await, [Some(2), Some(1), Some(1)]);
}
