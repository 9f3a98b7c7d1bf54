//! Evidence: the signed heads of the journal, its entries, and the lines that say who was shown whom.
pub mod dto;
mod handlers;
mod lines;
mod store;

pub use self::lines::{Sought, lines};
pub use self::store::{beginning, end, entries_about, usernames};

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_heads)
        .service(handlers::find_latest_head)
        .service(handlers::find_key)
        .service(handlers::find_consistency)
        .service(handlers::list_entries);
}
