//! An import undone: the database equals what it was, unless somebody went on with what it wrote.
use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use diesel::prelude::*;
use diesel::sql_types::Text;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu::platform::db::{AnyConnection, Purpose};
use jindu_tests::support::{Answer, Caller, NORTH, TestApp, sample};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Office, person};

/// What is no fact: the journal of what happened, the imports themselves, and the platform's own.
const NO_FACTS: [&str; 12] = [
    "__diesel_schema_migrations",
    "access_groups",
    "accounts",
    "idempotency_keys",
    "import_pieces",
    "imports",
    "journal",
    "journal_heads",
    "journal_order",
    "roles",
    "sessions",
    "settings",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(connection: &mut AnyConnection, sqlite: &str, postgres: &str) -> Vec<String> {
    let lines: Vec<Line> = match connection {
        AnyConnection::Sqlite(connection) => diesel::sql_query(sqlite).load(connection).expect("lines"),
        AnyConnection::Postgres(connection) => diesel::sql_query(postgres).load(connection).expect("lines"),
    };
    lines.into_iter().map(|line| line.line).collect()
}

/// Every row of every table of facts to the last byte, but for its version and when it was changed.
fn contents(app: &TestApp) -> BTreeMap<String, BTreeSet<String>> {
    let mut connection = app.database.address.connect(Purpose::Read).expect("the database opens");
    let tables = lines(
        &mut connection,
        "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = current_schema()",
    );
    let mut contents = BTreeMap::new();
    for table in tables.into_iter().filter(|table| !NO_FACTS.contains(&table.as_str())) {
        let columns = lines(
            &mut connection,
            &format!(
                "SELECT name AS line FROM pragma_table_info('{table}') WHERE name NOT IN ('version', 'updated_at')"
            ),
            "SELECT ''::text AS line WHERE false",
        );
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let rows = lines(
            &mut connection,
            &format!("SELECT {} AS line FROM {table}", quoted.join("||'|'||")),
            &format!("SELECT (to_jsonb(t) - 'version' - 'updated_at')::text AS line FROM {table} t"),
        );
        contents.insert(table, rows.into_iter().collect());
    }
    contents
}

fn differing(before: &BTreeMap<String, BTreeSet<String>>, after: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in after {
        let was = before.get(table).cloned().unwrap_or_default();
        found.extend(was.difference(rows).map(|row| format!("{table} lacks {row}")));
        found.extend(rows.difference(&was).map(|row| format!("{table} has {row}")));
    }
    found
}

async fn revert(caller: &Caller<'_>, import: &Value, mode: &str) -> Answer {
    let path = format!("/api/v1/imports/{}/revert", import["id"].as_str().expect("an id"));
    caller.post(&path, &json!({ "mode": mode, "reason": "导错了表" })).await
}

async fn load(caller: &Caller<'_>, bytes: Vec<u8>) -> Value {
    let caller = caller.with("idempotency-key", &Uuid::new_v4().to_string());
    caller.send(Method::POST, "/api/v1/imports?mode=commit", bytes).await.expect(202)
}

#[actix_web::test]
async fn each_ledger_of_a_town_leaves_no_trace_once_it_is_undone() {
    let app = TestApp::start().await;
    let caller = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let mut paths: Vec<_> =
        std::fs::read_dir(sample()).expect("a folder").map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let mut undone = 0;
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "xlsx" || ending == "csv")) {
        let (name, bytes) = (path.display(), std::fs::read(path).expect("readable"));
        let before = contents(&app);
        let import = load(&caller, bytes.clone()).await;
        if import["state"] != "committed" {
            continue;
        }
        assert_ne!(contents(&app), before, "{name}");
        let answer = revert(&caller, &import, "all").await;
        assert_eq!(answer.status, 200, "{name}: {answer}");
        let written = import["counts"]["create"].as_u64().expect("a count")
            + import["counts"]["update"].as_u64().expect("a count");
        assert_eq!(answer.body["reverted"], json!({ "undone": written, "kept": 0 }), "{name}");
        let left = differing(&before, &contents(&app));
        assert!(left.is_empty(), "{name}: {} differ: {:?}", left.len(), left.first());
        // The same file is taken in as if it had never come.
        let again = load(&caller, bytes).await;
        assert_eq!((&again["state"], &again["counts"]), (&json!("committed"), &import["counts"]), "{name}");
        undone += 1;
    }
    assert!(undone >= 8, "{undone} ledgers were undone");
}

