//! What the dispatcher needs to know of webhooks, and what it changes about them.
use std::borrow::Cow;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{CursorRow, TABLE, WebhookRow, signing_keys, visible};
use crate::exchange::webhooks::dto::WebhookSigning;
use crate::exchange::webhooks::rules::Circuit;
use crate::exchange::webhooks::signing::SigningSecret;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{webhook_cursors as cursors, webhooks};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// A webhook that is neither paused nor disabled.
pub struct Live {
    /// Its id.
    pub id: Id,
    /// The area it is told of.
    pub division_code: String,
    /// The types it is told of.
    pub event_types: Vec<String>,
    /// Whether its address has answered a challenge.
    pub is_verified: bool,
    /// The change up to which deliveries were made.
    pub after_seq: i64,
    /// How its host stands.
    pub circuit: Circuit,
}

/// The webhooks that may be sent anything.
///
/// # Errors
/// The database refuses.
pub fn live(reading: &mut Reading<'_>) -> ApiResult<Vec<Live>> {
    let query = visible(reading.scope).filter(webhooks::paused_at.is_null()).filter(webhooks::disabled_at.is_null());
    let query = query.order(webhooks::id.asc()).select((WebhookRow::as_select(), CursorRow::as_select()));
    let rows: Vec<(WebhookRow, CursorRow)> = query.load(reading.db)?;
    let one = |(row, cursor): (WebhookRow, CursorRow)| {
        let event_types = serde_json::from_str(&row.event_types).map_err(|error| ApiError::Internal(error.into()))?;
        let CursorRow { after_seq, failures_in_row, probe_at, .. } = cursor;
        let circuit = Circuit { failures_in_row, probe_at: probe_at.map(|at| at.and_utc()) };
        let (id, is_verified) = (row.id, row.verified_at.is_some());
        Ok(Live { id, division_code: row.division_code, event_types, is_verified, after_seq, circuit })
    };
    rows.into_iter().map(one).collect()
}

/// Where a webhook's messages go, and what signs them.
pub struct Keys {
    /// The address.
    pub url: String,
    /// The keys, the newest first.
    pub signing: Vec<SigningSecret>,
}

/// Address and keys of a webhook.
///
/// # Errors
/// It is gone, or what is sealed does not open.
pub fn keys(reading: &mut Reading<'_>, id: Id, now: DateTime<Utc>) -> ApiResult<Keys> {
    let (row, _) = super::find_row(reading, id)?;
    let secrets = row.secrets(reading.vault())?;
    let signing = signing_keys(WebhookSigning::stored(&row.signing)?, &secrets, now)?;
    Ok(Keys { url: secrets.url, signing })
}

/// Notes up to which change deliveries were made.
///
/// # Errors
/// The database refuses.
pub fn set_cursor(tx: &mut Tx<'_>, id: Id, after_seq: i64) -> ApiResult<()> {
    tx.file(diesel::update(cursors::table.find(id)).set(cursors::after_seq.eq(after_seq))).map(drop)
}

/// Notes how a host stands.
///
/// # Errors
/// The database refuses.
pub fn set_circuit(tx: &mut Tx<'_>, id: Id, circuit: Circuit) -> ApiResult<()> {
    let columns = (
        cursors::failures_in_row.eq(circuit.failures_in_row),
        cursors::probe_at.eq(circuit.probe_at.map(|at| at.naive_utc())),
    );
    tx.file(diesel::update(cursors::table.find(id)).set(columns)).map(drop)
}

/// How the host of a webhook stands; nothing for one that is gone.
///
/// # Errors
/// The database refuses.
pub fn circuit(reading: &mut Reading<'_>, id: Id) -> ApiResult<Option<Circuit>> {
    let query = cursors::table.find(id).select((cursors::failures_in_row, cursors::probe_at));
    let found: Option<(i32, Option<chrono::NaiveDateTime>)> = query.first(reading.db).optional()?;
    Ok(found.map(|(failures_in_row, at)| Circuit { failures_in_row, probe_at: at.map(|at| at.and_utc()) }))
}

/// Notes when a message was taken.
///
/// # Errors
/// The database refuses.
pub fn delivered(tx: &mut Tx<'_>, id: Id, at: DateTime<Utc>) -> ApiResult<()> {
    tx.file(diesel::update(cursors::table.find(id)).set(cursors::last_delivered_at.eq(at.naive_utc()))).map(drop)
}

/// Its address has answered the challenge. One that was deleted meanwhile is let be.
///
/// # Errors
/// The database refuses.
pub fn verified(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let Some(row) = present(tx, id)?.filter(|row| row.verified_at.is_none()) else { return Ok(()) };
    let at = tx.at().naive_utc();
    let columns = (webhooks::verified_at.eq(at), webhooks::version.eq(row.version + 1), webhooks::updated_at.eq(at));
    let entry = entry(&row, "verified", "verified_at");
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), entry).map(drop)
}

/// Its receiver says that it is gone for good.
///
/// # Errors
/// The database refuses.
pub fn disabled(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let Some(row) = present(tx, id)?.filter(|row| row.disabled_at.is_none()) else { return Ok(()) };
    let at = tx.at().naive_utc();
    let columns = (webhooks::disabled_at.eq(at), webhooks::version.eq(row.version + 1), webhooks::updated_at.eq(at));
    let entry = entry(&row, "disabled", "disabled_at");
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), entry).map(drop)
}

fn present(tx: &mut Tx<'_>, id: Id) -> ApiResult<Option<WebhookRow>> {
    let query = visible(tx.scope).filter(webhooks::id.eq(id)).select(WebhookRow::as_select());
    Ok(query.first(tx.db).optional()?)
}

fn entry(row: &WebhookRow, action: &'static str, changed: &'static str) -> Entry {
    let changed = vec![Cow::Borrowed(changed)];
    Entry { action, ..Entry::updated(TABLE, row.id, &row.division_code, row.version + 1, changed) }
}
