//! The desk: what an account keeps for itself. How its lists look (`preferences`), searches it comes back to (`views`), and how
//! much lists hold (`counts`).
//! Knows no domain: each brings its lists to the [`Lists`].
pub mod counts;
mod dto;
mod installed;
mod list;
pub mod preferences;
mod rules;
pub mod views;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{ColourTheme, Density, Language, ListName, Topic};
pub use self::installed::Installed;
pub use self::list::{List, Listed, Lists};

/// The operations on preferences, views and counts.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    preferences::routes(cfg);
    views::routes(cfg);
    counts::routes(cfg);
}
