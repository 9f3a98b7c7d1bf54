//! Proof that whoever acts is there now: a session left open on a desk gives nobody's signature.
use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::accounts::{self, Account};
use super::caller::Caller;
use super::sessions::Sessions;
use crate::platform::clock;
use crate::platform::db::schema::sessions;
use crate::platform::db::{Raw, sql};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;

/// Another password than that of the account.
pub const WRONG_PASSWORD: Rule = Rule { code: "password.wrong", zh: "密码不对", en: "the password is wrong" };

/// The password must be given anew.
pub const NOT_LATELY: Rule = Rule {
    code: "password.not_lately",
    zh: "距上次输入密码已超过 15 分钟，请再输入一次",
    en: "you gave your password more than 15 minutes ago: give it again",
};
/// How long nobody is asked again who they are.
const PROOF_KEPT: Duration = Duration::minutes(15);
/// By how much a clock may be set back without a proof looking as if it came from the future.
const CLOCK_SET_BACK: Duration = Duration::minutes(1);

/// The password of an account was given in this request, or in its session not long ago. There is no other way to have one.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    account_id: Id,
}

impl Proof {
    /// Whose password it was.
    pub fn account_id(&self) -> Id {
        self.account_id
    }
}

impl<C> Caller<C> {
    /// Checks the caller's own password, at the price of a sign-in: a wrong one counts as a failed attempt, and after
    /// three of them one waits. `pointer` says where it stood.
    ///
    /// # Errors
    /// 422 at `pointer` when it is wrong, 429 while one has to wait.
    pub async fn prove(&self, pointer: &'static str, password: String) -> ApiResult<Proof> {
        self.expect_person()?;
        let id = self.account_id()?;
        let account = self.read_primary(move |reading| accounts::find(reading, id)).await?;
        if self.shared().sessions.is_password_of(&account, password).await? {
            Ok(Proof { account_id: id })
        } else {
            Err(ApiError::invalid(pointer, WRONG_PASSWORD))
        }
    }

    /// [`Caller::prove`] where a password is given, and else what this session proved by signing in or in this way, if that is
    /// not long ago: for what is done more often than anybody would type a password.
    ///
    /// # Errors
    /// As [`Caller::prove`]; 422 at `pointer` when a password is needed.
    pub async fn prove_lately(&self, pointer: &'static str, password: Option<String>) -> ApiResult<Proof> {
        self.expect_person()?;
        let session = self.session_id;
        if let Some(password) = password {
            let proof = self.prove(pointer, password).await?;
            self.write(move |tx| keep(tx.db, session)).await?;
            return Ok(proof);
        }
        let last = self.read_primary(move |reading| last_proved(reading.db, session)).await?;
        let age = clock::now().naive_utc() - last;
        if (-CLOCK_SET_BACK..=PROOF_KEPT).contains(&age) {
            Ok(Proof { account_id: self.account_id()? })
        } else {
            Err(ApiError::invalid(pointer, NOT_LATELY))
        }
    }
}

fn keep(db: &mut impl Raw, session_id: Id) -> ApiResult<()> {
    let now = clock::now().naive_utc();
    let statement = diesel::update(sessions::table.find(session_id)).set(sessions::proved_at.eq(now));
    sql::run_unjournalled(db, statement).map(drop)
}

/// When somebody last gave the password in this session.
fn last_proved(db: &mut impl Raw, session_id: Id) -> ApiResult<NaiveDateTime> {
    let query = sessions::table.find(session_id).select((sessions::created_at, sessions::proved_at));
    let found: Option<(NaiveDateTime, Option<NaiveDateTime>)> = query.first(db.raw()).optional()?;
    let (opened, proved) = found.ok_or(ApiError::Unauthenticated)?;
    Ok(proved.unwrap_or(opened))
}

impl Sessions {
    /// Whether this is the password of who is signed in already.
    ///
    /// # Errors
    /// 429 while the account has to wait, or too many wait for their passwords to be looked at.
    pub(super) async fn is_password_of(&self, account: &Account, password: String) -> ApiResult<bool> {
        // No user name holds a control character: who guesses at signing in and who guesses here are counted apart.
        let guessing = format!("\u{0}{}", account.id);
        self.throttle.attempt(&guessing)?;
        let is_right = self.passwords.verify(password, Some(account.password_hash.clone())).await?;
        if is_right {
            self.throttle.succeeded(&guessing);
        }
        Ok(is_right)
    }
}
