//! The problem document (RFC 9457) that every refusal is sent as, in the caller's language.
use std::collections::BTreeMap;

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use super::{ApiError, FieldError, Rule, Sentence};

/// Seconds after which an overloaded server may be asked again.
const RETRY_SECONDS: u32 = 2;

/// The language of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// zh-CN, the default.
    Chinese,
    /// en.
    English,
}

impl Language {
    /// What `Accept-Language` asks for; Chinese unless English is named first.
    pub fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if wanted.trim_start().to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }

    /// The sentence in this language.
    pub fn pick(self, sentence: &Sentence) -> String {
        match self {
            Self::Chinese => sentence.zh.to_string(),
            Self::English => sentence.en.to_string(),
        }
    }
}

/// Problem document (RFC 9457) sent with every refusal.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Page that explains the code.
    #[schema(example = "/docs/problems/invalid")]
    #[serde(rename = "type")]
    page: String,
    /// The kind of refusal, in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// This refusal, for a person, in the language of `Accept-Language` (zh-CN unless `en` is asked for).
    detail: String,
    /// Stable, machine-readable reason.
    #[schema(example = "invalid")]
    code: String,
    /// Fields that broke rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The record's present version, with 412.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
    /// Names of the fields changed since the version named, with 412.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
    /// Names this request in our log.
    trace_id: String,
}

/// One field that broke one rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer into the body, or the name of a query parameter.
    #[schema(example = "/id_number")]
    pointer: String,
    /// Stable code of the rule.
    #[schema(example = "id_number.checksum")]
    code: String,
    /// The rule in words.
    detail: String,
}

/// A refusal on its way out, before its language and trace id are known; rides in the response's extensions.
#[derive(Debug, Clone)]
pub struct Refused {
    status: StatusCode,
    code: String,
    title: Sentence,
    detail: Sentence,
    errors: Vec<FieldError>,
    current_version: Option<i64>,
    changed: Vec<String>,
}

impl Refused {
    /// The HTTP status to send.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The document to send.
    pub fn problem(&self, language: Language, trace_id: &str) -> Problem {
        let errors = self.errors.iter().map(|error| FieldProblem {
            pointer: error.pointer.clone(),
            code: error.code.clone(),
            detail: language.pick(&error.detail),
        });
        Problem {
            page: format!("/docs/problems/{}", self.code),
            title: language.pick(&self.title),
            status: self.status.as_u16(),
            detail: language.pick(&self.detail),
            code: self.code.clone(),
            errors: errors.collect(),
            current_version: self.current_version,
            changed: self.changed.clone(),
            trace_id: trace_id.to_owned(),
        }
    }
}

impl From<&ApiError> for Refused {
    fn from(error: &ApiError) -> Self {
        let (code, title) = kind(error);
        let mut refused = Self {
            status: error.status(),
            code: code.to_owned(),
            detail: title.clone(),
            title,
            errors: Vec::new(),
            current_version: None,
            changed: Vec::new(),
        };
        match error {
            ApiError::SignInRefused(rule)
            | ApiError::Refused(rule)
            | ApiError::NotFound(rule)
            | ApiError::Conflict(rule)
            | ApiError::Gone(rule)
            | ApiError::Spent(rule, _) => {
                rule.code.clone_into(&mut refused.code);
                refused.detail = (*rule).into();
            }
            ApiError::Conflicts(rule, errors) => {
                rule.code.clone_into(&mut refused.code);
                refused.detail = (*rule).into();
                refused.errors.clone_from(errors);
            }
            ApiError::Forbidden(capability) => {
                refused.detail =
                    Sentence { zh: format!("此操作需要权限 {capability}").into(), en: error.to_string().into() };
            }
            ApiError::Syntax(errors) | ApiError::Invalid(errors) => refused.errors.clone_from(errors),
            ApiError::Stale { current, changed } => {
                refused.current_version = Some(*current);
                refused.changed.clone_from(changed);
            }
            _ => {}
        }
        refused
    }
}

