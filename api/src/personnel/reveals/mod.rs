//! What is masked, shown in full to one official for a purpose that they state, and on record before it is shown.
pub mod dto;
mod handlers;
mod proof;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{RevealField, RevealPurpose};
pub use self::proof::Reveals;

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::reveal_person).service(handlers::list_person_reveals).service(handlers::list_reveals);
}
