//! What people change about webhooks, each change with its journal entry.
use std::borrow::Cow;

use chrono::Duration;
use diesel::prelude::*;

use super::{NO_WEBHOOK, PreviousKey, TABLE, WebhookRow, WebhookSecrets, find, find_row};
use crate::divisions::expect_in_force;
use crate::exchange::webhooks::allowed_hosts::covering;
use crate::exchange::webhooks::dto::{CreateWebhook, NewSecret, Webhook, WebhookSigning};
use crate::exchange::webhooks::rules::Target;
use crate::exchange::webhooks::signing::SigningSecret;
use crate::exchange::webhooks::{deliveries, source};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{webhook_cursors as cursors, webhooks};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::Patch;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NOT_ALLOWED: Rule = Rule {
    code: "webhook.url.not_allowed",
    zh: "该地址的主机和端口不在允许名单中",
    en: "host and port of this address are not among the allowed ones",
};
const SIGNING: Rule = Rule {
    code: "webhook.signing.fixed",
    zh: "签名方式不能修改，请另建一个 Webhook",
    en: "how messages are signed stays as it was chosen: enter another webhook",
};
/// How long a key that was replaced signs beside the new one.
const BOTH_SIGN: Duration = Duration::hours(24);

/// Enters a webhook and asks its address to answer.
///
/// # Errors
/// 422 when its address is not allowed or its division is not there.
pub fn create(tx: &mut Tx<'_>, new: CreateWebhook) -> ApiResult<NewSecret> {
    expect_in_force(tx, "/division_code", &new.division_code, clock::today())?;
    expect_allowed(tx, &new)?;
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let secret = SigningSecret::new(new.signing);
    let (key, data_key) = tx.vault().new_key()?;
    let secrets = WebhookSecrets { url: new.url.clone(), key: secret.text().to_string(), previous: None };
    let sealed = key.seal(TABLE, id, &secrets)?;
    let entry = Entry::created(TABLE, id, &new.division_code);
    let columns = (
        (webhooks::id.eq(id), webhooks::data_key.eq(data_key), webhooks::sealed.eq(sealed)),
        (webhooks::name.eq(new.name), webhooks::division_code.eq(new.division_code)),
        (webhooks::event_types.eq(text(&new.event_types)?), webhooks::signing.eq(new.signing.code())),
        webhooks::description.eq(new.description),
        (webhooks::version.eq(1), webhooks::created_at.eq(at), webhooks::updated_at.eq(at)),
    );
    tx.apply(diesel::insert_into(webhooks::table).values(columns), entry)?;
    let head = source::head(tx)?;
    let cursor = (cursors::webhook_id.eq(id), cursors::after_seq.eq(head), cursors::failures_in_row.eq(0));
    tx.file(diesel::insert_into(cursors::table).values(cursor))?;
    deliveries::challenge(tx, id)?;
    Ok(NewSecret { webhook: find(tx, id)?, secret: secret.shared() })
}

fn text(event_types: &[String]) -> ApiResult<String> {
    serde_json::to_string(event_types).map_err(|error| ApiError::Internal(error.into()))
}

fn expect_allowed(reading: &mut Reading<'_>, facts: &CreateWebhook) -> ApiResult<()> {
    let target = Target::of(&facts.url).map_err(|rule| ApiError::invalid("/url", rule))?;
    let entries = covering(reading, &facts.division_code, &target.host)?;
    let is_allowed = entries.iter().any(|entry| entry.names(&target));
    if is_allowed { Ok(()) } else { Err(ApiError::invalid("/url", NOT_ALLOWED)) }
}

/// Changes parts of a webhook.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateWebhook>) -> ApiResult<Webhook> {
    let current = find(tx, id)?;
    tx.expect_version(id, current.version, version)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.is_empty() {
        return Ok(current);
    }
    if facts.signing != current.facts.signing {
        return Err(ApiError::invalid("/signing", SIGNING));
    }
    expect_in_force(tx, "/division_code", &facts.division_code, clock::today())?;
    expect_allowed(tx, &facts)?;
    let row = find_row(tx, id)?.0;
    let secrets = WebhookSecrets { url: facts.url.clone(), ..row.secrets(tx.vault())? };
    let moves = facts.url != current.facts.url;
    let columns = (
        (webhooks::name.eq(facts.name), webhooks::division_code.eq(facts.division_code.clone())),
        (webhooks::event_types.eq(text(&facts.event_types)?), webhooks::description.eq(facts.description)),
        webhooks::sealed.eq(tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?),
        webhooks::verified_at.eq(row.verified_at.filter(|_| !moves)),
        (webhooks::version.eq(version + 1), webhooks::updated_at.eq(tx.at().naive_utc())),
    );
    let entry = Entry::updated(TABLE, id, &facts.division_code, version + 1, changed);
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), entry)?;
    if moves {
        challenge_anew(tx, id)?;
    }
    find(tx, id)
}

