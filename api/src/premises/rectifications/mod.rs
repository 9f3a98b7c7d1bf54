//! Orders to put defects right (责令限期整改): an official's demand after an inspection that found defects, with a deadline. The
//! loop closes by facts and by nothing else: by the next sound inspection of another day.
pub mod dto;
mod handlers;
mod rules;
mod store;
#[cfg(test)]
mod tests;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{RectificationSeverity, RectificationState, ReferralAuthority};
pub(in crate::premises) use self::rules::standing;
pub(in crate::premises) use self::store::move_to;
pub(in crate::premises) use self::store::{Ordered, follow, ordered};
pub use self::store::{list, present};

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::create_rectification)
        .service(handlers::list_rectifications)
        .service(handlers::find_rectification)
        .service(handlers::update_rectification)
        .service(handlers::withdraw_rectification)
        .service(handlers::refer_rectification);
}
