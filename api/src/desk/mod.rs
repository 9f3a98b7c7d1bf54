//! The desk: what an account keeps for itself. How its lists look (`preferences`), and searches it comes back to (`views`).
//! Knows no domain: each brings its lists to the [`Lists`].
mod dto;
mod installed;
mod list;
pub mod preferences;
pub mod views;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{ColourTheme, Density, Language, ListName, Topic};
pub use self::installed::Installed;
pub use self::list::{List, Listed, Lists};

/// The operations on preferences and views.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    preferences::routes(cfg);
    views::routes(cfg);
}
