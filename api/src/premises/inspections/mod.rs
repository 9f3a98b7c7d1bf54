//! Inspections: who looked at which place on what day, and what came of it. They are seen by who sees the place.
pub mod dto;
mod handlers;
mod ledger;
mod rounds;
mod rules;
mod shown;
pub mod sign_off;
mod store;
mod taken_out;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateInspection, Inspection, InspectionOutcome, InspectionRecord, WarningSign};
pub use self::ledger::InspectionLedger;
pub(in crate::premises) use self::rules::standing;
pub use self::sign_off::{AttendanceRole, HasteSign, SignatureRole, SignedInspections, SignerRole};
pub use self::store::{
    InspectionKey, Look, NewInspection, awaiting, corrected_keys_of, corrections_of, create, find_record, insert_all,
    keys_of, list, present, records, refresh_place, replace,
};
pub use self::taken_out::EXPORTED;

/// The table, as journal entries name it.
pub const TABLE_NAME: &str = store::TABLE;

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_inspections_of_premises)
        .service(handlers::create_inspection)
        .service(handlers::list_inspections)
        .service(handlers::find_inspection)
        .service(handlers::update_inspection)
        .service(handlers::withdraw_inspection);
    sign_off::routes(cfg);
}
