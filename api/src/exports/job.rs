//! Writing files: as whoever asked for them, with what they may see now and what they asked to see.
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::prelude::*;

use super::claim::{self, Claim};
use super::deciding::entry;
use super::dto::{ExportFailure, ExportFormat, ExportState};
use super::pages::Pages;
use super::rules;
use super::sealed_file::{SealedWriter, Written};
use super::store::{ExportRow, ExportSecrets, find_row};
use super::table::{Exported, Registry};
use super::writing::{Mark, Sheet};
use crate::platform::access::{Access, Principal, Reading, Tx};
use crate::platform::auth::{Scope, accounts, standing_of};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{divisions, exports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::vault::DataKey;
use crate::platform::{Platform, clock};

/// Ids of persons are of so many bytes.
pub(super) const ID_BYTES: usize = 16;

/// Where the files of an export lie, by the attempt that makes them: what it says, and whom it tells of.
pub(super) fn files(folder: &Path, id: Id, claim: Id) -> [PathBuf; 2] {
    ["content", "persons"].map(|part| folder.join(format!("{id}.{claim}.{part}")))
}

/// The folder of exports.
///
/// # Errors
/// 503 when this process has none.
pub(super) fn folder(platform: &crate::platform::Shared) -> ApiResult<PathBuf> {
    let data = platform.data_folder.get().ok_or(ApiError::Unavailable("there is no folder for files"))?;
    let folder = data.join("exports");
    std::fs::create_dir_all(&folder).map_err(fault)?;
    Ok(folder)
}

pub(super) fn fault(error: io::Error) -> ApiError {
    ApiError::Internal(error.into())
}

/// Why there is no file.
enum Failure {
    /// There never will be.
    Told(ExportFailure),
    /// Another process has taken the job over.
    Lost,
    /// It may be tried again.
    Fault(ApiError),
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Fault(error)
    }
}

/// Writes the oldest file that was asked for and that nobody is at. Answers whether there was one; blocks until it is done.
///
/// # Errors
/// The database refuses; the job is taken up again when its lease has run out.
pub fn run_next(platform: &Platform, registry: &Registry) -> ApiResult<bool> {
    let system = platform.system();
    let Some(claim) = system.write_blocking(claim::take)? else { return Ok(false) };
    if claim.is_hopeless {
        system.write_blocking(move |tx| fail(tx, claim, ExportFailure::Fault))?;
        return Ok(true);
    }
    match write_file(platform, registry, claim) {
        Ok(made) => {
            let kept = system.write_blocking(move |tx| finish(tx, claim, made))?;
            if !kept {
                tracing::warn!(export = %claim.export_id, "another process has made this file");
            }
        }
        Err(Failure::Told(failure)) => system.write_blocking(move |tx| fail(tx, claim, failure)).map(drop)?,
        Err(Failure::Lost) => tracing::warn!(export = %claim.export_id, "another process has taken this file over"),
        Err(Failure::Fault(error)) => return Err(error),
    }
    Ok(true)
}

/// What was made.
struct Made {
    written: Written,
    rows: i64,
    area: (String, String),
}

/// What a file is made of, and as whom.
struct Plan {
    row: ExportRow,
    secrets: ExportSecrets,
    access: Access,
    mark: Mark,
}

fn write_file(platform: &Platform, registry: &Registry, claim: Claim) -> Result<Made, Failure> {
    let folder = folder(platform)?;
    let plan = plan(platform, registry, claim)?;
    let list = registry.find(&plan.row.resource).ok_or(Failure::Told(ExportFailure::Fault))?;
    let parts = files(&folder, claim.export_id, claim.id);
    let written = plan.access.read_snapshot(|reading| Ok(write_parts(platform, list, &plan, reading, (&parts, claim))));
    let written = written.map_err(Failure::Fault).and_then(|written| written);
    if written.is_err() {
        parts.iter().for_each(|part| drop(std::fs::remove_file(part)));
    }
    let (written, rows) = written?;
    let Scope { from, to, .. } = plan.access.principal().scope.clone();
    Ok(Made { written, rows, area: (from, to) })
}

