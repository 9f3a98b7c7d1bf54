//! What is signed stays as it is: by the API, by a ledger; an error is corrected by another inspection.
use actix_web::http::Method;
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::super::premises;
use super::{assert_refused, inspected, look, office, registered, roles, sign, signing, with};

async fn import(caller: &Caller<'_>, query: &str, file: &str) -> Value {
    let path = format!("/api/v1/imports?mode=commit&division=990981107000&{query}");
    let caller = caller.with("content-type", "application/octet-stream");
    caller.send(Method::POST, &path, file.as_bytes().to_vec()).await.expect(202)
}

async fn errors(caller: &Caller<'_>, import: &Value) -> Vec<(u64, String)> {
    let path = format!("/api/v1/imports/{}/rows", import["id"].as_str().expect("an id"));
    let page = caller.get(&path).await.ok();
    let rows = page["items"].as_array().expect("rows").iter();
    rows.flat_map(|row| {
        let codes = row["errors"].as_array().expect("errors").iter();
        codes.map(|error| (row["row"].as_u64().expect("a row"), error["code"].as_str().expect("a code").to_owned()))
    })
    .collect()
}

#[actix_web::test]
async fn what_is_signed_is_neither_changed_nor_withdrawn() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let one = inspected(&maker, &place, &look()).await;
    sign(&maker, &one, "inspector").await.ok();
    let signed = maker.get(&one).await.ok();
    for changes in [json!({ "outcome": "normal" }), json!({ "is_signed": false }), json!({})] {
        let answer = maker.patch(&one, 2, &changes).await;
        assert_eq!((answer.status, answer.code()), (409, "inspection.signed"), "{answer}");
    }
    let answer = maker.having_read(2).post(&format!("{one}/withdraw"), &json!({ "reason": "重复登记" })).await;
    assert_eq!((answer.status, answer.code()), (409, "inspection.signed"), "{answer}");
    assert_eq!(maker.get(&one).await.ok(), signed);
}

