//! How far an import that is written piece by piece has come, and what each piece touched.
use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::{Draft, Numbers, ROWS, Secrets, TABLE, find, reports};
use crate::imports::dto::{Fault, Import, ImportOutcome, ImportState, Reverted};
use crate::imports::report::{CellError, Counts, RowReport};
use crate::imports::rules;
use crate::platform::access::{Reading, Touched, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{import_pieces, imports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::DataKey;

/// Findings told at once to who may not read imports.
const MOST_FAULTS: usize = 1000;
/// The place of what a piece touched.
const PIECE: &str = "import_pieces.sealed";

fn key_of(reading: &mut Reading<'_>, id: Id) -> ApiResult<DataKey> {
    let data_key: Vec<u8> = imports::table.find(id).select(imports::data_key).first(reading.db)?;
    reading.vault().open_key(&data_key)
}

/// Marks a plan as written and lets its file go.
///
/// # Errors
/// The database refuses.
pub fn mark_committed(tx: &mut Tx<'_>, import: &Import, is_written: bool) -> ApiResult<Import> {
    let (id, version, at) = (import.id, import.version + 1, tx.at().naive_utc());
    let statement = diesel::update(imports::table.find(id)).set((
        imports::state.eq(ImportState::Committed.code()),
        imports::sealed_file.eq(None::<Vec<u8>>),
        imports::committed_at.eq(at),
        imports::version.eq(version),
        imports::updated_at.eq(at),
    ));
    if is_written {
        tx.apply(statement, Entry::updated(TABLE, id, &import.division_code, version, vec!["state".into()]))?;
    } else {
        tx.file(statement)?;
    }
    find(tx, id)
}

/// Keeps what the rows up to `last_row` touched; 0 stands for a file that was written at once.
///
/// # Errors
/// The database refuses, or this piece was written before.
pub fn keep_piece(tx: &mut Tx<'_>, import_id: Id, last_row: u32, touched: &[Touched]) -> ApiResult<()> {
    let id = Id::new();
    let sealed = key_of(tx, import_id)?.seal(PIECE, id, &touched)?;
    let statement = diesel::insert_into(import_pieces::table).values((
        import_pieces::id.eq(id),
        import_pieces::import_id.eq(import_id),
        import_pieces::last_row.eq(i64::from(last_row)),
        import_pieces::sealed.eq(Some(sealed)),
    ));
    tx.file(statement).map(drop)
}

/// What an import touched, in the order in which it was touched.
///
/// # Errors
/// 409 when it is kept no more.
pub fn touched(reading: &mut Reading<'_>, import_id: Id) -> ApiResult<Vec<Touched>> {
    let key = key_of(reading, import_id)?;
    let query = import_pieces::table.filter(import_pieces::import_id.eq(import_id)).order(import_pieces::last_row);
    let pieces: Vec<(Id, Option<Vec<u8>>)> =
        query.select((import_pieces::id, import_pieces::sealed)).load(reading.db)?;
    let mut all: Vec<Touched> = Vec::new();
    for (id, sealed) in pieces {
        let sealed = sealed.ok_or(ApiError::Conflict(rules::UNDO_GONE))?;
        let piece: Vec<Touched> = key.open(PIECE, id, &sealed)?;
        all.extend(piece);
    }
    if all.is_empty() && find(reading, import_id)?.counts.written() > 0 {
        return Err(ApiError::Conflict(rules::UNDO_GONE));
    }
    Ok(merged(all))
}

/// A record that several pieces touched is as it was before the first of them, and stands where the last touched it.
fn merged(all: Vec<Touched>) -> Vec<Touched> {
    let mut places: HashMap<Id, (usize, Touched)> = HashMap::new();
    for (step, one) in all.into_iter().enumerate() {
        match places.get_mut(&one.id) {
            None => drop(places.insert(one.id, (step, one))),
            Some((last, first)) => {
                *last = step;
                first.version = one.version;
                first.about = first.about.or(one.about);
                let new: Vec<String> = one.changed.into_iter().filter(|name| !first.changed.contains(name)).collect();
                first.changed.extend(new);
            }
        }
    }
    let mut merged: Vec<_> = places.into_values().collect();
    merged.sort_unstable_by_key(|(step, _)| *step);
    merged.into_iter().map(|(_, touched)| touched).collect()
}

/// How an import went that this account sent, without anything that is about persons.
///
/// # Errors
/// 404 when the account sent none of this id.
pub fn outcome(reading: &mut Reading<'_>, id: Id, account_id: Id) -> ApiResult<ImportOutcome> {
    let own = imports::table.filter(imports::id.eq(id)).filter(imports::account_id.eq(account_id));
    let own: Option<Id> = own.select(imports::id).first(reading.db).optional()?;
    own.ok_or(ApiError::NotFound(rules::NO_IMPORT))?;
    let Import { id, state, counts, done_through, .. } = find(reading, id)?;
    let fault = |row: u32, error: CellError| Fault { row, column: error.column, code: error.code };
    let mut faults: Vec<Fault> = reports(reading, id)?
        .into_iter()
        .flat_map(|report| report.errors.into_iter().map(move |error| fault(report.row, error)))
        .collect();
    let fault_count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
    faults.truncate(MOST_FAULTS);
    Ok(ImportOutcome { id, state, counts, done_through, faults, fault_count })
}

/// Imports that are being written piece by piece, the oldest first, with who agreed to them.
///
/// # Errors
/// The database refuses.
pub fn unfinished(reading: &mut Reading<'_>) -> ApiResult<Vec<(Id, Option<Id>)>> {
    let query = imports::table.filter(imports::state.eq(ImportState::Committing.code())).order(imports::id);
    Ok(query.select((imports::id, imports::account_id)).load(reading.db)?)
}

/// Notes that the rows up to `row` are written.
///
/// # Errors
/// The database refuses.
pub fn advance(tx: &mut Tx<'_>, id: Id, row: u32) -> ApiResult<()> {
    let statement = diesel::update(imports::table.find(id)).set((
        imports::done_through.eq(i64::from(row)),
        imports::version.eq(imports::version + 1),
        imports::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.file(statement).map(drop)
}

/// Stops an import where it is: what is written stays, and somebody may go on with it.
///
/// # Errors
/// The database refuses.
pub fn stop(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let import = find(tx, id)?;
    if import.state == ImportState::Committing {
        set_state(tx, &import, ImportState::Stopped).map(drop)
    } else {
        Ok(())
    }
}

/// Begins to write a plan piece by piece, or goes on where it was stopped, in the name of whoever asks for it.
///
/// # Errors
/// The database refuses.
pub fn begin(tx: &mut Tx<'_>, import: &Import) -> ApiResult<Import> {
    let account = imports::account_id.eq(tx.author().account_id());
    tx.file(diesel::update(imports::table.find(import.id)).set(account))?;
    set_state(tx, import, ImportState::Committing)
}

fn set_state(tx: &mut Tx<'_>, import: &Import, state: ImportState) -> ApiResult<Import> {
    let (id, version) = (import.id, import.version + 1);
    let statement = diesel::update(imports::table.find(id)).set((
        imports::state.eq(state.code()),
        imports::version.eq(version),
        imports::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.apply(statement, Entry::updated(TABLE, id, &import.division_code, version, vec!["state".into()]))?;
    find(tx, id)
}

/// Says anew what rows do.
///
/// # Errors
/// The database refuses.
pub fn tell_again(
    tx: &mut Tx<'_>,
    id: Id,
    reports: &[RowReport],
    rows: Counts,
    records: BTreeMap<String, Counts>,
) -> ApiResult<()> {
    let numbers = serde_json::to_string(&Numbers { rows, records, reverted: None });
    let statement = diesel::update(imports::table.find(id)).set((
        imports::counts.eq(numbers.map_err(|error| ApiError::Internal(error.into()))?),
        imports::sealed_rows.eq(key_of(tx, id)?.seal(ROWS, id, &reports)?),
        imports::version.eq(imports::version + 1),
        imports::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.file(statement).map(drop)
}

/// Marks an import as undone, with what became of each row and why it was asked for. It cannot be undone twice.
///
/// # Errors
/// The database refuses.
pub fn mark_reverted(
    tx: &mut Tx<'_>,
    import: &Import,
    reports: &[RowReport],
    reverted: Reverted,
    reason: String,
) -> ApiResult<Import> {
    let (id, version, at) = (import.id, import.version + 1, tx.at().naive_utc());
    let key = key_of(tx, id)?;
    let (name, notes, mapped) = (import.source.name.clone(), import.notes.clone(), import.mapped.clone());
    let secrets = Secrets { name, notes, mapped, reverted_because: Some(reason) };
    let numbers = Numbers { rows: import.counts, records: import.records.clone(), reverted: Some(reverted) };
    let statement = diesel::update(imports::table.find(id)).set((
        imports::state.eq(ImportState::Reverted.code()),
        imports::counts.eq(serde_json::to_string(&numbers).map_err(|error| ApiError::Internal(error.into()))?),
        imports::reverted_at.eq(at),
        imports::sealed.eq(key.seal(TABLE, id, &secrets)?),
        imports::sealed_rows.eq(key.seal(ROWS, id, &reports)?),
        imports::version.eq(version),
        imports::updated_at.eq(at),
    ));
    tx.apply(statement, Entry::updated(TABLE, id, &import.division_code, version, vec!["state".into()]))?;
    forget_pieces(tx, id)?;
    find(tx, id)
}

/// Erases how records stood before an import.
///
/// # Errors
/// The database refuses.
pub fn forget_pieces(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let these = import_pieces::table.filter(import_pieces::import_id.eq(id));
    tx.file(diesel::update(these).set(import_pieces::sealed.eq(None::<Vec<u8>>))).map(drop)
}

/// Puts a new plan in the place of one that went stale, or whose headings are read otherwise by now.
///
/// # Errors
/// The database refuses.
pub fn replace_plan(tx: &mut Tx<'_>, draft: Draft, reports: &[RowReport]) -> ApiResult<Import> {
    let Draft { id, counts, records, notes, mapped, source, .. } = draft;
    let secrets = Secrets { name: source.name, notes, mapped, reverted_because: None };
    let sealed = key_of(tx, id)?.seal(TABLE, id, &secrets)?;
    tx.file(diesel::update(imports::table.find(id)).set(imports::sealed.eq(sealed)))?;
    tell_again(tx, id, reports, counts, records)?;
    find(tx, id)
}
