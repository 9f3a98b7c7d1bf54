//! Profiles: what a town is like in a year, for the first paragraph of its summary. Nothing in them is personal.
pub mod dto;
mod handlers;
mod ledger;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateProfile, Profile};
pub use self::ledger::ProfileLedger;
pub use self::store::{of_division, present, put_profile};

/// The operations on profiles.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_profiles).service(handlers::find_profile).service(handlers::put_profile);
}
