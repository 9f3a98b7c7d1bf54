//! What becomes of a transfer: each step one transaction.
use super::dto::{
    AcceptTransfer, AnswerTransfer, ArriveTransfer, RefuseTransfer, Transfer, TransferSide, TransferState,
};
use super::rules;
use super::store::{Columns, Row, Secrets, TABLE, change, find, find_row, secrets, side};
use crate::personnel::persons::{NewPlace, move_to};
use crate::personnel::treatments;
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// The receiving town takes the person over: file, records and duties are theirs from here on, and the clock runs on.
///
/// # Errors
/// 404, 409 when it is settled or not theirs to take, 412, 422.
pub fn accept(tx: &mut Tx<'_>, id: Id, version: i64, how: AcceptTransfer) -> ApiResult<Transfer> {
    let row = under_way(tx, id, version)?;
    expect_addressed(tx, &row)?;
    rules::check_changed("/changed_on", how.changed_on, row.columns.decided_on)?;
    let AcceptTransfer { division_code, changed_on, case_worker_id, grid_id } = how;
    move_to(tx, row.person_id, NewPlace { division_code, case_worker_id, grid_id })?;
    let accepted = TransferState::Accepted.code().to_owned();
    let columns = Columns { state: accepted, changed_on: Some(changed_on), ..row.columns.clone() };
    change(tx, &row, columns, vec!["state".into(), "changed_on".into()])?;
    find(tx, id)
}

/// The receiving town does not take the person: everything stays where it was.
///
/// # Errors
/// 404, 409, 412.
pub fn decline(tx: &mut Tx<'_>, id: Id, version: i64, why: RefuseTransfer) -> ApiResult<Transfer> {
    let row = under_way(tx, id, version)?;
    expect_addressed(tx, &row)?;
    settle(tx, &row, TransferState::Declined, why.reason)
}

/// The sending town takes the request back.
///
/// # Errors
/// 404, 409, 412.
pub fn cancel(tx: &mut Tx<'_>, id: Id, version: i64, why: RefuseTransfer) -> ApiResult<Transfer> {
    let row = under_way(tx, id, version)?;
    expect_ours(tx, &row)?;
    settle(tx, &row, TransferState::Cancelled, why.reason)
}

/// The reply slip of a letter has come: where the other town takes the person over, the measure here has ended.
///
/// # Errors
/// 404, 409, 412, 422.
pub fn answer(tx: &mut Tx<'_>, id: Id, version: i64, answer: AnswerTransfer) -> ApiResult<Transfer> {
    let row = under_way(tx, id, version)?;
    expect_ours(tx, &row)?;
    if row.columns.to_division.is_some() {
        return Err(ApiError::Conflict(rules::NOT_BY_LETTER));
    }
    if row.columns.sent_on.is_none() {
        return Err(ApiError::Conflict(rules::NOT_SENT));
    }
    rules::check_changed("/answered_on", answer.answered_on, row.columns.decided_on)?;
    if !answer.accepted {
        return settle(tx, &row, TransferState::Declined, answer.reply);
    }
    let (_, secrets) = secrets(tx, &row)?;
    let place = secrets.to_place.unwrap_or_default();
    let outcome: String = format!("{place}，{}", answer.reply).chars().take(200).collect();
    treatments::transferred_out(tx, row.person_id, row.treatment_id, answer.answered_on, outcome)?;
    let changed = Columns { changed_on: Some(answer.answered_on), ..row.columns.clone() };
    settle(tx, &Row { columns: changed, ..row }, TransferState::Accepted, answer.reply)
}

/// The person has reported in at the new place, and perhaps signed the new agreement (戒毒条例 §22).
///
/// # Errors
/// 404, 409 when the person is not theirs, 412, 422.
pub fn arrive(tx: &mut Tx<'_>, id: Id, version: i64, arrival: &ArriveTransfer) -> ApiResult<Transfer> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    if row.columns.to_division.is_none() {
        return Err(ApiError::Conflict(rules::BY_LETTER));
    }
    let accepted = TransferState::stored(&row.columns.state)? == TransferState::Accepted;
    let Some(changed_on) = row.columns.changed_on.filter(|_| accepted) else {
        return Err(ApiError::Conflict(rules::NOT_ACCEPTED));
    };
    // Who has the person now has the file in sight; the town that let go has not.
    crate::personnel::persons::owner(tx, row.person_id).map_err(|_unseen| ApiError::Conflict(rules::NOT_YOURS))?;
    rules::check_arrival(arrival, changed_on)?;
    let ArriveTransfer { reported_in_on, agreement_signed_on } = *arrival;
    let columns = Columns { reported_in_on: Some(reported_in_on), agreement_signed_on, ..row.columns.clone() };
    change(tx, &row, columns, vec!["reported_in_on".into(), "agreement_signed_on".into()])?;
    find(tx, id)
}

fn under_way(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Row> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    rules::expect_open(TransferState::stored(&row.columns.state)?)?;
    Ok(row)
}

/// Who answers for both towns may act for either.
fn expect_addressed(tx: &Tx<'_>, row: &Row) -> ApiResult<()> {
    let Some(to) = &row.columns.to_division else { return Err(ApiError::Conflict(rules::BY_LETTER)) };
    let is_theirs = tx.scope.from <= *to && *to < tx.scope.to;
    if row.columns.sent_on.is_none() {
        return Err(ApiError::Conflict(rules::NOT_SENT));
    }
    if is_theirs { Ok(()) } else { Err(ApiError::Conflict(rules::NOT_YOURS)) }
}

fn expect_ours(tx: &Tx<'_>, row: &Row) -> ApiResult<()> {
    let is_ours = side(tx.scope, row) == TransferSide::Outgoing;
    if is_ours { Ok(()) } else { Err(ApiError::Conflict(rules::NOT_YOURS)) }
}

fn settle(tx: &mut Tx<'_>, row: &Row, state: TransferState, answer: String) -> ApiResult<Transfer> {
    let (owner, secrets) = secrets(tx, row)?;
    let secrets = Secrets { answer: Some(answer), ..secrets };
    let sealed = owner.key.seal(TABLE, row.id, &secrets)?;
    let columns = Columns { state: state.code().to_owned(), sealed, ..row.columns.clone() };
    change(tx, row, columns, vec!["state".into(), "answer".into()])?;
    find(tx, row.id)
}
