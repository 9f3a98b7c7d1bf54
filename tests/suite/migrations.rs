//! The schema: up, down and up again, the same on both databases, and as the program believes it to be.
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use jindu::platform::db::{Address, AnyConnection, Purpose, migrations};
use jindu_tests::support::Database;

/// Columns in SQLite: generated ones are hidden from `table_info`, so `table_xinfo` is asked.
const SQLITE_COLUMNS: &str = "SELECT tables.name AS owner, columns.name AS name, columns.type AS kind, \
    columns.\"notnull\" = 0 AS is_nullable FROM sqlite_master AS tables, pragma_table_xinfo(tables.name) AS columns \
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text AS owner, column_name::text AS name, data_type::text AS kind, \
    is_nullable = 'YES' AS is_nullable FROM information_schema.columns WHERE table_schema = current_schema()";
const SQLITE_INDEXES: &str = "SELECT tbl_name AS owner, name, '' AS kind, 0 AS is_nullable FROM sqlite_master \
    WHERE type = 'index' AND sql IS NOT NULL";
/// Those that stand behind a constraint have no name of ours.
const POSTGRES_INDEXES: &str = "SELECT tablename::text AS owner, indexname::text AS name, ''::text AS kind, \
    false AS is_nullable FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT IN \
    (SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace)";
/// Kept by diesel, not by us.
const HISTORY: &str = "__diesel_schema_migrations";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_nullable: bool,
}

/// Table and column; the class of its values, and whether it may be null.
type Columns = BTreeMap<(String, String), (&'static str, bool)>;

/// Table and column, and whether it may be null.
type Nullable = BTreeMap<(String, String), bool>;

fn rows(address: &Address, on_sqlite: &str, on_postgres: &str) -> Vec<Row> {
    let rows: Vec<Row> = match &mut address.connect(Purpose::Read).expect("the database opens") {
        AnyConnection::Sqlite(connection) => diesel::sql_query(on_sqlite).load(connection).expect("the catalogue"),
        AnyConnection::Postgres(connection) => diesel::sql_query(on_postgres).load(connection).expect("the catalogue"),
    };
    rows.into_iter().filter(|row| row.owner != HISTORY).collect()
}

fn columns(address: &Address) -> Columns {
    let rows = rows(address, SQLITE_COLUMNS, POSTGRES_COLUMNS);
    // SQLite's own number of a journal entry; PostgreSQL orders them by their transactions.
    let is_seq = |row: &Row| ["journal", "access_groups"].contains(&row.owner.as_str()) && row.name == "seq";
    rows.into_iter()
        .filter(|row| !is_seq(row))
        .map(|row| ((row.owner, row.name), (class(&row.kind), row.is_nullable)))
        .collect()
}

fn indexes(address: &Address) -> BTreeSet<(String, String)> {
    let rows = rows(address, SQLITE_INDEXES, POSTGRES_INDEXES);
    rows.into_iter().map(|row| (row.owner, row.name)).collect()
}

/// What SQLite keeps a PostgreSQL type as.
fn class(kind: &str) -> &'static str {
    match kind {
        "BLOB" | "uuid" | "bytea" => "bytes",
        "TEXT" | "text" | "date" | "timestamp without time zone" => "text",
        "INTEGER" | "integer" | "bigint" | "boolean" => "integer",
        "REAL" | "double precision" => "real",
        other => panic!("a column has the type {other:?}, which the other database does not know"),
    }
}

fn migrated(database: Database) -> Database {
    migrations::run(&database.address).expect("up");
    database
}

#[test]
fn migrations_go_up_down_and_up_again() {
    let database = Database::empty();
    let up = migrations::run(&database.address).expect("up");
    assert!(up.len() >= 7 && migrations::pending(&database.address).expect("a list").is_empty());
    let (first_columns, first_indexes) = (columns(&database.address), indexes(&database.address));
    assert!(first_columns.len() > 100, "{} columns", first_columns.len());

    let down = migrations::revert_all(&database.address).expect("down");
    assert_eq!(down, up.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!((columns(&database.address), indexes(&database.address)), (Columns::new(), BTreeSet::new()));

    assert_eq!(migrations::run(&database.address).expect("up again"), up);
    assert_eq!((columns(&database.address), indexes(&database.address)), (first_columns, first_indexes));
}

#[test]
fn migrating_twice_changes_nothing() {
    let database = migrated(Database::empty());
    assert_eq!(migrations::run(&database.address).expect("nothing to do"), Vec::<String>::new());
}

/// Runs only where there is a PostgreSQL: half of a comparison would prove nothing.
#[test]
fn both_databases_have_the_same_tables() {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let (one, other) = (migrated(Database::file()), migrated(Database::schema_on(server)));
    assert_eq!(columns(&one.address), columns(&other.address));
    assert_eq!(indexes(&one.address), indexes(&other.address));
}

/// `schema.rs` is written by hand: it names every table and column there is, and what may be null.
#[test]
fn the_program_believes_in_the_tables_there_are() {
    let database = migrated(Database::empty());
    let there: Nullable =
        columns(&database.address).into_iter().map(|(column, (_, is_nullable))| (column, is_nullable)).collect();
    let believed = believed(include_str!("../../api/src/platform/db/schema.rs"));
    let only = |one: &Nullable, other: &Nullable| -> Vec<String> {
        one.iter().filter(|(column, kind)| other.get(*column) != Some(*kind)).map(|pair| format!("{pair:?}")).collect()
    };
    assert_eq!((only(&believed, &there), only(&there, &believed)), (Vec::new(), Vec::new()));
}

fn believed(source: &str) -> Nullable {
    let (mut table, mut found) = (String::new(), BTreeMap::new());
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix(" {").and_then(|line| line.split_once(" (")) {
            name.clone_into(&mut table);
        } else if let Some((column, kind)) = line.split_once(" -> ").filter(|(column, _)| !column.contains('!')) {
            found.insert((table.clone(), column.to_owned()), kind.starts_with("Nullable<"));
        }
    }
    found
}

fn steps(tree: &str) -> BTreeMap<String, PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(tree);
    let entries = std::fs::read_dir(folder).expect("the migrations").map(|entry| entry.expect("an entry"));
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect()
}

#[test]
fn both_trees_have_the_same_steps_and_each_has_a_way_back() {
    let (sqlite, postgres) = (steps("sqlite"), steps("postgres"));
    assert!(sqlite.keys().eq(postgres.keys()), "{:?} {:?}", sqlite.keys(), postgres.keys());
    for folder in sqlite.values().chain(postgres.values()) {
        for file in ["up.sql", "down.sql"] {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let has_statement = text.lines().any(|line| !line.trim().is_empty() && !line.trim().starts_with("--"));
            assert!(has_statement, "{} says nothing", path.display());
        }
    }
}
