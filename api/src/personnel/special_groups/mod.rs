//! Special groups (特殊情形): pregnant, nursing, under sixteen, ill, old: each with its dates, so that nothing wrong is proposed
//! while it lasts and nothing is withheld when it is over (禁毒法 §39, 戒毒条例 §26).
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateSpecialGroup, SpecialGroup, SpecialGroupKind};
pub use self::rules::{SPARED, spares};

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_special_groups)
        .service(handlers::create_special_group)
        .service(handlers::find_special_group)
        .service(handlers::update_special_group)
        .service(handlers::withdraw_special_group);
}
