//! Plans: strategies, skipping, staleness, giving up.
use actix_web::http::Method;
use jindu_tests::support::TestApp;
use serde_json::json;

use super::{Office, found};

const HEAD: &str = "场所编号,场所名称,场所类别,所在村（居）,登记日期\n";

fn place(code: &str, name: &str) -> String {
    format!("{code},{name},出租房,新塘村,2024-01-02\n")
}

#[actix_web::test]
async fn new_records_only_or_changes_only() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office.expect(&format!("{HEAD}{}", place("A1", "一号")), [1, 0, 0]).await;
    let changed = |new: &str| format!("{HEAD}{}{}", place("A1", "壹号"), place(new, "二号"));
    for (strategy, new, row, code) in
        [("create", "A2", 2, "import.row.exists"), ("update", "A3", 3, "import.row.not_on_record")]
    {
        let plan = office.plan(&format!("strategy={strategy}&on_error=skip"), &changed(new)).await;
        assert_eq!(office.findings(&plan, "errors").await, [found(row, "场所编号", code)]);
        let committed = office.commit(&plan).await.ok();
        assert_eq!((&committed["state"], &committed["counts"][strategy]), (&json!("committed"), &json!(1)));
    }
    office.expect(&changed("A2"), [0, 0, 2]).await;
}

#[actix_web::test]
async fn good_rows_are_written_when_it_was_agreed_to_skip_the_others() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let file = format!("{HEAD}{}A2,二号,出租房,没有村,2024-01-02\n", place("A1", "一号"));
    let stopped = office.send("mode=commit&on_error=abort", file.clone()).await.expect(202);
    assert_eq!(stopped["state"], "refused");
    let skipped = office.send("mode=commit&on_error=skip", file).await.expect(202);
    assert_eq!((&skipped["state"], &skipped["counts"]["invalid"]), (&json!("committed"), &json!(1)));
    assert_eq!(office.only("/premises").await["code"], "A1");
}

#[actix_web::test]
async fn a_plan_is_stale_once_what_it_rests_on_has_changed() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let file = format!("{HEAD}{}", place("A1", "一号"));
    let plan = office.plan("", &file).await;
    office.expect(&file, [1, 0, 0]).await;
    let late = office.commit(&plan).await;
    assert_eq!((late.status, late.code()), (409, "import.stale"));
}

#[actix_web::test]
async fn a_plan_may_be_given_up() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let plan = office.plan("", &format!("{HEAD}{}", place("A1", "一号"))).await;
    let path = format!("/api/v1/imports/{}/discard", plan["id"].as_str().expect("an id"));
    let elsewhere = app.user_at(&["imports:read", "imports:write"], "990981108000");
    elsewhere.send(Method::POST, &path, Vec::new()).await.expect(404);
    let given_up = office.clerk.send(Method::POST, &path, Vec::new()).await.ok();
    assert_eq!(given_up["state"], "discarded");
    assert_eq!(office.commit(&plan).await.status, 409);
    let again = office.clerk.send(Method::POST, &path, Vec::new()).await;
    assert_eq!((again.status, again.code()), (409, "import.not_planned"));
}

#[actix_web::test]
async fn a_refused_file_comes_back_with_its_bad_cells_marked() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let file = format!("秀河镇重点场所台账,,,,\n{HEAD}{}A2,二号,出租房,没有村,2024-01-02\n", place("A1", "一号"));
    let refused = office.send("mode=commit", file).await.expect(202);
    let path = format!("/api/v1/imports/{}/annotated", refused["id"].as_str().expect("an id"));
    let answer = office.clerk.send(Method::GET, &path, Vec::new()).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    );
    // What came back is a ledger again: the column of reasons is none of its own.
    let again = office.send("mode=commit&on_error=skip", answer.bytes.clone()).await.expect(202);
    assert_eq!(
        (&again["resource"], &again["counts"]["invalid"], &again["counts"]["create"]),
        (&json!("premises"), &json!(1), &json!(1))
    );
    let written = again["id"].as_str().expect("an id");
    let gone = office.clerk.get(&format!("/api/v1/imports/{written}/annotated")).await;
    assert_eq!((gone.status, gone.code()), (409, "import.file.gone"));
}

#[actix_web::test]
async fn an_empty_ledger_can_be_had() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    for resource in ["divisions", "personnel", "premises", "events", "tests"] {
        let answer = office.clerk.get(&format!("/api/v1/import-templates/{resource}")).await;
        assert_eq!(answer.status, 200, "{resource}");
        let empty = office.send("mode=validate", answer.bytes.clone()).await;
        assert_eq!((empty.status, empty.errors()), (422, vec![("", "import.file.header_only")]), "{empty}");
    }
    assert_eq!(office.clerk.get("/api/v1/import-templates/nothing").await.status, 404);
}
