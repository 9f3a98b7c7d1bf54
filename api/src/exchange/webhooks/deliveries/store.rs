//! Queries on `webhook_deliveries`, working papers all of them. Rows never leave this folder.
mod sending;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

pub use self::sending::{
    Finished, Pending, begin, bring_forward, fan_out, finish, has_due, park, pending, still_under_way, tidy,
};
use super::dto::{Delivery, DeliveryFilter, DeliveryState, Replay};
use crate::exchange::webhooks::dto::Webhook;
use crate::exchange::webhooks::{source, store as webhooks};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::webhook_deliveries as deliveries;
use crate::platform::db::{Backend, codes, sql};
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

/// The type of the message that asks an address to answer.
pub(super) const CHALLENGE: &str = "webhook.challenge";
/// A challenge has no place among the changes.
const NO_SEQ: i64 = -2;

type Query = deliveries::BoxedQuery<'static, Backend>;

// Absent values are written as NULL, not left out: one form of the statement, which stays prepared.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = deliveries, check_for_backend(Backend), treat_none_as_default_value = false)]
struct DeliveryRow {
    id: Id,
    webhook_id: Id,
    seq: i64,
    event_type: String,
    subject_type: String,
    subject_id: Id,
    subject_version: i64,
    occurred_at: NaiveDateTime,
    state: String,
    started_attempts: i32,
    finished_attempts: i32,
    leased_until: Option<NaiveDateTime>,
    next_attempt_at: NaiveDateTime,
    last_status: Option<i32>,
    last_error: Option<String>,
    delivered_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
}

/// Whoever writes about one webhook's deliveries waits for the others by this name.
pub(super) fn turn(webhook_id: Id) -> String {
    format!("webhook {webhook_id}")
}

/// The id a change has for a webhook, whenever it is told: a UUID of version 8 made of both.
pub(super) fn id_of(webhook_id: Id, seq: i64) -> Id {
    let digest = Sha256::new().chain_update(webhook_id.as_bytes()).chain_update(seq.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Id::from_bytes(bytes)
}

fn of(webhook_id: Id, filter: &DeliveryFilter) -> Query {
    let query = deliveries::table.into_boxed().filter(deliveries::webhook_id.eq(webhook_id));
    if filter.state.is_empty() { query } else { query.filter(deliveries::state.eq_any(codes::of(&filter.state))) }
}

/// A page of deliveries of a webhook in scope.
///
/// # Errors
/// 404.
pub fn list(
    reading: &mut Reading<'_>,
    webhook_id: Id,
    filter: &DeliveryFilter,
    paging: Paging,
) -> ApiResult<Page<Delivery>> {
    webhooks::find(reading, webhook_id)?;
    // Not `counted`: attempts leave no journal entry, so its position says nothing of them.
    let ids: Vec<Id> = of(webhook_id, filter).select(deliveries::id).limit(MOST_COUNTED + 1).load(reading.db)?;
    let query =
        of(webhook_id, filter).order((deliveries::seq.desc(), deliveries::created_at.desc(), deliveries::id.desc()));
    let query = query.limit(paging.per_page).offset(paging.offset()).select(DeliveryRow::as_select());
    let rows: Vec<DeliveryRow> = query.load(reading.db)?;
    let items = rows.into_iter().map(Delivery::try_from).collect::<ApiResult<_>>()?;
    Ok(Page::new(items, i64::try_from(ids.len()).unwrap_or(i64::MAX)))
}

/// How many deliveries of the webhooks in scope are parked.
///
/// # Errors
/// The database refuses.
pub fn parked(reading: &mut Reading<'_>) -> ApiResult<i64> {
    let ids = webhooks::in_area(reading)?;
    let query = deliveries::table.filter(deliveries::webhook_id.eq_any(ids));
    Ok(query.filter(deliveries::state.eq(DeliveryState::Parked.code())).count().get_result(reading.db)?)
}

/// Asks the address to answer, from now on by this challenge and no earlier one.
///
/// # Errors
/// The database refuses.
pub fn challenge(tx: &mut Tx<'_>, webhook_id: Id) -> ApiResult<()> {
    let earlier = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::seq.eq(NO_SEQ))
        .filter(deliveries::state.eq(DeliveryState::Pending.code()));
    let ended =
        (deliveries::state.eq(DeliveryState::Failed.code()), deliveries::leased_until.eq(None::<NaiveDateTime>));
    tx.file(diesel::update(earlier).set(ended))?;
    let at = tx.at().naive_utc();
    let row = DeliveryRow {
        id: Id::new(),
        webhook_id,
        seq: NO_SEQ,
        event_type: CHALLENGE.to_owned(),
        subject_type: "webhooks".to_owned(),
        subject_id: webhook_id,
        subject_version: 1,
        occurred_at: at,
        state: DeliveryState::Pending.code().to_owned(),
        started_attempts: 0,
        finished_attempts: 0,
        leased_until: None,
        next_attempt_at: at,
        last_status: None,
        last_error: None,
        delivered_at: None,
        created_at: at,
    };
    tx.file(diesel::insert_into(deliveries::table).values(row)).map(drop)
}

/// Forgets the deliveries of a webhook that was deleted.
///
/// # Errors
/// The database refuses.
pub fn forget(tx: &mut Tx<'_>, webhook_id: Id) -> ApiResult<()> {
    tx.file(diesel::delete(deliveries::table.filter(deliveries::webhook_id.eq(webhook_id)))).map(drop)
}

/// Lets a webhook be told again. What waits stays as it is; what was taken, failed or was put aside is made anew from its change,
/// under the same id.
///
/// # Errors
/// 404, 412.
pub fn replay(tx: &mut Tx<'_>, webhook_id: Id, version: i64, from: &Replay) -> ApiResult<Webhook> {
    sql::one_at_a_time(tx.db, &turn(webhook_id))?;
    webhooks::replayed(tx, webhook_id, version)?;
    let after = match (from.after_seq, from.since) {
        (Some(seq), _) => seq,
        (None, Some(since)) => source::before(tx, since)?,
        (None, None) => source::head(tx)?,
    };
    let ended = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::seq.gt(after.max(NO_SEQ)))
        .filter(deliveries::state.ne(DeliveryState::Pending.code()));
    tx.file(diesel::delete(ended))?;
    let told = webhooks::find(tx, webhook_id)?.after_seq;
    webhooks::set_cursor(tx, webhook_id, after.min(told))?;
    webhooks::find(tx, webhook_id)
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = crate::platform::error::ApiError;

    fn try_from(row: DeliveryRow) -> ApiResult<Self> {
        let state = DeliveryState::stored(&row.state)?;
        Ok(Self {
            id: row.id,
            seq: row.seq,
            event_type: row.event_type,
            subject_type: row.subject_type,
            subject_id: row.subject_id,
            subject_version: row.subject_version,
            occurred_at: row.occurred_at.and_utc(),
            state,
            started_attempts: row.started_attempts,
            finished_attempts: row.finished_attempts,
            next_attempt_at: (state == DeliveryState::Pending).then(|| row.next_attempt_at.and_utc()),
            last_status: row.last_status,
            last_error: row.last_error,
            delivered_at: row.delivered_at.map(|at| at.and_utc()),
            created_at: row.created_at.and_utc(),
        })
    }
}
