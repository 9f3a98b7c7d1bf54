//! Answers as RFC 6749 5.1 and 5.2 word them.
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::platform::error::ApiError;
use crate::platform::http::OwnForm;

/// Seconds after which an overloaded server may be asked again.
const RETRY_SECONDS: u32 = 2;

/// A token.
#[derive(Serialize)]
pub struct Token {
    /// To be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds it is good for.
    pub expires_in: i64,
    /// What it is good for: names of capabilities, parted by spaces.
    pub scope: String,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The request is not one that RFC 6749 knows.
    #[error("invalid_request: {0}")]
    Request(&'static str),
    /// Who asks is not known, or did not prove it; the same whatever is wrong.
    #[error("invalid_client")]
    Client {
        /// Whether the `Authorization` header was used, whose scheme the refusal then names.
        by_header: bool,
    },
    /// Who asks proved it, and may not from where it is.
    #[error("unauthorized_client")]
    Address,
    /// Another grant than client credentials.
    #[error("unsupported_grant_type")]
    Grant,
    /// More than the client may.
    #[error("invalid_scope")]
    Scope,
    /// Too many failed; seconds to wait.
    #[error("too many failed attempts")]
    Wait(u32),
    /// Passing.
    #[error("not available just now")]
    Unavailable,
    /// Our fault.
    #[error("our fault")]
    Internal,
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::TooMany(seconds) => Self::Wait(seconds),
            ApiError::Unavailable(reason) => {
                tracing::warn!(reason, "not available");
                Self::Unavailable
            }
            ApiError::TooLarge | ApiError::TimedOut | ApiError::Syntax(_) => Self::Request("the body cannot be read"),
            other => {
                tracing::error!(error = %source(&other), "our fault");
                Self::Internal
            }
        }
    }
}

fn source(error: &ApiError) -> String {
    match error {
        ApiError::Internal(source) => source.to_string(),
        other => other.to_string(),
    }
}

#[derive(Serialize)]
struct Words {
    error: &'static str,
    error_description: &'static str,
}

impl Refused {
    fn words(&self) -> Words {
        let (error, error_description) = match self {
            Self::Request(what) => ("invalid_request", *what),
            Self::Client { .. } => ("invalid_client", "the client is not known, or did not prove who it is"),
            Self::Address => ("unauthorized_client", "the client may not call from this network address"),
            Self::Grant => ("unsupported_grant_type", "only client_credentials is granted"),
            Self::Scope => ("invalid_scope", "the client may not do all of this"),
            Self::Wait(_) => ("temporarily_unavailable", "too many attempts failed; wait"),
            Self::Unavailable => ("temporarily_unavailable", "not available just now; try again"),
            Self::Internal => ("server_error", "something went wrong on our side"),
        };
        Words { error, error_description }
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Client { .. } => StatusCode::UNAUTHORIZED,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Request(_) | Self::Address | Self::Grant | Self::Scope => StatusCode::BAD_REQUEST,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::Client { by_header: true } => response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"jindu\"")),
            Self::Wait(seconds) => response.insert_header((RETRY_AFTER, *seconds)),
            Self::Unavailable => response.insert_header((RETRY_AFTER, RETRY_SECONDS)),
            _ => &mut response,
        };
        let mut response = uncached(&mut response).json(self.words());
        response.extensions_mut().insert(OwnForm);
        response
    }
}

/// Nothing on the way may keep a token.
fn uncached(response: &mut actix_web::HttpResponseBuilder) -> &mut actix_web::HttpResponseBuilder {
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"))
}

impl Token {
    /// As it is answered.
    pub fn respond(self) -> HttpResponse {
        uncached(&mut HttpResponse::Ok()).json(self)
    }
}
