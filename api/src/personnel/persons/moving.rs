//! What happens to a file as a whole: another town takes it over, its grade follows an assessment, it is sealed.
use diesel::prelude::*;

use super::dto::{Control, PersonStatus, RiskLevel};
use super::lookup::NO_PERSON;
use super::sealed::{Ending, PersonSecrets};
use super::store::{NO_CASE_WORKER, PersonRow, TABLE, file_no_of, find_row, secrets};
use crate::divisions::{expect_grid, expect_in_force};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::staff::works_for;

/// Where a file goes.
pub struct NewPlace {
    /// The village (or town) that manages the person.
    pub division_code: String,
    /// The caseworker there.
    pub case_worker_id: Option<Id>,
    /// The grid there.
    pub grid_id: Option<Id>,
}

/// Puts a file under another town, whoever had it: an accepted transfer is what allows it. Records hang on the person and come
/// along; a file number that is taken there is replaced.
///
/// # Errors
/// 404 when there is no such file, 422 when the new place is none of the caller's.
pub fn move_to(tx: &mut Tx<'_>, id: Id, place: NewPlace) -> ApiResult<()> {
    let row = any_row(tx, id)?;
    let NewPlace { division_code, case_worker_id, grid_id } = place;
    expect_in_force(tx, "/division_code", &division_code, clock::today())?;
    if let Some(worker) = case_worker_id
        && !works_for(tx, worker, &division_code)?
    {
        return Err(ApiError::invalid("/case_worker_id", NO_CASE_WORKER));
    }
    if let Some(grid) = grid_id {
        expect_grid(tx, "/grid_id", grid)?;
    }
    let file_no = if is_taken(tx, &division_code, &row.file_no)? { file_no_of(id) } else { row.file_no };
    let version = row.version + 1;
    let names = vec!["division_code".into(), "case_worker_id".into(), "grid_id".into(), "file_no".into()];
    let entry = Entry::updated(TABLE, id, &division_code, version, names);
    let changes = (
        personnel::division_code.eq(division_code),
        personnel::case_worker_id.eq(case_worker_id),
        personnel::grid_id.eq(grid_id),
        personnel::file_no.eq(file_no),
        personnel::version.eq(version),
        personnel::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(personnel::table.find(id)).set(changes), entry)?;
    Ok(())
}

/// The grade on file follows the newest assessment; without one it is again what was entered.
///
/// # Errors
/// 404 when there is no such file.
pub fn regrade(tx: &mut Tx<'_>, id: Id, assessed: Option<RiskLevel>) -> ApiResult<()> {
    let row = any_row(tx, id)?;
    let (key, mut secrets) = secrets(tx, &row)?;
    let on_file = RiskLevel::stored(&row.risk_level)?;
    let entered = secrets.entered_risk_level.unwrap_or(on_file);
    let (level, kept) = (assessed.unwrap_or(entered), assessed.map(|_| entered));
    if level == on_file && kept == secrets.entered_risk_level {
        return Ok(());
    }
    secrets.entered_risk_level = kept;
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, id, &row.division_code, version, vec!["risk_level".into()]);
    let changes = (
        personnel::risk_level.eq(level.code()),
        personnel::sealed.eq(key.seal(TABLE, id, &secrets)?),
        personnel::version.eq(version),
        personnel::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(personnel::table.find(id)).set(changes), entry)?;
    Ok(())
}

/// Refuses when the file is no longer at the version the caller read.
///
/// # Errors
/// 404 when there is no such file in scope, 412.
pub fn expect_person_version(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<()> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)
}

/// Seals a file as one of three clean years: out of lists, search, exports and counts (治安管理处罚法 §136). Its records stay as
/// they are.
///
/// # Errors
/// 404 when there is no such file.
pub fn seal(tx: &mut Tx<'_>, id: Id, ending: Ending) -> ApiResult<()> {
    let row = any_row(tx, id)?;
    let (key, secrets) = secrets(tx, &row)?;
    let secrets = PersonSecrets { ending: Some(ending), ..secrets };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let names = vec!["status".into(), "control".into(), "sealed_at".into()];
    let entry = Entry { action: "sealed", ..Entry::updated(TABLE, id, &row.division_code, version, names) };
    let changes = (
        personnel::status.eq(PersonStatus::CleanThreeYears.code()),
        personnel::control.eq(Control::NotApplicable.code()),
        personnel::sealed.eq(key.seal(TABLE, id, &secrets)?),
        personnel::sealed_at.eq(at),
        personnel::version.eq(version),
        personnel::updated_at.eq(at),
    );
    tx.apply(diesel::update(personnel::table.find(id)).set(changes), entry)?;
    Ok(())
}

/// An open file, in scope or not: the caller has been checked for what they do with it.
fn any_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<PersonRow> {
    let query = personnel::table.find(id).filter(personnel::withdrawn_at.is_null());
    let query = query.filter(personnel::sealed_at.is_null()).select(PersonRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_PERSON))
}

fn is_taken(reading: &mut Reading<'_>, division: &str, file_no: &str) -> ApiResult<bool> {
    let town = division.get(..9).unwrap_or_default();
    let query = personnel::table
        .filter(personnel::withdrawn_at.is_null())
        .filter(personnel::town_code.eq(town))
        .filter(personnel::file_no.eq(file_no));
    Ok(query.select(personnel::id).first::<Id>(reading.db).optional()?.is_some())
}
