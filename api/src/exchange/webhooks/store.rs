//! Queries on `webhooks` and how far each has been told. Rows never leave this folder.
mod changes;
mod sending;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::InnerJoinQuerySource;
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::{Deserialize, Serialize};

pub use self::changes::{create, delete, pause, replayed, resume, rotate, update, verify};
pub use self::sending::{Keys, Live, circuit, delivered, disabled, keys, live, set_circuit, set_cursor, verified};
use super::dto::{CreateWebhook, Webhook, WebhookFilter, WebhookSigning, WebhookState};
use super::signing::SigningSecret;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::{webhook_cursors as cursors, webhooks};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::vault::Vault;

const TABLE: &str = "webhooks";
const NO_WEBHOOK: Rule = Rule { code: "webhook.not_found", zh: "没有这个 Webhook", en: "no such webhook" };

/// What is sealed of a webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct WebhookSecrets {
    url: String,
    key: String,
    previous: Option<PreviousKey>,
}

/// A key that was replaced and signs a while longer.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct PreviousKey {
    key: String,
    until: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhooks, check_for_backend(Backend))]
struct WebhookRow {
    id: Id,
    name: String,
    division_code: String,
    event_types: String,
    signing: String,
    description: Option<String>,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    verified_at: Option<NaiveDateTime>,
    paused_at: Option<NaiveDateTime>,
    disabled_at: Option<NaiveDateTime>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl WebhookRow {
    fn secrets(&self, vault: &Vault) -> ApiResult<WebhookSecrets> {
        vault.open_key(&self.data_key)?.open(TABLE, self.id, &self.sealed)
    }

    fn state(&self) -> WebhookState {
        match (self.disabled_at, self.paused_at, self.verified_at) {
            (Some(_), _, _) => WebhookState::Disabled,
            (None, Some(_), _) => WebhookState::Paused,
            (None, None, None) => WebhookState::Unverified,
            (None, None, Some(_)) => WebhookState::Active,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cursors, check_for_backend(Backend))]
struct CursorRow {
    after_seq: i64,
    failures_in_row: i32,
    probe_at: Option<NaiveDateTime>,
    last_delivered_at: Option<NaiveDateTime>,
}

type Query = IntoBoxed<'static, InnerJoin<webhooks::table, cursors::table>, Backend>;
type Joined = InnerJoinQuerySource<webhooks::table, cursors::table>;
type Condition = Box<dyn BoxableExpression<Joined, Backend, SqlType = Bool>>;

/// The webhooks that tell of the caller's area. Every query of a caller's starts here.
fn visible(scope: &Scope) -> Query {
    webhooks::table
        .inner_join(cursors::table)
        .into_boxed()
        .filter(webhooks::withdrawn_at.is_null())
        .filter(webhooks::division_code.ge(scope.from.clone()))
        .filter(webhooks::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &WebhookFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    let is_on = || webhooks::disabled_at.is_null().and(webhooks::paused_at.is_null());
    let states = filter.state.iter().map(|state| -> Condition {
        match state {
            WebhookState::Disabled => Box::new(webhooks::disabled_at.is_not_null()),
            WebhookState::Paused => Box::new(webhooks::disabled_at.is_null().and(webhooks::paused_at.is_not_null())),
            WebhookState::Unverified => Box::new(is_on().and(webhooks::verified_at.is_null())),
            WebhookState::Active => Box::new(is_on().and(webhooks::verified_at.is_not_null())),
        }
    });
    match states.reduce(|one, other| Box::new(one.or(other))) {
        Some(condition) => query.filter(condition),
        None => query,
    }
}

/// The ids of those that tell of the caller's area.
///
/// # Errors
/// The database refuses.
pub fn in_area(reading: &mut Reading<'_>) -> ApiResult<Vec<Id>> {
    Ok(visible(reading.scope).select(webhooks::id).load(reading.db)?)
}

/// A page of webhooks, the newest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &WebhookFilter, paging: Paging) -> ApiResult<Page<Webhook>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(webhooks::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((webhooks::created_at.desc(), webhooks::id.desc()));
    let query = query.limit(paging.per_page).offset(paging.offset());
    let rows: Vec<(WebhookRow, CursorRow)> =
        query.select((WebhookRow::as_select(), CursorRow::as_select())).load(reading.db)?;
    let opened = rows.into_iter().map(|row| open(reading.vault(), row)).collect::<ApiResult<_>>()?;
    Ok(Page::new(opened, counted))
}

/// One webhook.
///
/// # Errors
/// 404.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Webhook> {
    let row = find_row(reading, id)?;
    open(reading.vault(), row)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<(WebhookRow, CursorRow)> {
    let query = visible(reading.scope).filter(webhooks::id.eq(id));
    let row = query.select((WebhookRow::as_select(), CursorRow::as_select())).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_WEBHOOK))
}

/// The keys that sign now, the newest first.
fn signing_keys(
    signing: WebhookSigning,
    secrets: &WebhookSecrets,
    now: DateTime<Utc>,
) -> ApiResult<Vec<SigningSecret>> {
    let previous = secrets.previous.as_ref().filter(|previous| previous.until > now).map(|previous| &previous.key);
    let keys = std::iter::once(&secrets.key).chain(previous);
    let stored = |key: &String| {
        SigningSecret::stored(signing, key).ok_or_else(|| ApiError::Internal("a signing key was damaged".into()))
    };
    keys.map(stored).collect()
}

fn open(vault: &Vault, (row, cursor): (WebhookRow, CursorRow)) -> ApiResult<Webhook> {
    let (secrets, state, signing) = (row.secrets(vault)?, row.state(), WebhookSigning::stored(&row.signing)?);
    let keys = signing_keys(signing, &secrets, crate::platform::clock::now())?;
    Ok(Webhook {
        id: row.id,
        facts: CreateWebhook {
            name: row.name,
            url: secrets.url,
            event_types: serde_json::from_str(&row.event_types).map_err(|error| ApiError::Internal(error.into()))?,
            division_code: row.division_code,
            signing,
            description: row.description,
        },
        state,
        public_keys: keys.iter().filter_map(SigningSecret::public).collect(),
        after_seq: cursor.after_seq,
        failures_in_row: cursor.failures_in_row,
        last_delivered_at: cursor.last_delivered_at.map(|at| at.and_utc()),
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}