/// A host that was left alone is asked at once.
fn challenge_anew(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    super::set_circuit(tx, id, crate::exchange::webhooks::rules::Circuit::default())?;
    deliveries::challenge(tx, id)
}

/// A webhook as it was read.
fn own(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<WebhookRow> {
    let row = find_row(tx, id)?.0;
    tx.expect_version(id, row.version, version)?;
    Ok(row)
}

/// The entry of a change that has a name of its own.
fn named(row: &WebhookRow, action: &'static str, changed: &'static str) -> Entry {
    let changed = vec![Cow::Borrowed(changed)];
    Entry { action, ..Entry::updated(TABLE, row.id, &row.division_code, row.version + 1, changed) }
}

/// Deletes a webhook: its keys and its address cannot be opened again.
///
/// # Errors
/// 404, 412.
pub fn delete(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<()> {
    let row = own(tx, id, version)?;
    let at = tx.at().naive_utc();
    let columns = (
        (webhooks::withdrawn_at.eq(at), webhooks::data_key.eq(Vec::<u8>::new()), webhooks::sealed.eq(Vec::<u8>::new())),
        (webhooks::version.eq(version + 1), webhooks::updated_at.eq(at)),
    );
    let entry = Entry::withdrawn(TABLE, id, &row.division_code, version + 1);
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), entry)?;
    deliveries::forget(tx, id)
}

/// Pauses a webhook; one that is paused stays so.
///
/// # Errors
/// 404, 412.
pub fn pause(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Webhook> {
    let row = own(tx, id, version)?;
    if row.paused_at.is_some() {
        return find(tx, id);
    }
    let at = tx.at().naive_utc();
    let columns = (webhooks::paused_at.eq(at), webhooks::version.eq(version + 1), webhooks::updated_at.eq(at));
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), named(&row, "paused", "paused_at"))?;
    find(tx, id)
}

/// Resumes a webhook; one that is neither paused nor disabled stays as it is.
///
/// # Errors
/// 404, 412.
pub fn resume(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Webhook> {
    let row = own(tx, id, version)?;
    if row.paused_at.is_none() && row.disabled_at.is_none() {
        return find(tx, id);
    }
    let is_anew = row.disabled_at.is_some();
    let columns = (
        webhooks::paused_at.eq(None::<chrono::NaiveDateTime>),
        webhooks::disabled_at.eq(None::<chrono::NaiveDateTime>),
        webhooks::verified_at.eq(row.verified_at.filter(|_| !is_anew)),
        (webhooks::version.eq(version + 1), webhooks::updated_at.eq(tx.at().naive_utc())),
    );
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), named(&row, "resumed", "paused_at"))?;
    if is_anew {
        challenge_anew(tx, id)?;
    }
    find(tx, id)
}

/// Sends the challenge again.
///
/// # Errors
/// 404.
pub fn verify(tx: &mut Tx<'_>, id: Id) -> ApiResult<Webhook> {
    find_row(tx, id)?;
    challenge_anew(tx, id)?;
    find(tx, id)
}

/// Makes a new key; the one before it signs for a day more, and older ones no longer.
///
/// # Errors
/// 404, 412.
pub fn rotate(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<NewSecret> {
    let row = own(tx, id, version)?;
    let WebhookSecrets { url, key, .. } = row.secrets(tx.vault())?;
    let secret = SigningSecret::new(WebhookSigning::stored(&row.signing)?);
    let previous = Some(PreviousKey { key, until: tx.at() + BOTH_SIGN });
    let secrets = WebhookSecrets { url, key: secret.text().to_string(), previous };
    let columns = (
        webhooks::sealed.eq(tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?),
        (webhooks::version.eq(version + 1), webhooks::updated_at.eq(tx.at().naive_utc())),
    );
    tx.apply(diesel::update(webhooks::table.find(id)).set(columns), named(&row, "secret_rotated", "secret"))?;
    Ok(NewSecret { webhook: find(tx, id)?, secret: secret.shared() })
}

/// Records that somebody has changes told again.
///
/// # Errors
/// 404, 412.
pub fn replayed(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<()> {
    let row = own(tx, id, version)?;
    let columns = (webhooks::version.eq(version + 1), webhooks::updated_at.eq(tx.at().naive_utc()));
    let done = tx.apply(diesel::update(webhooks::table.find(id)).set(columns), named(&row, "replayed", "after_seq"))?;
    if done == 1 { Ok(()) } else { Err(ApiError::NotFound(NO_WEBHOOK)) }
}
