//! Access tokens of machines: signed with the same key, and of another type for another audience.
use std::sync::Arc;

use jsonwebtoken::{Algorithm, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::{Bearer, ISSUER, Tokens};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// Life of a machine's access token, in seconds; there is no refresh token.
pub const MACHINE_SECONDS: i64 = 600;
pub(super) const TYPE: &str = "client-at+jwt";
const AUDIENCE: &str = "jindu-api-machines";

/// What a machine's access token says. What the client may do is looked up per request; the token can only narrow it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MachineClaims {
    iss: String,
    aud: String,
    /// The client.
    pub sub: Id,
    /// The token itself: access lines name it as they name a person's session.
    pub jti: Id,
    /// The secret or the key it was got with: the token ends with that.
    pub credential: Id,
    /// Names of capabilities, parted by spaces.
    pub scope: String,
    pub(super) iat: i64,
    pub(super) exp: i64,
}

impl Tokens {
    /// An access token for a machine client.
    ///
    /// # Errors
    /// 500 when signing fails.
    pub fn sign_for_machine(&self, client_id: Id, credential: Id, scope: String) -> ApiResult<String> {
        let iat = clock::now().timestamp();
        let claims = MachineClaims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: client_id,
            jti: Id::new(),
            credential,
            scope,
            iat,
            exp: iat + MACHINE_SECONDS,
        };
        let header = Header { typ: Some(TYPE.into()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, &claims, &self.signing).map_err(|error| ApiError::Internal(error.into()))
    }

    pub(super) fn check_machine(&self, token: &str) -> ApiResult<Bearer> {
        let mut validation: Validation = self.validation.clone();
        validation.set_audience(&[AUDIENCE]);
        let data = decode::<MachineClaims>(token, &self.checking, &validation);
        data.map(|data| Bearer::Machine(Arc::new(data.claims))).map_err(|_any| ApiError::Unauthenticated)
    }
}