/// Looks up what was asked for and what the requester may see now.
fn plan(platform: &Platform, registry: &Registry, claim: Claim) -> Result<Plan, Failure> {
    let told = platform.system().read_blocking(move |reading| {
        let row = find_row(reading, claim.export_id)?;
        let secrets = row.secrets(reading.vault())?;
        let standing = standing_of(reading.db, row.account_id)?;
        let name = accounts::find(reading, row.account_id)?.display_name;
        let unit: Option<String> = divisions::table
            .filter(divisions::code.eq(row.division_code.clone()))
            .order(divisions::valid_from.desc())
            .select(divisions::name)
            .first(reading.db)
            .optional()?;
        Ok((row, secrets, standing, name, unit))
    });
    let (row, secrets, standing, name, unit) = told?;
    let list = registry.find(&row.resource).ok_or(Failure::Told(ExportFailure::Fault))?;
    let wanted = row.classes();
    let allowed = standing.filter(|standing| {
        list.is_open_to(standing.capabilities)
            && standing.capabilities.has::<crate::platform::auth::RequestExports>()
            && standing.principal.scope.sees.covers(wanted)
            && standing.principal.scope.division_code == row.division_code
    });
    let standing = allowed.ok_or(Failure::Told(ExportFailure::Standing))?;
    let Principal { author, scope } = Principal::clone(&standing.principal);
    let access = platform.acting(Arc::new(Principal { author, scope: Scope { sees: wanted, ..scope } }));
    let unit = unit.unwrap_or_else(|| row.division_code.clone());
    let mark = Mark { title: list.title().to_owned(), unit, name, at: clock::now(), export_id: row.id };
    Ok(Plan { row, secrets, access, mark })
}

fn write_parts(
    platform: &Platform,
    list: &dyn Exported,
    plan: &Plan,
    reading: &mut Reading<'_>,
    (parts, claim): (&[PathBuf; 2], Claim),
) -> Result<(Written, i64), Failure> {
    let [content, persons] = parts;
    let format = ExportFormat::stored(&plan.row.format)?;
    let key = || -> ApiResult<DataKey> { plan.row.key(&platform.vault) };
    let out = SealedWriter::create(content, key()?, plan.row.id).map_err(fault)?;
    let mut told = SealedWriter::create(persons, key()?, plan.row.id).map_err(fault)?;
    let folder = content.parent().unwrap_or(Path::new("."));
    let mut sheet = Sheet::begin(format, list.columns(), &plan.mark, (out, folder)).map_err(fault)?;
    let mut rows = 0;
    let mut pages = Pages::of(list, reading, &plan.secrets.filter).map_err(not_read)?;
    while let Some(records) = pages.next(reading).map_err(not_read)? {
        rows += i64::try_from(records.len()).unwrap_or(i64::MAX);
        if rules::approvals_needed(plan.row.classes(), rows) > plan.row.approvals() {
            return Err(Failure::Told(ExportFailure::MoreRows));
        }
        sheet.write(&records).map_err(fault)?;
        for id in records.iter().flat_map(|record| &record.persons) {
            told.write_all(id.as_bytes()).map_err(fault)?;
        }
        if !platform.system().write_blocking(move |tx| claim.renew(tx))? {
            return Err(Failure::Lost);
        }
    }
    told.close().map_err(fault)?;
    Ok((sheet.end().map_err(fault)?, rows))
}

/// A filter that the list took when it was asked for and refuses now stays refused.
fn not_read(error: ApiError) -> Failure {
    match error {
        ApiError::Syntax(_) | ApiError::Invalid(_) | ApiError::Forbidden(_) | ApiError::NotFound(_) => {
            Failure::Told(ExportFailure::Filter)
        }
        other => Failure::Fault(other),
    }
}

fn finish(tx: &mut Tx<'_>, claim: Claim, made: Made) -> ApiResult<bool> {
    let row = find_row(tx, claim.export_id)?;
    if !claim.finish(tx)? {
        return Ok(false);
    }
    let secrets = ExportSecrets { area: Some(made.area), ..row.secrets(tx.vault())? };
    let sealed = row.key(tx.vault())?.seal(super::store::TABLE, row.id, &secrets)?;
    let changes = (
        exports::state.eq(ExportState::Ready.code()),
        exports::row_count.eq(made.rows),
        exports::file_size.eq(i64::try_from(made.written.size).unwrap_or(i64::MAX)),
        exports::file_sha256.eq(made.written.sha256),
        exports::expires_at.eq((tx.at() + rules::FILE_KEPT).naive_utc()),
        exports::sealed.eq(sealed),
        exports::version.eq(row.version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(row.id)).set(changes), entry("written", &row))?;
    Ok(true)
}

fn fail(tx: &mut Tx<'_>, claim: Claim, failure: ExportFailure) -> ApiResult<bool> {
    let row = find_row(tx, claim.export_id)?;
    if !claim.finish(tx)? {
        return Ok(false);
    }
    let changes = (
        exports::state.eq(ExportState::Failed.code()),
        exports::failure.eq(failure.code()),
        exports::version.eq(row.version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(row.id)).set(changes), entry("failed", &row))?;
    Ok(true)
}
