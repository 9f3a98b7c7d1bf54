//! What is signed stays as it is: by the API, by a ledger; an error is corrected by another inspection.
use actix_web::http::Method;
use jindu_tests::support::{Caller, TestApp};
use serde_json::{Value, json};

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
    let counted = maker.get("/api/v1/indicators/inspections/records?year=2025&as_of=2025-12-31").await.ok();
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
