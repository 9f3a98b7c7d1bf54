//! Letting an export go, or not: somebody else's word.
use diesel::prelude::*;

use super::dto::{Export, ExportState, RejectExport};
use super::rules;
use super::store::{ExportRow, ExportSecrets, TABLE, enqueue, find, find_row, official};
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::db::schema::exports;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// An export that this caller may decide on, with the caller's account and name.
fn decidable(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<(ExportRow, Id, String)> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let (account, name) = official(tx)?;
    rules::expect_decidable(row.state()?, row.account_id, row.approved_by_id, account)?;
    Ok((row, account, name))
}

/// Lets an export go; it is queued once all who must have done so.
///
/// # Errors
/// 404, 409 for one's own export and for a second word of one person, 412.
pub fn approve(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Export> {
    let (row, account, name) = decidable(tx, id, version)?;
    let secrets = row.secrets(tx.vault())?;
    let approved_by = secrets.approved_by.iter().cloned().chain([name]).collect();
    let sealed = row.key(tx.vault())?.seal(TABLE, id, &ExportSecrets { approved_by, ..secrets })?;
    let (one, other) = match row.approved_by_id {
        None => (Some(account), None),
        first => (first, Some(account)),
    };
    let is_let_go = row.approvals() + 1 >= row.approvals_needed;
    let state = if is_let_go { ExportState::Queued } else { ExportState::AwaitingApproval };
    let changes = (
        exports::state.eq(state.code()),
        exports::approved_by_id.eq(one),
        exports::approved_also_by_id.eq(other),
        exports::sealed.eq(sealed),
        exports::version.eq(version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(id)).set(changes), entry("approved", &row))?;
    if is_let_go {
        enqueue(tx, id)?;
    }
    find(tx, id)
}

/// Does not let an export go.
///
/// # Errors
/// As [`approve`].
pub fn reject(tx: &mut Tx<'_>, id: Id, version: i64, refusal: RejectExport) -> ApiResult<Export> {
    let (row, account, name) = decidable(tx, id, version)?;
    let secrets = row.secrets(tx.vault())?;
    let secrets = ExportSecrets { rejected_by: Some(name), reason: Some(refusal.reason), ..secrets };
    let changes = (
        exports::state.eq(ExportState::Rejected.code()),
        exports::rejected_by_id.eq(account),
        exports::sealed.eq(row.key(tx.vault())?.seal(TABLE, id, &secrets)?),
        exports::version.eq(version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(id)).set(changes), entry("rejected", &row))?;
    find(tx, id)
}

/// The entry of a step in the life of an export.
pub(super) fn entry(action: &'static str, row: &ExportRow) -> Entry {
    let changed = vec!["state".into()];
    Entry { action, ..Entry::updated(TABLE, row.id, &row.division_code, row.version + 1, changed) }
}
