//! Versions: every record has one, an `ETag` carries it out, `If-Match` brings it back.
use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::error::{ApiError, ApiResult};

/// A record that knows its version.
pub trait Versioned {
    /// Grows by one with each change; [`NO_VERSION`] for an answer about many records.
    fn version(&self) -> i64;

    /// Whether some of many were refused: then it is answered 207.
    fn has_refusals(&self) -> bool {
        false
    }
}

/// Of an answer that is no record.
pub const NO_VERSION: i64 = 0;

/// The `ETag` of a version.
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// One record, answered with its `ETag`; 304 when the caller has it already.
pub struct Found<T>(pub T);

impl<T: Serialize + Versioned> Responder for Found<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let etag = etag(self.0.version());
        if is_known(request, &etag) {
            return HttpResponse::NotModified().insert_header((ETAG, etag)).finish();
        }
        HttpResponse::Ok().insert_header((ETAG, etag)).json(self.0)
    }
}

/// `If-None-Match` may list several tags, and proxies weaken one (`W/`) when they compress; `*` is any version.
fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let is_this = |tag: &str| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag;
    let lists = request.headers().get_all(IF_NONE_MATCH).filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|tag| is_this(tag.trim()))
}

/// The version the caller read, from `If-Match`; required where it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        let version = given.and_then(|text| text.trim().trim_start_matches("W/").trim_matches('"').parse().ok());
        std::future::ready(version.map(Self).ok_or(ApiError::VersionRequired))
    }
}

/// Why a record is withdrawn. Nothing is deleted: it stays, out of lists, with its reason.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// The reason, for whoever asks later.
    #[validate(length(min = 2, max = 500))]
    #[schema(min_length = 2, max_length = 500, example = "重复登记")]
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_version_is_known_in_a_list_weakened_or_as_any() {
        let known = |list: &str| {
            is_known(&TestRequest::default().insert_header((IF_NONE_MATCH, list)).to_http_request(), "\"3\"")
        };
        for list in ["\"3\"", "W/\"3\"", "\"1\", \"3\"", "*"] {
            assert!(known(list), "{list}");
        }
        for list in ["\"2\"", "\"33\"", "3", ""] {
            assert!(!known(list), "{list}");
        }
    }
}
