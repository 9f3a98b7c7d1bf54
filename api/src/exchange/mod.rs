//! What is exchanged with other authorities and their systems.
pub mod webhooks;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::webhooks::{
    DeliveryState, Dispatcher, HttpSender, Names, Reach, SystemNames, WebhookSigning, WebhookState, keep_sending,
};

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    webhooks::routes(cfg);
}
