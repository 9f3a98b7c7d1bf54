//! What is exchanged with other authorities and their systems.
pub mod feed;
pub mod reconciliation;
pub mod webhooks;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::reconciliation::{Decision, FindingKind, NumberHint};
pub use self::webhooks::{
    DeliveryState, Dispatcher, HttpSender, Names, Reach, SystemNames, WebhookSigning, WebhookState, keep_sending,
};

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    feed::routes(cfg);
    reconciliation::routes(cfg);
    webhooks::routes(cfg);
}
