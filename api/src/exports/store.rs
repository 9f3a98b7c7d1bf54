//! Queries on `exports`: the ledger of what left. Rows never leave this folder.
mod rows;

use diesel::prelude::*;

pub(super) use self::rows::{ExportRow, ExportSecrets, TABLE};
use super::dto::{CreateExport, Export, ExportFilter, ExportState};
use super::rules;
use super::table::Exported;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::accounts;
use crate::platform::auth::{FieldClasses, Scope};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{export_jobs, exports};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

type Query = exports::BoxedQuery<'static, Backend>;

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> Query {
    exports::table
        .into_boxed()
        .filter(exports::division_code.ge(scope.from.clone()))
        .filter(exports::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &ExportFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    match filter.state.as_slice() {
        [] => query,
        states => query.filter(exports::state.eq_any(codes::of(states))),
    }
}

/// A page of exports, the latest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &ExportFilter, paging: Paging) -> ApiResult<Page<Export>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(exports::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((exports::created_at.desc(), exports::id.desc()));
    let query = query.select(ExportRow::as_select()).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<ExportRow> = query.load(reading.db)?;
    Ok(Page::new(rows.iter().map(|row| row.open(reading.vault())).collect::<ApiResult<_>>()?, counted))
}

/// One export.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Export> {
    find_row(reading, id)?.open(reading.vault())
}

/// The row of one export.
///
/// # Errors
/// 404 when there is none in scope.
pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<ExportRow> {
    let query = visible(reading.scope).filter(exports::id.eq(id)).select(ExportRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(rules::NO_EXPORT))
}

/// How many exports await a word of this account: others ask for them, and it has not let them go yet.
///
/// # Errors
/// The database refuses.
pub fn awaiting(reading: &mut Reading<'_>, account_id: Id) -> ApiResult<i64> {
    let is_not_mine = exports::approved_by_id.is_null().or(exports::approved_by_id.assume_not_null().ne(account_id));
    let query = visible(reading.scope)
        .filter(exports::state.eq(ExportState::AwaitingApproval.code()))
        .filter(exports::account_id.ne(account_id))
        .filter(is_not_mine);
    Ok(query.count().get_result(reading.db)?)
}

/// How many files wait for this account, which asked for them and has not fetched them yet.
///
/// # Errors
/// The database refuses.
pub fn ready_for(reading: &mut Reading<'_>, account_id: Id) -> ApiResult<i64> {
    let query = visible(reading.scope)
        .filter(exports::state.eq(ExportState::Ready.code()))
        .filter(exports::account_id.eq(account_id))
        .filter(exports::downloaded_at.is_null());
    Ok(query.count().get_result(reading.db)?)
}

/// The account a change is made by, and the official's name.
///
/// # Errors
/// 401 when no account makes it.
pub(super) fn official(tx: &mut Tx<'_>) -> ApiResult<(Id, String)> {
    let id = tx.author().account_id().ok_or(ApiError::Unauthenticated)?;
    Ok((id, accounts::find(tx, id)?.display_name))
}

/// Puts a request on the ledger; it is queued at once where nobody has to let it go.
///
/// # Errors
/// 422 for a filter the list refuses, or classes the caller does not see.
pub fn insert(tx: &mut Tx<'_>, list: &dyn Exported, wanted: CreateExport) -> ApiResult<Export> {
    let (account_id, requested_by) = official(tx)?;
    let classes = rules::classes(&wanted.classes, tx.scope.sees)?;
    let rows = list.count(tx, &wanted.filter).map_err(at_filter)?;
    let (id, at, (key, data_key)) = (Id::new(), tx.at().naive_utc(), tx.vault().new_key()?);
    let approvals_needed = rules::approvals_needed(classes, rows);
    let state = if approvals_needed == 0 { ExportState::Queued } else { ExportState::AwaitingApproval };
    let division_code = tx.scope.division_code.clone();
    let CreateExport { filter, purpose, .. } = wanted;
    let secrets = ExportSecrets { filter, purpose, requested_by, ..ExportSecrets::default() };
    let row = ExportRow {
        id,
        account_id,
        division_code: division_code.clone(),
        resource: wanted.resource,
        format: wanted.format.code().to_owned(),
        state: state.code().to_owned(),
        failure: None,
        classes: names(classes),
        approvals_needed,
        approved_by_id: None,
        approved_also_by_id: None,
        rejected_by_id: None,
        row_count: None,
        file_size: None,
        file_sha256: None,
        link_hash: None,
        link_expires_at: None,
        expires_at: None,
        downloaded_at: None,
        sealed: key.seal(TABLE, id, &secrets)?,
        data_key,
        version: 1,
        created_at: at,
        updated_at: at,
    };
    tx.apply(diesel::insert_into(exports::table).values(row), Entry::created(TABLE, id, &division_code))?;
    if state == ExportState::Queued {
        enqueue(tx, id)?;
    }
    find(tx, id)
}

/// A filter stands in one field of the request, whatever of it is wrong.
fn at_filter(error: ApiError) -> ApiError {
    match error {
        ApiError::Syntax(mut errors) | ApiError::Invalid(mut errors) => {
            errors.iter_mut().for_each(|error| "/filter".clone_into(&mut error.pointer));
            ApiError::Invalid(errors)
        }
        other => other,
    }
}

fn names(classes: FieldClasses) -> String {
    classes.names().collect::<Vec<_>>().join(",")
}

/// Lets a job write the file.
///
/// # Errors
/// The database refuses.
pub(super) fn enqueue(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let job = (
        export_jobs::id.eq(id),
        export_jobs::claim_id.eq(None::<Id>),
        export_jobs::leased_until.eq(tx.at().naive_utc()),
        export_jobs::attempts.eq(0),
        export_jobs::is_done.eq(false),
    );
    tx.file(diesel::insert_into(export_jobs::table).values(job)).map(drop)
}
