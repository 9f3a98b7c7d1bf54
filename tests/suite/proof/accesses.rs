//! No answer that tells of a person leaves without its line.
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use jindu::platform::access::Line;
use jindu_tests::process::{Server, http};
use jindu_tests::support::{NORTH_VILLAGE, PASSWORD, program};
use serde_json::json;

use super::office::{Town, all, persons, run};

const KILLS: u64 = 20;
const READERS: usize = 4;
/// Reads that are answered around the kills, at least: enough that some lie around each, on a slow machine too.
const READS: usize = 100;

/// Each reader reads persons until the server is gone; answers whom it was told of, one entry a read.
fn read_until_gone(server: &Server, token: &str, persons: &[String], from: usize) -> Vec<String> {
    let mut told = Vec::new();
    for person in persons.iter().cycle().skip(from) {
        match server.get(token, &format!("/personnel/{person}")) {
            Ok(answer) if answer.status == 200 && answer.json()["id"].is_string() => told.push(person.clone()),
            Ok(answer) => assert_eq!(answer.status, 503),
            Err(_) => break,
        }
    }
    told
}

#[test]
fn after_a_kill_no_answered_read_lacks_its_line() {
    let town = Town::new();
    let first = town.serve();
    let people = persons(&first, 12);
    drop(first);
    let told = Mutex::new(Vec::new());
    for kill in 0..KILLS {
        let server = town.serve();
        let token = server.sign_in("case", PASSWORD).expect("signed in");
        thread::scope(|scope| {
            for reader in 0..READERS {
                let (server, token, people, told) = (&server, &token, &people, &told);
                scope.spawn(move || {
                    let read = read_until_gone(server, token, people, reader);
                    told.lock().expect("no panic").extend(read);
                });
            }
            thread::sleep(Duration::from_millis(20 + 13 * kill));
            server.signal("KILL");
        });
        drop(server);
    }
    let server = town.serve();
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    let told = told.into_inner().expect("no panic");
    assert!(told.len() >= READS, "only {} reads were answered", told.len());
    for person in &people {
        let answered = told.iter().filter(|one| *one == person).count();
        let lines = all(&server, &audit, &format!("/access-log?person={person}"));
        let lines = lines.iter().filter(|line| line["operation"] == "GET /api/v1/personnel/{id}").count();
        assert!(lines >= answered, "{answered} reads were answered, {lines} are on record");
    }
    drop(server);
    town.expect_sound(&[]);
}

#[test]
fn who_looked_at_whom_is_told_to_the_auditor_and_that_he_asked() {
    let town = Town::new();
    let server = town.serve();
    let people = persons(&server, 3);
    let case = server.sign_in("case", PASSWORD).expect("signed in");
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    server.get(&case, &format!("/personnel/{}", people[0])).expect("an answer");
    server.get(&case, &format!("/personnel/{}/timeline", people[0])).expect("an answer");
    server.get(&case, "/personnel").expect("an answer");
    let operations = |person: &str| -> Vec<String> {
        let lines = all(&server, &audit, &format!("/access-log?person={person}"));
        lines
            .iter()
            .map(|line| {
                format!(
                    "{} {}",
                    line["username"].as_str().expect("a name"),
                    line["operation"].as_str().expect("an operation")
                )
            })
            .collect()
    };
    assert_eq!(
        operations(&people[0]),
        ["case GET /api/v1/personnel", "case GET /api/v1/personnel/{id}/timeline", "case GET /api/v1/personnel/{id}",]
    );
    assert_eq!(operations(&people[1]), ["audit GET /api/v1/access-log", "case GET /api/v1/personnel"]);
    let by_account = all(&server, &audit, "/access-log")[0]["account_id"].clone();
    let audits = all(&server, &audit, &format!("/access-log?account={}", by_account.as_str().expect("an id")));
    assert!(audits.iter().all(|line| line["username"] == "audit"), "{audits:?}");
    assert_eq!(server.get(&case, "/access-log").expect("an answer").status, 403);
}

#[test]
fn a_line_names_the_files_of_the_area_and_is_found_by_their_numbers() {
    let town = Town::new();
    let server = town.serve();
    let people = persons(&server, 2);
    let case = server.sign_in("case", PASSWORD).expect("signed in");
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    let file_no =
        |id: &str| server.get(&case, &format!("/personnel/{id}")).expect("an answer").json()["file_no"].clone();
    let numbers: Vec<_> = people.iter().map(|id| file_no(id)).collect();
    let line = all(&server, &audit, &format!("/access-log?person={}", people[0]))[0].clone();
    assert_eq!(line["files"], json!([{ "person_id": people[0], "file_no": numbers[0] }]));

    let by_number = |number: &str| {
        let lines = all(&server, &audit, &format!("/access-log?file_no={number}"));
        lines.into_iter().filter(|line| line["username"] == "case").map(|line| line["persons"].clone()).collect()
    };
    let found: Vec<_> = by_number(numbers[1].as_str().expect("a number"));
    assert_eq!(found, [json!([people[1]])]);
    assert_eq!(by_number("QH-9999"), Vec::<serde_json::Value>::new(), "no file has that number");

    // A file that has gone to another area is another's to name.
    run(&town, &format!("UPDATE personnel SET division_code = '990981000000' WHERE file_no = {}", quoted(&numbers[0])));
    let line = all(&server, &audit, &format!("/access-log?person={}&account={}", people[0], account(&server, &case)));
    assert_eq!((&line[0]["persons"], &line[0]["files"]), (&json!([people[0]]), &json!([])));
    assert_eq!(by_number(numbers[0].as_str().expect("a number")), Vec::<serde_json::Value>::new());
}

