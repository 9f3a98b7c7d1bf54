//! What the platform promises beneath every domain: writers that meet, keys that are used again, codes that have served.
use std::sync::{Arc, Barrier};

use actix_web::http::Method;
use diesel::prelude::*;
use futures_util::future::join;
use jindu::platform::access::{Access, Reading, Tx};
use jindu::platform::db::schema::campaigns;
use jindu::platform::db::{Address, AnyConnection, Purpose};
use jindu::platform::error::{ApiError, ApiResult};
use jindu::platform::id::Id;
use jindu::platform::journal::{Entry, mark, subjects_since};
use jindu_tests::support::{Answer, Caller, Database, NORTH, Office, PASSWORD, TestApp, cookie_of};
use serde_json::{Value, json};

const CAMPAIGNS: &str = "/api/v1/campaigns";

fn is_postgres() -> bool {
    std::env::var("TEST_DATABASE_URL").is_ok()
}

fn campaign(title: &str) -> Value {
    json!({ "kind": "rental_check", "title": title, "division_code": NORTH })
}

fn clerk(app: &TestApp) -> Caller<'_> {
    app.user(&["inspections:read", "inspections:write"])
}

/// Changes the title as a store would that has forgotten to check the version; `read` is called between reading and writing.
fn rename(tx: &mut Tx<'_>, id: Id, title: &str, read: impl FnOnce()) -> ApiResult<usize> {
    let version: i64 = campaigns::table.find(id).select(campaigns::version).first(tx.db)?;
    read();
    let entry = Entry::updated("campaigns", id, NORTH, version + 1, vec!["title".into()]);
    let change = (campaigns::title.eq(title.to_owned()), campaigns::version.eq(version + 1));
    tx.apply(diesel::update(campaigns::table.find(id)).set(change), entry)
}

#[actix_web::test]
async fn of_two_who_change_one_record_the_second_is_refused() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let made = clerk(&app).post(CAMPAIGNS, &campaign("第一轮")).await.expect(201);
    let id: Id = serde_json::from_value(made["id"].clone()).expect("an id");
    let have_read = Arc::new(Barrier::new(2));
    let write = |access: &Access, title: &'static str| {
        let (access, have_read) = (access.clone(), Arc::clone(&have_read));
        std::thread::spawn(move || {
            access.write_blocking(move |tx| {
                rename(tx, id, title, || {
                    have_read.wait();
                })
            })
        })
    };
    let ends = app.run(|access| {
        let writes = [write(&access, "甲"), write(&access, "乙")];
        writes.map(|write| write.join().expect("no panic"))
    });
    assert_eq!(ends.iter().filter(|end| matches!(end, Ok(1))).count(), 1, "{ends:?}");
    let is_stale =
        |end: &ApiResult<usize>| matches!(end, Err(ApiError::Stale { current: 2, changed }) if *changed == ["title"]);
    assert_eq!(ends.iter().filter(|end| is_stale(end)).count(), 1, "{ends:?}");
    let found = clerk(&app).get(&format!("{CAMPAIGNS}/{id}")).await.expect(200);
    assert_eq!(found["version"], 2);
}

#[actix_web::test]
async fn of_two_patches_of_one_version_one_is_made() {
    let app = TestApp::start().await;
    let caller = app.user(&["events:read", "events:write"]);
    let event = json!({ "kind": "lecture", "held_on": "2025-06-26", "title": "讲座", "division_code": NORTH });
    let made = caller.post("/api/v1/events", &event).await.expect(201);
    let address = format!("/api/v1/events/{}", made["id"].as_str().expect("an id"));
    let (one, other) = join(
        caller.patch(&address, 1, &json!({ "title": "甲" })),
        caller.patch(&address, 1, &json!({ "title": "乙" })),
    )
    .await;
    let mut ends = [one.status, other.status];
    ends.sort_unstable();
    assert_eq!(ends, [200, 412]);
}

#[actix_web::test]
async fn two_tabs_with_one_token_get_the_same_successor() {
    let app = TestApp::start().await;
    let clerk = jindu::platform::auth::roles::shipped().expect("they parse").remove("caseworker").expect("a role");
    app.account("zhoulan", "caseworker", clerk, NORTH);
    let body = json!({ "username": "zhoulan", "password": PASSWORD });
    let cookie = cookie_of(&app.nobody().post("/api/v1/auth/login", &body).await.headers).expect("a cookie");
    let tab = app.nobody().with_cookie(&cookie);
    let nothing = json!({});
    let (one, other) =
        join(tab.post("/api/v1/auth/refresh", &nothing), tab.post("/api/v1/auth/refresh", &nothing)).await;
    assert_eq!((one.status, other.status), (200, 200), "{one} {other}");
    assert_eq!(cookie_of(&one.headers), cookie_of(&other.headers));
}

