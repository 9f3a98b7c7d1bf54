//! Dictionaries: every code list with its labels and synonyms. This is the one vocabulary: imports read cells by it, figures
//! and reports print it, and a client need not keep words of its own.
mod dto;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::Dictionary;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_dictionaries);
}