fn quoted(number: &serde_json::Value) -> String {
    format!("'{}'", number.as_str().expect("a number"))
}

/// A change that changes nothing answers the whole file and leaves no entry, and a repeated request is answered from what is
/// stored: both are reads.
#[test]
fn who_reads_by_writing_is_on_record_too() {
    let town = Town::new();
    let server = town.serve();
    let case = server.sign_in("case", PASSWORD).expect("signed in");
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    let bearer = format!("Bearer {case}");
    let headers =
        [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Idempotency-Key", "once")];
    let person = json!({ "name": "甘棠", "division_code": NORTH_VILLAGE, "status": "in_community" }).to_string();
    let post =
        || http::send(server.address, "POST", "/api/v1/personnel", &headers, person.as_bytes()).expect("an answer");
    let made = post();
    assert_eq!(made.status, 201, "{}", made.json());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let lines = || all(&server, &audit, &format!("/access-log?person={id}&account={}", account(&server, &case)));
    // The journal tells of the first; nothing else tells of the others.
    assert_eq!(lines(), Vec::<serde_json::Value>::new());
    assert_eq!(post().json()["name"], "甘棠");
    let patch =
        [("Authorization", bearer.as_str()), ("Content-Type", "application/merge-patch+json"), ("If-Match", "\"1\"")];
    let file = format!("/api/v1/personnel/{id}");
    let unchanged = http::send(server.address, "PATCH", &file, &patch, b"{}").expect("an answer");
    assert_eq!((unchanged.status, unchanged.json()["name"].as_str().is_some()), (200, true), "{}", unchanged.json());
    let told: Vec<_> = lines().iter().map(|line| line["operation"].clone()).collect();
    assert_eq!(told, ["PATCH /api/v1/personnel/{id}", "POST /api/v1/personnel"]);
}

fn account(server: &Server, token: &str) -> String {
    let me = server.get(token, "/me").expect("an answer").json();
    me["account_id"].as_str().expect("an id").to_owned()
}

/// SQLite's log can grow no further: nobody is shown, and all that tells of nobody is answered.
#[test]
fn on_a_full_disk_nobody_is_shown_and_the_rest_goes_on() {
    let town = Town::new();
    if !matches!(town.office.database.address, jindu::platform::db::Address::Sqlite(_)) {
        // A server that keeps its files elsewhere notices nothing of its own disk; see below for it.
        return;
    }
    let first = town.serve();
    let people = persons(&first, 1);
    drop(first);
    let server = Server::start_on_full_disk(&program(), &town.office.url(), &town.office.data_folder(), 64);
    let server = server.expect("it starts");
    let token = server.sign_in("case", PASSWORD).expect("a session fits the disk");
    let mut statuses = Vec::new();
    for _ in 0..600 {
        let read = server.get(&token, &format!("/personnel/{}", people[0])).expect("an answer");
        assert!(read.status == 200 || read.json()["name"].is_null(), "{}", read.json());
        statuses.push(read.status);
        if read.status == 503 {
            break;
        }
    }
    assert_eq!(statuses.last(), Some(&503), "the disk never got full");
    assert_eq!(server.get(&token, "/divisions").expect("an answer").status, 200);
    assert_eq!(server.get(&token, "/personnel").expect("an answer").status, 503);
    assert_eq!(server.get(&token, "/premises").expect("an answer").status, 200);
    drop(server);
    let after = town.serve();
    let token = after.sign_in("case", PASSWORD).expect("signed in");
    assert_eq!(after.get(&token, &format!("/personnel/{}", people[0])).expect("an answer").status, 200);
    drop(after);
    town.expect_sound(&[]);
}

/// Whatever keeps lines from being written.
#[test]
fn where_lines_cannot_be_written_nobody_is_shown() {
    let town = Town::new();
    let server = town.serve();
    let people = persons(&server, 1);
    let token = server.sign_in("case", PASSWORD).expect("signed in");
    let status = |path: &str| server.get(&token, path).expect("an answer").status;
    let person = format!("/personnel/{}", people[0]);
    assert_eq!(status(&person), 200);
    run(&town, "ALTER TABLE access_groups RENAME TO hidden");
    let refused = server.get(&token, &person).expect("an answer");
    assert_eq!((refused.status, refused.json()["name"].is_null()), (503, true), "{}", refused.json());
    assert_eq!((status("/personnel"), status("/divisions")), (503, 200));
    run(&town, "ALTER TABLE hidden RENAME TO access_groups");
    assert_eq!(status(&person), 200);
}

#[test]
fn a_line_holds_no_value() {
    let line = serde_json::to_value(Line {
        at: chrono::DateTime::UNIX_EPOCH,
        account_id: jindu::platform::id::Id::new(),
        session_id: jindu::platform::id::Id::new(),
        division_code: "990981107000".into(),
        operation: "GET /api/v1/personnel/{id}".into(),
        persons: vec![jindu::platform::id::Id::new()],
    });
    let line = line.expect("JSON");
    let fields: Vec<&str> = line.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(fields, ["account_id", "at", "division_code", "operation", "persons", "session_id"]);
}