#[actix_web::test]
async fn two_uploads_of_one_file_have_one_effect() {
    let app = TestApp::start().await;
    let file =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/ledgers/03文件登记.csv")).expect("a file");
    let caller = app.role("office_head").with("content-type", "application/octet-stream");
    let path = "/api/v1/imports?mode=commit&file_name=a.csv";
    let upload = || caller.send(Method::POST, path, file.clone());
    let (one, other) = join(upload(), upload()).await;
    let created = |answer: Answer| answer.expect(202)["counts"]["create"].as_u64().expect("a count");
    let (one, other) = (created(one), created(other));
    assert!(one.min(other) == 0 && one.max(other) > 0, "{one} and {other} rows were created");
}

#[actix_web::test]
async fn who_follows_the_journal_misses_nobody_who_commits_late() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    for title in ["第一轮", "第二轮"] {
        let made = clerk(&app).post(CAMPAIGNS, &campaign(title)).await.expect(201);
        ids.push(serde_json::from_value::<Id>(made["id"].clone()).expect("an id"));
    }
    let (late, quick) = (ids[0], ids[1]);
    let (has_written, may_end) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let found = app.run(|access| {
        let (slow, written, end) = (access.clone(), Arc::clone(&has_written), Arc::clone(&may_end));
        let slow = std::thread::spawn(move || {
            slow.write_blocking(move |tx| {
                rename(tx, late, "慢", || ())?;
                written.wait();
                end.wait();
                Ok(())
            })
        });
        has_written.wait();
        access.write_blocking(move |tx| rename(tx, quick, "快", || ())).expect("a change");
        let mark = access.read_blocking(|reading| mark(reading.db)).expect("a mark");
        may_end.wait();
        slow.join().expect("no panic").expect("a change");
        let follow = move |reading: &mut Reading<'_>| subjects_since(reading.db, "campaigns", &mark);
        access.read_blocking(follow).expect("the journal")
    });
    assert!(found.contains(&late), "{found:?} without {late}");
}

#[actix_web::test]
async fn cookies_are_for_tls_where_that_is_declared_and_nowhere_else() {
    let app = TestApp::start().await;
    let clerk = jindu::platform::auth::roles::shipped().expect("they parse").remove("caseworker").expect("a role");
    app.account("zhoulan", "caseworker", clerk, NORTH);
    let body = json!({ "username": "zhoulan", "password": PASSWORD });
    let claims = app.nobody().with("x-forwarded-proto", "https");
    let cookie = claims.post("/api/v1/auth/login", &body).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("jindu_refresh=") && !cookie.contains("Secure"), "{cookie}");
    app.declare_tls();
    let cookie = app.nobody().post("/api/v1/auth/login", &body).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-jindu_refresh=") && cookie.contains("Secure"), "{cookie}");
}

#[test]
fn asking_what_is_pending_makes_nothing() {
    let office = Office::default();
    let printed = office.done(&["migrate", "--status"]);
    assert!(printed.out.lines().count() >= 7 && printed.out.contains("pending"), "{}", printed.out);
    if let Address::Sqlite(path) = &office.database.address {
        assert!(!path.exists());
    }
}

#[test]
fn a_newer_database_is_left_alone() {
    let office = Office::default();
    office.done(&["migrate"]);
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001') RETURNING version AS text";
    assert_eq!(ask(&office.database, newer), ["29990101000001"]);
    for arguments in [&["migrate"][..], &["migrate", "--status"], &["migrate", "--revert", "--yes"], &["user", "list"]]
    {
        let printed = office.jindu(arguments);
        assert_eq!(printed.code, 78, "{arguments:?}: {}{}", printed.out, printed.err);
    }
}

fn sql(app: &TestApp, statement: &str) -> Vec<String> {
    ask(&app.database, statement)
}

fn ask(database: &Database, statement: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        text: String,
    }
    let query = diesel::sql_query(statement);
    let rows: Vec<Row> = match database.address.connect(Purpose::Write).expect("the database opens") {
        AnyConnection::Sqlite(mut db) => query.load(&mut db).expect("rows"),
        AnyConnection::Postgres(mut db) => query.load(&mut db).expect("rows"),
    };
    rows.into_iter().map(|row| row.text).collect()
}

