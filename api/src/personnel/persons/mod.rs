//! Registered persons (在册吸毒人员): one file each, masked on the way out unless the caller's role may see the class.
mod bulk;
pub mod dto;
mod export;
mod handlers;
mod ledger;
mod lookup;
mod moving;
mod roll;
mod rules;
mod sealed;
mod selection;
pub mod store;
mod taken_out;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::bulk::insert_all;
pub use self::dto::{Control, CreatePerson, Migrant, Person, PersonFilter, PersonStatus, RiskLevel};
pub use self::ledger::PersonnelLedger;
pub(super) use self::lookup::in_full;
pub use self::lookup::{
    OnFile, Owner, all_in, by_id_numbers, by_village_and_status, called, files_in, name_and_gender, named, owner,
    owners_among, owners_in, present, visible_ids,
};
pub use self::moving::{NewPlace, expect_person_version, move_to, regrade, seal};
pub use self::roll::{CLEAN_MONTHS, OnRoll, entered_grades, is_at_large, on_roll};
pub use self::sealed::Ending;
pub use self::store::{amend, found, insert, insert_again, insert_as, list, normal, replace};
pub use self::taken_out::EXPORTED;

/// The operations on persons.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_personnel)
        .service(handlers::export_personnel)
        .service(handlers::create_person)
        .service(handlers::search_personnel)
        .service(handlers::find_person)
        .service(handlers::update_person)
        .service(handlers::withdraw_person);
}
