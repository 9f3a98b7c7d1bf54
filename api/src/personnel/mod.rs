//! Personnel: registered persons under the law's care, their treatment episodes, tests and visits.
//!
//! People in treatment have rights: confidentiality, correction, an end to control (戒毒条例 §7, §43).
mod figures;
pub mod handovers;
pub mod leaves;
pub mod names;
mod people;
pub mod persons;
mod records;
pub mod tests;
pub mod timeline;
pub mod treatments;
pub mod visits;

pub use self::figures::PersonnelFigures;
pub use self::handovers::store::of_owners as handovers_of;
pub use self::handovers::{Handover, HandoverPaper, HandoverReason};
pub use self::leaves::store::of_owners as leaves_of;
pub use self::leaves::{Leave, LeaveState};
pub use self::persons::store::TABLE_NAME as PERSONS;
pub use self::persons::{Control, Owner, PersonStatus, RiskLevel, named, owner, owners_among};
pub use self::tests::store::of_owners as tests_of;
pub use self::tests::{Test, TestMethod, TestResult};
pub use self::treatments::store::{of_owners as treatments_of, under_measures};
pub use self::treatments::{REPORT_IN_DAYS, Treatment, TreatmentKind, TreatmentState};
pub use self::visits::VisitMode;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    persons::routes(cfg);
    treatments::routes(cfg);
    tests::routes(cfg);
    visits::routes(cfg);
    leaves::routes(cfg);
    handovers::routes(cfg);
    timeline::routes(cfg);
}
