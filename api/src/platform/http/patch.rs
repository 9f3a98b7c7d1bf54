//! `PATCH` as merge-patch (RFC 7396): absent leaves a field alone, `null` clears it, an unknown field is refused.
//!
//! What is checked is the record as it would be: the patch is merged into what is stored and the whole is read and
//! validated like a new one, so that no combination slips in by halves.
use std::borrow::Cow;
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::Validate;

use super::body::{self, BodyHash};
use super::json;
use crate::platform::error::{ApiError, ApiResult};

const LARGEST: usize = 256 * 1024;

/// Changes to the facts `T` of a record.
pub struct Patch<T> {
    fields: Map<String, Value>,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned + Validate> Patch<T> {
    /// The facts with the changes made, and the names of the fields that differ.
    ///
    /// # Errors
    /// 422 for an unknown field, a wrong type or a broken rule.
    pub fn apply(self, facts: &T) -> ApiResult<(T, Vec<Cow<'static, str>>)> {
        let Value::Object(mut merged) = to_value(facts)? else {
            return Err(ApiError::Internal("facts are an object".into()));
        };
        for (name, change) in self.fields {
            merge(merged.entry(name).or_insert(Value::Null), change);
        }
        let changed: T = json::from_value(Value::Object(merged))?;
        changed.validate()?;
        let names = differing(facts, &changed)?;
        Ok((changed, names))
    }
}

/// RFC 7396: objects merge, everything else replaces.
fn merge(target: &mut Value, change: Value) {
    match (target, change) {
        (Value::Object(target), Value::Object(change)) => {
            for (name, inner) in change {
                merge(target.entry(name).or_insert(Value::Null), inner);
            }
        }
        (target, change) => *target = change,
    }
}

fn to_value<T: Serialize>(facts: &T) -> ApiResult<Value> {
    serde_json::to_value(facts).map_err(|error| ApiError::Internal(error.into()))
}

/// Names of the top-level fields in which two records differ, for the journal.
///
/// # Errors
/// 500 when they cannot be serialised.
pub fn differing<T: Serialize>(before: &T, after: &T) -> ApiResult<Vec<Cow<'static, str>>> {
    let (Value::Object(before), Value::Object(after)) = (to_value(before)?, to_value(after)?) else {
        return Err(ApiError::Internal("facts are an object".into()));
    };
    Ok(after
        .into_iter()
        .filter(|(name, value)| before.get(name) != Some(value))
        .map(|(name, _)| Cow::Owned(name))
        .collect())
}

impl<T: 'static> FromRequest for Patch<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            if !matches!(
                media.split(';').next().map(str::trim),
                Some("application/merge-patch+json" | "application/json")
            ) {
                return Err(ApiError::UnsupportedMedia);
            }
            let bytes = body::read(payload, LARGEST).await?;
            request.extensions_mut().insert(BodyHash::of(&bytes));
            Ok(Self { fields: json::parse(&bytes)?, of: PhantomData })
        })
    }
}
