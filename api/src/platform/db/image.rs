//! Rows as they stand, whatever their table: taken before a change, put back when it is undone. Which columns there are the
//! database says itself, so that one added later is part of it; what it reckons (generated columns) is left to it.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::sql_types::{BigInt, Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AnyConnection, Raw};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// Values in one `IN (…)`.
const AT_ONCE: usize = 500;
/// Columns that an image does not bring back: the record goes on from the version it has.
const GOING_ON: [&str; 3] = ["id", "version", "updated_at"];
/// References that no foreign key says: duties are about persons and places alike.
const UNDECLARED: [(&str, &str, &str); 2] = [("personnel", "tasks", "subject_id"), ("premises", "tasks", "subject_id")];

/// Tables whose records say by its code which area they belong to. Accounts are none of them: an office has accounts before
/// its area is on record.
const BY_CODE: [&str; 9] =
    ["campaigns", "documents", "division_profiles", "events", "grids", "group_posts", "personnel", "premises", "staff"];

/// A row as it stood, sealed columns as they were sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Image(Value);

/// That one record names another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The table of the record that names the other.
    pub table: String,
    /// The record that names the other.
    pub from: Id,
    /// The record that is named.
    pub to: Id,
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = Text)]
    one: String,
    #[diesel(sql_type = Text)]
    other: String,
}

/// The columns of a table, by name and type, that are not reckoned by the database.
fn columns(db: &mut impl Raw, table: &str) -> ApiResult<Vec<Pair>> {
    pairs(
        db,
        &format!("SELECT name AS one, type AS other FROM pragma_table_info('{table}')"),
        &format!(
            "SELECT attname::text AS one, '' AS other FROM pg_attribute \
             WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
        ),
    )
}

fn pairs(db: &mut impl Raw, sqlite: &str, postgres: &str) -> ApiResult<Vec<Pair>> {
    Ok(match db.raw() {
        AnyConnection::Sqlite(connection) => diesel::sql_query(sqlite).load(connection)?,
        AnyConnection::Postgres(connection) => diesel::sql_query(postgres).load(connection)?,
    })
}

/// An id as a literal of either database.
fn literals(id: Id) -> (String, String) {
    let text = id.to_string();
    (format!("X'{}'", text.replace('-', "")), format!("'{text}'"))
}

fn lists(ids: &[Id]) -> (String, String) {
    let (sqlite, postgres): (Vec<String>, Vec<String>) = ids.iter().copied().map(literals).unzip();
    (sqlite.join(","), postgres.join(","))
}

fn id(text: &str) -> ApiResult<Id> {
    text.parse().map_err(|error: uuid::Error| ApiError::Internal(error.into()))
}

/// How a row stands; nothing when there is none. `table` is one of ours, with `id` and `version`.
///
/// # Errors
/// The database refuses.
pub(in crate::platform) fn taken(db: &mut impl Raw, table: &'static str, id: Id) -> ApiResult<Option<Image>> {
    let (sqlite_id, postgres_id) = literals(id);
    let sqlite = if matches!(db.raw(), AnyConnection::Sqlite(_)) {
        let told: Vec<String> =
            columns(db, table)?.iter().map(|column| format!("'{}',{}", column.one, shown(column))).collect();
        format!("SELECT json_object({}) AS one, '' AS other FROM {table} WHERE id = {sqlite_id}", told.join(","))
    } else {
        String::new()
    };
    let postgres = format!("SELECT to_jsonb(t)::text AS one, '' AS other FROM {table} t WHERE id = {postgres_id}");
    let Some(row) = pairs(db, &sqlite, &postgres)?.pop() else { return Ok(None) };
    serde_json::from_str(&row.one).map(Some).map_err(|error| ApiError::Internal(error.into()))
}

/// A column of SQLite as JSON keeps it without loss: bytes in hexadecimal, numbers with a point to the last digit.
fn shown(column: &Pair) -> String {
    let name = format!("\"{}\"", column.one);
    let written = match column.other.as_str() {
        "BLOB" => format!("hex({name})"),
        "REAL" => format!("format('%!.17g', {name})"),
        _ => return name,
    };
    format!("CASE WHEN {name} IS NOT NULL THEN {written} END")
}

fn read_back(column: &Pair) -> String {
    let Pair { one: name, other: kind } = column;
    let value = format!("json_extract(?1, '$.{name}')");
    let value = match kind.as_str() {
        "BLOB" => format!("unhex({value})"),
        "REAL" => format!("CAST({value} AS REAL)"),
        _ => value,
    };
    format!("\"{name}\" = {value}")
}

/// Puts a row back as it stood, under a new version.
///
/// # Errors
/// The database refuses, or there is no such row.
#[expect(clippy::disallowed_methods, reason = "called by Tx::take_back, which appends the entry")]
pub(in crate::platform) fn put_back(
    db: &mut impl Raw,
    (table, id): (&'static str, Id),
    Image(image): &Image,
    (version, at): (i64, NaiveDateTime),
) -> ApiResult<()> {
    let mut columns = columns(db, table)?;
    columns.retain(|column| !GOING_ON.contains(&column.one.as_str()));
    let (image, (sqlite_id, postgres_id)) = (image.to_string(), literals(id));
    let changed = match db.raw() {
        AnyConnection::Sqlite(connection) => {
            let set: Vec<String> = columns.iter().map(read_back).collect();
            let text =
                format!("UPDATE {table} SET {}, version = ?2, updated_at = ?3 WHERE id = {sqlite_id}", set.join(", "));
            let statement = diesel::sql_query(text).bind::<Text, _>(image);
            ExecuteDsl::execute(statement.bind::<BigInt, _>(version).bind::<Timestamp, _>(at), connection)?
        }
        AnyConnection::Postgres(connection) => {
            let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.one)).collect();
            let names = names.join(", ");
            let text = format!(
                "UPDATE {table} SET ({names}) = (SELECT {names} FROM jsonb_populate_record(NULL::{table}, $1::jsonb)), \
                 version = $2, updated_at = $3 WHERE id = {postgres_id}"
            );
            let statement = diesel::sql_query(text).bind::<Text, _>(image);
            ExecuteDsl::execute(statement.bind::<BigInt, _>(version).bind::<Timestamp, _>(at), connection)?
        }
    };
    one_row(changed)
}

