//! Letting go of what is no longer needed: plans that nobody commits, values of rows long written.
use chrono::Duration;
use diesel::prelude::*;

use super::{ROWS, find, forget_pieces};
use crate::imports::dto::{Import, ImportState};
use crate::imports::report::RowReport;
use crate::imports::rules;
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::db::schema::imports;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// Days a plan waits to be committed, and a refused file to be fetched back.
pub const PLAN_DAYS: i64 = 7;
/// Days that the values of changed fields can be looked at; afterwards the journal names the fields alone.
pub const VALUE_DAYS: i64 = 30;
/// Days that what was said of each row is kept; afterwards the numbers alone stay.
pub const REPORT_DAYS: i64 = 90;
/// Imports seen to in one transaction.
const AT_ONCE: i64 = 50;

/// Gives up a plan: its file and the values in its rows are erased. No fact changes, so there is no journal entry.
///
/// # Errors
/// 404; 409 when it is no plan any more.
pub fn discard(tx: &mut Tx<'_>, id: Id) -> ApiResult<Import> {
    let import = find(tx, id)?;
    if import.state != ImportState::Planned {
        return Err(ApiError::Conflict(rules::NOT_PLANNED));
    }
    erase(tx, id)?;
    find(tx, id)
}

/// Erases what has been kept long enough, a few imports at a time: 0 when nothing is left to erase.
///
/// # Errors
/// The database refuses.
pub fn tidy(tx: &mut Tx<'_>) -> ApiResult<usize> {
    let before = |days| (tx.at() - Duration::days(days)).naive_utc();
    let (plans_before, values_before, reports_before) = (before(PLAN_DAYS), before(VALUE_DAYS), before(REPORT_DAYS));
    let plans: Vec<Id> = imports::table
        .filter(
            imports::state.eq_any([ImportState::Planned, ImportState::Refused, ImportState::Stopped].map(Coded::code)),
        )
        .filter(imports::sealed_file.is_not_null())
        .filter(imports::created_at.lt(plans_before))
        .select(imports::id)
        .limit(AT_ONCE)
        .load(tx.db)?;
    let written: Vec<Id> = imports::table
        .filter(imports::committed_at.lt(values_before))
        .filter(imports::values_erased_at.is_null())
        .select(imports::id)
        .limit(AT_ONCE)
        .load(tx.db)?;
    plans.iter().chain(&written).try_for_each(|id| erase(tx, *id))?;
    let told: Vec<Id> = imports::table
        .filter(imports::created_at.lt(reports_before))
        .filter(imports::report_erased_at.is_null())
        .filter(imports::state.ne_all([ImportState::Planned, ImportState::Committing].map(Coded::code)))
        .select(imports::id)
        .limit(AT_ONCE)
        .load(tx.db)?;
    told.iter().try_for_each(|id| erase_report(tx, *id))?;
    Ok(plans.len() + written.len() + told.len())
}

/// Erases file and values; the outcome of each row and what was said of it stay. A plan is none any more.
fn erase(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let row = imports::table.find(id).select((imports::data_key, imports::sealed_rows, imports::state));
    let (data_key, sealed, was): (Vec<u8>, Vec<u8>, String) = row.first(tx.db)?;
    let key = tx.vault().open_key(&data_key)?;
    let mut reports: Vec<RowReport> = key.open(ROWS, id, &sealed)?;
    for change in reports.iter_mut().flat_map(|report| &mut report.changed) {
        (change.from, change.to) = (serde_json::Value::Null, serde_json::Value::Null);
    }
    let state = if was == ImportState::Planned.code() { ImportState::Discarded.code().to_owned() } else { was };
    let statement = diesel::update(imports::table.find(id)).set((
        imports::state.eq(state),
        imports::sealed_file.eq(None::<Vec<u8>>),
        imports::sealed_rows.eq(key.seal(ROWS, id, &reports)?),
        imports::values_erased_at.eq(tx.at().naive_utc()),
        imports::version.eq(imports::version + 1),
        imports::updated_at.eq(tx.at().naive_utc()),
    ));
    tx.file(statement)?;
    forget_pieces(tx, id)
}

/// Erases what was said of each row. Which file it was and how many rows did what stays.
fn erase_report(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let data_key: Vec<u8> = imports::table.find(id).select(imports::data_key).first(tx.db)?;
    let nothing: [RowReport; 0] = [];
    let sealed = tx.vault().open_key(&data_key)?.seal(ROWS, id, &nothing)?;
    let at = tx.at().naive_utc();
    let statement = diesel::update(imports::table.find(id)).set((
        imports::sealed_rows.eq(sealed),
        imports::report_erased_at.eq(at),
        imports::version.eq(imports::version + 1),
        imports::updated_at.eq(at),
    ));
    tx.file(statement)?;
    forget_pieces(tx, id)
}
