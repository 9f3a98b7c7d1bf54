//! What is over is removed: files that were kept long enough, requests nobody has let go, what a killed process left.
use std::path::{Path, PathBuf};

use diesel::prelude::*;

use super::deciding::entry;
use super::dto::ExportState;
use super::job::{fault, folder};
use super::recall::recall;
use super::rules;
use super::store::ExportRow;
use crate::platform::Platform;
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{export_jobs, exports};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Removes files that were kept long enough, or that tell of somebody who is gone, and gives up what nobody has let go.
///
/// # Errors
/// The database refuses, or the folder cannot be read.
pub fn keep_tidy(platform: &Platform) -> ApiResult<()> {
    platform.system().write_blocking(expire)?;
    let folder = folder(platform)?;
    recall(platform, &folder)?;
    remove_orphans(platform, &folder)
}

fn expire(tx: &mut Tx<'_>) -> ApiResult<()> {
    let now = tx.at();
    let is_over = exports::state.eq(ExportState::Ready.code()).and(exports::expires_at.le(now.naive_utc()));
    let unheard = exports::state
        .eq(ExportState::AwaitingApproval.code())
        .and(exports::created_at.le((now - rules::APPROVAL_AWAITED).naive_utc()));
    let over = exports::table.filter(is_over).or_filter(unheard).select(ExportRow::as_select());
    let rows: Vec<ExportRow> = over.load(tx.db)?;
    for row in &rows {
        let changes = (
            exports::state.eq(ExportState::Expired.code()),
            exports::link_hash.eq(None::<Vec<u8>>),
            exports::link_expires_at.eq(None::<chrono::NaiveDateTime>),
            exports::version.eq(row.version + 1),
            exports::updated_at.eq(now.naive_utc()),
        );
        tx.apply(diesel::update(exports::table.find(row.id)).set(changes), entry("expired", row))?;
    }
    Ok(())
}

/// Removes what belongs to no file that can be fetched and to no attempt that is being made.
fn remove_orphans(platform: &Platform, folder: &Path) -> ApiResult<()> {
    let paths = std::fs::read_dir(folder).map_err(fault)?.filter_map(Result::ok).map(|entry| entry.path());
    let found: Vec<(PathBuf, Id, Id)> =
        paths.filter_map(|path| attempt_of(&path).map(|(id, claim)| (path, id, claim))).collect();
    if found.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id> = found.iter().map(|(_, id, _)| *id).collect();
    let wanted: Vec<(Id, Option<Id>)> = platform.system().read_blocking(move |reading| {
        let query = export_jobs::table
            .inner_join(exports::table)
            .filter(exports::state.eq_any([ExportState::Ready.code(), ExportState::Queued.code()]))
            .filter(export_jobs::id.eq_any(ids));
        Ok(query.select((export_jobs::id, export_jobs::claim_id)).load(reading.db)?)
    })?;
    for (path, id, claim) in found {
        if !wanted.contains(&(id, Some(claim))) {
            std::fs::remove_file(path).map_err(fault)?;
        }
    }
    Ok(())
}

fn attempt_of(path: &Path) -> Option<(Id, Id)> {
    let mut parts = path.file_name()?.to_str()?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
