//! The process that is sending is killed in the middle of it: another goes on, under the same ids and in order.
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use jindu::platform::auth::Sessions;
use jindu::platform::auth::accounts::{self, NewAccount};
use jindu::platform::db::Address;
use jindu_tests::process::Server;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, PASSWORD, program};
use serde_json::{Value, json};

use super::arrange::{Got, Manner, Receiver};
use crate::proof::office::Town;

/// Longer than the lease of an attempt that was cut off, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(4);
const PERSONS: usize = 12;

fn serve(town: &Town) -> Server {
    Server::start_sending_here(&program(), &town.office.url(), &town.office.data_folder()).expect("the server starts")
}

fn with_keeper() -> Town {
    let town = Town::new();
    let sessions = Sessions::new(&[1; 32]).expect("a key");
    let new = NewAccount {
        username: "keeper".into(),
        display_name: "keeper".into(),
        role: "sec_admin".into(),
        division_code: NORTH.into(),
        password_hash: sessions.passwords().hash_new("/password", PASSWORD).expect("a hash"),
    };
    town.platform().command_line().write_blocking(move |tx| accounts::insert(tx, new)).expect("an account");
    town
}

fn done(server: &Server, token: &str, path: &str, body: &Value, status: u16) -> Value {
    let answer = server.post(token, path, body).expect("an answer");
    assert_eq!(answer.status, status, "{}", answer.json());
    answer.json()
}

#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what}");
        sleep(Duration::from_millis(20));
    }
}

fn webhook(server: &Server, receiver: &Receiver) {
    let token = server.sign_in("keeper", PASSWORD).expect("signed in");
    let (ip, port) = (receiver.address.ip().to_string(), receiver.address.port());
    let host = json!({ "host": ip, "port": port, "networks": ["127.0.0.0/8"], "allows_plain_http": true });
    done(server, &token, "/webhooks/allowed-hosts", &host, 201);
    let webhook = json!({
        "name": "市平台", "url": format!("http://{}/hook", receiver.address), "division_code": NORTH, "signing": "v1",
        "event_types": ["personnel.*"],
    });
    let id = done(server, &token, "/webhooks", &webhook, 201)["id"].clone();
    let path = format!("/webhooks/{}", id.as_str().expect("an id"));
    wait_until("the address is verified", || {
        server.get(&token, &path).is_ok_and(|answer| answer.json()["state"] == "active")
    });
}

/// Registers persons and changes each: two changes a subject.
fn write(server: &Server) {
    let token = server.sign_in("case", PASSWORD).expect("signed in");
    let person = json!({ "name": "甘棠", "division_code": NORTH_VILLAGE, "status": "in_community" });
    for _ in 0..PERSONS {
        let id = done(server, &token, "/personnel", &person, 201)["id"].clone();
        let path = format!("/personnel/{}", id.as_str().expect("an id"));
        let changed = server.patch(&token, &path, 1, &json!({ "notes": "第二次" })).expect("an answer");
        assert_eq!(changed.status, 200, "{}", changed.json());
    }
}

/// Versions in the order they came, by subject.
type Versions = BTreeMap<String, Vec<i64>>;
/// Ids of messages, by subject and version.
type Ids = BTreeMap<(String, i64), Vec<String>>;

/// Versions of each subject in the order in which they were taken first, and the ids that a version came under.
fn versions(got: &[Got]) -> (Versions, Ids) {
    let (mut order, mut ids) = (BTreeMap::<String, Vec<i64>>::new(), BTreeMap::<_, Vec<String>>::new());
    for one in got {
        let subject = &one.body["data"]["subject"];
        let (id, version) = (subject["id"].as_str().expect("an id"), subject["version"].as_i64().expect("a version"));
        let told = order.entry(id.to_owned()).or_default();
        if !told.contains(&version) {
            told.push(version);
        }
        let known = ids.entry((id.to_owned(), version)).or_default();
        if !known.contains(&one.id) {
            known.push(one.id.clone());
        }
    }
    (order, ids)
}

#[test]
fn what_a_killed_process_was_sending_arrives_by_another_under_its_id() {
    let (town, receiver) = (with_keeper(), Receiver::start());
    let is_shared = !matches!(town.office.database.address, Address::Sqlite(_));
    let first = serve(&town);
    webhook(&first, &receiver);
    receiver.behave(Some(Manner::Hold));
    write(&first);
    wait_until("something is being sent", || !receiver.got().is_empty());
    // SQLite has one process for one file.
    let beside = is_shared.then(|| serve(&town));
    let held: Vec<String> = receiver.got().into_iter().map(|got| got.id).collect();
    first.signal("KILL");
    drop(first);
    receiver.behave(None);
    let last = beside.unwrap_or_else(|| serve(&town));
    let complete = || {
        let (order, _) = versions(&receiver.got());
        order.len() == PERSONS && order.values().all(|versions| versions.len() == 2)
    };
    wait_until("every change arrives", complete);
    let (order, ids) = versions(&receiver.got());
    assert!(order.values().all(|versions| *versions == [1, 2]), "{order:?}");
    assert!(ids.values().all(|ids| ids.len() == 1), "{ids:?}");
    let again: Vec<String> = receiver.got().into_iter().map(|got| got.id).collect();
    assert!(held.iter().all(|id| again.iter().filter(|one| *one == id).count() >= 2), "{held:?}");
    drop(last);
    town.expect_sound(&[]);
}
