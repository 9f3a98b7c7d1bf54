//! Proof that whoever acts is there now: a session left open on a desk gives nobody's signature.
use super::accounts::{self, Account};
use super::caller::Caller;
use super::sessions::Sessions;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;

/// Another password than that of the account.
pub const WRONG_PASSWORD: Rule = Rule { code: "password.wrong", zh: "密码不对", en: "the password is wrong" };

/// The password of an account was given in this request. There is no other way to have one.
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
