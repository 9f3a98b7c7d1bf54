//! Refusals: values of one enum with stable codes. Whatever is nobody's fault but ours is `Internal`: logged once, silent.
mod broken;
mod database;
mod problem;
mod refusal;
mod rule;

use std::error::Error;

use actix_web::http::StatusCode;
use validator::{ValidationErrors, ValidationErrorsKind};

pub use self::broken::Broken;
pub use self::database::{ALREADY_EXISTS, LOCKED};
pub use self::problem::{FieldProblem, Language, Problem, Refused, kinds};
pub use self::refusal::Refusal;
pub use self::rule::{Rule, Sentence};

/// What every fallible operation answers.
pub type ApiResult<T> = Result<T, ApiError>;

/// One field that broke one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the body (`/id_number`), or the name of a query parameter.
    pub pointer: String,
    /// The rule's stable code.
    pub code: String,
    /// The rule in words.
    pub detail: Sentence,
}

impl FieldError {
    /// `rule` broken at the JSON pointer `pointer`.
    pub fn new(pointer: impl Into<String>, rule: Rule) -> Self {
        Self { pointer: pointer.into(), code: rule.code.to_owned(), detail: rule.into() }
    }
}

/// Everything a request can be refused for.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// 401.
    #[error("sign in first")]
    Unauthenticated,
    /// 401 at sign-in; the same for a wrong name and a wrong password.
    #[error("{}", .0.en)]
    SignInRefused(Rule),
    /// 403: the capability that is missing.
    #[error("this needs the `{0}` permission")]
    Forbidden(&'static str),
    /// 403, and no capability would help.
    #[error("{}", .0.en)]
    Refused(Rule),
    /// 404: also for what is out of scope.
    #[error("{}", .0.en)]
    NotFound(Rule),
    /// 405.
    #[error("this address does not answer that method")]
    MethodNotAllowed,
    /// 409.
    #[error("{}", .0.en)]
    Conflict(Rule),
    /// 409, with what exactly is in the way.
    #[error("{}", .0.en)]
    Conflicts(Rule, Vec<FieldError>),
    /// 410: what was there once and is kept no more.
    #[error("{}", .0.en)]
    Gone(Rule),
    /// 400: not JSON, or an unknown query parameter.
    #[error("the request cannot be read")]
    Syntax(Vec<FieldError>),
    /// 422: read, but some fields break rules.
    #[error("some fields are not valid")]
    Invalid(Vec<FieldError>),
    /// 412: the record has changed since; its present version and the fields changed since.
    #[error("the record has changed since you read it")]
    Stale {
        /// The record's present version.
        current: i64,
        /// Names of the fields that changed since the version named.
        changed: Vec<String>,
    },
    /// 428.
    #[error("name the version you read in If-Match")]
    VersionRequired,
    /// 408.
    #[error("the body came too slowly")]
    TimedOut,
    /// 413.
    #[error("the body is too large")]
    TooLarge,
    /// 415.
    #[error("this media type is not accepted here")]
    UnsupportedMedia,
    /// 429: seconds to wait.
    #[error("too many requests")]
    TooMany(u32),
    /// 429: a measure is used up, and so many seconds until there is a new one.
    #[error("{}", .0.en)]
    Spent(Rule, u32),
    /// 503: a reason for the log.
    #[error("not available just now: {0}")]
    Unavailable(&'static str),
    /// 500.
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl ApiError {
    /// One field that broke one rule.
    pub fn invalid(pointer: impl Into<String>, rule: Rule) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, rule)])
    }

    /// `Ok` when `errors` is empty, else all of them at once.
    ///
    /// # Errors
    /// 422 with every field error.
    pub fn all(errors: Vec<FieldError>) -> ApiResult<()> {
        if errors.is_empty() { Ok(()) } else { Err(Self::Invalid(errors)) }
    }

    /// The same refusal for another who waited for the same answer.
    pub fn copied(&self) -> Self {
        match self {
            Self::Unauthenticated => Self::Unauthenticated,
            Self::SignInRefused(rule) => Self::SignInRefused(*rule),
            Self::Forbidden(capability) => Self::Forbidden(capability),
            Self::Refused(rule) => Self::Refused(*rule),
            Self::Spent(rule, seconds) => Self::Spent(*rule, *seconds),
            Self::NotFound(rule) => Self::NotFound(*rule),
            Self::MethodNotAllowed => Self::MethodNotAllowed,
            Self::Conflict(rule) => Self::Conflict(*rule),
            Self::Conflicts(rule, errors) => Self::Conflicts(*rule, errors.clone()),
            Self::Gone(rule) => Self::Gone(*rule),
            Self::Syntax(errors) => Self::Syntax(errors.clone()),
            Self::Invalid(errors) => Self::Invalid(errors.clone()),
            Self::Stale { current, changed } => Self::Stale { current: *current, changed: changed.clone() },
            Self::VersionRequired => Self::VersionRequired,
            Self::TimedOut => Self::TimedOut,
            Self::TooLarge => Self::TooLarge,
            Self::UnsupportedMedia => Self::UnsupportedMedia,
            Self::TooMany(seconds) => Self::TooMany(*seconds),
            Self::Unavailable(reason) => Self::Unavailable(reason),
            Self::Internal(source) => Self::Internal(source.to_string().into()),
        }
    }

    /// The HTTP status this is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unauthenticated | Self::SignInRefused(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) | Self::Conflicts(..) => StatusCode::CONFLICT,
            Self::Gone(_) => StatusCode::GONE,
            Self::Syntax(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Self::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany(_) | Self::Spent(..) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<ValidationErrors> for ApiError {
    fn from(errors: ValidationErrors) -> Self {
        let mut found = Vec::new();
        collect("", &errors, &mut found);
        // The validator keeps them in a hash map: the same refusal shall read the same each time.
        found.sort_by(|one, other| (&one.pointer, &one.code).cmp(&(&other.pointer, &other.code)));
        Self::Invalid(found)
    }
}

fn collect(at: &str, errors: &ValidationErrors, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{at}/{field}");
        match kind {
            ValidationErrorsKind::Field(errors) => {
                errors.iter().for_each(|error| match broken::noted(at, error) {
                    Some(noted) => found.extend(noted),
                    None => found.push(FieldError {
                        pointer: pointer.clone(),
                        code: error.code.to_string(),
                        detail: Sentence::of_validation(error),
                    }),
                });
            }
            ValidationErrorsKind::Struct(inner) => collect(&pointer, inner, found),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(index, inner)| collect(&format!("{pointer}/{index}"), inner, found));
            }
        }
    }
}
