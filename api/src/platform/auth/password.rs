//! Passwords: argon2id, at most two hashed at once so that a storm of sign-ins leaves the other core to everyone else.
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::strength::is_guessable;
use crate::platform::error::{ApiError, ApiResult, Rule};

/// Shorter passwords are refused; longer ones than [`MOST`] too. Any characters, compared exactly as received.
pub const LEAST: usize = 12;
/// Longest password, in characters.
pub const MOST: usize = 128;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Sign-ins that may wait for one of the two places.
const MOST_WAITING: usize = 128;

const LENGTH: Rule =
    Rule { code: "password.length", zh: "密码应为12至128个字", en: "a password has 12 to 128 characters" };
const COMMON: Rule =
    Rule {
        code: "password.common", zh: "密码太容易猜到，请换一个", en: "the password is too easy to guess"
    };

/// Checks the rules for a new password of someone with these names.
///
/// # Errors
/// 422 naming `pointer` when it breaks one.
pub fn check(pointer: &str, password: &str, names: &[&str]) -> ApiResult<()> {
    if !(LEAST..=MOST).contains(&password.chars().count()) {
        return Err(ApiError::invalid(pointer, LENGTH));
    }
    if is_guessable(password, names) { Err(ApiError::invalid(pointer, COMMON)) } else { Ok(()) }
}

/// Hashes and verifies passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    places: Semaphore,
    waiting: Semaphore,
    /// Verified when the user is unknown, so that the answer takes as long.
    nobody: String,
}

impl Passwords {
    /// Argon2id with 19 MiB and two passes.
    ///
    /// # Errors
    /// 500 when the parameters are refused.
    pub fn new() -> ApiResult<Self> {
        let params =
            Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| ApiError::Internal(error.to_string().into()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, "nobody has this password")?;
        Ok(Self { argon2, places: Semaphore::new(2), waiting: Semaphore::new(MOST_WAITING), nobody })
    }

    /// Checks the rules for a new password and hashes it; blocks for some 30 ms. For the command line.
    ///
    /// # Errors
    /// 422 naming `pointer` when the password breaks a rule.
    pub fn hash_new(&self, pointer: &str, password: &str) -> ApiResult<String> {
        check(pointer, password, &[])?;
        hash(&self.argon2, password)
    }

    /// Hashes a password that has been checked.
    ///
    /// # Errors
    /// 429 when too many wait.
    pub async fn hash(&self, password: String) -> ApiResult<String> {
        self.in_turn(move |argon2| hash(argon2, &password)).await?
    }

    /// Whether `password` is the one `hashed` was made of; an unknown user's takes as long.
    ///
    /// # Errors
    /// 429 when too many wait.
    pub async fn verify(&self, password: String, hashed: Option<String>) -> ApiResult<bool> {
        let (is_known, hashed) = (hashed.is_some(), hashed.unwrap_or_else(|| self.nobody.clone()));
        let verify = move |argon2: &Argon2<'_>| {
            PasswordHash::new(&hashed).is_ok_and(|hashed| argon2.verify_password(password.as_bytes(), &hashed).is_ok())
        };
        Ok(self.in_turn(verify).await? && is_known)
    }

    /// Each hash fills 19 MiB: none is computed outside the two places.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> ApiResult<T> {
        let _waiting = self.waiting.try_acquire().map_err(|_full| ApiError::TooMany(2))?;
        let _place = self.places.acquire().await.map_err(|error| ApiError::Internal(error.into()))?;
        let argon2 = self.argon2.clone();
        actix_web::web::block(move || work(&argon2)).await.map_err(|error| ApiError::Internal(error.into()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> ApiResult<String> {
    let hashed: PasswordHash =
        argon2.hash_password(password.as_bytes()).map_err(|error| ApiError::Internal(error.to_string().into()))?;
    Ok(hashed.to_string())
}
