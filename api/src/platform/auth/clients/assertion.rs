//! `private_key_jwt`: an assertion that a client signs with its own key (RFC 7523).
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Validation, decode};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::keys::PublicKey;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// How far ahead an assertion may run out, in seconds.
const LONGEST_SECONDS: i64 = 60;
/// How much earlier than ours a client's clock may be ahead of when it says it made one.
const LEEWAY_SECONDS: i64 = 10;
const LONGEST_JTI: usize = 200;
/// What a header may say it is; an access token is none.
const TYPES: [&str; 2] = ["JWT", "client-authentication+jwt"];
/// Members of a header that change what is signed or must be understood, and are not.
const NOT_UNDERSTOOD: [&str; 3] = ["crit", "b64", "zip"];

/// What an assertion says, read before anything of it is known to be true.
#[derive(Debug, Clone, Deserialize)]
pub struct Assertion {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    jti: String,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    /// Whether it is us and nobody else: one made for two could be used with us by the other.
    fn is_only(&self, ours: &[&str]) -> bool {
        match self {
            Self::One(audience) => ours.contains(&audience.as_str()),
            Self::Many(all) => !all.is_empty() && all.iter().all(|audience| ours.contains(&audience.as_str())),
        }
    }
}

/// A key that may have signed it.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Its id.
    pub id: Id,
    /// Its thumbprint.
    pub thumbprint: String,
    /// The key.
    pub key: PublicKey,
}

impl Assertion {
    /// Reads what `text` claims; nothing of it is checked.
    pub fn claimed(text: &str) -> Option<Self> {
        serde_json::from_slice(&part(text, 1)?).ok()
    }

    /// The client it is said to be from.
    pub fn client_id(&self) -> Option<Id> {
        // Ids have other spellings, which are not those of our clients.
        self.sub.parse().ok().filter(|id: &Id| id.to_string() == self.sub)
    }

    /// Whether it is for us, now, and says who it is from.
    pub fn is_for(&self, ours: &[&str], now: i64) -> bool {
        let is_made = |at: Option<i64>| at.is_none_or(|at| at <= now.saturating_add(LEEWAY_SECONDS));
        let is_in_time = now < self.exp && self.exp <= now.saturating_add(LONGEST_SECONDS);
        let is_named = (1..=LONGEST_JTI).contains(&self.jti.len());
        self.iss == self.sub
            && self.aud.is_only(ours)
            && is_in_time
            && is_made(self.iat)
            && is_made(self.nbf)
            && is_named
    }

    /// When it runs out, in seconds since 1970.
    pub fn ends_at(&self) -> i64 {
        self.exp
    }

    /// What is remembered of it, so that it is accepted once.
    pub fn jti_hash(&self) -> Vec<u8> {
        Sha256::digest(self.jti.as_bytes()).to_vec()
    }
}

/// Which of the client's keys signed `text`, if one did. The algorithm is the key's, whatever the header says.
///
/// # Errors
/// 500 when a key that is stored is none.
pub fn signer(text: &str, keys: &[Signer]) -> ApiResult<Option<Id>> {
    let Some(Head { kid }) = Head::read(text) else { return Ok(None) };
    for Signer { id, thumbprint, key } in keys {
        if kid.as_ref().is_some_and(|named| named != thumbprint) {
            continue;
        }
        let mut validation = Validation::new(key.algorithm().0);
        // The claims are checked by `is_for`, against our own clock; here it is the signature that matters.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        if decode::<Assertion>(text, &key.checking()?, &validation).is_ok() {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// What matters of a header.
struct Head {
    /// The key it names, if it names one.
    kid: Option<String>,
}

impl Head {
    /// Nothing when it is not the header of an assertion.
    fn read(text: &str) -> Option<Self> {
        let header: Value = serde_json::from_slice(&part(text, 0)?).ok()?;
        let header = header.as_object()?;
        let is_typed = header.get("typ").is_none_or(|typ| typ.as_str().is_some_and(|typ| TYPES.contains(&typ)));
        let is_plain = NOT_UNDERSTOOD.iter().all(|name| !header.contains_key(*name));
        let kid = match header.get("kid") {
            None => None,
            Some(kid) => Some(kid.as_str()?.to_owned()),
        };
        (is_typed && is_plain).then_some(Self { kid })
    }
}

fn part(text: &str, place: usize) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.split('.').nth(place)?).ok()
}
