//! For other systems: what changed.
pub mod feed;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    feed::routes(cfg);
}
