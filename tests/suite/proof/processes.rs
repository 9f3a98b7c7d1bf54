//! Several processes on one database, and the one that seals is killed again and again.
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use jindu::platform::access::Reading;
use jindu::platform::db::Address;
use jindu::platform::db::schema::{journal, journal_order};
use jindu_tests::process::Server;
use jindu_tests::support::{NORTH_VILLAGE, PASSWORD};
use serde_json::{Value, json};

use super::office::{Town, all};

/// How long, unless `PROOF_SECONDS` says otherwise.
const SECONDS: u64 = 12;
const WRITERS: usize = 4;

pub fn duration() -> Duration {
    let asked = std::env::var("PROOF_SECONDS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(asked.unwrap_or(SECONDS))
}

/// Registers persons until told to stop; counts those that were acknowledged.
fn write(server: &Server, is_over: &AtomicBool, acknowledged: &AtomicUsize) {
    let Ok(token) = server.sign_in("case", PASSWORD) else { return };
    while !is_over.load(Ordering::Relaxed) {
        let person = json!({ "name": "甘棠", "division_code": NORTH_VILLAGE, "status": "in_community" });
        match server.post(&token, "/personnel", &person) {
            Ok(answer) if answer.status == 201 => acknowledged.fetch_add(1, Ordering::Relaxed),
            Ok(answer) => panic!("{}", answer.json()),
            Err(_) => return,
        };
    }
}

/// Processes that are started and killed, one after another, while `lasting` stays; answers how many writes were acknowledged.
fn kill_again_and_again(town: &Town, lasting: Option<&Server>) -> usize {
    let (is_over, acknowledged, started) = (AtomicBool::new(false), AtomicUsize::new(0), Instant::now());
    thread::scope(|scope| {
        if let Some(server) = lasting {
            for _ in 0..WRITERS {
                scope.spawn(|| write(server, &is_over, &acknowledged));
            }
        }
        for round in 0_u64.. {
            if started.elapsed() > duration() {
                break;
            }
            let doomed = town.serve();
            thread::scope(|writers| {
                for _ in 0..WRITERS {
                    writers.spawn(|| write(&doomed, &is_over, &acknowledged));
                }
                thread::sleep(Duration::from_millis(900 + (round * 379) % 1500));
                doomed.signal("KILL");
            });
        }
        is_over.store(true, Ordering::Relaxed);
    });
    acknowledged.into_inner()
}

/// One process stays and one is killed every second or so: whichever seals, nothing is missing, nothing is sealed twice, and
/// all see the same order. SQLite has one process for one file, which is killed there.
#[test]
fn a_sealer_that_is_killed_leaves_one_unbroken_chain() {
    let town = Town::new();
    let is_shared = !matches!(town.office.database.address, Address::Sqlite(_));
    let lasting = is_shared.then(|| town.serve());
    let acknowledged = kill_again_and_again(&town, lasting.as_ref());
    assert!(acknowledged > 100, "only {acknowledged} were written");
    let servers = [lasting.unwrap_or_else(|| town.serve()), town.serve()];
    // Longer than the sealer waits.
    thread::sleep(Duration::from_secs(3));
    expect_one_order(&servers);
    drop(servers);
    let said = town.expect_sound(&[]);
    assert!(!said.contains("since the last head"), "{said}");
    let (entries, sealed) = counted(&town);
    assert_eq!(sealed, entries);
    let stand = usize::try_from(entries).expect("a number");
    assert!(stand >= acknowledged, "{acknowledged} were acknowledged, {stand} stand");
    eprintln!("{acknowledged} acknowledged, {said}");
}

/// Entries of the journal, and those of them that are sealed.
fn counted(town: &Town) -> (i64, i64) {
    let count = |reading: &mut Reading<'_>| {
        let entries = journal::table.count().get_result(reading.db)?;
        let sealed = journal_order::table.filter(journal_order::kind.eq("entry"));
        Ok((entries, sealed.count().get_result(reading.db)?))
    };
    town.platform().command_line().read_blocking(count).expect("counted")
}

fn expect_one_order(servers: &[Server]) {
    let heads = |server: &Server| -> Vec<Value> {
        let audit = server.sign_in("audit", PASSWORD).expect("signed in");
        all(server, &audit, "/journal/heads")
    };
    let [one, other] = servers else { panic!("two servers") };
    let (one, other) = (heads(one), heads(other));
    let common = one.len().min(other.len());
    assert!(common > 2, "{common} heads");
    assert_eq!(one[..common], other[..common]);
}