#[actix_web::test]
async fn a_correction_takes_the_place_of_what_was_signed() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let round = json!({ "kind": "routine", "title": "第1次排查", "division_code": "990981107000" });
    let round = maker.post("/api/v1/campaigns", &round).await.id();
    let old = inspected(&maker, &place, &with(&look(), &json!({ "campaign_id": round }))).await;
    sign(&maker, &old, "inspector").await.ok();
    assert_eq!(maker.get(&place).await.ok()["colour"], "red");

    let facts = with(&look(), &json!({ "campaign_id": round, "outcome": "locked", "is_signed": true }));
    let correct = format!("{old}/correct");
    let wrong = json!({ "facts": with(&facts, &json!({ "inspected_on": "2020-01-01" })), "reason": "结果填错" });
    let answer = maker.having_read(2).post(&correct, &wrong).await;
    assert_refused(&answer, &[("/facts/inspected_on", "inspection.inspected_on.before_registration")]);
    let body = json!({ "facts": facts, "reason": "结果填错" });
    assert_eq!(maker.having_read(1).post(&correct, &body).await.status, 412);
    let made = maker.having_read(2).post(&correct, &body).await;
    assert_eq!(made.status, 201, "{made}");
    let (new, made) = (format!("/api/v1/inspections/{}", made.id()), made.body);
    let old_id = old.rsplit('/').next().expect("an id");
    assert_eq!((&made["corrects_id"], &made["corrects_because"]), (&json!(old_id), &json!("结果填错")), "{made}");
    assert_eq!(
        (&made["is_signed"], &made["signed_at"], roles(&made["signers"])),
        (&json!(false), &Value::Null, vec![])
    );

    // The old one is history: readable, and counted nowhere.
    let stands = maker.get(&old).await.ok();
    assert_eq!((&stands["corrected_by_id"], &stands["version"]), (&made["id"], &json!(3)), "{stands}");
    assert_eq!((&stands["outcome"], roles(&stands["signers"])), (&json!("defect"), vec![("inspector", false)]));
    for (list, expected) in [
        ("/api/v1/inspections".to_owned(), &made["id"]),
        ("/api/v1/inspections?corrected=false".to_owned(), &made["id"]),
        ("/api/v1/inspections?corrected=true".to_owned(), &stands["id"]),
        (format!("{place}/inspections"), &made["id"]),
        (format!("{place}/inspections?corrected=true"), &stands["id"]),
    ] {
        let page = maker.get(&list).await.ok();
        assert_eq!((&page["total"], &page["items"][0]["id"]), (&json!(1), expected), "{list}: {page}");
    }
    assert_eq!(maker.get(&place).await.ok()["colour"], "yellow");
    assert_eq!(maker.get(&format!("/api/v1/campaigns/{round}")).await.ok()["inspections"], 1);
    let counted = maker.get("/api/v1/indicators/inspections/records?period=2025&as_of=2025-12-31").await.ok();
    assert_eq!((&counted["total"], &counted["items"][0]["subject_id"]), (&json!(1), &made["id"]), "{counted}");

    for (answer, code) in [
        (maker.having_read(3).post(&correct, &body).await, "inspection.corrected"),
        (sign(&maker, &old, "village_head").await, "inspection.corrected"),
        (maker.patch(&old, 3, &json!({ "outcome": "normal" })).await, "inspection.signed"),
        (
            maker.having_read(1).post(&format!("{new}/withdraw"), &json!({ "reason": "不要了" })).await,
            "inspection.withdraw.correction",
        ),
    ] {
        assert_eq!((answer.status, answer.code()), (409, code), "{answer}");
    }
    // It is changed like any other until it is signed, and keeps its reason; and it may be corrected in its turn.
    let changed = maker.patch(&new, 1, &json!({ "outcome": "nobody_home" })).await.ok();
    assert_eq!(changed["corrects_because"], "结果填错");
    assert_eq!(signing(&maker, &new).await["content"]["corrects"], json!({ "id": old_id, "reason": "结果填错" }));
    sign(&maker, &new, "inspector").await.ok();
    assert_eq!(maker.having_read(3).post(&format!("{new}/correct"), &body).await.status, 201);
}

#[actix_web::test]
async fn a_ledger_does_not_change_what_is_signed_and_goes_on() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let one = inspected(&maker, &place, &look()).await;
    sign(&maker, &one, "inspector").await.ok();
    let head = "场所编号,排查日期,排查结果,排查人\n";
    let other = "XH00001,2025-03-01,正常,李中\n";

    let file = format!("{head}XH00001,2025-02-26,正常,{}\n{other}", super::NAME);
    let refused = import(&maker, "on_error=abort", &file).await;
    assert_eq!(
        (&refused["state"], errors(&maker, &refused).await),
        (&json!("refused"), vec![(2, "inspection.signed".into())])
    );
    let taken = import(&maker, "on_error=skip", &file).await;
    assert_eq!(
        (&taken["state"], &taken["counts"]["conflict"], &taken["counts"]["create"]),
        (&json!("committed"), &json!(1), &json!(1))
    );
    assert_eq!(maker.get(&one).await.ok()["outcome"], "defect");
    // What says the same changes nothing.
    let same = import(&maker, "", &format!("{head}XH00001,2025-02-26,发现隐患,\n")).await;
    assert_eq!((&same["state"], &same["counts"]["unchanged"]), (&json!("committed"), &json!(1)), "{same}");

    // Corrected to another day: the ledger does not bring the wrong one back.
    let facts = with(&look(), &json!({ "inspected_on": "2025-02-27" }));
    let body = json!({ "facts": facts, "reason": "日期填错" });
    maker.having_read(2).post(&format!("{one}/correct"), &body).await.created();
    let again = import(&maker, "on_error=abort", &format!("{head}XH00001,2025-02-26,发现隐患,\n")).await;
    assert_eq!(errors(&maker, &again).await, [(2, "inspection.corrected".into())]);
}

