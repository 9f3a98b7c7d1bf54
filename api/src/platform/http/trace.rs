//! The layer inside the outermost one: what is logged while a request is answered carries the request's id.
use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use tracing::Instrument;

use super::RequestId;

/// What names the line of each request in a filter: `info,jindu::answered=off` leaves them out.
const LINES: &str = "jindu::answered";

/// Wraps every request, inside [`super::finish::finish`], which names it, and logs one line for each. Logs routes, never
/// addresses or queries: those hold ids and what was searched for.
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
    if tracing::enabled!(target: LINES, tracing::Level::INFO) {
        let (route, status) = (response.request().match_pattern().unwrap_or_default(), response.status().as_u16());
        let ms = started.elapsed().as_millis();
        tracing::info!(target: LINES, parent: &span, route, status, ms, "answered");
    }
    Ok(response)
}
