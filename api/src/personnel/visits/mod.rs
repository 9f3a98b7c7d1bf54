//! Visits and talks (走访谈话): who was met, how, and what was found.
pub mod dto;
mod handlers;
mod ledger;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateVisit, Visit, VisitMode};
pub use self::ledger::VisitLedger;

/// The operations on visits.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_visits)
        .service(handlers::create_visit)
        .service(handlers::find_visit)
        .service(handlers::update_visit)
        .service(handlers::withdraw_visit);
}
