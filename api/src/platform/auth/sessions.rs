//! Sessions: one per device, kept by a refresh token that is replaced at each use. Using a replaced token again ends the
//! session, except within thirty seconds while its successor is unused: phones lose answers.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use moka::sync::Cache;

use super::capability::{CapabilitySet, ReadClues, ReadDuties, ReviewInspections};
use super::clients::{Machine, Outside};
use super::password::Passwords;
use super::scope::Scope;
use super::throttle::Throttle;
use super::token::{Tokens, new_refresh_token, refresh_hash, session_named_in};
use super::{roles, setup::SetupCode};
use crate::platform::Shared;
use crate::platform::access::Principal;
use crate::platform::clock;
use crate::platform::db::schema::{accounts, sessions};
use crate::platform::db::{Backend, Raw, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Author;
use crate::platform::vault::KEY_BYTES;

/// A session ends this long after it began, whatever happens.
pub const LONGEST_HOURS: i64 = 12;
const GRACE_SECONDS: i64 = 30;
/// Another process's change of an account is noticed after this long; this process's own at once.
const STANDING_SECONDS: u64 = 1;
const STANDINGS_AT_MOST: u64 = 50_000;

/// What a session may do now: looked up per request, never read from the token.
pub struct Standing {
    /// Who it is and what rows and fields they see.
    pub principal: Arc<Principal>,
    /// What they may do.
    pub capabilities: CapabilitySet,
    /// Which machine it is, where it is no person.
    pub machine: Option<Arc<Machine>>,
}

/// Everything about signing in that lives in memory.
pub struct Sessions {
    pub(super) tokens: Tokens,
    pub(super) passwords: Passwords,
    pub(super) throttle: Throttle,
    pub(super) setup: SetupCode,
    pub(super) outside: Outside,
    standing: Cache<Id, Arc<Standing>>,
    /// Grows whenever something is forgotten.
    generation: AtomicU64,
    is_behind_tls: AtomicBool,
}

impl Sessions {
    /// Sessions whose tokens are signed with the key of this seed.
    ///
    /// # Errors
    /// 500 when the seed makes no key.
    pub fn new(seed: &[u8; KEY_BYTES]) -> ApiResult<Self> {
        let kept_for = Duration::from_secs(STANDING_SECONDS);
        Ok(Self {
            tokens: Tokens::from_seed(seed)?,
            passwords: Passwords::new()?,
            throttle: Throttle::default(),
            setup: SetupCode::default(),
            outside: Outside::default(),
            standing: Cache::builder().max_capacity(STANDINGS_AT_MOST).time_to_live(kept_for).build(),
            generation: AtomicU64::new(0),
            is_behind_tls: AtomicBool::new(false),
        })
    }

    /// Hashes passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// The code that makes the first account.
    pub fn setup_code(&self) -> &SetupCode {
        &self.setup
    }

    /// A proxy with TLS stands in front: from now on cookies are for TLS alone. That is declared, never concluded from what
    /// a request says of itself.
    pub fn declare_tls(&self) {
        self.is_behind_tls.store(true, Ordering::Relaxed);
    }

    /// How the server is reached from outside, which machine clients need to know.
    pub fn outside(&self) -> &Outside {
        &self.outside
    }

    pub(super) fn is_behind_tls(&self) -> bool {
        self.is_behind_tls.load(Ordering::Relaxed)
    }

    pub(super) fn known(&self, session_id: Id) -> Option<Arc<Standing>> {
        self.standing.get(&session_id)
    }

    /// To be asked for before a session is looked up, and handed to [`Sessions::remember`].
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Keeps what was looked up, unless something was forgotten since: it may have been read before the change.
    pub(super) fn remember(&self, session_id: Id, standing: Arc<Standing>, generation: u64) {
        if self.generation() == generation {
            self.standing.insert(session_id, standing);
        }
        if self.generation() != generation {
            self.standing.invalidate(&session_id);
        }
    }

    /// Looks every session up anew: an account has changed. To be called once the change is committed.
    pub(in crate::platform) fn forget_all(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.standing.invalidate_all();
    }

    /// Looks one session up anew, which has ended.
    pub(super) fn forget(&self, session_id: Id) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        self.standing.invalidate(&session_id);
    }
}

/// What a session may do, or nothing when it or its account has ended.
///
/// # Errors
/// The database refuses.
pub fn standing(db: &mut impl Raw, session_id: Id) -> ApiResult<Option<Standing>> {
    let row: Option<(Id, String, String)> = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::id.eq(session_id))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(clock::now().naive_utc()))
        .filter(accounts::is_active.eq(true))
        .select((accounts::id, accounts::role, accounts::division_code))
        .first(db.raw())
        .optional()?;
    row.map_or(Ok(None), |row| standing_as(db, row))
}

type Posted = (Id, String, String);

/// What an account with this role in this division may do.
///
/// # Errors
/// The database refuses.
pub(super) fn standing_as(db: &mut impl Raw, (account_id, role, division_code): Posted) -> ApiResult<Option<Standing>> {
    let Some(role) = roles::find(db, &role)? else { return Ok(None) };
    let capabilities = role.capability_set();
    let (reads_clues, reads_duties) = (capabilities.has::<ReadClues>(), capabilities.has::<ReadDuties>());
    let reviews_inspections = capabilities.has::<ReviewInspections>();
    let scope = Scope::of_division(&division_code, role.field_classes());
    let scope = Scope { reads_clues, reviews_inspections, reads_duties, ..scope };
    let principal = Arc::new(Principal { author: Author::Account(account_id), scope });
    Ok(Some(Standing { principal, capabilities, machine: None }))
}

