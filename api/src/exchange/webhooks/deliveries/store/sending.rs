//! What the dispatcher asks of deliveries and writes about them.
use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{CHALLENGE, DeliveryRow, NO_SEQ, deliveries, id_of, turn};
use crate::exchange::webhooks::deliveries::DeliveryState;
use crate::exchange::webhooks::rules::{LEASE, Waiting, is_wanted};
use crate::exchange::webhooks::source::{self, Change};
use crate::exchange::webhooks::store::{Live, set_cursor};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Deliveries of one webhook that may wait at a time; further changes stay in the journal until some of them are done.
const MOST_WAITING: usize = 1000;
/// Changes looked at in one transaction.
const AT_ONCE: i64 = 500;
/// How long it is kept what was taken.
const KEPT: Duration = Duration::days(30);

/// A delivery that waits.
pub struct Pending {
    /// Its id.
    pub id: Id,
    /// What is sent of it.
    pub change: Change,
    /// When it may go.
    pub waiting: Waiting<Id>,
}

impl Pending {
    /// Whether it asks the address to answer.
    pub fn is_challenge(&self) -> bool {
        self.change.event_type == CHALLENGE
    }
}

fn waiting_of(webhook_id: Id) -> super::Query {
    let of_webhook = deliveries::table.into_boxed().filter(deliveries::webhook_id.eq(webhook_id));
    of_webhook.filter(deliveries::state.eq(DeliveryState::Pending.code()))
}

/// The deliveries of a webhook that wait, in the order of changes; of one that has not answered yet, the challenge alone.
///
/// # Errors
/// The database refuses.
pub fn pending(reading: &mut Reading<'_>, webhook: &Live) -> ApiResult<Vec<Pending>> {
    let mut query = waiting_of(webhook.id).order((deliveries::seq.asc(), deliveries::id.asc()));
    if !webhook.is_verified {
        query = query.filter(deliveries::seq.eq(NO_SEQ));
    }
    let rows: Vec<DeliveryRow> = query.select(DeliveryRow::as_select()).load(reading.db)?;
    Ok(rows.into_iter().map(open).collect())
}

fn open(row: DeliveryRow) -> Pending {
    let waiting = Waiting {
        subject: row.subject_id,
        due_at: row.next_attempt_at.and_utc(),
        leased_until: row.leased_until.map(|at| at.and_utc()),
        started: row.started_attempts,
        finished: row.finished_attempts,
    };
    let change = Change {
        seq: row.seq,
        event_type: row.event_type,
        subject_type: row.subject_type,
        subject_id: row.subject_id,
        version: row.subject_version,
        occurred_at: row.occurred_at.and_utc(),
    };
    Pending { id: row.id, change, waiting }
}

/// Whether anything of these webhooks may be due.
///
/// # Errors
/// The database refuses.
pub fn has_due(reading: &mut Reading<'_>, ids: Vec<Id>, now: DateTime<Utc>) -> ApiResult<bool> {
    let due = deliveries::table
        .filter(deliveries::webhook_id.eq_any(ids))
        .filter(deliveries::state.eq(DeliveryState::Pending.code()))
        .filter(deliveries::next_attempt_at.le(now.naive_utc()))
        .filter(deliveries::leased_until.is_null().or(deliveries::leased_until.le(now.naive_utc())));
    Ok(due.select(deliveries::id).first::<Id>(reading.db).optional()?.is_some())
}

/// Makes deliveries of the changes a webhook has not been told of yet.
///
/// # Errors
/// The database refuses.
pub fn fan_out(tx: &mut Tx<'_>, webhook: &Live, now: DateTime<Utc>) -> ApiResult<()> {
    let waiting: Vec<i64> = waiting_of(webhook.id).select(deliveries::seq).load(tx.db)?;
    if waiting.len() >= MOST_WAITING {
        return Ok(());
    }
    let (changes, reached) = source::after(tx, &webhook.division_code, webhook.after_seq, AT_ONCE)?;
    if reached == webhook.after_seq {
        return Ok(());
    }
    let waiting: HashSet<i64> = waiting.into_iter().collect();
    let is_told =
        |change: &Change| is_wanted(&webhook.event_types, &change.event_type) && !waiting.contains(&change.seq);
    for change in changes.into_iter().filter(is_told) {
        tx.file(diesel::insert_into(deliveries::table).values(row(webhook.id, change, now.naive_utc())))?;
    }
    set_cursor(tx, webhook.id, reached)
}

