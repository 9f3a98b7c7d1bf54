//! Headings that no ledger knows: what somebody said of them once is kept for the town, and for nobody's harm.
use actix_web::http::Method;
use jindu_tests::support::{Answer, Caller, NORTH, SOUTH, TestApp};
use serde_json::{Value, json};

use super::{Office, found};

const MAPPINGS: &str = "/api/v1/import-mappings";
const COUNTY: &str = "990981000000";
const HEADINGS: [&str; 7] = ["店号", "店名", "行当", "坐落", "登记日期", "店主电话", "备注"];

/// A sheet of a month; its headings are nobody's but the town's own.
fn sheet(rows: &str) -> String {
    format!("秀河镇沿街店铺月报\n{}\n{rows}", HEADINGS.join(","))
}

fn shop(code: &str, name: &str) -> String {
    format!("{code},{name},出租房,新塘村,2024-01-02,13900000001,\n")
}

fn mapping() -> Value {
    let columns =
        [("店号", "code"), ("店名", "name"), ("行当", "kind"), ("坐落", "division_code"), ("店主电话", "phone")];
    let columns: Vec<Value> =
        columns.iter().map(|(heading, field)| json!({ "heading": heading, "field": field })).collect();
    json!({ "resource": "premises", "headings": HEADINGS, "columns": columns })
}

async fn suggest(clerk: &Caller<'_>, query: &str, file: &str) -> Answer {
    clerk.send(Method::POST, &format!("{MAPPINGS}/suggest?{query}"), file.as_bytes().to_vec()).await
}

async fn plan(clerk: &Caller<'_>, file: &str) -> Answer {
    clerk.send(Method::POST, "/api/v1/imports?mode=validate", file.as_bytes().to_vec()).await
}

fn column<'a>(suggestion: &'a Value, field: &str) -> &'a Value {
    let columns = suggestion["columns"].as_array().expect("columns");
    columns.iter().find(|column| column["field"] == field).expect("a field of the ledger")
}

#[actix_web::test]
async fn what_was_said_of_headings_once_is_said_for_the_next_sheet() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let june = sheet(&shop("A1", "一号"));
    let unknown = office.send("mode=validate", june.clone()).await;
    assert_eq!((unknown.status, unknown.errors()), (422, vec![("", "import.file.no_ledger")]), "{unknown}");

    let nothing = suggest(&office.clerk, "", &june).await.ok();
    assert_eq!(
        (&nothing["resource"], &nothing["row"], &nothing["headings"]),
        (&Value::Null, &json!(2), &json!(HEADINGS))
    );
    let some = suggest(&office.clerk, "resource=premises", &june).await.ok();
    assert_eq!((&some["row"], &column(&some, "registered_on")["heading"]), (&json!(2), &json!("登记日期")));
    let code = column(&some, "code");
    assert_eq!(
        (&code["heading"], &code["is_required"], &code["usual"]),
        (&Value::Null, &json!(true), &json!("场所编号"))
    );

    let kept = office.clerk.post(MAPPINGS, &mapping()).await.created();
    let known = suggest(&office.clerk, "", &june).await.ok();
    assert_eq!((&known["resource"], &known["mapping_id"]), (&json!("premises"), &kept["id"]));
    let phone = column(&known, "phone");
    assert_eq!((&phone["heading"], &phone["is_mapped"]), (&json!("店主电话"), &json!(true)));
    assert_eq!(column(&known, "registered_on")["is_mapped"], json!(false));

    let import = office.expect(&june, [1, 0, 0]).await;
    assert_eq!((&import["resource"], &import["mapped"]), (&json!("premises"), &mapping()["columns"]));
    assert_eq!(import["notes"][0]["code"], "import.note.mapped");
    let place = office.only("/premises").await;
    assert_eq!(
        (&place["code"], &place["name"], &place["phone"]),
        (&json!("A1"), &json!("一号"), &json!("13900000001"))
    );
    // The next one has its columns in another order and its headings in another width, and says what is wrong by its own words.
    let july = "备注,登记日期,店主电话,坐落,行当,店　名,店号*\n,2024-01-02,13900000001,无名村,出租房,二号,A2\n";
    let refused = office.refused(july).await;
    assert_eq!(refused, [found(2, "坐落", "import.cell.unknown_village")]);
}

