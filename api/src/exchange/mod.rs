//! What is exchanged with other authorities and their systems.
pub mod feed;
pub mod reconciliation;

pub use self::reconciliation::{Decision, FindingKind, NumberHint};

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    feed::routes(cfg);
    reconciliation::routes(cfg);
}
