//! Treatment episodes (戒毒措施): the orders a person is under, with the dates the law counts from (戒毒条例 §14, §16).
pub mod dto;
mod handlers;
mod ledger;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateTreatment, Treatment, TreatmentKind, TreatmentState};
pub use self::ledger::{Episodes, measure_named};
pub use self::rules::{REPORT_IN_DAYS, is_executed_in_community, last_day_to_report, state_of};
pub use self::store::transferred_out;

/// The operations on treatments.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_treatments)
        .service(handlers::create_treatment)
        .service(handlers::find_treatment)
        .service(handlers::update_treatment)
        .service(handlers::withdraw_treatment);
}
