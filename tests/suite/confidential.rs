//! Confidentiality at rest: no name and no number of a person stands open in the database, its log, or ours.
use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Text;
use jindu::platform::db::{AnyConnection, Purpose};
use jindu_tests::support::{NORTH, Office, sample};

/// Names, identity and telephone numbers of the sample's ledgers, as they stand there.
fn secrets() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, columns) in
        [("10市禁毒委下发名单.csv", &[0, 1][..]), ("05检测记录.csv", &[0, 1]), ("02禁毒工作领导小组.csv", &[2])]
    {
        let bytes = std::fs::read(sample().join(file)).expect("a ledger");
        let text =
            String::from_utf8(bytes.clone()).unwrap_or_else(|_| encoding_rs::GB18030.decode(&bytes).0.into_owned());
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            found.extend(columns.iter().filter_map(|column| cells.get(*column)).map(|cell| cell.trim().to_owned()));
        }
    }
    found.retain(|secret| secret.chars().count() >= 2);
    assert!(found.len() > 100, "the ledgers hold people: {}", found.len());
    found
}

/// Four bytes (a name of two characters in GB18030 or UTF-16) stand by chance in every second file of sealed bytes, hashes and
/// tags, which are random.
const SHORTEST: usize = 6;

/// The ways a text may be written down.
fn spellings(secret: &str) -> Vec<Vec<u8>> {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
    let percent = secret.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>().into_bytes();
    let escaped = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<String>().into_bytes();
    let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let national = encoding_rs::GB18030.encode(secret).0.into_owned();
    let spellings = [secret.as_bytes().to_vec(), hex(secret.as_bytes()), percent, escaped, wide, national];
    spellings.into_iter().filter(|spelling| spelling.len() >= SHORTEST).collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Everything PostgreSQL keeps, as text; bytes are in hexadecimal digits. SQLite's is in its files.
fn rows(office: &Office) -> Vec<u8> {
    let AnyConnection::Postgres(mut connection) = office.database.address.connect(Purpose::Read).expect("it opens")
    else {
        return Vec::new();
    };
    let tables = "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = current_schema()";
    let tables: Vec<Line> = diesel::sql_query(tables).load(&mut connection).expect("the tables");
    assert!(tables.len() > 10);
    let mut all = String::new();
    for Line { line: table } in tables {
        let lines: Vec<Line> =
            diesel::sql_query(format!("SELECT t::text AS line FROM {table} AS t")).load(&mut connection).expect("rows");
        all.extend(lines.into_iter().map(|row| row.line + "\n"));
    }
    all.into_bytes()
}

#[test]
fn nobody_is_found_in_what_is_stored_or_logged() {
    let office = Office::default();
    let mut told = office.done(&["import", sample().to_str().expect("a path")]).err;
    told +=
        &office.done(&["report", "annual-summary", "--division", NORTH, "--year", "2025", "--as-of", "2025-12-31"]).err;
    // A file whose rows are refused, and one that cannot be read: what went wrong is told without the cells.
    let broken = tempfile::tempdir().expect("a folder");
    let file = broken.path().join("刘一二.csv");
    let ledger = std::fs::read_to_string(sample().join("10市禁毒委下发名单.csv")).expect("a ledger");
    std::fs::write(&file, ledger.replace("管控现状", "检测结果").replace("现居住村（居）", "检测日期"))
        .expect("it is written");
    let refused = office.jindu(&["import", "--resource", "tests", file.to_str().expect("a path")]);
    assert_ne!(refused.code, 0, "{}", refused.out);
    told += &refused.err;

    let mut places: Vec<(String, Vec<u8>)> =
        vec![("the log".into(), told.into_bytes()), ("the tables".into(), rows(&office))];
    places.extend(
        office.files().into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file"))),
    );
    let mut found = Vec::new();
    for secret in secrets() {
        for spelling in spellings(&secret) {
            let hits = places.iter().filter(|(_, bytes)| memchr::memmem::find(bytes, &spelling).is_some());
            found.extend(hits.map(|(place, _)| format!("{secret} in {place}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("; "));
}

/// What is sought is found where it does stand open: else the test above could not fail.
#[test]
fn the_search_finds_what_is_there() {
    let ledger = std::fs::read(sample().join("10市禁毒委下发名单.csv")).expect("a ledger");
    let found = secrets()
        .into_iter()
        .filter(|secret| spellings(secret).iter().any(|spelling| memchr::memmem::find(&ledger, spelling).is_some()));
    assert!(found.count() > 100);
}
