//! How much several lists hold, in one answer: a first page of thirty numbers is one request on a weak line.
pub mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operation.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::count_lists);
}