async fn version(caller: &Caller<'_>, address: &str) -> i64 {
    caller.get(address).await.ok()["version"].as_i64().expect("a version")
}

/// Corrects an inspection that is signed, and answers the address of the one that takes its place.
async fn corrected(caller: &Caller<'_>, inspection: &str, facts: &Value) -> String {
    let body = json!({ "facts": facts, "reason": "填写有误" });
    let reader = caller.having_read(version(caller, inspection).await);
    let made = reader.post(&format!("{inspection}/correct"), &body).await;
    assert_eq!(made.status, 201, "{made}");
    format!("/api/v1/inspections/{}", made.id())
}

fn id_of(address: &str) -> &str {
    address.rsplit('/').next().expect("an id")
}

/// The numbers of leads: all, and those nobody has received.
async fn leads(caller: &Caller<'_>) -> (Value, Value) {
    let all = caller.get("/api/v1/leads").await.ok();
    (all["total"].clone(), caller.get("/api/v1/leads?state=raised").await.ok()["total"].clone())
}

#[actix_web::test]
async fn a_correction_made_while_two_places_were_one_goes_back_with_what_it_corrects() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let duplicate = registered(&maker).await;
    let kept = maker.post("/api/v1/premises", &with(&premises(), &json!({ "code": "XH00002" }))).await.id();
    let kept = format!("/api/v1/premises/{kept}");
    let old = inspected(&maker, &duplicate, &look()).await;
    sign(&maker, &old, "inspector").await.ok();
    let own = inspected(&maker, &kept, &with(&look(), &json!({ "inspected_on": "2025-03-01" }))).await;
    let merge = json!({ "into_id": id_of(&kept), "reason": "同一处房屋登记了两次" });
    let reader = maker.having_read(version(&maker, &duplicate).await);
    reader.post(&format!("{duplicate}/merge"), &merge).await.ok();

    let new = corrected(&maker, &old, &with(&look(), &json!({ "outcome": "locked" }))).await;
    sign(&maker, &new, "inspector").await.ok();
    let newest = corrected(&maker, &new, &with(&look(), &json!({ "outcome": "nobody_home" }))).await;
    assert_eq!(maker.get(&format!("{kept}/inspections")).await.ok()["total"], 2);

    let reader = maker.having_read(version(&maker, &duplicate).await);
    reader.post(&format!("{duplicate}/unmerge"), &json!({ "reason": "核实为相邻的两处房屋" })).await.ok();
    for (list, total, first) in [
        (format!("{duplicate}/inspections"), 1, &newest),
        (format!("{duplicate}/inspections?corrected=true"), 2, &old),
        (format!("{kept}/inspections"), 1, &own),
    ] {
        let page = maker.get(&list).await.ok();
        let ids: Vec<&Value> = page["items"].as_array().expect("a page").iter().map(|item| &item["id"]).collect();
        assert_eq!(page["total"], total, "{list}: {page}");
        assert!(ids.contains(&&json!(id_of(first))), "{list}: {page}");
    }
    let stands = maker.get(&newest).await.ok();
    assert_eq!((&stands["defect_notes"], &stands["corrects_because"]), (&json!("窗户封闭"), &json!("填写有误")));
    assert_eq!(stands["corrects_id"], id_of(&new));
    let leads = maker.get("/api/v1/leads").await.ok();
    let leads = leads["items"].as_array().expect("leads");
    let place_of = |inspection: &str| {
        let lead = leads.iter().find(|lead| lead["inspection_id"] == id_of(inspection));
        lead.expect("a lead")["premises_id"].clone()
    };
    assert_eq!([place_of(&newest), place_of(&own)], [json!(id_of(&duplicate)), json!(id_of(&kept))]);
}

