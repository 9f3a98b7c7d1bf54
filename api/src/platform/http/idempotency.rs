//! `Idempotency-Key`: a POST repeated under the same key has its effect once and gets the same answer. The answer is
//! stored in the effect's own transaction, sealed, and kept seven days.
use actix_web::http::{StatusCode, header::ETAG};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::body::BodyHash;
use super::versioned::{NO_VERSION, Versioned, etag};
use crate::platform::access::{Access, Discloses, Reading, Tx};
use crate::platform::clock;
use crate::platform::db::schema::idempotency_keys as keys;
use crate::platform::db::{Raw, sql};
use crate::platform::error::{ApiError, ApiResult, LOCKED, Rule};
use crate::platform::id::Id;

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

const OTHER_STANDING: Rule = Rule {
    code: "idempotency_key.other_standing",
    zh: "您的区划或权限已变动，不能再取回当时的答复",
    en: "your area or role has changed since, so that answer is yours no more",
};

#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    status: u16,
    version: i64,
    body: String,
    /// The registered persons it tells of.
    #[serde(default)]
    persons: Vec<Id>,
    /// The area of whoever got it, and what of it they saw.
    #[serde(default)]
    standing: String,
}

/// An answer to be given.
pub struct Given {
    /// What is sent.
    pub response: HttpResponse,
    /// Whom it tells of.
    pub persons: Vec<Id>,
    /// Whether entries of the journal say so already; else it is to be recorded first.
    pub is_written: bool,
}

/// A request that may come again: whose it is, which, and what it says.
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
pub async fn once<T, F>(access: &Access, request: &HttpRequest, status: StatusCode, work: F) -> ApiResult<Given>
where
    T: Serialize + Versioned + Discloses + Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
{
    let standing = standing(access);
    let Some(repeatable) = repeatable(access, request)? else {
        let (made, has_entries) = access.write_told(work).await?;
        return Ok(given(answer(status, &made, standing)?, false, has_entries));
    };
    let work = move |tx: &mut Tx<'_>| claim(tx, &repeatable, (status, standing), work);
    let (answer, is_replayed, has_entries) = access.write(work).await?;
    Ok(given(answer, is_replayed, has_entries))
}

fn given(mut answer: Answer, is_replayed: bool, is_written: bool) -> Given {
    let persons = std::mem::take(&mut answer.persons);
    Given { response: respond(answer, is_replayed), persons, is_written }
}

/// Area and classes of fields of who asks: a stored answer is theirs as long as they see what it shows.
fn standing(access: &Access) -> String {
    let scope = &access.principal().scope;
    format!("{}..{} {:?}", scope.from, scope.to, scope.sees)
}

/// The answer this request got before under its key, if it did: for handlers whose preparations cannot be repeated.
///
/// # Errors
/// 422 for another body or a malformed key.
pub async fn replayed(access: &Access, request: &HttpRequest) -> ApiResult<Option<Given>> {
    let Some(repeatable) = repeatable(access, request)? else { return Ok(None) };
    let standing = standing(access);
    let stored = access.read_primary(move |reading| find(reading, &repeatable, &standing, clock::now())).await?;
    Ok(stored.map(|stored| given(stored, true, false)))
}

fn repeatable(access: &Access, request: &HttpRequest) -> ApiResult<Option<Repeatable>> {
    let Some(key) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    let key = key.ok_or_else(|| ApiError::invalid("Idempotency-Key", KEY))?.to_owned();
    let principal_id = access.principal().author.account_id().ok_or(ApiError::Unauthenticated)?;
    let operation = format!("{} {}", request.method(), request.path());
    Ok(Some(Repeatable { principal_id, operation, key, fingerprint: fingerprint(request) }))
}

/// Of body and query: a query may hold the name of a file, which may be a person's, and is not stored in clear.
fn fingerprint(request: &HttpRequest) -> Vec<u8> {
    let body = request.extensions().get::<BodyHash>().map(|hash| hash.0);
    match (request.query_string(), body) {
        ("", body) => body.map(Vec::from).unwrap_or_default(),
        (query, body) => Sha256::new().chain_update(body.unwrap_or_default()).chain_update(query).finalize().to_vec(),
    }
}

