//! Admonitions and warnings (劝诫书、告诫书): what a first and a second violation are answered with, before the third is one for the police.
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateNotice, Notice, NoticeKind};

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_notices)
        .service(handlers::create_notice)
        .service(handlers::find_notice)
        .service(handlers::update_notice)
        .service(handlers::withdraw_notice);
}
