//! Backups: a copy taken while others write is whole, one that was touched is named, and their age is told.
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use jindu::platform::db::Address;
use jindu_tests::support::{NORTH, Office, TestApp, sample};
use serde_json::json;
use tempfile::TempDir;

fn is_a_file(office: &Office) -> bool {
    matches!(office.database.address, Address::Sqlite(_))
}

/// An office with its ledgers loaded, and a folder on another disk.
fn office() -> (Office, TempDir) {
    let office = Office::default();
    office.done(&["import", sample().to_str().expect("a path")]);
    (office, tempfile::tempdir().expect("a temporary folder"))
}

fn backup(office: &Office, folder: &Path) -> PathBuf {
    let printed = office.done(&["backup", folder.to_str().expect("a path")]).out;
    printed.split_whitespace().next().expect("a path").into()
}

fn check(office: &Office, file: &Path) -> (i32, String) {
    let printed = office.jindu(&["backup", "--check", file.to_str().expect("a path")]);
    (printed.code, format!("{}{}", printed.out, printed.err))
}

#[test]
fn a_copy_is_whole_and_holds_no_key() {
    let (office, folder) = office();
    if !is_a_file(&office) {
        return;
    }
    let file = backup(&office, folder.path());
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
    let listed: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(listed.len(), 2, "the copy and its digest: {listed:?}");
    let bytes = fs::read(&file).expect("it is read");
    for key in fs::read_dir(office.data_folder().join("keys")).expect("keys") {
        let key = fs::read_to_string(key.expect("an entry").path()).expect("a key");
        let key = key.trim();
        let raw: Vec<u8> =
            (0..key.len()).step_by(2).map(|at| u8::from_str_radix(&key[at..at + 2], 16).expect("a digit")).collect();
        assert!(memchr::memmem::find(&bytes, key.as_bytes()).is_none() && memchr::memmem::find(&bytes, &raw).is_none());
    }
    let (code, told) = check(&office, &file);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("recorded"), "{told}");
    assert_eq!(fs::read(&file).expect("it is read"), bytes, "looking does not touch it");
    // It is what an office puts back: the same figures under the same keys.
    let restored = office.data_folder().join("restored.db");
    fs::copy(&file, &restored).expect("it is put back");
    let url = format!("sqlite://{}", restored.display());
    let duties = ["report", "duties", "--division", NORTH, "--as-of", "2025-12-31", "--format", "json"];
    let there = office.done(&[&["--database-url", url.as_str()][..], &duties[..]].concat());
    assert_eq!(there.out, office.done(&duties).out);
}

#[test]
fn a_copy_that_was_touched_or_cut_is_named() {
    let (office, folder) = office();
    if !is_a_file(&office) {
        return;
    }
    let file = backup(&office, folder.path());
    let (bytes, sum) = (fs::read(&file).expect("it is read"), file.with_extension("db.sha256"));
    let mut touched = bytes.clone();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    fs::write(&file, &touched).expect("it is written");
    let (code, told) = check(&office, &file);
    assert!(code == 1 && told.contains("SHA-256"), "{told}");

    // Whoever touched it took the digest away: pages, references, journal and signatures still tell.
    fs::remove_file(&sum).expect("it is gone");
    fs::write(&file, &bytes[..bytes.len() / 2]).expect("it is written");
    let (code, told) = check(&office, &file);
    assert!(code == 1 && told.contains("NOT WHOLE"), "{told}");
    fs::write(&file, b"no database").expect("it is written");
    assert_eq!(check(&office, &file).0, 1);
    fs::write(&file, &bytes).expect("it is written");
    assert_eq!(check(&office, &file).0, 0);
    let nowhere = check(&office, &folder.path().join("nothing.db"));
    assert_eq!(nowhere.0, 2, "{}", nowhere.1);
}

