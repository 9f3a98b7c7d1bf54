//! Many persons at once, for imports: few statements, and keys at hand for what is recorded under them.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::CreatePerson;
use super::lookup::Owner;
use super::store::{PersonColumns, columns, entry_of, refuse_taken};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::personnel;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::Blind;

/// Rows of one statement: far below the number of parameters either database takes.
const MOST_AT_ONCE: usize = 500;

/// A row to be inserted; every column is named, so that many rows fit one statement.
#[derive(Insertable)]
#[diesel(table_name = personnel, treat_none_as_default_value = false)]
struct NewPersonRow {
    id: Id,
    #[diesel(embed)]
    columns: PersonColumns,
    data_key: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// Registers persons under ids made before; the caller sees to the scope. Answers them as owners of their records.
///
/// # Errors
/// 409 when an identity number is registered, 422 when a file number is taken.
pub fn insert_all(tx: &mut Tx<'_>, new: Vec<(Id, CreatePerson)>) -> ApiResult<HashMap<Id, Owner>> {
    let mut owners = HashMap::with_capacity(new.len());
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        let some: Vec<_> = new.by_ref().take(MOST_AT_ONCE).collect();
        refuse_taken(tx, some.iter().map(|(_, facts)| facts))?;
        for (id, facts) in some {
            entries.push(entry_of(id, &facts));
            let (row, owner) = new_row(tx, id, facts)?;
            rows.push(row);
            owners.insert(id, owner);
        }
        tx.apply_all(personnel::table, rows, &entries)?;
    }
    Ok(owners)
}

fn new_row(tx: &Tx<'_>, id: Id, facts: CreatePerson) -> ApiResult<(NewPersonRow, Owner)> {
    let (key, data_key) = tx.vault().new_key()?;
    let at = tx.at().naive_utc();
    let division_code = facts.division_code.clone();
    let columns = columns(tx, id, &key, facts, None)?;
    let row = NewPersonRow { id, columns, data_key, version: 1, created_at: at, updated_at: at };
    Ok((row, Owner { person_id: id, key, division_code }))
}

/// Which of these identity numbers (their keys) are registered anywhere, in scope or not.
///
/// # Errors
/// The database refuses.
pub fn registered_numbers(reading: &mut Reading<'_>, numbers: &[String]) -> ApiResult<Vec<String>> {
    let mut taken = Vec::new();
    for chunk in numbers.chunks(MOST_AT_ONCE) {
        let by_index: HashMap<Vec<u8>, &String> =
            chunk.iter().map(|number| (reading.vault().blind(Blind::IdNumber, number), number)).collect();
        let indexes: Vec<Vec<u8>> = by_index.keys().cloned().collect();
        // Two questions, because the open and the sealed files have an index each.
        let held = || {
            let query = personnel::table.filter(personnel::withdrawn_at.is_null());
            query.filter(personnel::id_index.eq_any(indexes.clone())).select(personnel::id_index)
        };
        let mut found: Vec<Option<Vec<u8>>> = held().filter(personnel::sealed_at.is_null()).load(reading.db)?;
        found.extend(held().filter(personnel::sealed_at.is_not_null()).load::<Option<Vec<u8>>>(reading.db)?);
        taken.extend(
            found.into_iter().flatten().filter_map(|index| by_index.get(&index).map(|number| (*number).clone())),
        );
    }
    Ok(taken)
}

/// Whose these file numbers are, by town and number: unseen files keep theirs too. In one town, when it is
/// known: there an index finds them.
///
/// # Errors
/// The database refuses.
pub fn file_numbers(
    reading: &mut Reading<'_>,
    town: Option<&str>,
    numbers: &[String],
) -> ApiResult<HashMap<(String, String), Id>> {
    let town = town.and_then(|town| town.get(..9));
    let mut taken = HashMap::new();
    for chunk in numbers.chunks(MOST_AT_ONCE) {
        let mut query = personnel::table
            .into_boxed()
            .filter(personnel::withdrawn_at.is_null())
            .filter(personnel::file_no.eq_any(chunk.to_vec()));
        if let Some(town) = town {
            query = query.filter(personnel::town_code.eq(town.to_owned()));
        }
        let found: Vec<(String, String, Id)> =
            query.select((personnel::town_code, personnel::file_no, personnel::id)).load(reading.db)?;
        taken.extend(found.into_iter().map(|(town, number, id)| ((town, number), id)));
    }
    Ok(taken)
}
