//! What the API answered.
use actix_web::http::header::HeaderMap;
use jindu::platform::id::Id;
use serde_json::{Value, json};

use super::redacted;

/// Members every problem document has.
const PROBLEM: [&str; 6] = ["type", "title", "status", "detail", "code", "trace_id"];

/// One answer. Reading it says what was asked when it is not what was expected.
#[derive(Debug, Clone)]
pub struct Answer {
    asked: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, when it is JSON; else null.
    pub body: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(super) fn new(asked: String, status: u16, headers: HeaderMap, bytes: &[u8]) -> Self {
        let body = serde_json::from_slice(bytes).unwrap_or(Value::Null);
        Self { asked, status, headers, body, text: String::from_utf8_lossy(bytes).into_owned(), bytes: bytes.to_vec() }
    }

    /// Refusals are problem documents that name the request, answers hold no fault of ours, nothing may be cached.
    pub(super) fn keeps_every_promise(&self) {
        assert!(self.status < 500, "{self}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{self}");
        assert!(!self.header("cache-control").is_empty(), "{self}");
        if self.status < 400 {
            return;
        }
        if self.asked == "POST /oauth/token" {
            return self.refuses_as_oauth_does();
        }
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        for member in PROBLEM {
            assert!(self.body.get(member).is_some_and(|value| !value.is_null()), "no {member}: {self}");
        }
        assert_eq!(self.body.get("status"), Some(&json!(self.status)), "{self}");
        assert_eq!(self.body.get("trace_id"), Some(&json!(self.header("x-request-id"))), "{self}");
    }

    /// RFC 6749, 5.2: `error` and its description in plain ASCII, kept by nobody.
    fn refuses_as_oauth_does(&self) {
        assert_eq!(self.header("content-type"), "application/json", "{self}");
        assert_eq!((self.header("cache-control"), self.header("pragma")), ("no-store", "no-cache"), "{self}");
        let members: Vec<&str> = self.body.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        assert_eq!(members, ["error", "error_description"], "{self}");
        assert!(text(&self.body, "error_description").bytes().all(|byte| matches!(byte, 0x20..=0x7e)), "{self}");
    }

    /// The body, when the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        self.body
    }

    /// The body, when it was answered with 200.
    #[track_caller]
    pub fn ok(self) -> Value {
        self.expect(200)
    }

    /// The body, when a record was made.
    #[track_caller]
    pub fn created(self) -> Value {
        self.expect(201)
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> &str {
        self.body.get("code").and_then(Value::as_str).unwrap_or_default()
    }

    /// The fields a refusal names, with the codes of the rules they broke.
    pub fn errors(&self) -> Vec<(&str, &str)> {
        let errors = self.body.get("errors").and_then(Value::as_array);
        errors.into_iter().flatten().map(|error| (text(error, "pointer"), text(error, "code"))).collect()
    }

    /// Whether a refusal names this field.
    pub fn names(&self, pointer: &str) -> bool {
        self.errors().iter().any(|(named, _)| *named == pointer)
    }

    /// A header, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The id of the record answered.
    #[track_caller]
    pub fn id(&self) -> Id {
        let id = self.body.get("id").and_then(Value::as_str).and_then(|text| text.parse().ok());
        id.unwrap_or_else(|| panic!("no id: {self}"))
    }

    /// Status and body without what differs from run to run.
    pub fn redacted(&self) -> Value {
        json!({ "status": self.status, "body": redacted(self.body.clone()) })
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} was answered {} {}", self.asked, self.status, self.text)
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