#[test]
fn a_journal_that_was_changed_in_the_copy_is_found() {
    use diesel::prelude::*;
    let (office, folder) = office();
    if !is_a_file(&office) {
        return;
    }
    let file = backup(&office, folder.path());
    fs::remove_file(file.with_extension("db.sha256")).expect("it is gone");
    let mut connection = SqliteConnection::establish(file.to_str().expect("a path")).expect("it opens");
    let sql = "UPDATE journal SET changed = '[\"nothing\"]' WHERE seq = 3";
    #[expect(clippy::disallowed_methods, reason = "it is what somebody does behind the program's back")]
    let done = (
        diesel::sql_query("DROP TRIGGER IF EXISTS journal_kept").execute(&mut connection),
        diesel::sql_query(sql).execute(&mut connection),
    );
    assert!(done.1.is_ok(), "{done:?}");
    drop(connection);
    let (code, told) = check(&office, &file);
    assert!(code == 1 && told.contains("NOT WHOLE"), "{told}");
}

#[test]
fn a_backup_beside_the_keys_is_refused() {
    let (office, _) = office();
    if !is_a_file(&office) {
        return;
    }
    let inside = office.data_folder().join("backup");
    let refused = office.jindu(&["backup", inside.to_str().expect("a path")]);
    assert!(refused.code == 2 && refused.err.contains("beside the key files"), "{}", refused.err);
    assert_eq!(fs::read_dir(&inside).map_or(0, Iterator::count), 0);
}

#[test]
fn a_server_is_backed_up_by_its_own_tools_and_that_is_recorded() {
    let (office, folder) = office();
    let path = folder.path().to_str().expect("a path").to_owned();
    if !is_a_file(&office) {
        let refused = office.jindu(&["backup", &path]);
        assert!(refused.code == 2 && refused.err.contains("pg_basebackup"), "{}", refused.err);
    }
    let dump = folder.path().join("base.tar.gz");
    fs::write(&dump, b"a dump").expect("it is written");
    let told = office.done(&["backup", "--record", dump.to_str().expect("a path")]).out;
    assert!(told.contains("6 bytes"), "{told}");
    fs::write(&dump, b"").expect("it is written");
    assert_eq!(office.jindu(&["backup", "--record", dump.to_str().expect("a path")]).code, 2);
}

#[actix_web::test]
async fn the_state_of_the_installation_tells_the_age_of_the_last_backup() {
    use chrono::Duration;
    use jindu::platform::clock;
    use jindu::system::{BackupKind, TakenBackup, note_check, record};
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&["system:read"]);
    let state = caller.get("/api/v1/system").await.ok();
    assert_eq!((&state["last_backup"], &state["backup_is_overdue"]), (&json!(null), &json!(true)));
    assert!(state["journal"]["sealed"].as_i64() > Some(0) && state["journal"]["signed_at"].is_string(), "{state}");
    assert!(state["schema_version"].as_str().is_some_and(|step| step.starts_with("2026")), "{state}");
    assert!(state["database_bytes"].as_i64() > Some(100_000), "{state}");

    let note = |days: i64, digest: u8| {
        let (kind, taken_at) = (BackupKind::Copy, clock::now() - Duration::days(days));
        let taken = TakenBackup { kind, taken_at, bytes: 4096, sha256: [digest; 32] };
        app.run(move |access| access.write_blocking(move |tx| record(tx, &taken)).expect("it is recorded"));
    };
    note(9, 1);
    let state = caller.get("/api/v1/system").await.ok();
    assert_eq!((&state["last_backup"]["bytes"], &state["backup_is_overdue"]), (&json!(4096), &json!(true)));
    note(1, 2);
    note(30, 3);
    let state = caller.get("/api/v1/system").await.ok();
    assert_eq!(
        (&state["last_backup"]["sha256"], &state["backup_is_overdue"]),
        (&json!("02".repeat(32)), &json!(false))
    );
    assert_eq!(state["last_checked_backup"], json!(null));
    app.run(|access| {
        assert!(access.write_blocking(|tx| note_check(tx, &[1; 32])).expect("it is noted"));
        assert!(!access.write_blocking(|tx| note_check(tx, &[9; 32])).expect("none is known"));
    });
    let state = caller.get("/api/v1/system").await.ok();
    assert_eq!(state["last_checked_backup"]["sha256"], json!("01".repeat(32)));
    for role in ["sys_admin", "audit_admin"] {
        assert_eq!(app.role(role).get("/api/v1/system").await.status, 200, "{role}");
    }
    assert_eq!(app.role("office_head").get("/api/v1/system").await.status, 403);
}
