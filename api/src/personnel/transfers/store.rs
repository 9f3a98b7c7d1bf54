//! Queries on `transfers`. Rows never leave this folder.
//!
//! A transfer is sealed under its person's key, and seen from two sides: by the town the person leaves, and from the day the
//! file is sent by the town it is sent to. Being addressed is what lets the other town open it.
mod rows;

use diesel::dsl::exists;
use diesel::prelude::*;

pub(super) use self::rows::{Columns, Row, Secrets};
pub use self::rows::{TransferDates, ids_of};
use super::dto::{CreateTransfer, Destination, Transfer, TransferFilter, TransferPreview, TransferSide, TransferState};
use super::rules;
use crate::codes::mask;
use crate::divisions;
use crate::personnel::persons::{self, Owner, owner, owners_among};
use crate::personnel::treatments;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{FieldClass, Scope};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{personnel, transfers};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

pub(super) const TABLE: &str = "transfers";
const NO_TRANSFER: Rule = Rule { code: "transfer.not_found", zh: "没有这件变更", en: "no such transfer" };
/// Persons whose transfers are read in one statement.
const OWNERS_AT_ONCE: usize = 500;

type Query = transfers::BoxedQuery<'static, Backend>;

present!(visible, transfers);

/// What the caller sees: what their town sends, and what is addressed to it. Of sealed and withdrawn files nothing.
fn visible(scope: &Scope) -> Query {
    let is_ours = transfers::from_division.ge(scope.from.clone()).and(transfers::from_division.lt(scope.to.clone()));
    let file = personnel::table
        .filter(personnel::id.eq(transfers::person_id))
        .filter(personnel::withdrawn_at.is_null())
        .filter(personnel::sealed_at.is_null());
    transfers::table.into_boxed().filter(is_ours.or(addressed(scope))).filter(exists(file))
}

type Condition = Box<dyn BoxableExpression<transfers::table, Backend, SqlType = diesel::sql_types::Bool>>;

/// What was sent to the caller's area and not taken back.
fn addressed(scope: &Scope) -> Condition {
    let to = transfers::to_division.assume_not_null();
    let is_theirs = transfers::to_division.is_not_null().and(to.ge(scope.from.clone())).and(to.lt(scope.to.clone()));
    let cancelled = TransferState::Cancelled.code();
    Box::new(is_theirs.and(transfers::sent_on.is_not_null()).and(transfers::state.ne(cancelled)))
}

/// A page of transfers, those under way first, the oldest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &TransferFilter, paging: Paging) -> ApiResult<Page<Transfer>> {
    let matching = |scope: &Scope| {
        let mut query = visible(scope);
        if !filter.state.is_empty() {
            query = query.filter(transfers::state.eq_any(codes::of(&filter.state)));
        }
        if let Some(person) = filter.person {
            query = query.filter(transfers::person_id.eq(person));
        }
        match filter.side {
            Some(TransferSide::Incoming) => query.filter(addressed(scope)),
            Some(TransferSide::Outgoing) => query
                .filter(transfers::from_division.ge(scope.from.clone()))
                .filter(transfers::from_division.lt(scope.to.clone())),
            None => query,
        }
    };
    let counted: i64 = matching(reading.scope).count().get_result(reading.db)?;
    let order = (transfers::state.ne(TransferState::Requested.code()), transfers::decided_on, transfers::id);
    let query = matching(reading.scope).order(order).select(Row::as_select());
    let rows: Vec<Row> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    let mut items = Vec::new();
    for row in rows {
        items.push(open(reading, row)?);
    }
    Ok(Page::new(items, counted))
}

/// All transfers of a person that the caller sees.
///
/// # Errors
/// The database refuses.
pub fn of_person(reading: &mut Reading<'_>, person_id: Id) -> ApiResult<Vec<Transfer>> {
    let query = visible(reading.scope).filter(transfers::person_id.eq(person_id)).select(Row::as_select());
    let rows: Vec<Row> = query.load(reading.db)?;
    rows.into_iter().map(|row| open(reading, row)).collect()
}