#[actix_web::test]
async fn a_sheet_does_not_bring_back_what_was_corrected() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let round = json!({ "kind": "routine", "title": "第1次排查", "division_code": NORTH });
    let round = maker.post("/api/v1/campaigns", &round).await.id();
    let address = format!("/api/v1/campaigns/{round}");
    maker.post(&format!("{address}/units/freeze"), &json!({ "source": "重点场所台账" })).await.created();
    let records = format!("{address}/sheet/records");
    let filled = |notes: &str| {
        json!({
            "division": NORTH_VILLAGE, "inspected_on": "2025-02-26", "inspector": super::NAME,
            "rows": [{ "row_no": 1, "outcome": "defect", "is_signed": false, "defect_notes": notes }],
        })
    };
    let taken = maker.post(&records, &filled("窗户封闭")).await.ok();
    assert_eq!(maker.post(&records, &filled("窗户封闭")).await.ok(), taken);
    let otherwise = maker.post(&records, &filled("后门常锁")).await;
    assert_refused(&otherwise, &[("/rows/0/row_no", "sheet.row_no.otherwise")]);

    let one = format!("/api/v1/inspections/{}", taken["items"][0]["inspection_id"].as_str().expect("an id"));
    sign(&maker, &one, "inspector").await.ok();
    let facts = with(&look(), &json!({ "campaign_id": round, "inspected_on": "2025-02-27" }));
    let new = corrected(&maker, &one, &facts).await;
    let again = maker.post(&records, &filled("窗户封闭")).await;
    assert_refused(&again, &[("/rows/0/row_no", "sheet.row_no.corrected")]);
    let page = maker.get(&format!("{place}/inspections")).await.ok();
    assert_eq!((&page["total"], &page["items"][0]["id"]), (&json!(1), &json!(id_of(&new))), "{page}");
}

#[actix_web::test]
async fn what_followed_from_an_inspection_does_not_follow_again_from_its_correction() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let old = inspected(&maker, &place, &look()).await;
    sign(&maker, &old, "inspector").await.ok();
    let lead = maker.get("/api/v1/leads").await.ok()["items"][0]["id"].clone();
    let receive = format!("/api/v1/leads/{}/receive", lead.as_str().expect("an id"));
    app.role("police").having_read(1).post(&receive, &json!({ "received_on": "2025-02-27" })).await.ok();
    let order = json!({ "severity": "ordinary", "ordered_on": "2025-02-27", "demand": "拆除封窗，张贴禁毒标牌" });
    let ordered = maker.post(&format!("{old}/rectification"), &order).await.created();

    let mut newest = old;
    for notes in ["窗户以木板封闭", "窗户以铁皮封闭"] {
        newest = corrected(&maker, &newest, &with(&look(), &json!({ "defect_notes": notes }))).await;
        assert_eq!(leads(&maker).await, (json!(1), json!(0)), "{notes}");
        let twice = maker.post(&format!("{newest}/rectification"), &order).await;
        assert_eq!((twice.status, twice.code()), (409, "rectification.exists"), "{twice}");
        sign(&maker, &newest, "inspector").await.ok();
        assert_eq!(leads(&maker).await, (json!(1), json!(0)), "{notes}");
    }
    // A sign of which the police have not heard is told, as long as it stands.
    newest = corrected(&maker, &newest, &with(&look(), &json!({ "warning_signs": ["brown_liquid", "odour"] }))).await;
    assert_eq!(leads(&maker).await, (json!(2), json!(1)));
    maker.patch(&newest, 1, &json!({ "warning_signs": ["odour"] })).await.ok();
    assert_eq!(leads(&maker).await, (json!(1), json!(0)));

    // What was withdrawn makes room for another.
    let withdraw = format!("/api/v1/rectifications/{}/withdraw", ordered["id"].as_str().expect("an id"));
    maker.having_read(1).post(&withdraw, &json!({ "reason": "登记有误" })).await.ok();
    maker.post(&format!("{newest}/rectification"), &order).await.created();
}
