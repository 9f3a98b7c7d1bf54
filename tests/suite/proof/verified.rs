//! Heads that somebody kept, and what `jindu verify` says of a database that was changed behind the program's back.
use jindu::platform::journal::merkle::{self, Hash};
use jindu_tests::support::PASSWORD;
use serde_json::Value;

use super::office::{Town, all, persons, run, wait_for_head};

fn is_sqlite(town: &Town) -> bool {
    matches!(town.office.database.address, jindu::platform::db::Address::Sqlite(_))
}

/// Whoever owns the tables takes their guards away first.
fn disarm(town: &Town) {
    for table in ["journal", "access_groups", "journal_order", "journal_heads"] {
        let guards = if is_sqlite(town) {
            format!("DROP TRIGGER {table}_kept; DROP TRIGGER {table}_undeleted")
        } else {
            format!("DROP TRIGGER {table}_kept ON {table}")
        };
        run(town, &guards);
    }
}

#[track_caller]
fn expect_unsound(town: &Town, arguments: &[&str], named: &str) {
    let printed = town.office.jindu(&[&["verify"], arguments].concat());
    assert_eq!(printed.code, 1, "{}{}", printed.out, printed.err);
    assert!(printed.out.contains(named), "{}", printed.out);
}

#[test]
fn a_stop_signs_everything_and_a_changed_entry_is_named() {
    let town = Town::new();
    let server = town.serve();
    persons(&server, 2);
    drop(server);
    let said = town.expect_sound(&[]);
    assert!(!said.contains("since the last head"), "{said}");
    disarm(&town);
    run(&town, "UPDATE journal SET action = 'updated' WHERE subject_type = 'personnel'");
    // Three areas and two accounts were made before the persons.
    expect_unsound(&town, &[], "entry 5 (");
    run(&town, "UPDATE journal SET action = 'created' WHERE subject_type = 'personnel'");
    town.expect_sound(&[]);
}

#[test]
fn a_newest_entry_that_was_deleted_is_caught_by_the_head_somebody_kept() {
    let town = Town::new();
    let server = town.serve();
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    let before = wait_for_head(&server, &audit, 0)["size"].as_i64().expect("a number");
    persons(&server, 1);
    let kept = wait_for_head(&server, &audit, before);
    drop(server);
    let file = town.office.data_folder().join("kept.txt");
    std::fs::write(&file, format!("市禁毒办留存\n{}", kept["note"].as_str().expect("a note"))).expect("written");
    let heads = ["--heads", file.to_str().expect("a path")];
    town.expect_sound(&heads);
    // As it was before: the newest entry, its leaf and its heads are gone, and the rest is sound in itself.
    disarm(&town);
    run(
        &town,
        &format!(
            "DELETE FROM journal WHERE subject_type = 'personnel';
             DELETE FROM journal_order WHERE position >= {before};
             DELETE FROM journal_heads WHERE size > {before}"
        ),
    );
    town.expect_sound(&[]);
    expect_unsound(&town, &heads, &format!("entry {before} is missing"));
    let nothing = town.office.jindu(&["verify", "--heads", "/dev/null"]);
    assert_eq!(nothing.code, 2, "{}{}", nothing.out, nothing.err);
}

fn hash(value: &Value) -> Hash {
    let digits = value.as_str().expect("hexadecimal digits");
    let bytes: Vec<u8> =
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits")).collect();
    bytes.try_into().expect("32 bytes")
}

#[test]
fn whoever_keeps_a_head_can_check_that_a_later_one_goes_on_from_it() {
    let town = Town::new();
    let server = town.serve();
    let audit = server.sign_in("audit", PASSWORD).expect("signed in");
    let mut size = 0;
    for _ in 0..3 {
        size = wait_for_head(&server, &audit, size)["size"].as_i64().expect("a number");
        persons(&server, 2);
    }
    wait_for_head(&server, &audit, size);
    let heads = all(&server, &audit, "/journal/heads");
    assert!(heads.len() >= 3, "{heads:?}");
    let number = |head: &Value| u64::try_from(head["size"].as_i64().expect("a number")).expect("none is negative");
    for (first, second) in heads.iter().zip(heads.iter().skip(1)) {
        let (from, to) = (number(first), number(second));
        let proof = server.get(&audit, &format!("/journal/consistency?from={from}&to={to}")).expect("an answer").json();
        let path: Vec<Hash> = proof["path"].as_array().expect("a path").iter().map(hash).collect();
        let (was, is) = (hash(&first["root"]), hash(&second["root"]));
        assert!(merkle::is_consistent((from, was), (to, is), &path), "{proof}");
        assert!(!merkle::is_consistent((from, is), (to, is), &path), "{proof}");
    }
    let beyond = server.get(&audit, "/journal/consistency?from=1&to=100000").expect("an answer");
    assert_eq!((beyond.status, beyond.json()["errors"][0]["code"].as_str()), (422, Some("journal.consistency.beyond")));
    let entries = all(&server, &audit, "/journal");
    let created = entries.iter().filter(|entry| entry["subject_type"] == "personnel" && entry["action"] == "created");
    assert_eq!(created.count(), 6);
}