fn row(webhook_id: Id, change: Change, now: NaiveDateTime) -> DeliveryRow {
    DeliveryRow {
        id: id_of(webhook_id, change.seq),
        webhook_id,
        seq: change.seq,
        event_type: change.event_type,
        subject_type: change.subject_type,
        subject_id: change.subject_id,
        subject_version: change.version,
        occurred_at: change.occurred_at.naive_utc(),
        state: DeliveryState::Pending.code().to_owned(),
        started_attempts: 0,
        finished_attempts: 0,
        leased_until: None,
        next_attempt_at: now,
        last_status: None,
        last_error: None,
        delivered_at: None,
        created_at: now,
    }
}

/// Notes that an attempt begins, before it does: what ends the process is known by it afterwards. Answers its number.
///
/// # Errors
/// The database refuses.
pub fn begin(tx: &mut Tx<'_>, delivery: &Pending, now: DateTime<Utc>) -> ApiResult<i32> {
    let attempt = delivery.waiting.started + 1;
    let columns =
        (deliveries::started_attempts.eq(attempt), deliveries::leased_until.eq(Some((now + LEASE).naive_utc())));
    tx.file(diesel::update(deliveries::table.find(delivery.id)).set(columns))?;
    Ok(attempt)
}

/// Puts a delivery aside.
///
/// # Errors
/// The database refuses.
pub fn park(tx: &mut Tx<'_>, delivery: &Pending) -> ApiResult<()> {
    let columns = (
        deliveries::state.eq(DeliveryState::Parked.code()),
        deliveries::leased_until.eq(None::<NaiveDateTime>),
        deliveries::last_error.eq("three attempts were begun and never ended"),
    );
    tx.file(diesel::update(deliveries::table.find(delivery.id)).set(columns)).map(drop)
}

/// How many attempts of a delivery had ended, if this attempt is still the one under way; nobody else writes about the webhook's
/// deliveries until this transaction ends.
///
/// # Errors
/// The database refuses.
pub fn still_under_way(tx: &mut Tx<'_>, webhook_id: Id, id: Id, attempt: i32) -> ApiResult<Option<i32>> {
    sql::one_at_a_time(tx.db, &turn(webhook_id))?;
    let query = waiting_of(webhook_id).filter(deliveries::id.eq(id)).filter(deliveries::started_attempts.eq(attempt));
    Ok(query.select(deliveries::finished_attempts).first(tx.db).optional()?)
}

/// How a delivery stands after an attempt.
pub struct Finished {
    /// The delivery.
    pub id: Id,
    /// Its state from now on.
    pub state: DeliveryState,
    /// Attempts that ended.
    pub finished: i32,
    /// When it is due again, where it waits.
    pub due_at: DateTime<Utc>,
    /// What was answered.
    pub status: Option<u16>,
    /// Why it did not succeed.
    pub error: Option<String>,
}

/// Notes how an attempt ended.
///
/// # Errors
/// The database refuses.
pub fn finish(tx: &mut Tx<'_>, finished: Finished, now: DateTime<Utc>) -> ApiResult<()> {
    let is_delivered = finished.state == DeliveryState::Delivered;
    let columns = (
        deliveries::state.eq(finished.state.code()),
        deliveries::finished_attempts.eq(finished.finished),
        deliveries::leased_until.eq(None::<NaiveDateTime>),
        deliveries::next_attempt_at.eq(finished.due_at.naive_utc()),
        deliveries::last_status.eq(finished.status.map(i32::from)),
        deliveries::last_error.eq(finished.error),
        deliveries::delivered_at.eq(is_delivered.then(|| now.naive_utc())),
    );
    tx.file(diesel::update(deliveries::table.find(finished.id)).set(columns)).map(drop)
}

/// What waits for a host that is there again is due at once.
///
/// # Errors
/// The database refuses.
pub fn bring_forward(tx: &mut Tx<'_>, webhook_id: Id, now: DateTime<Utc>) -> ApiResult<()> {
    let later = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::state.eq(DeliveryState::Pending.code()))
        .filter(deliveries::next_attempt_at.gt(now.naive_utc()));
    tx.file(diesel::update(later).set(deliveries::next_attempt_at.eq(now.naive_utc()))).map(drop)
}

/// Forgets what was taken long ago.
///
/// # Errors
/// The database refuses.
pub fn tidy(tx: &mut Tx<'_>, now: DateTime<Utc>) -> ApiResult<usize> {
    let old = deliveries::table
        .filter(deliveries::state.eq(DeliveryState::Delivered.code()))
        .filter(deliveries::created_at.lt((now - KEPT).naive_utc()));
    tx.file(diesel::delete(old))
}