/// Towns somebody can be sent to.
///
/// # Errors
/// The database refuses.
pub fn destinations(reading: &mut Reading<'_>) -> ApiResult<Vec<Destination>> {
    let towns = divisions::towns(reading)?;
    let is_ours = |code: &str| reading.scope.from.as_str() <= code && code < reading.scope.to.as_str();
    let others = towns.into_iter().filter(|(code, _)| reading.scope.as_town().is_none() || !is_ours(code));
    Ok(others.map(|(code, name)| Destination { code, name }).collect())
}

/// One transfer.
///
/// # Errors
/// 404 when the caller's town is neither side of it.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Transfer> {
    let row = find_row(reading, id)?;
    open(reading, row)
}

pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<Row> {
    let query = visible(reading.scope).filter(transfers::id.eq(id)).select(Row::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_TRANSFER))
}

/// The key of the person: being a side of the transfer is what its holder has been checked for.
pub(super) fn key_of(reading: &mut Reading<'_>, row: &Row) -> ApiResult<Owner> {
    owners_among(reading, &[row.person_id])?.pop().ok_or(ApiError::NotFound(NO_TRANSFER))
}

pub(super) fn secrets(reading: &mut Reading<'_>, row: &Row) -> ApiResult<(Owner, Secrets)> {
    let owner = key_of(reading, row)?;
    let secrets = owner.key.open(TABLE, row.id, &row.columns.sealed)?;
    Ok((owner, secrets))
}

/// On which side of it the caller stands.
pub(super) fn side(scope: &Scope, row: &Row) -> TransferSide {
    let is_ours = scope.from <= row.from_division && row.from_division < scope.to;
    if is_ours { TransferSide::Outgoing } else { TransferSide::Incoming }
}

/// Transfers of these persons, in no order: what duties follow from.
///
/// # Errors
/// The database refuses.
pub fn of_owners<'o>(
    reading: &mut Reading<'_>,
    owners: impl IntoIterator<Item = &'o Owner>,
) -> ApiResult<Vec<TransferDates>> {
    let ids: Vec<Id> = owners.into_iter().map(|owner| owner.person_id).collect();
    let mut found = Vec::new();
    for chunk in ids.chunks(OWNERS_AT_ONCE) {
        let query = transfers::table.filter(transfers::person_id.eq_any(chunk.to_vec()));
        found.extend(query.select(TransferDates::as_select()).load::<TransferDates>(reading.db)?);
    }
    found.retain(|one| one.state != TransferState::Cancelled.code());
    Ok(found)
}

/// Asks another town to take a person over.
///
/// # Errors
/// 404 when the person is not in scope, 409 when nothing can be transferred or something is under way, 422.
pub fn insert(tx: &mut Tx<'_>, person_id: Id, new: CreateTransfer) -> ApiResult<Transfer> {
    let owner = owner(tx, person_id)?;
    expect_destination(tx, &owner.division_code, &new)?;
    let open = treatments::store::of_owners(tx, [&owner])?.into_iter().find(treatments::is_executed_in_community);
    let treatment = open.ok_or(ApiError::Conflict(rules::NO_MEASURE))?;
    let requested = TransferState::Requested.code();
    let under_way = transfers::table.filter(transfers::person_id.eq(person_id)).filter(transfers::state.eq(requested));
    if under_way.select(transfers::id).first::<Id>(tx.db).optional()?.is_some() {
        return Err(ApiError::Conflict(rules::ONE_OPEN));
    }
    let (name, gender) = persons::name_and_gender(tx, person_id)?;
    let facts = &treatment.facts;
    let preview = TransferPreview {
        name,
        gender,
        kind: facts.kind,
        reported_in_on: facts.reported_in_on,
        term_ends_on: facts.term_ends_on,
    };
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let columns = columns(&owner, id, new, preview)?;
    let entry = Entry::created(TABLE, id, &owner.division_code).about(person_id).shared_with(addressee(&columns));
    let row = Row {
        id,
        person_id,
        treatment_id: treatment.id,
        from_division: owner.division_code.clone(),
        columns,
        version: 1,
        created_at: at,
        updated_at: at,
    };
    tx.apply(diesel::insert_into(transfers::table).values(row), entry)?;
    find(tx, id)
}