/// Takes a row out.
///
/// # Errors
/// The database refuses, or there is no such row.
#[expect(clippy::disallowed_methods, reason = "called by Tx::take_back, which appends the entry")]
pub(in crate::platform) fn take_out(db: &mut impl Raw, table: &'static str, id: Id) -> ApiResult<()> {
    let (sqlite_id, postgres_id) = literals(id);
    one_row(match db.raw() {
        AnyConnection::Sqlite(connection) => {
            ExecuteDsl::execute(diesel::sql_query(format!("DELETE FROM {table} WHERE id = {sqlite_id}")), connection)?
        }
        AnyConnection::Postgres(connection) => {
            ExecuteDsl::execute(diesel::sql_query(format!("DELETE FROM {table} WHERE id = {postgres_id}")), connection)?
        }
    })
}

fn one_row(changed: usize) -> ApiResult<()> {
    if changed == 1 { Ok(()) } else { Err(ApiError::Internal("what is taken back is not there".into())) }
}

/// The versions these records have now; those that are gone have none. Nobody else changes them until this transaction ends.
///
/// # Errors
/// The database refuses.
pub fn versions(db: &mut impl Raw, table: &str, ids: &[Id]) -> ApiResult<HashMap<Id, i64>> {
    let mut found = HashMap::new();
    let mut ids = ids.to_vec();
    // In one order, so that two who lock some of the same do not wait for each other.
    ids.sort_unstable();
    for chunk in ids.chunks(AT_ONCE) {
        let (sqlite, postgres) = lists(chunk);
        let sqlite = format!("SELECT hex(id) AS one, version || '' AS other FROM {table} WHERE id IN ({sqlite})");
        let postgres = format!(
            "SELECT id::text AS one, version::text AS other FROM {table} WHERE id IN ({postgres}) ORDER BY id FOR UPDATE"
        );
        for pair in pairs(db, &sqlite, &postgres)? {
            let version =
                pair.other.parse().map_err(|error: std::num::ParseIntError| ApiError::Internal(error.into()))?;
            found.insert(id(&pair.one)?, version);
        }
    }
    Ok(found)
}

/// Which records name these.
///
/// # Errors
/// The database refuses.
pub fn references(db: &mut impl Raw, table: &str, ids: &[Id]) -> ApiResult<Vec<Reference>> {
    let declared = pairs(
        db,
        &format!(
            "SELECT m.name AS one, f.\"from\" AS other FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" = '{table}'"
        ),
        &format!(
            "SELECT conrelid::regclass::text AS one, attname::text AS other FROM pg_constraint \
             JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] \
             WHERE contype = 'f' AND confrelid = '{table}'::regclass"
        ),
    )?;
    let undeclared = UNDECLARED.iter().filter(|(to, ..)| *to == table);
    let undeclared = undeclared.map(|(_, from, column)| Pair { one: (*from).to_owned(), other: (*column).to_owned() });
    let mut found = Vec::new();
    for Pair { one: from, other: column } in declared.into_iter().chain(undeclared) {
        for chunk in ids.chunks(AT_ONCE) {
            let (sqlite, postgres) = lists(chunk);
            let named = pairs(
                db,
                &format!("SELECT hex(id) AS one, hex({column}) AS other FROM {from} WHERE {column} IN ({sqlite})"),
                &format!("SELECT id::text AS one, {column}::text AS other FROM {from} WHERE {column} IN ({postgres})"),
            )?;
            for pair in named {
                found.push(Reference { table: from.clone(), from: id(&pair.one)?, to: id(&pair.other)? });
            }
        }
    }
    Ok(found)
}

/// Which records say by its code that they belong to one of these areas: towns are named by the codes of their villages too.
///
/// # Errors
/// The database refuses.
pub fn references_by_code(db: &mut impl Raw, divisions: &[Id]) -> ApiResult<Vec<Reference>> {
    let mut found = Vec::new();
    for chunk in divisions.chunks(AT_ONCE) {
        let (sqlite, postgres) = lists(chunk);
        let villages = "FROM divisions one JOIN divisions other ON other.code = substr(one.code, 1, 9) || '000' \
                        AND one.id <> other.id WHERE other.id IN";
        let mut asked = vec![("divisions", villages.to_owned())];
        for table in BY_CODE {
            let join =
                format!("FROM {table} one JOIN divisions other ON other.code = one.division_code WHERE other.id IN");
            asked.push((table, join));
        }
        for (table, join) in asked {
            let named = pairs(
                db,
                &format!("SELECT hex(one.id) AS one, hex(other.id) AS other {join} ({sqlite})"),
                &format!("SELECT one.id::text AS one, other.id::text AS other {join} ({postgres})"),
            )?;
            for pair in named {
                found.push(Reference { table: table.to_owned(), from: id(&pair.one)?, to: id(&pair.other)? });
            }
        }
    }
    Ok(found)
}
