//! `Idempotency-Key`: a POST repeated under the same key has its effect once and gets the same answer. The answer is
//! stored in the effect's own transaction, sealed, and kept seven days.
use actix_web::http::{StatusCode, header::ETAG};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::body::BodyHash;
use super::versioned::{Versioned, etag};
use crate::platform::access::{Access, Tx};
use crate::platform::clock;
use crate::platform::db::schema::idempotency_keys as keys;
use crate::platform::db::{AnyConnection, sql};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::vault::Vault;

const TABLE: &str = "idempotency_keys";
const LONGEST_KEY: usize = 200;
/// Days an answer is kept: a phone may be offline over a holiday.
pub const KEPT_DAYS: i64 = 7;
const KEY: Rule = Rule {
    code: "idempotency_key.format",
    zh: "Idempotency-Key 应为1至200个可见字符",
    en: "an Idempotency-Key has 1 to 200 visible characters",
};
const OTHER_BODY: Rule = Rule {
    code: "idempotency_key.reused",
    zh: "同一个 Idempotency-Key 不能用于不同内容",
    en: "this Idempotency-Key came with another body before",
};
const IN_FLIGHT: Rule = Rule {
    code: "idempotency_key.in_flight",
    zh: "同一请求正在处理，请稍后查询结果",
    en: "the same request is being dealt with",
};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Answer {
    status: u16,
    version: i64,
    body: String,
}

#[derive(Clone)]
struct Repeatable {
    principal_id: Id,
    operation: String,
    key: String,
    fingerprint: Vec<u8>,
}

/// Runs `work` once per key and answers it; without a key it is run each time.
///
/// # Errors
/// What `work` answers; 409 in flight, 422 for another body or a malformed key.
pub async fn once<T, F>(access: &Access, request: &HttpRequest, status: StatusCode, work: F) -> ApiResult<HttpResponse>
where
    T: Serialize + Versioned + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
{
    let Some(repeatable) = repeatable(access, request)? else {
        let made = access.write(work).await?;
        return Ok(respond(&answer(status, &made)?, false));
    };
    let (stored, wanted) = (repeatable.clone(), repeatable.clone());
    if let Some(stored) = access.read(move |reading| find(reading.db, &reading.shared.vault, &stored)).await? {
        return Ok(respond(&stored, true));
    }
    let result = access.write(move |tx| claim(tx, &repeatable, status, work)).await;
    match result {
        Ok(answer) => Ok(respond(&answer, false)),
        // Another request won the race for the key: its answer is there by now, or it is still at work.
        Err(ApiError::Conflict(IN_FLIGHT)) => {
            let stored = access.read(move |reading| find(reading.db, &reading.shared.vault, &wanted)).await?;
            stored.map(|stored| respond(&stored, true)).ok_or(ApiError::Conflict(IN_FLIGHT))
        }
        Err(error) => Err(error),
    }
}

fn repeatable(access: &Access, request: &HttpRequest) -> ApiResult<Option<Repeatable>> {
    let Some(key) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    let key = key.ok_or_else(|| ApiError::invalid("Idempotency-Key", KEY))?.to_owned();
    let principal_id = access.principal().author.account_id().ok_or(ApiError::Unauthenticated)?;
    let fingerprint = request.extensions().get::<BodyHash>().map(|hash| hash.0.to_vec()).unwrap_or_default();
    let operation = format!("{} {}", request.method(), request.uri());
    Ok(Some(Repeatable { principal_id, operation, key, fingerprint }))
}

fn claim<T: Serialize + Versioned>(
    tx: &mut Tx<'_>,
    repeatable: &Repeatable,
    status: StatusCode,
    work: impl FnOnce(&mut Tx<'_>) -> ApiResult<T>,
) -> ApiResult<Answer> {
    let Repeatable { principal_id, operation, key, fingerprint } = repeatable.clone();
    let mine = keys::table.find((principal_id, operation.clone(), key.clone()));
    let statement = diesel::insert_into(keys::table).values((
        keys::principal_id.eq(principal_id),
        keys::operation.eq(operation),
        keys::key.eq(key),
        keys::fingerprint.eq(fingerprint),
        keys::status.eq(i32::from(status.as_u16())),
        keys::sealed.eq(Vec::<u8>::new()),
        keys::created_at.eq(tx.at().naive_utc()),
    ));
    sql::run_unjournalled(tx.db, statement).map_err(|error| match error {
        ApiError::Conflict(_) => ApiError::Conflict(IN_FLIGHT),
        other => other,
    })?;
    let answer = answer(status, &work(tx)?)?;
    let sealed = tx.vault().office_key().seal(TABLE, principal_id, &answer)?;
    sql::run_unjournalled(tx.db, diesel::update(mine).set(keys::sealed.eq(sealed)))?;
    Ok(answer)
}

fn find(db: &mut AnyConnection, vault: &Vault, wanted: &Repeatable) -> ApiResult<Option<Answer>> {
    let Repeatable { principal_id, operation, key, fingerprint } = wanted;
    let oldest = clock::now() - chrono::Duration::days(KEPT_DAYS);
    let row: Option<(Vec<u8>, Vec<u8>)> = keys::table
        .find((*principal_id, operation.clone(), key.clone()))
        .filter(keys::created_at.gt(oldest.naive_utc()))
        .select((keys::fingerprint, keys::sealed))
        .first(db)
        .optional()?;
    match row {
        None => Ok(None),
        Some((stored, _)) if &stored != fingerprint => Err(ApiError::invalid("Idempotency-Key", OTHER_BODY)),
        Some((_, sealed)) => vault.office_key().open(TABLE, *principal_id, &sealed).map(Some),
    }
}

fn answer<T: Serialize + Versioned>(status: StatusCode, made: &T) -> ApiResult<Answer> {
    let body = serde_json::to_string(made).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(Answer { status: status.as_u16(), version: made.version(), body })
}

fn respond(answer: &Answer, is_replayed: bool) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
    response.insert_header((ETAG, etag(answer.version)));
    if is_replayed {
        response.insert_header(("idempotency-replayed", "true"));
    }
    response.content_type("application/json").body(answer.body.clone())
}
