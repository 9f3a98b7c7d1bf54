//! Personnel: registered persons under the law's care, their treatment episodes, tests, visits, leaves, times away,
//! case teams, warnings, hand-overs and transfers.
//!
//! People in treatment have rights: confidentiality, correction, an end to control (戒毒条例 §7, §43).
mod accesses;
pub mod assessments;
mod figures;
pub mod handovers;
mod history;
pub mod leaves;
pub mod names;
pub mod notices;
mod people;
pub mod persons;
pub mod present;
mod records;
mod relapse;
mod reveals;
pub mod special_groups;
pub mod stays;
pub mod team_members;
pub mod tests;
pub mod timeline;
pub mod transfers;
pub mod treatments;
pub mod visits;

pub use self::assessments::store::of_owners as assessments_of;
pub use self::assessments::{AssessedLevel, Assessment, GradeKeeper};
pub use self::figures::PersonnelFigures;
pub use self::handovers::store::of_owners as handovers_of;
pub use self::handovers::{Handover, HandoverDocument, HandoverPaper, HandoverReason};
pub use self::leaves::store::of_owners as leaves_of;
pub use self::leaves::{Leave, LeaveState};
pub use self::notices::store::of_owners as notices_of;
pub use self::notices::{Notice, NoticeKind};
pub use self::persons::store::TABLE_NAME as PERSONS;
pub use self::persons::store::find as find_person;
pub use self::persons::{
    CLEAN_MONTHS, Control, CreatePerson, Ending, Migrant, OnRoll, Owner, PersonStatus, RiskLevel,
    amend as amend_person, called, entered_grades, expect_person_version, files_in, found, insert as insert_person,
    is_at_large, named, on_roll, owner, owners_among, seal,
};
pub use self::reveals::{RevealField, RevealPurpose, Reveals};
pub use self::special_groups::store::of_owners as special_groups_of;
pub use self::special_groups::{SpecialGroup, SpecialGroupKind};
pub use self::stays::Stay;
pub use self::stays::store::of_owners as stays_of;
pub use self::team_members::store::of_owners as team_members_of;
pub use self::team_members::{TeamMember, TeamRole};
pub use self::tests::store::of_owners as tests_of;
pub use self::tests::{BoardResult, RemoteState, Test, TestMethod, TestResult};
pub use self::transfers::store::of_owners as transfers_of;
pub use self::transfers::store::{TransferDates, of_person as transfers_for};
pub use self::transfers::{Transfer, TransferSide, TransferState};
pub use self::treatments::store::of_owners as treatments_of;
pub use self::treatments::{REPORT_IN_DAYS, Treatment, TreatmentKind, TreatmentState, last_day_to_report};
pub use self::visits::store::of_owners as visits_of;
pub use self::visits::{Visit, VisitMode};

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    persons::routes(cfg);
    treatments::routes(cfg);
    tests::routes(cfg);
    visits::routes(cfg);
    leaves::routes(cfg);
    handovers::routes(cfg);
    assessments::routes(cfg);
    stays::routes(cfg);
    notices::routes(cfg);
    special_groups::routes(cfg);
    team_members::routes(cfg);
    transfers::routes(cfg);
    relapse::routes(cfg);
    timeline::routes(cfg);
    history::routes(cfg);
    accesses::routes(cfg);
    reveals::routes(cfg);
}
