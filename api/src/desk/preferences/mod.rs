//! Preferences: how an account likes its pages. No fact about anybody, so a working paper and not in the journal; its version
//! keeps two windows of one account from undoing each other.
pub mod dto;
mod handlers;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreatePreferences, Preferences};
pub use self::rules::columns as check_columns;
pub use self::store::find;

/// The operations on preferences.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::find_preferences).service(handlers::update_preferences);
}
