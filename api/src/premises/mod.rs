//! Premises: the places an office keeps an eye on (出租房, 废弃厂房, 养殖场, …), the rounds made there, and what follows from them.
mod checklists;
pub mod dto;
mod figures;
mod handlers;
pub mod inspections;
pub mod leads;
mod ledger;
mod merging;
mod practice;
mod precursors;
pub mod rectifications;
mod rules;
mod store;
mod taken_out;
mod tally;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{
    Colour, CreatePremises, PrecursorClass, Premises, PremisesKind, PremisesRecord, PremisesRisk, Site,
};
pub use self::figures::{LeadFigures, PremisesFigures};
pub use self::inspections::{
    AttendanceRole, HasteSign, InspectionOutcome, SignatureRole, SignedInspections, SignerRole, WarningSign,
};
pub use self::leads::LeadState;
pub use self::ledger::PremisesLedger;
pub use self::rectifications::{RectificationSeverity, RectificationState, ReferralAuthority};
pub use self::store::{
    MERGED, NamedPlace, PROPOSED, addresses, alone, by_codes, found, insert_all, list, named, of_area, on_register,
    present, replace,
};
pub use self::taken_out::EXPORTED;

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_premises)
        .service(handlers::create_premises)
        // Before what finds one by its id.
        .service(handlers::list_checklists)
        .service(handlers::list_precursor_duties)
        .service(handlers::propose_premises)
        .service(handlers::find_premises)
        .service(handlers::update_premises)
        .service(handlers::withdraw_premises)
        .service(handlers::accept_premises)
        .service(handlers::merge_premises)
        .service(handlers::unmerge_premises);
    inspections::routes(cfg);
    rectifications::routes(cfg);
    leads::routes(cfg);
}
