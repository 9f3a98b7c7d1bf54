//! The layer inside the outermost one: what is logged while a request is answered carries the request's id.
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use tracing::Instrument;

use super::RequestId;

/// Wraps every request, inside [`super::finish::finish`], which names it. Logs routes, never addresses: those hold ids.
///
/// # Errors
/// What it wraps answers.
pub async fn trace<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let span = tracing::info_span!("request", id = %RequestId::of(request.request()), method = %request.method());
    let response = next.call(request).instrument(span.clone()).await?;
    if tracing::enabled!(tracing::Level::DEBUG) {
        let (route, status) = (response.request().match_pattern().unwrap_or_default(), response.status().as_u16());
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::debug!(parent: &span, route, status, micros, "answered");
    }
    Ok(response)
}