const PEOPLE: &str = "姓名,性别,公民身份号码,现居住村（居）,管控现状,法律文书号,收到日期,报到日期,联系电话\n";

#[actix_web::test]
async fn what_was_changed_is_as_it_was() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let measure = "社区戒毒,社戒决字1号,2024-01-02,";
    let rows = |first: &str, phone: &str| {
        format!(
            "{PEOPLE}{}{}",
            person("甲某", 1, &format!("新塘村,{measure}{first},{phone}")),
            person("乙某", 3, &format!("东垄村,社会面,,,,{phone}"))
        )
    };
    office.expect(&rows("", "16000000001"), [2, 0, 0]).await;
    let before = contents(&app);
    let import = office.expect(&rows("2024-01-05", "16000000002"), [0, 2, 0]).await;
    assert_ne!(differing(&before, &contents(&app)), Vec::<String>::new());
    let undone = revert(&office.clerk, &import, "all").await.ok();
    assert_eq!((&undone["state"], &undone["reverted"]["undone"]), (&json!("reverted"), &json!(2)));
    assert_eq!(differing(&before, &contents(&app)), Vec::<String>::new());
    let row = office.rows(&undone).await[0].clone();
    assert_eq!(row["reverted"], json!({ "undone": true, "problem": null }));
    let again = revert(&office.clerk, &import, "all").await;
    assert_eq!((again.status, again.code()), (409, "import.not_committed"));
}

const PLACES: &str = "场所编号,场所名称,场所类别,所在村（居）,登记日期\n";

#[actix_web::test]
async fn what_somebody_went_on_with_stays_and_is_named() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let anyone = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let rows: String = (1..=4).map(|number| format!("A{number},{number}号,出租房,新塘村,2024-01-02\n")).collect();
    let import = office.expect(&format!("{PLACES}{rows}"), [4, 0, 0]).await;
    let ids: Vec<String> =
        office.rows(&import).await.iter().map(|row| row["target_id"].as_str().expect("an id").to_owned()).collect();
    let place = |number: usize| format!("/api/v1/premises/{}", ids[number]);
    anyone.having_read(1).send_json(Method::PATCH, &place(0), &json!({ "name": "改名" })).await.ok();
    // An inspection says how its place stands, and so changes it.
    let look = json!({ "inspected_on": "2024-02-03", "outcome": "normal" });
    anyone.post(&format!("{}/inspections", place(1)), &look).await.created();

    let refused = revert(&anyone, &import, "all").await;
    assert_eq!((refused.status, refused.code()), (409, "import.rows_stay"), "{refused}");
    assert_eq!(refused.errors(), [("/rows/2", "import.row.edited_since"), ("/rows/3", "import.row.edited_since")]);
    assert_eq!(anyone.get("/api/v1/premises").await.ok()["total"], 4);

    let undone = revert(&anyone, &import, "skip").await.ok();
    assert_eq!(undone["reverted"], json!({ "undone": 2, "kept": 2 }));
    assert_eq!(anyone.get("/api/v1/premises").await.ok()["total"], 2);
    assert_eq!((anyone.get(&place(0)).await.status, anyone.get(&place(2)).await.status), (200, 404));
    let told = office.rows(&undone).await[0]["reverted"].clone();
    assert_eq!((&told["undone"], &told["problem"]["code"]), (&json!(false), &json!("import.row.edited_since")));
}

#[actix_web::test]
async fn what_something_rests_on_stays() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let anyone = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let people = [person("甲某", 1, "新塘村,社会面,,,,"), person("乙某", 3, "新塘村,社会面,,,,")];
    let import = office.expect(&format!("{PEOPLE}{}", people.concat()), [2, 0, 0]).await;
    let visited = office.rows(&import).await[0]["target_id"].as_str().expect("an id").to_owned();
    let visit = json!({ "visited_on": "2024-02-03", "mode": "home_visit" });
    anyone.post(&format!("/api/v1/personnel/{visited}/visits"), &visit).await.created();
    let refused = revert(&anyone, &import, "all").await;
    assert_eq!(refused.errors(), [("/rows/2", "import.row.needed_since")], "{refused}");
    let undone = revert(&anyone, &import, "skip").await.ok();
    assert_eq!(undone["reverted"], json!({ "undone": 1, "kept": 1 }));
    assert_eq!(office.only("/personnel").await["id"], json!(visited));
}

