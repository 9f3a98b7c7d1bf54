//! Evidence: the signed heads of the journal, its entries, and who was shown whom.
pub mod dto;
mod file;
mod handlers;
mod store;

pub use self::file::{entries_about, lines_about};

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_heads)
        .service(handlers::find_latest_head)
        .service(handlers::find_key)
        .service(handlers::find_consistency)
        .service(handlers::list_entries)
        .service(handlers::list_accesses);
}
