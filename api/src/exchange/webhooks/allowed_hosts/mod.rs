//! The hosts and networks that webhooks may lead to. All else is refused, before a connection is made.
pub mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(in crate::exchange::webhooks) use self::store::covering;

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_allowed_hosts)
        .service(handlers::create_allowed_host)
        .service(handlers::find_allowed_host)
        .service(handlers::delete_allowed_host);
}