#[actix_web::test]
async fn a_mapping_that_cannot_be_is_refused_by_the_name_of_its_heading() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let said = |columns: &[(&str, &str)]| {
        let mut all = mapping();
        let changed = columns.iter().map(|(heading, field)| json!({ "heading": heading, "field": field }));
        all["columns"] = changed.collect();
        all
    };
    for (body, pointer, code, named) in [
        (said(&[("店号", "colour")]), "/columns/0/field", "import_mapping.field.unknown", "店号"),
        (said(&[("店号", "tested_on")]), "/columns/0/field", "import_mapping.field.of_another", "店号"),
        (said(&[("店号", "code"), ("店名", "code")]), "/columns/1/field", "import_mapping.field.taken", "店名"),
        (said(&[("店主", "owner")]), "/columns/0/heading", "import_mapping.heading.absent", "店主"),
        (
            said(&[("店号", "code"), ("店 号", "name")]),
            "/columns/1/heading",
            "import_mapping.heading.mapped_twice",
            "店 号",
        ),
        (said(&[("店号", "code")]), "/columns", "import.file.missing_columns", "场所名称"),
    ] {
        let refused = office.clerk.post(MAPPINGS, &body).await;
        assert_eq!((refused.status, refused.errors()), (422, vec![(pointer, code)]), "{refused}");
        assert!(refused.body["errors"][0]["detail"].as_str().expect("a sentence").contains(named), "{refused}");
    }
    let twice = json!(["店号", "店名", "行当", "坐落", "登记日期", "店主电话", "店号"]);
    let mut body = mapping();
    body["headings"] = twice;
    assert_eq!(
        office.clerk.post(MAPPINGS, &body).await.errors(),
        [("/columns/0/heading", "import_mapping.heading.repeated")]
    );
    let nothing = json!({ "resource": "unheard_of", "headings": HEADINGS, "columns": mapping()["columns"] });
    assert_eq!(office.clerk.post(MAPPINGS, &nothing).await.errors(), [("/resource", "import.resource.unknown")]);
    assert_eq!(office.clerk.get(MAPPINGS).await.ok()["total"], json!(0));
}

/// A row of people that was taken for headings would keep them where nobody looks for them.
#[actix_web::test]
async fn what_stands_below_headings_is_not_kept_with_them() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    for data in ["990981199003070024", "13900000001", "电话：１３９００００００００１", "20240102"] {
        let mut body = mapping();
        body["headings"].as_array_mut().expect("headings").push(json!(data));
        let refused = office.clerk.post(MAPPINGS, &body).await;
        assert_eq!(refused.errors(), [("/headings/7", "import_mapping.heading.is_data")], "{refused}");
        assert!(!refused.body.to_string().contains(data), "{refused}");
    }
}

#[actix_web::test]
async fn a_mapping_is_the_towns_own_or_of_an_area_above_it() {
    let app = TestApp::in_two_towns().await;
    let capabilities = ["imports:read", "imports:write", "premises:read"];
    let (north, south) = (app.user_at(&capabilities, NORTH), app.user_at(&capabilities, SOUTH));
    let county = app.user_at(&capabilities, COUNTY);
    let kept = north.post(MAPPINGS, &mapping()).await.created();
    let path = format!("{MAPPINGS}/{}", kept["id"].as_str().expect("an id"));
    assert_eq!(kept["division_code"], NORTH);
    assert_eq!((south.get(&path).await.status, &south.get(MAPPINGS).await.ok()["total"]), (404, &json!(0)));
    assert_eq!(south.patch(&path, 1, &json!({ "headings": ["甲"] })).await.status, 404);
    let file = sheet(&shop("A1", "一号"));
    assert_eq!(
        (plan(&north, &file).await.status, plan(&south, &file).await.status, plan(&county, &file).await.status),
        (202, 422, 422)
    );
    assert_eq!(north.post(MAPPINGS, &mapping()).await.errors(), [("/headings", "import_mapping.taken")]);

    // The county's holds for both towns; the town's own goes before it.
    let mut other = mapping();
    other["columns"].as_array_mut().expect("columns").push(json!({ "heading": "备注", "field": "address" }));
    let above = county.post(MAPPINGS, &other).await.created();
    let used = |answer: Answer| answer.expect(202)["mapped"].as_array().expect("columns").len();
    assert_eq!((used(plan(&north, &file).await), used(plan(&south, &file).await)), (5, 6));
    assert_eq!(suggest(&south, "", &file).await.ok()["mapping_id"], above["id"]);
    assert_eq!(county.get(&format!("{MAPPINGS}?division=990981107")).await.ok()["total"], json!(1));
    assert_eq!(south.get(&format!("{MAPPINGS}/{}", above["id"].as_str().expect("an id"))).await.status, 404);
}

