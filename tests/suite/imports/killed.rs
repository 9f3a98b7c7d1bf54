//! A large import and a server that is killed again and again: each row is written once.
use std::collections::BTreeSet;
use std::fmt::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use jindu::platform::access::Reading;
use jindu::platform::db::schema::{events, journal};
use jindu_tests::process::{Server, http};
use jindu_tests::support::PASSWORD;
use serde_json::Value;

use crate::proof::office::Town;

/// Rows, unless `PROOF_ROWS` says otherwise, and rows for each time the server is killed: 20 000 are ten times.
const ROWS: usize = 4000;
const ROWS_A_KILL: usize = 2000;
/// Longer than any round takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(10);

fn rows() -> usize {
    std::env::var("PROOF_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROWS)
}

fn file() -> String {
    let mut file = "活动日期,活动名称,活动形式,所在村（居）,宣传单（份）\n".to_owned();
    for number in 0..rows() {
        let _ =
            writeln!(file, "2025-{:02}-{:02},第{number}次宣传,宣传,新塘村,{number}", number % 12 + 1, number % 28 + 1);
    }
    file
}

fn sent(server: &Server, token: &str) -> String {
    let path = "/api/v1/imports?resource=events&mode=commit&on_error=skip&file_name=events.csv";
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/octet-stream")];
    let answer = http::send(server.address, "POST", path, &headers, file().as_bytes()).expect("an answer");
    assert_eq!(answer.status, 202, "{}", answer.json());
    assert_eq!(answer.json()["state"], "committing");
    answer.json()["id"].as_str().expect("an id").to_owned()
}

fn standing(server: &Server, id: &str) -> Value {
    let token = server.sign_in("case", PASSWORD).expect("signed in");
    server.get(&token, &format!("/imports/{id}")).expect("an answer").json()
}

/// Waits until more is written than `row`, or all is.
fn wait_for_more(server: &Server, id: &str, row: u64) -> Value {
    let started = Instant::now();
    loop {
        let import = standing(server, id);
        if import["state"] == "committed" || import["done_through"].as_u64().expect("a row") > row {
            return import;
        }
        assert_eq!(import["state"], "committing", "{import}");
        assert!(started.elapsed() < PATIENCE, "nothing is written: {import}");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_large_import_goes_on_by_itself_however_often_the_server_is_killed() {
    let town = Town::new();
    let mut server = town.serve();
    let id = sent(&server, &server.sign_in("case", PASSWORD).expect("signed in"));
    let mut row = 0;
    let kills = u64::try_from(rows() / ROWS_A_KILL).expect("a count").max(3);
    for round in 0..kills {
        // Some die before they have written anything, the others at some instant after their first piece.
        if round % 3 == 2 {
            sleep(Duration::from_millis(150 * round));
        } else {
            row = wait_for_more(&server, &id, row)["done_through"].as_u64().expect("a row");
            sleep(Duration::from_millis((round * 379) % 300));
        }
        assert_eq!(
            standing(&server, &id)["state"],
            "committing",
            "it was over before the server was killed {kills} times"
        );
        server.signal("KILL");
        drop(server);
        server = town.serve();
    }
    let end = wait_for_more(&server, &id, u64::MAX);
    assert_eq!((&end["state"], &end["counts"]["create"]), (&"committed".into(), &rows().into()), "{end}");
    drop(server);
    let count = |reading: &mut Reading<'_>| {
        let titles: Vec<String> = events::table.select(events::title).load(reading.db)?;
        let entries =
            journal::table.filter(journal::subject_type.eq("events")).count().get_result::<i64>(reading.db)?;
        Ok((titles, entries))
    };
    let (titles, entries) = town.platform().command_line().read_blocking(count).expect("counted");
    assert_eq!((titles.len(), usize::try_from(entries).expect("a count")), (rows(), rows()));
    assert_eq!(titles.into_iter().collect::<BTreeSet<_>>().len(), rows());
    town.expect_sound(&[]);
}
