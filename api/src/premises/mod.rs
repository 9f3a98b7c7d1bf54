//! Premises: the places an office keeps an eye on (出租房, 废弃厂房, 养殖场, …), and the rounds made there.
pub mod dto;
mod figures;
mod handlers;
pub mod inspections;
mod ledger;
mod rules;
mod store;
mod tally;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{Colour, CreatePremises, Premises, PremisesKind, PremisesRecord, PremisesRisk, Site};
pub use self::figures::PremisesFigures;
pub use self::inspections::{
    AttendanceRole, HasteSign, InspectionOutcome, SignatureRole, SignedInspections, SignerRole, WarningSign,
};
pub use self::ledger::PremisesLedger;
pub use self::store::{by_codes, insert_all, of_area, replace};

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_premises)
        .service(handlers::create_premises)
        .service(handlers::find_premises)
        .service(handlers::update_premises)
        .service(handlers::withdraw_premises);
    inspections::routes(cfg);
}
