//! JSON bodies: read, checked against their rules, refused with the field and the rule.
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;
use validator::Validate;

use super::body::{self, BodyHash};
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};

/// Largest JSON body, in bytes.
const LARGEST: usize = 256 * 1024;
const NUL: Rule = Rule { code: "text.nul", zh: "文字中不能有空字符（NUL）", en: "text may not contain NUL" };
const UNKNOWN: Rule = Rule { code: "field.unknown", zh: "没有这个字段", en: "there is no such field" };
const MISSING: Rule = Rule { code: "field.required", zh: "这一项必须填写", en: "this field is required" };
const SHAPE: Rule = Rule {
    code: "field.type",
    zh: "内容的类型或取值不对",
    en: "the value has the wrong type or is not one of the allowed ones",
};
const NOT_JSON: Rule = Rule { code: "body.json", zh: "内容不是有效的 JSON", en: "the body is not valid JSON" };

/// A JSON body that has passed its validation rules. Named like actix's so that the document recognises it as the body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read(&request, payload).await?;
            request.extensions_mut().insert(BodyHash::of(&bytes));
            let value: T = parse(&bytes)?;
            value.validate()?;
            Ok(Self(value))
        })
    }
}

pub(super) async fn read(request: &HttpRequest, payload: Payload) -> ApiResult<BytesMut> {
    if is_json(request) { body::read(payload, LARGEST).await } else { Err(ApiError::UnsupportedMedia) }
}

fn is_json(request: &HttpRequest) -> bool {
    let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    media == "application/json" || media == "application/merge-patch+json"
}

pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    refuse_nul(bytes)?;
    refuse_list(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        // A number where a code is expected is good JSON, which serde_json calls a syntax error nevertheless.
        let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
        if error.inner().is_syntax() && is_json() { shape(&error) } else { refused(&error) }
    })?;
    deserializer.end().map_err(|_trailing| ApiError::Syntax(vec![FieldError::new("", NOT_JSON)]))?;
    Ok(value)
}

/// Reads `T` from a value already parsed, refusing like [`parse`].
pub(super) fn from_value<T: DeserializeOwned>(value: serde_json::Value) -> ApiResult<T> {
    serde_path_to_error::deserialize(value).map_err(|error| refused(&error))
}

/// Serde would read an object's fields from a list, by their order.
fn refuse_list(bytes: &[u8]) -> ApiResult<()> {
    if bytes.trim_ascii_start().starts_with(b"[") { Err(ApiError::invalid("", SHAPE)) } else { Ok(()) }
}

/// PostgreSQL refuses NUL in text, SQLite stores it: refused here for both. Only a suspicious body is walked.
fn refuse_nul(bytes: &[u8]) -> ApiResult<()> {
    if memchr::memmem::find(bytes, b"\\u0000").is_none() {
        return Ok(());
    }
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|_any| ApiError::Syntax(vec![FieldError::new("", NOT_JSON)]))?;
    let mut found = Vec::new();
    find_nul("", &value, &mut found);
    ApiError::all(found)
}

fn find_nul(at: &str, value: &serde_json::Value, found: &mut Vec<FieldError>) {
    match value {
        serde_json::Value::String(text) if text.contains('\0') => found.push(FieldError::new(at, NUL)),
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| find_nul(&format!("{at}/{index}"), item, found));
        }
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(name, item)| find_nul(&format!("{at}/{name}"), item, found));
        }
        _ => {}
    }
}

/// Where it is, as a JSON pointer (RFC 6901).
fn pointer(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    error.path().iter().map(segment).collect()
}

fn shape(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    ApiError::invalid(pointer(error), SHAPE)
}

fn refused(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    if error.inner().classify() != Category::Data {
        return ApiError::Syntax(vec![FieldError::new("", NOT_JSON)]);
    }
    let path = pointer(error);
    let message = error.inner().to_string();
    // Serde names the field in backticks; the message itself may quote a value and is not passed on.
    let named = message.split('`').nth(1).unwrap_or_default();
    let (pointer, rule) = if message.starts_with("unknown field") {
        (if path.ends_with(&format!("/{named}")) { path } else { format!("{path}/{named}") }, UNKNOWN)
    } else if message.starts_with("missing field") {
        (format!("{path}/{named}"), MISSING)
    } else {
        (path, SHAPE)
    };
    ApiError::invalid(pointer, rule)
}