/// Every kind of refusal: its code, its words and its status.
pub fn kinds() -> Vec<(&'static str, Sentence, StatusCode)> {
    let rule = Rule { code: "", zh: "", en: "" };
    let all = [
        ApiError::Unauthenticated,
        ApiError::SignInRefused(rule),
        ApiError::Forbidden(""),
        ApiError::Refused(rule),
        ApiError::NotFound(rule),
        ApiError::MethodNotAllowed,
        ApiError::Conflict(rule),
        ApiError::Gone(rule),
        ApiError::Syntax(Vec::new()),
        ApiError::Invalid(Vec::new()),
        ApiError::Stale { current: 0, changed: Vec::new() },
        ApiError::VersionRequired,
        ApiError::TimedOut,
        ApiError::TooLarge,
        ApiError::UnsupportedMedia,
        ApiError::TooMany(0),
        ApiError::Spent(rule, 0),
        ApiError::Unavailable(""),
        ApiError::Internal("".into()),
    ];
    let told = |error: &ApiError| {
        let (code, sentence) = kind(error);
        (code, sentence, error.status())
    };
    all.iter().map(told).collect()
}

const BUSY: Sentence =
    Sentence::of("系统暂时繁忙，内容没有保存，请稍后再试", "Not available just now and nothing was saved; try again");

fn kind(error: &ApiError) -> (&'static str, Sentence) {
    match error {
        ApiError::Unauthenticated => ("unauthenticated", Sentence::of("请先登录", "Sign in first")),
        ApiError::SignInRefused(_) => ("sign_in", Sentence::of("登录未成功", "Signing in failed")),
        ApiError::Forbidden(_) => ("forbidden", Sentence::of("没有此项权限", "A permission is missing")),
        ApiError::Refused(_) => ("refused", Sentence::of("不允许这样做", "This is not allowed")),
        ApiError::NotFound(_) => ("not_found", Sentence::of("没有找到", "Not found")),
        ApiError::MethodNotAllowed => {
            ("method_not_allowed", Sentence::of("此地址不接受这种请求方法", "This address does not answer that method"))
        }
        ApiError::Conflict(_) | ApiError::Conflicts(..) => {
            ("conflict", Sentence::of("与现有记录冲突", "It conflicts with what is recorded"))
        }
        ApiError::Gone(_) => ("gone", Sentence::of("已不再保留", "It is kept no more")),
        ApiError::Syntax(_) => ("syntax", Sentence::of("请求无法读取", "The request cannot be read")),
        ApiError::Invalid(_) => {
            ("invalid", Sentence::of("有内容不符合规定，请按各项提示修改", "Some fields are not valid"))
        }
        ApiError::Stale { .. } => {
            ("stale", Sentence::of("这条记录在您打开后已被他人修改", "The record has changed since you read it"))
        }
        ApiError::VersionRequired => (
            "version_required",
            Sentence::of("请在 If-Match 中写明所依据的版本", "Name the version you read in If-Match"),
        ),
        ApiError::TimedOut => {
            ("timed_out", Sentence::of("内容传得太慢，请再试", "The body came too slowly; try again"))
        }
        ApiError::TooLarge => ("too_large", Sentence::of("内容太大", "The body is too large")),
        ApiError::UnsupportedMedia => {
            ("unsupported_media", Sentence::of("不接受这种内容格式", "This media type is not accepted here"))
        }
        ApiError::TooMany(_) => {
            ("too_many", Sentence::of("请求过于频繁，请稍后再试", "Too many requests; try again later"))
        }
        ApiError::Spent(..) => ("spent", Sentence::of("今日的额度已用完", "Today's measure is used up")),
        ApiError::Unavailable(_) => ("unavailable", BUSY),
        ApiError::Internal(_) => {
            ("internal", Sentence::of("系统内部出错，请把编号告诉管理员", "Something went wrong on our side"))
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// The body is written by the outermost middleware, which knows the language and the trace id.
    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(source) = self {
            tracing::error!(error = %source, "our fault");
        } else if let Self::Unavailable(reason) = self {
            tracing::warn!(reason, "not available");
        }
        let mut response = HttpResponse::build(self.status());
        match self {
            Self::TooMany(seconds) | Self::Spent(_, seconds) => response.insert_header((RETRY_AFTER, *seconds)),
            Self::Unavailable(_) => response.insert_header((RETRY_AFTER, RETRY_SECONDS)),
            Self::Unauthenticated | Self::SignInRefused(_) => response.insert_header((WWW_AUTHENTICATE, "Bearer")),
            _ => &mut response,
        };
        let mut response = response.finish();
        response.extensions_mut().insert(Refused::from(self));
        response
    }
}

impl IntoResponses for ApiError {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = |description: &str| {
            let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            RefOr::T(ResponseBuilder::new().description(description).content("application/problem+json", body).build())
        };
        [("4XX".into(), problem("The request was refused")), ("5XX".into(), problem("The server failed"))].into()
    }
}
