//! Tokens: a five-minute access token signed with Ed25519, and an opaque refresh token that is replaced at each use.
mod machine;

use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::machine::{MACHINE_SECONDS, MachineClaims};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::vault::{KEY_BYTES, derive, fill_random};

/// Life of an access token, in seconds.
pub const ACCESS_SECONDS: i64 = 300;
const ISSUER: &str = "jindu";
const AUDIENCE: &str = "jindu-api";
const TYPE: &str = "at+jwt";
/// Tokens whose signature has been checked; a repeated request need not check it again.
const CHECKED_AT_MOST: u64 = 10_000;

/// What the seed's two keys are for.
pub const SIGNING: &[u8] = b"token:ed25519";
const REFRESH: &[u8] = b"token:refresh";

/// A refresh token begins with the id of its session, in hexadecimal digits.
const SESSION_DIGITS: usize = 32;

/// What an access token says. Role and scope are not in it: they are looked up per request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The account.
    pub sub: Id,
    /// The session.
    pub sid: Id,
    iat: i64,
    exp: i64,
}

/// Signs and checks tokens.
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
    refresh: Hmac<Sha256>,
    checked: Cache<[u8; 32], Bearer>,
}

/// Whose token it is.
#[derive(Debug, Clone)]
pub enum Bearer {
    /// A person's.
    Person(Arc<Claims>),
    /// A machine's.
    Machine(Arc<MachineClaims>),
}

impl Tokens {
    /// Tokens whose keys are derived from this seed, one for signing and one for refresh tokens.
    ///
    /// # Errors
    /// 500 when the seed makes no key.
    pub fn from_seed(seed: &[u8; KEY_BYTES]) -> ApiResult<Self> {
        let key = SigningKey::from_bytes(&derive(seed, SIGNING));
        let private = key.to_pkcs8_der().map_err(|error| ApiError::Internal(error.to_string().into()))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Expiry is checked against our own clock, which tests can move.
        validation.validate_exp = false;
        Ok(Self {
            signing: EncodingKey::from_ed_der(private.as_bytes()),
            checking: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            validation,
            refresh: <Hmac<Sha256> as KeyInit>::new_from_slice(derive(seed, REFRESH).as_ref())
                .map_err(|error| ApiError::Internal(error.to_string().into()))?,
            checked: Cache::builder()
                .max_capacity(CHECKED_AT_MOST)
                .time_to_live(Duration::from_secs(ACCESS_SECONDS.unsigned_abs()))
                .build(),
        })
    }

    /// An access token for a session.
    ///
    /// # Errors
    /// 500 when signing fails.
    pub fn sign(&self, account_id: Id, session_id: Id) -> ApiResult<String> {
        let iat = clock::now().timestamp();
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: account_id,
            sid: session_id,
            iat,
            exp: iat + ACCESS_SECONDS,
        };
        let header = Header { typ: Some(TYPE.into()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, &claims, &self.signing).map_err(|error| ApiError::Internal(error.into()))
    }

    /// The claims of a token that we signed and that has not run out.
    ///
    /// # Errors
    /// 401, whatever is wrong with it.
    pub fn check(&self, token: &str) -> ApiResult<Bearer> {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let bearer = match self.checked.get(&digest) {
            Some(bearer) => bearer,
            None => self.check_signature(token).inspect(|bearer| self.checked.insert(digest, bearer.clone()))?,
        };
        let (iat, exp, longest) = match &bearer {
            Bearer::Person(claims) => (claims.iat, claims.exp, ACCESS_SECONDS),
            Bearer::Machine(claims) => (claims.iat, claims.exp, MACHINE_SECONDS),
        };
        let now = clock::now().timestamp();
        let is_good = now < exp && iat <= now + 60 && exp.checked_sub(iat).is_some_and(|life| life <= longest);
        if is_good { Ok(bearer) } else { Err(ApiError::Unauthenticated) }
    }

    /// The type in the header says whose it is; audience and claims of the one are not those of the other, so that neither
    /// passes for the other whatever its header says.
    fn check_signature(&self, token: &str) -> ApiResult<Bearer> {
        let header = decode_header(token).map_err(|_any| ApiError::Unauthenticated)?;
        match header.typ.as_deref() {
            Some(TYPE) => decode::<Claims>(token, &self.checking, &self.validation)
                .map(|data| Bearer::Person(Arc::new(data.claims)))
                .map_err(|_any| ApiError::Unauthenticated),
            Some(machine::TYPE) => self.check_machine(token),
            _ => Err(ApiError::Unauthenticated),
        }
    }

    /// The refresh token that replaces `token`: derived, so that a client that lost the answer gets the same one again.
    pub fn successor(&self, token: &str) -> String {
        let mut mac = self.refresh.clone();
        mac.update(token.as_bytes());
        let session = token.get(..SESSION_DIGITS).unwrap_or_default();
        format!("{session}{}", hex::digits(&mac.finalize().into_bytes()))
    }
}

/// A first refresh token: its session, so that one long replaced is still known for what it is, and 256 random bits.
pub fn new_refresh_token(session_id: Id) -> String {
    let mut bytes = [0; 32];
    fill_random(&mut bytes);
    format!("{}{}", hex::digits(session_id.as_bytes()), hex::digits(&bytes))
}

/// The session a refresh token claims to belong to; whether it does, its hash tells.
pub fn session_named_in(token: &str) -> Option<Id> {
    token.get(..SESSION_DIGITS)?.parse().ok()
}

/// What is stored of a refresh token.
pub fn refresh_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