/// Claims the key and does the work in one transaction. Who finds it claimed has waited for the one who claimed it, whose
/// answer is there by now.
///
/// Answers it with whether it was stored before, and whether the journal tells of it.
fn claim<T: Serialize + Versioned + Discloses>(
    tx: &mut Tx<'_>,
    repeatable: &Repeatable,
    (status, standing): (StatusCode, String),
    work: impl FnOnce(&mut Tx<'_>) -> ApiResult<T>,
) -> ApiResult<(Answer, bool, bool)> {
    let now = tx.at();
    if !insert(tx.db, repeatable, status, now)? {
        let stored = find(tx, repeatable, &standing, now)?;
        return stored.map(|stored| (stored, true, false)).ok_or(ApiError::Conflict(IN_FLIGHT));
    }
    let answer = answer(status, &work(tx)?, standing)?;
    let Repeatable { principal_id, operation, key, .. } = repeatable;
    let sealed = tx.vault().office_key().seal(TABLE, row(repeatable), &answer)?;
    let mine = keys::table.find((*principal_id, operation, key));
    sql::run_unjournalled(tx.db, diesel::update(mine).set(keys::sealed.eq(sealed)))?;
    Ok((answer, false, tx.has_entries()))
}

/// Whether the key was free; one whose time is over is.
fn insert(db: &mut impl Raw, repeatable: &Repeatable, status: StatusCode, now: DateTime<Utc>) -> ApiResult<bool> {
    let Repeatable { principal_id, operation, key, fingerprint } = repeatable;
    let values = (
        keys::principal_id.eq(*principal_id),
        keys::operation.eq(operation),
        keys::key.eq(key),
        keys::fingerprint.eq(fingerprint),
        keys::status.eq(i32::from(status.as_u16())),
        keys::sealed.eq(Vec::<u8>::new()),
        keys::created_at.eq(now.naive_utc()),
    );
    let renewed = (
        keys::fingerprint.eq(excluded(keys::fingerprint)),
        keys::status.eq(excluded(keys::status)),
        keys::sealed.eq(excluded(keys::sealed)),
        keys::created_at.eq(excluded(keys::created_at)),
    );
    let statement = diesel::insert_into(keys::table)
        .values(values)
        .on_conflict((keys::principal_id, keys::operation, keys::key))
        .do_update()
        .set(renewed);
    match sql::run_unjournalled(
        db,
        diesel::query_dsl::methods::FilterDsl::filter(statement, keys::created_at.le(oldest_kept(now))),
    ) {
        Ok(rows) => Ok(rows == 1),
        // Whoever holds the key is at work for longer than one waits for a lock.
        Err(ApiError::Unavailable(LOCKED)) => Err(ApiError::Conflict(IN_FLIGHT)),
        Err(other) => Err(other),
    }
}

fn find(
    reading: &mut Reading<'_>,
    wanted: &Repeatable,
    standing: &str,
    now: DateTime<Utc>,
) -> ApiResult<Option<Answer>> {
    let Repeatable { principal_id, operation, key, fingerprint } = wanted;
    let found: Option<(Vec<u8>, Vec<u8>)> = keys::table
        .find((*principal_id, operation, key))
        .filter(keys::created_at.gt(oldest_kept(now)))
        .select((keys::fingerprint, keys::sealed))
        .first(reading.db)
        .optional()?;
    let sealed = match found {
        None => return Ok(None),
        Some((stored, _)) if &stored != fingerprint => {
            return Err(ApiError::invalid("Idempotency-Key", OTHER_BODY));
        }
        Some((_, sealed)) => sealed,
    };
    let answer: Answer = reading.vault().office_key().open(TABLE, row(wanted), &sealed)?;
    if answer.standing == standing { Ok(Some(answer)) } else { Err(ApiError::Conflict(OTHER_STANDING)) }
}

/// Removes the keys whose time is over.
///
/// # Errors
/// The database refuses.
pub fn purge(db: &mut impl Raw) -> ApiResult<usize> {
    let over = keys::table.filter(keys::created_at.le(oldest_kept(clock::now())));
    sql::run_unjournalled(db, diesel::delete(over))
}

fn oldest_kept(now: DateTime<Utc>) -> NaiveDateTime {
    (now - chrono::Duration::days(KEPT_DAYS)).naive_utc()
}

/// Stands for the whole key of the row, so that a stored answer opens under no other.
fn row(repeatable: &Repeatable) -> Id {
    let Repeatable { principal_id, operation, key, .. } = repeatable;
    let digest = Sha256::new().chain_update(principal_id.as_bytes()).chain_update(operation).chain_update([0]);
    let digest: [u8; 32] = digest.chain_update(key).finalize().into();
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Id::from_bytes(id)
}

fn answer<T: Serialize + Versioned + Discloses>(status: StatusCode, made: &T, standing: String) -> ApiResult<Answer> {
    let body = serde_json::to_string(made).map_err(|error| ApiError::Internal(error.into()))?;
    let status = if made.has_refusals() { StatusCode::MULTI_STATUS } else { status };
    let mut persons = Vec::new();
    made.persons(&mut persons);
    Ok(Answer { status: status.as_u16(), version: made.version(), body, persons, standing })
}

fn respond(answer: Answer, is_replayed: bool) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
    if answer.version != NO_VERSION {
        response.insert_header((ETAG, etag(answer.version)));
    }
    if is_replayed {
        response.insert_header(("idempotency-replayed", "true"));
    }
    response.content_type("application/json").body(answer.body)
}
