//! Webhooks: other systems are told of changes as they happen, by messages of Standard Webhooks 1.0 that say which record
//! changed and nothing about anybody. They lead only where somebody allowed it.
pub mod allowed_hosts;
pub mod deliveries;
mod dispatcher;
pub mod dto;
mod handlers;
mod rules;
mod sender;
mod signing;
mod source;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::deliveries::DeliveryState;
pub use self::dispatcher::{Dispatcher, keep_sending};
pub use self::dto::{WebhookSigning, WebhookState};
pub use self::sender::{Answered, HttpSender, Message, Names, Reach, Sender, SystemNames};
pub use self::store::list;

/// The operations of this noun. Addresses of its own come before the one that any id fits.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    allowed_hosts::routes(cfg);
    cfg.service(handlers::list_webhooks)
        .service(handlers::create_webhook)
        .service(handlers::find_webhook)
        .service(handlers::update_webhook)
        .service(handlers::delete_webhook)
        .service(handlers::pause_webhook)
        .service(handlers::resume_webhook)
        .service(handlers::verify_webhook)
        .service(handlers::rotate_webhook_secret);
    deliveries::routes(cfg);
}