/// A session just opened or continued: who, which, and the refresh token to hand out.
#[derive(Debug)]
pub struct Opened {
    /// The account.
    pub account_id: Id,
    /// The session.
    pub session_id: Id,
    /// Replaces the token it was opened with.
    pub refresh_token: String,
}

/// Opens a session for an account.
///
/// # Errors
/// The database refuses.
pub fn open(db: &mut impl Raw, account_id: Id) -> ApiResult<Opened> {
    let (session_id, at) = (Id::new(), clock::now());
    let refresh_token = new_refresh_token(session_id);
    let statement = diesel::insert_into(sessions::table).values((
        sessions::id.eq(session_id),
        sessions::account_id.eq(account_id),
        sessions::refresh_hash.eq(refresh_hash(&refresh_token)),
        sessions::rotated_at.eq(at.naive_utc()),
        sessions::expires_at.eq((at + chrono::Duration::hours(LONGEST_HOURS)).naive_utc()),
        sessions::created_at.eq(at.naive_utc()),
    ));
    sql::run_unjournalled(db, statement)?;
    Ok(Opened { account_id, session_id, refresh_token })
}

/// An access token for a session that was opened without a password: for those who hold the key files anyway, the
/// command line and the tests.
///
/// # Errors
/// 500 when signing fails.
pub fn access_token(shared: &Shared, opened: &Opened) -> ApiResult<String> {
    shared.sessions.tokens.sign(opened.account_id, opened.session_id)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(Backend))]
struct SessionRow {
    id: Id,
    account_id: Id,
    refresh_hash: Vec<u8>,
    rotated_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    revoked_at: Option<NaiveDateTime>,
}

/// Continues the session of a refresh token. `Ok(None)`: unknown, ended, or used twice (which ends the session; the
/// caller must commit that, so it is no error).
///
/// # Errors
/// The database refuses.
pub fn rotate(db: &mut impl Raw, tokens: &Tokens, token: &str) -> ApiResult<Option<Opened>> {
    let presented = refresh_hash(token);
    let query = sessions::table
        .filter(sessions::refresh_hash.eq(presented.clone()).or(sessions::previous_hash.eq(presented.clone())))
        .select(SessionRow::as_select());
    let Some(row) = query.first::<SessionRow>(db.raw()).optional()? else { return end_named(db, token) };
    let now = clock::now().naive_utc();
    if row.revoked_at.is_some() || row.expires_at <= now {
        return Ok(None);
    }
    let refresh_token = tokens.successor(token);
    if row.refresh_hash == presented {
        // Two tabs may come with one token: whoever comes second finds it replaced, and gets the same successor.
        let newest =
            sessions::table.filter(sessions::id.eq(row.id)).filter(sessions::refresh_hash.eq(presented.clone()));
        let statement = diesel::update(newest).set((
            sessions::refresh_hash.eq(refresh_hash(&refresh_token)),
            sessions::previous_hash.eq(presented),
            sessions::rotated_at.eq(now),
        ));
        if sql::run_unjournalled(db, statement)? == 0 {
            return rotate(db, tokens, token);
        }
    } else if now - row.rotated_at > chrono::Duration::seconds(GRACE_SECONDS) {
        tracing::warn!(session = %row.id, "a replaced refresh token was used again; the session is ended");
        revoke(db, row.id)?;
        return Ok(None);
    }
    Ok(Some(Opened { account_id: row.account_id, session_id: row.id, refresh_token }))
}

/// A token replaced more than once is not stored any more, but it names its session: one of the two who hold its tokens
/// has stolen them, and nobody can tell which. To end someone's session this way one must know its secret id.
fn end_named(db: &mut impl Raw, token: &str) -> ApiResult<Option<Opened>> {
    if let Some(session_id) = session_named_in(token) {
        tracing::warn!(session = %session_id, "a refresh token that is not the newest was used; the session is ended");
        revoke(db, session_id)?;
    }
    Ok(None)
}

/// Ends a session.
///
/// # Errors
/// The database refuses.
pub fn revoke(db: &mut impl Raw, session_id: Id) -> ApiResult<()> {
    let statement =
        diesel::update(sessions::table.find(session_id)).set(sessions::revoked_at.eq(clock::now().naive_utc()));
    sql::run_unjournalled(db, statement).map(drop)
}

/// The session of a refresh token, current or replaced.
///
/// # Errors
/// The database refuses.
pub fn of_token(db: &mut impl Raw, token: &str) -> ApiResult<Option<Id>> {
    let presented = refresh_hash(token);
    let query =
        sessions::table.filter(sessions::refresh_hash.eq(presented.clone()).or(sessions::previous_hash.eq(presented)));
    Ok(query.select(sessions::id).first(db.raw()).optional()?)
}

/// Removes sessions that ended a day ago; until then one can be told that was used again.
///
/// # Errors
/// The database refuses.
pub fn purge(db: &mut impl Raw) -> ApiResult<usize> {
    let ended = (clock::now() - chrono::Duration::days(1)).naive_utc();
    sql::run_unjournalled(db, diesel::delete(sessions::table.filter(sessions::expires_at.le(ended))))
}

/// Refuses when a token check alone is not enough: the account is gone or disabled.
///
/// # Errors
/// 401.
pub fn required(standing: Option<Standing>) -> ApiResult<Arc<Standing>> {
    standing.map(Arc::new).ok_or(ApiError::Unauthenticated)
}
