//! Query strings: an unknown parameter is an error, not ignored; each filter is checked like a body.
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use validator::Validate;

use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};

const UNKNOWN: Rule =
    Rule { code: "parameter.unknown", zh: "没有这个查询参数", en: "there is no such query parameter" };
const VALUE: Rule =
    Rule {
        code: "parameter.value", zh: "查询参数的取值不对", en: "a query parameter has a value it cannot have"
    };
const NUL: Rule = Rule { code: "text.nul", zh: "文字中不能有空字符（NUL）", en: "text may not contain NUL" };

/// The whole query string as `T`.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(pairs(request.query_string()).and_then(|pairs| from_pairs(pairs)).map(Self))
    }
}

/// The parameters of a query string, decoded.
///
/// # Errors
/// 400 when it cannot be decoded, 422 for NUL.
pub fn pairs(query: &str) -> ApiResult<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|_any| ApiError::Syntax(vec![FieldError::new("", VALUE)]))?;
    let nul =
        pairs.iter().filter(|(_, value)| value.contains('\0')).map(|(name, _)| FieldError::new(name.clone(), NUL));
    ApiError::all(nul.collect())?;
    Ok(pairs)
}

/// `T` from a query string that comes as text, as the list it narrows would read it.
///
/// # Errors
/// 400 for a parameter that is unknown, given twice or malformed; 422 for a value that breaks a rule.
pub fn filter_of<T: DeserializeOwned + Validate>(query: &str) -> ApiResult<T> {
    from_pairs(pairs(query)?)
}

/// `T` from decoded parameters; empty values count as absent, which is what an empty form field sends.
///
/// # Errors
/// 400 naming the parameter that is unknown or has an impossible value; 422 from `T`'s own rules.
pub fn from_pairs<T: DeserializeOwned + Validate>(pairs: Vec<(String, String)>) -> ApiResult<T> {
    let present: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let encoded = serde_urlencoded::to_string(&present).map_err(|error| ApiError::Internal(error.into()))?;
    let deserializer = serde_urlencoded::Deserializer::new(serde_urlencoded_pairs(&encoded));
    let value: T = serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let message = error.inner().to_string();
        let (rule, name) = match message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
            Some(name) => (UNKNOWN, name.to_owned()),
            None => (VALUE, error.path().to_string()),
        };
        ApiError::Syntax(vec![FieldError::new(name, rule)])
    })?;
    value.validate().map_err(|errors| named(ApiError::from(errors)))?;
    Ok(value)
}

/// A parameter is named by its name, a field of a body by its pointer.
fn named(error: ApiError) -> ApiError {
    let ApiError::Invalid(mut errors) = error else { return error };
    for error in &mut errors {
        error.pointer = error.pointer.trim_start_matches('/').to_owned();
    }
    ApiError::Invalid(errors)
}

fn serde_urlencoded_pairs(encoded: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(encoded.as_bytes())
}

/// A list of values separated by commas: `status=a,b`.
///
/// # Errors
/// One of them is not a `T`.
pub fn comma_separated<'de, D, T>(input: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let text = String::deserialize(input)?;
    let one = |value: &str| {
        serde_json::from_value(serde_json::Value::from(value)).map_err(|_any| D::Error::custom("not a known value"))
    };
    text.split(',').map(str::trim).filter(|value| !value.is_empty()).map(one).collect()
}

/// A number or a truth value that a query string can only carry as text.
///
/// # Errors
/// It is not a `T`.
pub fn from_text<'de, D, T>(input: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    String::deserialize(input)?.parse().map(Some).map_err(|_any| D::Error::custom("not a value of this type"))
}
