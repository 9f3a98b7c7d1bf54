//! Times away for work (外出务工): where, since when, until when, and how often to be in touch. The one that goes on now is on the person's file.
mod closing;
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::closing::close;
pub use self::dto::{CreateStay, JointManagement, Stay};

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_stays)
        .service(handlers::create_stay)
        .service(handlers::find_stay)
        .service(handlers::update_stay)
        .service(handlers::withdraw_stay);
}
