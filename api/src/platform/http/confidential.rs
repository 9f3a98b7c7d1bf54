//! A JSON body one member of which is kept nowhere: it takes no part in telling a repeated request from another one.
use std::collections::HashMap;
use std::ops::Range;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use validator::Validate;

use super::body::BodyHash;
use super::json;
use crate::platform::error::ApiError;
use crate::platform::error::ApiResult;

/// A body that holds a secret.
pub trait HoldsSecret {
    /// Name of the member of the body, at its top, whose value is the secret.
    const SECRET: &'static str;
}

/// A JSON body with a secret that has passed its validation rules.
///
/// The hash of the body is stored beside an `Idempotency-Key`. It is not keyed, so a password in it could be tried out by
/// whoever has the database; and were it keyed, a request repeated with another password would still be answered
/// otherwise than one with the right password, without being counted as a guess. So the secret is no part of it.
pub struct Confidential<T>(pub T);

impl<T: DeserializeOwned + Validate + HoldsSecret + 'static> FromRequest for Confidential<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = json::read(&request, payload).await?;
            let value: T = json::parse(&bytes)?;
            let span = span_of(&bytes, T::SECRET)
                .ok_or_else(|| ApiError::Internal("a body that was read has no secret".into()))?;
            request.extensions_mut().insert(BodyHash::without(&bytes, span));
            value.validate()?;
            Ok(Self(value))
        })
    }
}

/// Where in `bytes` the value of this member stands.
fn span_of(bytes: &[u8], member: &str) -> Option<Range<usize>> {
    let members: HashMap<String, &RawValue> = serde_json::from_slice(bytes).ok()?;
    let value = members.get(member)?.get();
    let start = value.as_ptr().addr().checked_sub(bytes.as_ptr().addr())?;
    Some(start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(body: &str) -> [u8; 32] {
        BodyHash::without(body.as_bytes(), span_of(body.as_bytes(), "password").expect("a password")).0
    }

    #[test]
    fn bodies_that_differ_in_nothing_but_the_secret_are_alike() {
        let one = hash(r#"{"role":"inspector","password":"three words","n":1}"#);
        assert_eq!(one, hash(r#"{"role":"inspector","password":"other \" words","n":1}"#));
        assert_eq!(one, hash(r#"{"role":"inspector","password":"","n":1}"#));
        for other in [
            r#"{"role":"town_office","password":"three words","n":1}"#,
            r#"{"role":"inspector","password":"three words","n":2}"#,
            r#"{"role":"inspector","password":"three words","n":1} "#,
            r#"{"role":"inspector", "password":"three words","n":1}"#,
        ] {
            assert_ne!(one, hash(other), "{other}");
        }
    }

    #[test]
    fn the_secret_is_found_however_its_name_is_spelt() {
        let body = r#" { "pass\u0077ord" : "a\u0022b" , "x": {"password": "not this"} }"#;
        assert_eq!(body.get(span_of(body.as_bytes(), "password").expect("a password")), Some(r#""a\u0022b""#));
        assert_eq!(span_of(br#"{"other":1}"#, "password"), None);
    }
}