#[actix_web::test]
async fn how_a_place_stands_is_reckoned_anew() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let anyone = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    office.expect(&format!("{PLACES}A1,一号,出租房,新塘村,2024-01-02\n"), [1, 0, 0]).await;
    let place = office.only("/premises").await;
    let looks = "排查行动,场所编号,排查日期,排查结果\n第1次,A1,2024-02-03,有隐患\n第1次,A1,2024-03-03,正常\n";
    let import = office.expect(looks, [2, 0, 0]).await;
    let first = office.rows(&import).await[0]["target_id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/inspections/{first}");
    anyone.having_read(1).send_json(Method::PATCH, &path, &json!({ "inspector": "李某" })).await.ok();
    let undone = revert(&anyone, &import, "skip").await.ok();
    // The round was opened by the row that stays.
    assert_eq!(undone["reverted"], json!({ "undone": 1, "kept": 1 }));
    let now = office.only("/premises").await;
    assert_eq!(now["last_inspected_on"], json!("2024-02-03"), "{now}");
    assert_ne!(now["colour"], place["colour"], "{now}");
}

#[actix_web::test]
async fn a_stale_plan_names_its_rows_and_is_made_anew() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let anyone = app.user_who(CAPABILITIES, FIELD_CLASSES, NORTH);
    let file = |name: &str| format!("{PLACES}A1,{name},出租房,新塘村,2024-01-02\nA2,{name},出租房,新塘村,2024-01-02\n");
    let made = office.expect(&file("一号"), [2, 0, 0]).await;
    let id = office.rows(&made).await[1]["target_id"].as_str().expect("an id").to_owned();
    let plan = office.plan("", &file("二号")).await;
    // Not even a field that the plan leaves alone may have changed.
    let path = format!("/api/v1/premises/{id}");
    anyone.having_read(1).send_json(Method::PATCH, &path, &json!({ "rooms": 6 })).await.ok();
    let stale = office.commit(&plan).await;
    assert_eq!(
        (stale.status, stale.code(), stale.errors()),
        (409, "import.stale", vec![("/rows/3", "import.row.stale")])
    );
    let path = format!("/api/v1/imports/{}/replan", plan["id"].as_str().expect("an id"));
    let planned = office.clerk.send(Method::POST, &path, Vec::new()).await.ok();
    assert_eq!((&planned["state"], &planned["counts"]["update"]), (&json!("planned"), &json!(2)));
    assert_eq!(office.commit(&plan).await.ok()["state"], "committed");
    let kept = anyone.get(&format!("/api/v1/premises/{id}")).await.ok();
    assert_eq!((&kept["name"], &kept["rooms"]), (&json!("二号"), &json!(6)));
}

#[actix_web::test]
async fn who_may_only_send_learns_what_is_wrong_and_nothing_else() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let sender = app.user(&["imports:write"]);
    let file = format!("{PEOPLE}{}", person("甲某", 1, "没有村,社区戒毒,,,,1"));
    let sent = sender.send(Method::POST, "/api/v1/imports?mode=commit", file.into_bytes()).await.expect(202);
    let path = format!("/api/v1/imports/{}", sent["id"].as_str().expect("an id"));
    for hidden in [path.clone(), format!("{path}/rows"), format!("{path}/annotated")] {
        assert_eq!(sender.get(&hidden).await.status, 403, "{hidden}");
    }
    let outcome = sender.get(&format!("{path}/outcome")).await.ok();
    assert_eq!((&outcome["state"], &outcome["counts"]["invalid"]), (&json!("refused"), &json!(1)));
    let village = json!({ "row": 2, "column": "现居住村（居）", "code": "import.cell.unknown_village" });
    let faults = outcome["faults"].as_array().expect("faults");
    assert!(faults.contains(&village) && !outcome.to_string().contains("甲某"), "{outcome}");
    assert_eq!(office.clerk.get(&format!("{path}/outcome")).await.status, 404, "another's");
}