#[actix_web::test]
async fn a_key_is_kept_seven_days_and_may_be_used_again_after() {
    let app = TestApp::start().await;
    let caller = clerk(&app).with("idempotency-key", "k");
    let first = caller.post(CAMPAIGNS, &campaign("第一轮")).await;
    assert_eq!(caller.post(CAMPAIGNS, &campaign("第一轮")).await.text, first.text);
    let other = caller.post(CAMPAIGNS, &campaign("第二轮")).await;
    assert_eq!(other.errors(), [("Idempotency-Key", "idempotency_key.reused")]);
    sql(&app, "UPDATE idempotency_keys SET created_at = '2020-01-01 00:00:00' RETURNING key AS text");
    let second = caller.post(CAMPAIGNS, &campaign("第二轮")).await;
    assert_eq!((second.status, second.header("idempotency-replayed")), (201, ""), "{second}");
    let again = caller.post(CAMPAIGNS, &campaign("第二轮")).await;
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.text), (201, "true", &second.text));
}

#[actix_web::test]
async fn what_is_over_is_removed() {
    let app = TestApp::start().await;
    let caller = clerk(&app).with("idempotency-key", "k");
    assert_eq!(caller.post(CAMPAIGNS, &campaign("第一轮")).await.status, 201);
    app.tidy().await;
    assert_eq!(sql(&app, "SELECT key AS text FROM idempotency_keys"), ["k"]);
    sql(&app, "UPDATE idempotency_keys SET created_at = '2020-01-01 00:00:00' RETURNING key AS text");
    let expire = "UPDATE sessions SET expires_at = '2020-01-01 00:00:00' RETURNING 'gone' AS text";
    assert_eq!(sql(&app, expire), ["gone"]);
    app.tidy().await;
    assert!(sql(&app, "SELECT key AS text FROM idempotency_keys").is_empty());
    assert!(sql(&app, "SELECT 'there' AS text FROM sessions").is_empty());
}

#[actix_web::test]
async fn the_name_of_a_file_is_not_stored_with_the_key() {
    let app = TestApp::start().await;
    let caller = app.role("office_head").with("idempotency-key", "k").with("content-type", "application/octet-stream");
    let file =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/ledgers/03文件登记.csv")).expect("a file");
    let send = |name: &str| {
        let path = format!("/api/v1/imports?mode=commit&file_name={name}.csv");
        let (caller, file) = (caller.clone(), file.clone());
        async move { caller.send(Method::POST, &path, file).await }
    };
    let first = send("zhangsan").await;
    assert_eq!(first.status, 202, "{first}");
    assert_eq!(sql(&app, "SELECT operation AS text FROM idempotency_keys"), ["POST /api/v1/imports"]);
    let again = send("zhangsan").await;
    assert_eq!((again.header("idempotency-replayed"), &again.text), ("true", &first.text));
    assert_eq!(send("lisi").await.errors(), [("Idempotency-Key", "idempotency_key.reused")]);
}

#[actix_web::test]
async fn the_set_up_code_is_of_no_use_once_there_is_an_account() {
    let app = TestApp::start().await;
    let body = |code: &str, username: &str, password: &str| json!({ "code": code, "username": username, "password": password, "display_name": "周兰", "division_code": NORTH });
    let set_up = |body: Value| {
        let nobody = app.nobody();
        async move { nobody.post("/api/v1/auth/setup", &body).await }
    };
    let bad = set_up(body(&app.setup_code, "周 兰", "zhoulan-zhoulan")).await;
    assert_eq!(bad.errors(), [("/username", "account.username.format")], "{bad}");
    let bad = set_up(body(&app.setup_code, "zhoulan", "zhoulan-zhoulan")).await;
    assert_eq!(bad.errors(), [("/password", "password.common")], "{bad}");
    let clerk = jindu::platform::auth::roles::shipped().expect("they parse").remove("caseworker").expect("a role");
    app.account("first", "caseworker", clerk, NORTH);
    let late = set_up(body(&app.setup_code, "zhoulan", PASSWORD)).await;
    assert_eq!((late.status, late.code()), (409, "setup.closed"), "{late}");
}

#[actix_web::test]
async fn a_refusal_says_what_would_be_taken() {
    let app = TestApp::start().await;
    assert_eq!(app.nobody().get(CAMPAIGNS).await.header("www-authenticate"), "Bearer");
    let answer = clerk(&app).send(Method::DELETE, CAMPAIGNS, Vec::new()).await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET, POST"), "{answer}");
}

#[actix_web::test]
async fn who_guesses_at_ones_own_password_has_to_wait() {
    let app = TestApp::start().await;
    let caller = app.role("caseworker");
    let guess = || async {
        let body = json!({ "current_password": "not this one", "new_password": "another long sentence" });
        caller.post("/api/v1/me/password", &body).await
    };
    for _ in 0..3 {
        assert_eq!(guess().await.errors(), [("/current_password", "sign_in.wrong")]);
    }
    // Each wait is twice the one before: sooner or later even a slow machine comes back too early.
    let mut answer = guess().await;
    while answer.status == 422 {
        answer = guess().await;
    }
    assert_eq!(answer.status, 429, "{answer}");
    assert!(!answer.header("retry-after").is_empty());
}
