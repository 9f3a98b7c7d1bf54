//! Deliveries: one for each change a webhook is told of, in order, tried again until it is taken or has failed.
pub mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::DeliveryState;
pub use self::store::parked;
pub(in crate::exchange::webhooks) use self::store::{
    Finished, Pending, begin, bring_forward, challenge, fan_out, finish, forget, has_due, park, pending,
    still_under_way, tidy,
};

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_webhook_deliveries).service(handlers::replay_webhook);
}
