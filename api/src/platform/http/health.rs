//! Is it alive, is it ready, how does it fare.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;

use actix_web::http::{Method, StatusCode, header::AUTHORIZATION};
use actix_web::{HttpRequest, HttpResponse, get};
use prometheus::{Encoder, HistogramVec, TextEncoder, histogram_opts, register_histogram_vec};
use sha2::{Digest, Sha256};

use crate::platform::auth::Anonymous;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::journal;

const NO_ADDRESS: Rule =
    Rule { code: "not_found.address", zh: "没有这个地址", en: "there is nothing at this address" };

/// 404 for an address that no route answers.
pub fn no_such_address() -> ApiError {
    ApiError::NotFound(NO_ADDRESS)
}

#[expect(clippy::expect_used, reason = "a metric that cannot be registered is a mistake in this file")]
static REQUESTS: LazyLock<HistogramVec> = LazyLock::new(|| {
    let buckets = vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
    let options = histogram_opts!("jindu_http_request_seconds", "Time to answer, by route and status class", buckets);
    register_histogram_vec!(options, &["method", "route", "status"]).expect("the metric is well formed")
});

/// Notes one answered request. Routes are patterns (`/personnel/{id}`): no id enters a metric.
pub fn observe(request: &HttpRequest, status: StatusCode, took: Duration) {
    let route = request.match_pattern().unwrap_or_else(|| "(none)".to_owned());
    let class = match status.as_u16() / 100 {
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    REQUESTS.with_label_values(&[method_label(request.method()), &route, class]).observe(took.as_secs_f64());
}

/// Callers may make up methods; each would be a series of its own for ever.
fn method_label(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PATCH | Method::PUT | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "(other)",
    }
}

/// The process answers.
#[get("/health/live")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("live\n")
}

/// A database that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The database answers too.
///
/// # Errors
/// 503 while it does not, and once the server has been told to stop.
#[get("/health/ready")]
pub async fn ready(anyone: Anonymous) -> ApiResult<HttpResponse> {
    if IS_STOPPING.load(Ordering::Relaxed) {
        return Err(ApiError::Unavailable("the server is stopping"));
    }
    let db = &anyone.platform.db;
    let answers = async { tokio::try_join!(db.read(journal::position), db.read_primary(journal::position)) };
    let is_ready = tokio::time::timeout(PATIENCE, answers).await.is_ok_and(|answers| answers.is_ok());
    if !is_ready {
        return Err(ApiError::Unavailable("the database does not answer"));
    }
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}

/// Metrics for Prometheus: from this machine, or with the token declared.
///
/// # Errors
/// 403 for anyone else.
#[get("/metrics")]
pub async fn metrics(request: HttpRequest) -> ApiResult<HttpResponse> {
    if !may_read_metrics(&request) {
        return Err(ApiError::Forbidden("metrics"));
    }
    let mut text = Vec::new();
    TextEncoder::new().encode(&prometheus::gather(), &mut text).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text))
}

fn may_read_metrics(request: &HttpRequest) -> bool {
    let is_local = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback())
        && !request.headers().contains_key("x-forwarded-for");
    let given = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    // Digests are compared, so that how long it takes tells nothing of the token.
    let is_known = |given: &str| METRICS_TOKEN.get().is_some_and(|token| token == &digest(given));
    is_local || given.is_some_and(is_known)
}

static METRICS_TOKEN: OnceLock<[u8; 32]> = OnceLock::new();

/// Lets whoever brings this token read the metrics; to be declared once, before the server starts.
pub fn declare_metrics_token(token: &str) {
    let _ = METRICS_TOKEN.set(digest(token));
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

static IS_STOPPING: AtomicBool = AtomicBool::new(false);

/// Whether the server was told to stop: nobody is kept waiting then.
pub fn is_stopping() -> bool {
    IS_STOPPING.load(Ordering::Relaxed)
}

/// From now on [`ready`] says no: whoever shares requests out sends them elsewhere while the last ones are answered.
pub fn declare_stopping() {
    IS_STOPPING.store(true, Ordering::Relaxed);
}
