//! Behind the program's back: the database refuses to change what is signed, and where it was made to, the digests tell.
use std::collections::BTreeMap;

use diesel::prelude::*;
use jindu::platform::db::AnyConnection;
use jindu::platform::db::schema::journal as entries;
use jindu::platform::id::Id;
use jindu::platform::journal::{Checked, Finding, Signed};
use jindu::premises::SignedInspections;
use jindu_tests::support::{Caller, PASSWORD, TestApp};
use serde_json::json;

use super::super::behind::{connection, disarm, run, verified};
use super::{inspected, look, office, registered, sign};

type Digests = BTreeMap<Id, [u8; 32]>;

/// What the signatures cover as it is stored now, a page of two at a time.
fn stored(app: &TestApp) -> Digests {
    app.run(|access| {
        let mut all = Digests::new();
        loop {
            let after = all.keys().next_back().copied();
            let page = access.read_blocking(move |reading| SignedInspections.digests(reading, after, 2));
            let page = page.expect("the database answers");
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    })
}

/// What the journal says of them.
fn attested(app: &TestApp) -> Digests {
    let rows: Vec<(Id, Option<Vec<u8>>)> = app.run(|access| {
        let query = entries::table.filter(entries::digest.is_not_null()).select((entries::subject_id, entries::digest));
        access.read_blocking(move |reading| Ok(query.load(reading.db)?)).expect("the database answers")
    });
    rows.into_iter()
        .map(|(id, digest)| (id, digest.and_then(|bytes| bytes.try_into().ok()).expect("a digest")))
        .collect()
}

/// A place with an inspection that all three have signed.
async fn signed(app: &TestApp) -> (Caller<'_>, String, String) {
    let maker = office(app);
    let place = registered(&maker).await;
    let round = json!({ "kind": "routine", "title": "第1次排查", "division_code": "990981107000" });
    let round = maker.post("/api/v1/campaigns", &round).await.id();
    let inspector = app.role("inspector");
    let one = inspected(&inspector, &place, &super::with(&look(), &json!({ "campaign_id": round }))).await;
    sign(&inspector, &one, "inspector").await.ok();
    sign(&app.role("village_head"), &one, "village_head").await.ok();
    sign(&app.role("caseworker"), &one, "town_office").await.ok();
    (maker, place, one)
}

#[actix_web::test]
async fn the_database_refuses_to_change_what_is_signed() {
    let app = TestApp::in_two_towns().await;
    let (maker, place, one) = signed(&app).await;
    let unsigned = inspected(&maker, &place, &look()).await;
    let before = (maker.get(&one).await.ok(), stored(&app));
    let other = if matches!(connection(&app), AnyConnection::Sqlite(_)) { "X'00'" } else { "'\\x00'::bytea" };
    for change in [
        "outcome = 'normal'",
        "inspected_on = '2025-01-01'",
        "checklist = '[]'",
        "campaign_id = NULL",
        "signed_at = NULL, content_hash = NULL",
        "withdrawn_at = '2025-01-01 00:00:00'",
        &format!("sealed = {other}"),
    ] {
        let refused = run(&app, &format!("UPDATE inspections SET {change} WHERE signed_at IS NOT NULL"));
        assert!(refused.as_ref().is_err_and(|why| why.contains("signed")), "{change}: {refused:?}");
    }
    for statement in [
        "DELETE FROM inspections WHERE signed_at IS NOT NULL",
        "UPDATE inspection_signatures SET role = role",
        "UPDATE inspection_signatures SET device_time = '2025-01-01 00:00:00'",
        "DELETE FROM inspection_signatures",
    ] {
        assert!(run(&app, statement).is_err(), "{statement}");
    }
    if matches!(connection(&app), AnyConnection::Sqlite(_)) {
        for table in ["inspections", "inspection_signatures"] {
            let replaced = run(&app, &format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"));
            assert!(replaced.is_err(), "{table}");
        }
    } else {
        assert!(run(&app, "TRUNCATE inspection_signatures CASCADE").is_err());
    }
    assert_eq!((maker.get(&one).await.ok(), stored(&app)), before);
    // What nobody has signed is left alone, and so is a move together with its place.
    run(&app, "UPDATE inspections SET outcome = 'normal' WHERE signed_at IS NULL").expect("nobody has signed it");
    assert_eq!(maker.get(&unsigned).await.ok()["outcome"], "normal");
}

#[actix_web::test]
async fn a_signed_inspection_may_move_to_another_place_with_what_is_sealed() {
    let app = TestApp::in_two_towns().await;
    let (maker, ..) = signed(&app).await;
    let other = super::with(&super::super::premises(), &json!({ "code": "XH00002", "name": "新塘村出租房2号" }));
    maker.post("/api/v1/premises", &other).await.created();
    let sealed = if matches!(connection(&app), AnyConnection::Sqlite(_)) { "X'00'" } else { "'\\x00'::bytea" };
    let move_it = format!(
        "UPDATE inspections SET premises_id = (SELECT id FROM premises WHERE code = 'XH00002'), sealed = {sealed}"
    );
    run(&app, &move_it).expect("a merge of places moves it");
    // Sealed for nobody: the digest says that it does not open.
    assert!(stored(&app).values().all(|digest| *digest == [0; 32]));
}

#[actix_web::test]
async fn the_digests_are_those_of_the_journal_until_something_is_changed() {
    let app = TestApp::in_two_towns().await;
    let (maker, place, one) = signed(&app).await;
    assert_eq!((stored(&app).len(), stored(&app)), (3, attested(&app)));
    assert!(matches!(verified(&app), Ok(Checked { signed: 3, .. })), "{:?}", verified(&app));

    // What changes by right changes none.
    maker.patch(&place, 2, &json!({ "name": "改名的出租房", "code": "XH09999" })).await.ok();
    let rounds = maker.get("/api/v1/campaigns").await.ok();
    let round = format!("/api/v1/campaigns/{}", rounds["items"][0]["id"].as_str().expect("an id"));
    maker.patch(&round, 1, &json!({ "title": "改名的排查" })).await.ok();
    assert_eq!(stored(&app), attested(&app));
    let facts = json!({ "facts": look(), "reason": "结果填错" });
    maker.having_read(4).post(&format!("{one}/correct"), &facts).await.created();
    assert_eq!(stored(&app), attested(&app));

    // What is changed behind the program's back does.
    disarm(&app, "inspections_signed_stay", "inspections");
    for (change, back) in [("outcome = 'normal'", "outcome = 'defect'"), ("checklist = '[]'", "")] {
        run(&app, &format!("UPDATE inspections SET {change} WHERE signed_at IS NOT NULL")).expect("no wall");
        let (now, then) = (stored(&app), attested(&app));
        assert!(now.iter().all(|(id, digest)| then[id] != *digest && *digest != [0; 32]), "{change}");
        assert!(matches!(verified(&app), Err(Finding::Signed { .. })), "{change}: {:?}", verified(&app));
        if !back.is_empty() {
            run(&app, &format!("UPDATE inspections SET {back} WHERE signed_at IS NOT NULL")).expect("no wall");
            assert_eq!(stored(&app), then);
        }
    }
}

#[actix_web::test]
async fn a_changed_signature_has_another_digest() {
    let app = TestApp::in_two_towns().await;
    signed(&app).await;
    disarm(&app, "inspection_signatures_stay", "inspection_signatures");
    let then = attested(&app);
    let differing = |app: &TestApp| stored(app).iter().filter(|(id, digest)| then[*id] != **digest).count();
    assert_eq!(differing(&app), 0);
    run(&app, "UPDATE inspection_signatures SET device_time = '2025-01-01 00:00:00' WHERE role = 'village_head'")
        .expect("no wall");
    assert_eq!(differing(&app), 1);
    let swap = "UPDATE inspection_signatures SET sealed = (SELECT sealed FROM inspection_signatures WHERE role = 'inspector') \
        WHERE role = 'town_office'";
    run(&app, swap).expect("no wall");
    assert_eq!(differing(&app), 2, "what is sealed for another row does not open");
}

/// Everything the database holds: SQLite's files, or PostgreSQL's rows as text with bytes in hexadecimal digits.
fn kept(app: &TestApp) -> Vec<u8> {
    if let Some(folder) = app.database.folder() {
        let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        return files.flat_map(|path| std::fs::read(path).expect("a file")).collect();
    }
    let AnyConnection::Postgres(mut connection) = connection(app) else { return Vec::new() };
    let tables = ["inspections", "inspection_signatures", "haste_signs", "idempotency_keys", "journal"];
    let rows = tables.into_iter().flat_map(|table| {
        let query = diesel::sql_query(format!("SELECT t::text AS line FROM {table} AS t"));
        query.load::<Line>(&mut connection).expect("rows")
    });
    rows.map(|row| row.line + "\n").collect::<String>().into_bytes()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

#[actix_web::test]
async fn neither_the_password_nor_what_is_sealed_stands_open() {
    let app = TestApp::in_two_towns().await;
    let maker = office(&app);
    let place = registered(&maker).await;
    let one = inspected(&maker, &place, &look()).await;
    let attendance = json!({ "role": "occupant", "name": "欧阳在场", "strokes": "M10.25 20.75 L30.5 40.125" });
    let body = super::signature(&maker, &one, "inspector").await;
    let body = super::with(&body, &json!({ "attendance": attendance }));
    let caller = maker.having_read(1).with("idempotency-key", "k1");
    caller.post(&format!("{one}/sign"), &body).await.ok();

    let kept = kept(&app);
    let stands = |bytes: &[u8]| memchr::memmem::find(&kept, bytes).is_some();
    let hex = jindu::platform::hex::digits;
    let body = body.to_string();
    let hash = jindu::platform::canonical::sha256(body.as_bytes());
    for secret in [PASSWORD.as_bytes(), "欧阳在场".as_bytes(), b"M10.25 20.75", "窗户封闭".as_bytes(), &hash] {
        assert!(!stands(secret) && !stands(hex(secret).as_bytes()), "{}", String::from_utf8_lossy(secret));
    }
    // What is sought is found where it does stand open.
    let plain = maker.account_id.expect("an account").to_string();
    let id = maker.account_id.expect("an account");
    assert!(stands(id.as_bytes()) || stands(plain.as_bytes()));
}

/// A correction is the one way by which what is signed stops to count, and the trigger lets it through: that there was none, the
/// journal tells.
#[actix_web::test]
async fn a_correction_that_nobody_made_is_found() {
    let app = TestApp::in_two_towns().await;
    signed(&app).await;
    assert!(verified(&app).is_ok());
    run(&app, "UPDATE inspections SET withdrawn_at = '2025-01-01 00:00:00', corrected_by_id = id")
        .expect("the trigger");
    assert!(matches!(verified(&app), Err(Finding::Signed { .. })), "{:?}", verified(&app));
}
