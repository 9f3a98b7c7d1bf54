//! The ledgers of a town in, its annual summary out: through the command line, as the office does it.
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use jindu::platform::db::{AnyConnection, Purpose};
use jindu_tests::support::{NORTH, Office, Printed, expected, sample};
use serde_json::Value;

/// What the expected figures say beside figures.
const NO_FIGURES: [&str; 2] = ["planted_differences", "refused_rows"];
const REPORT: [&str; 7] = ["report", "annual-summary", "--division", NORTH, "--year", "2025", "--as-of=2025-12-31"];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn journal_entries(office: &Office) -> i64 {
    let query = "SELECT count(*) AS count FROM journal";
    let count: Count = match &mut office.database.address.connect(Purpose::Read).expect("the database opens") {
        AnyConnection::Sqlite(connection) => diesel::sql_query(query).get_result(connection).expect("a count"),
        AnyConnection::Postgres(connection) => diesel::sql_query(query).get_result(connection).expect("a count"),
    };
    count.count
}

fn import(office: &Office) -> Printed {
    office.done(&["import", sample().to_str().expect("a path")])
}

fn report(office: &Office, format: &str) -> Printed {
    office.done(&[&REPORT[..], &["--format", format]].concat())
}

/// The numbers of a line of the summary: create, update, unchanged, conflict, invalid.
fn numbers(line: &str) -> Option<[u32; 5]> {
    let numbers: Vec<u32> = line.split_whitespace().take(5).map_while(|word| word.parse().ok()).collect();
    numbers.try_into().ok()
}

#[test]
fn every_figure_is_the_towns_own() {
    let office = Office::default();
    let first = import(&office);
    let created: Vec<_> = first.out.lines().filter_map(numbers).collect();
    assert!(created.len() >= 13 && created.iter().all(|line| line[1..] == [0, 0, 0, 0]), "{}", first.out);

    let expected = expected();
    let reported: Value = serde_json::from_str(&report(&office, "json").out).expect("JSON");
    let mut compared = 0;
    for (name, value) in expected.as_object().expect("figures by name") {
        if !NO_FIGURES.contains(&name.as_str()) {
            assert_eq!(&reported["figures"][name], value, "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 36, "{compared} figures");
}

#[test]
fn loading_the_same_ledgers_again_changes_nothing() {
    let office = Office::default();
    let first = import(&office);
    let entries = journal_entries(&office);
    let second = import(&office);
    assert_eq!(journal_entries(&office), entries);
    let total = |printed: &Printed, kind: usize| -> u32 {
        printed.out.lines().filter_map(numbers).map(|line| line[kind]).sum()
    };
    assert_eq!((total(&second, 0), total(&second, 1)), (0, 0), "{}", second.out);
    // The rounds that inspections name are made on the way; they are no rows of the file.
    let rounds = first.out.lines().find(|line| line.contains("campaigns")).and_then(numbers).expect("rounds")[0];
    assert_eq!(total(&second, 2), total(&first, 0) - rounds, "{}", second.out);
}

#[test]
fn what_is_no_ledger_is_said_in_a_line() {
    let printed = import(&Office::default());
    for (file, word) in [("expected.json", "no ledger"), ("10市禁毒委下发名单.csv", "set_aside")] {
        let lines: Vec<&str> = printed.out.lines().filter(|line| line.contains(file)).collect();
        assert!(lines.len() == 1 && lines[0].contains(word), "{}", printed.out);
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let office = Office::default();
    let printed = office.done(&["import", "--dry-run", sample().to_str().expect("a path")]);
    assert!(printed.out.lines().filter_map(numbers).any(|line| line[0] > 0), "{}", printed.out);
    assert_eq!(journal_entries(&office), 0);
}

#[test]
fn the_document_has_every_blank_filled() {
    let office = Office::default();
    import(&office);
    let text = report(&office, "md").out.replace("**", "");
    for filled in [
        "秀河镇位于江岚市南部",
        "距新城区18公里",
        "18个村（居）委会",
        "223个村小组",
        "宣传单9800余份",
        "在册吸毒人员33人",
        "21人",
    ] {
        assert!(text.contains(filled), "{filled} is missing in: {text}");
    }
    assert!(!text.contains("{{") && !text.contains("xx"), "{text}");
    let document = report(&office, "docx").bytes;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(document)).expect("a package");
    let body = std::io::read_to_string(archive.by_name("word/document.xml").expect("a document")).expect("text");
    let printed = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect::<String>();
    for line in text.lines().filter(|line| line.contains("宣传单")) {
        let words = line.trim_start_matches(['#', ' ']).split("【").next().unwrap_or_default();
        assert!(printed.contains(words), "{words} is missing in the document");
    }
}

#[test]
fn a_town_without_records_has_open_blanks_and_no_zeros() {
    let office = Office::default();
    office.done(&["import", sample().join("01镇情与村居.xlsx").to_str().expect("a path")]);
    let text = report(&office, "md").out;
    assert!(text.matches("【待填").count() >= 10, "{text}");
    assert!(!text.contains("宣传单0") && !text.contains("讲座0次"), "{text}");
}
