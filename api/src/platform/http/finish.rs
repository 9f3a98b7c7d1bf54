//! The outermost layer: names each request, times it, writes refusals in the caller's language, sets the headers.
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};

use super::health;
use crate::platform::auth::recognise;
use crate::platform::error::{ApiError, Language, Refused};
use crate::platform::id::Id;

/// The id that names a request in the log, the journal and the problem document.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id of this request.
    pub fn of(request: &HttpRequest) -> Arc<str> {
        request.extensions().get::<Self>().map_or_else(|| "-".into(), |id| Arc::clone(&id.0))
    }
}

/// Marks a refusal that another specification words: it leaves as it is, and no problem document takes its place.
#[derive(Debug, Clone, Copy)]
pub struct OwnForm;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// No record has it in its name, and PostgreSQL takes it for a fault of ours.
const NUL: &str = "%00";
const LONGEST_ID: usize = 64;
const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(self), camera=(self), microphone=()"),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; \
         font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
];

/// Wraps every request. A refusal, actix's own included, becomes its problem document here.
///
/// # Errors
/// Those of middleware inside this one; there is none.
pub async fn finish<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let request_id = given_id(&request).unwrap_or_else(|| Id::new().to_string().into());
    request.extensions_mut().insert(RequestId(Arc::clone(&request_id)));
    recognise(&request).await;
    // No clone of the request may be held while it is routed: actix writes into it and panics when it is shared.
    let mut response = if request.path().contains(NUL) {
        request.error_response(health::no_such_address()).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    if let Some(refused) = refusal(&mut response) {
        response = with_problem(response, &refused, &request_id);
    }
    set_headers(&mut response, &request_id);
    health::observe(response.request(), response.status(), started.elapsed());
    Ok(response)
}

/// A caller may name its request; anything but plain ASCII is replaced.
fn given_id(request: &ServiceRequest) -> Option<Arc<str>> {
    let text = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (is_plain && !text.is_empty() && text.len() <= LONGEST_ID).then(|| text.into())
}

/// Our refusals ride in the response; actix's own (a path that does not parse, …) become ours.
fn refusal<B>(response: &mut ServiceResponse<B>) -> Option<Refused> {
    let ours = response.response_mut().extensions_mut().remove::<Refused>();
    let status = response.status();
    if response.response().extensions().contains::<OwnForm>() {
        return None;
    }
    if ours.is_some() || !(status.is_client_error() || status.is_server_error()) {
        return ours;
    }
    let error = match status.as_u16() {
        404 => health::no_such_address(),
        405 => ApiError::MethodNotAllowed,
        413 => ApiError::TooLarge,
        415 => ApiError::UnsupportedMedia,
        status if status < 500 => ApiError::Syntax(Vec::new()),
        _ => ApiError::Internal(response.response().error().map(ToString::to_string).unwrap_or_default().into()),
    };
    actix_web::ResponseError::error_response(&error).extensions_mut().remove::<Refused>()
}

fn with_problem<B>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
    refused: &Refused,
    request_id: &str,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let problem = refused.problem(Language::of(response.request().headers()), request_id);
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let mut response = response.map_body(|_, _| EitherBody::right(BoxBody::new(body)));
    *response.response_mut().status_mut() = refused.status();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn set_headers<B>(response: &mut ServiceResponse<B>, request_id: &str) {
    let is_asset = response.request().path().starts_with("/assets/");
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, value);
    }
    // Answers hold personal data: nothing on the way may keep them. The client's hashed files may be kept for ever.
    if !headers.contains_key(CACHE_CONTROL) {
        let kept = if is_asset { "public, max-age=31536000, immutable" } else { "no-store" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    }
}
