//! Notifications: what waits for somebody, as numbers of lists. Nothing is stored of them, so none is ever stale: a topic is a list
//! with a query, and its number is what the list says. What is kept is which numbers an account has seen on which day, and the
//! digest of a day as it was when the account first asked. Numbers and links only, never a name.
mod counting;
mod digests;
pub mod dto;
mod handlers;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::counting::Reader;
pub use self::digests::of_today;
pub use self::dto::Digest;

/// The operations on notifications.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_notifications).service(handlers::mark_notifications_seen).service(handlers::find_digest);
}