/// Only towns that are there, and not the one the person is in.
fn expect_destination(reading: &mut Reading<'_>, from: &str, facts: &CreateTransfer) -> ApiResult<()> {
    let Some(to) = &facts.to_division else { return Ok(()) };
    let is_elsewhere = from.get(..9) != to.get(..9);
    let is_known = is_elsewhere && divisions::towns(reading)?.iter().any(|(code, _)| code == to);
    if is_known { Ok(()) } else { Err(ApiError::invalid("/to_division", rules::NOT_A_TOWN)) }
}

fn columns(owner: &Owner, id: Id, facts: CreateTransfer, preview: TransferPreview) -> ApiResult<Columns> {
    let CreateTransfer { to_division, to_place, decided_on, document_no, reason, sent_on, letter_no, materials } =
        facts;
    let secrets = Secrets { preview, to_place, document_no, reason, letter_no, materials, answer: None };
    Ok(Columns {
        to_division,
        state: TransferState::Requested.code().to_owned(),
        decided_on,
        sent_on,
        changed_on: None,
        reported_in_on: None,
        agreement_signed_on: None,
        sealed: owner.key.seal(TABLE, id, &secrets)?,
    })
}

/// The town that sees it: the one it was sent to, unless it was taken back.
fn addressee(columns: &Columns) -> Option<&str> {
    let is_sent = columns.sent_on.is_some() && columns.state != TransferState::Cancelled.code();
    columns.to_division.as_deref().filter(|_| is_sent)
}

/// Changes what was asked for, while nobody has answered: a file is often approved on one day and sent on another.
///
/// # Errors
/// 404, 409 when it is settled, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateTransfer>) -> ApiResult<Transfer> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    if side(tx.scope, &row) == TransferSide::Incoming {
        return Err(ApiError::Conflict(rules::NOT_YOURS));
    }
    rules::expect_open(TransferState::stored(&row.columns.state)?)?;
    let (owner, secrets) = secrets(tx, &row)?;
    let preview = secrets.preview.clone();
    let (facts, changed) = patch.apply(&facts(&row, secrets))?;
    expect_destination(tx, &row.from_division, &facts)?;
    if !changed.is_empty() {
        let columns = columns(&owner, id, facts, preview)?;
        change(tx, &row, columns, changed)?;
    }
    find(tx, id)
}

pub(super) fn change(
    tx: &mut Tx<'_>,
    row: &Row,
    columns: Columns,
    names: Vec<std::borrow::Cow<'static, str>>,
) -> ApiResult<()> {
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, row.id, &row.from_division, version, names).about(row.person_id);
    let entry = entry.shared_with(addressee(&columns));
    let stamp = (transfers::version.eq(version), transfers::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(transfers::table.find(row.id)).set((columns, stamp)), entry)?;
    Ok(())
}

fn facts(row: &Row, secrets: Secrets) -> CreateTransfer {
    let Secrets { to_place, document_no, reason, letter_no, materials, .. } = secrets;
    let Columns { to_division, decided_on, sent_on, .. } = row.columns.clone();
    CreateTransfer { to_division, to_place, decided_on, document_no, reason, sent_on, letter_no, materials }
}

fn open(reading: &mut Reading<'_>, row: Row) -> ApiResult<Transfer> {
    let (_, secrets) = secrets(reading, &row)?;
    let mut preview = secrets.preview.clone();
    if !reading.scope.sees.has(FieldClass::Name) {
        preview.name = mask::name(&preview.name);
    }
    let answer = secrets.answer.clone();
    Ok(Transfer {
        id: row.id,
        person_id: row.person_id,
        treatment_id: row.treatment_id,
        preview,
        state: TransferState::stored(&row.columns.state)?,
        side: side(reading.scope, &row),
        facts: facts(&row, secrets),
        from_division: row.from_division,
        changed_on: row.columns.changed_on,
        reported_in_on: row.columns.reported_in_on,
        agreement_signed_on: row.columns.agreement_signed_on,
        answer,
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}
