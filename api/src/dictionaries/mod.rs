//! Dictionaries: every code list with its labels, so that no client keeps a copy of them.
mod dto;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::Dictionary;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_dictionaries);
}