#[actix_web::test]
async fn a_plan_is_committed_as_it_was_planned_and_planned_anew_as_is_said_now() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let kept = office.clerk.post(MAPPINGS, &mapping()).await.created();
    let path = format!("{MAPPINGS}/{}", kept["id"].as_str().expect("an id"));
    let file = sheet(&shop("A1", "一号").replace(",\n", ",沿河路1号\n"));
    let plans = [office.plan("", &file).await, office.plan("", &file.replace("A1", "A2")).await];
    let mut columns = mapping()["columns"].clone();
    columns.as_array_mut().expect("columns").push(json!({ "heading": "备注", "field": "address" }));
    let changed = office.clerk.patch(&path, 1, &json!({ "columns": columns })).await.ok();
    assert_eq!(changed["version"], json!(2));
    // What was planned says 备注 is a remark.
    assert_eq!(office.commit(&plans[0]).await.ok()["state"], "committed");
    assert_eq!(office.only("/premises").await["notes"], "沿河路1号");
    let replan = format!("/api/v1/imports/{}/replan", plans[1]["id"].as_str().expect("an id"));
    let anew = office.clerk.send(Method::POST, &replan, Vec::new()).await.ok();
    assert_eq!(anew["mapped"], columns);
    let gone = office.clerk.having_read(2).send(Method::DELETE, &path, Vec::new()).await;
    assert_eq!((gone.status, office.clerk.get(&path).await.status), (204, 404));
    assert_eq!(office.commit(&anew).await.ok()["state"], "committed");
    let places = office.clerk.get("/api/v1/premises?q=A2").await.ok();
    assert_eq!(places["items"][0]["address"], "沿河路1号", "{places}");
    assert_eq!(office.send("mode=validate", file).await.status, 422, "nobody says any more what its headings mean");
    let id = kept["id"].as_str().expect("an id");
    let entries = app.user(&["audit:read"]).get(&format!("/api/v1/journal?subject={id}")).await.ok();
    let told: Vec<(&Value, &Value)> =
        entries["items"].as_array().expect("entries").iter().map(|one| (&one["action"], &one["changed"])).collect();
    let (none, gone, columns) = (json!([]), json!(["withdrawn_at"]), json!(["columns"]));
    assert_eq!(told, [(&json!("withdrawn"), &gone), (&json!("updated"), &columns), (&json!("created"), &none)]);
}

#[actix_web::test]
async fn a_mapped_sheet_that_came_back_with_its_errors_is_read_again() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office.clerk.post(MAPPINGS, &mapping()).await.created();
    let file = sheet(&format!("{}{}", shop("A1", "一号"), shop("A2", "二号").replace("新塘村", "无名村")));
    let refused = office.send("mode=commit", file).await.expect(202);
    let path = format!("/api/v1/imports/{}/annotated", refused["id"].as_str().expect("an id"));
    let back = office.clerk.get(&path).await;
    let again = office.send("mode=commit&on_error=skip", back.bytes.clone()).await.expect(202);
    assert_eq!((&again["state"], &again["counts"]["create"]), (&json!("committed"), &json!(1)), "{again}");
}
