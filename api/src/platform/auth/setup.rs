//! The one-time code that makes the first account: printed on the console, never stored, of no use once there is
//! an account.
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::vault::fill_random;

const WRONG: Rule = Rule {
    code: "setup.code",
    zh: "启用码不对；请查看服务器控制台",
    en: "the set-up code is wrong; look at the server's console",
};
/// There is an account already.
pub const CLOSED: Rule =
    Rule {
        code: "setup.closed", zh: "系统已启用，请用账号登录", en: "the system is set up already; sign in"
    };
/// Letters and digits that cannot be mistaken for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 16;

/// Sixteen letters and digits for a person to copy: 80 random bits, not to be guessed.
pub fn random_code() -> String {
    let mut bytes = [0; LENGTH];
    fill_random(&mut bytes);
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
    bytes.iter().filter_map(letter).collect()
}

/// The code, while there is one.
#[derive(Default)]
pub struct SetupCode(Mutex<Option<String>>);

impl SetupCode {
    /// Makes a code and hands it out for printing.
    pub fn issue(&self) -> String {
        let code = random_code();
        *self.slot() = Some(code.clone());
        code
    }

    /// Whether this is the code; to be asked before anything costly is done for whoever brings it.
    ///
    /// # Errors
    /// 409 when there is none, 422 when it is another.
    pub fn check(&self, given: &str) -> ApiResult<()> {
        let slot = self.slot();
        // Digests are compared, so that how long it takes tells nothing of the code.
        let digest = |code: &str| Sha256::digest(code.as_bytes());
        match slot.as_deref() {
            None => Err(ApiError::Conflict(CLOSED)),
            Some(code) if digest(code) == digest(given.trim()) => Ok(()),
            Some(_) => Err(ApiError::invalid("/code", WRONG)),
        }
    }

    /// There is an account: the code has served.
    pub fn close(&self) {
        *self.slot() = None;
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
