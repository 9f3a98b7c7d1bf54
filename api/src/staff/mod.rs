//! Staff: the people who do the work (治保主任, 网格员, 专干 …), the leading group 领导小组, and the document register.
//!
//! For other domains, each in one query:
//! - [`of_area`] and [`by_post_and_name`]: a town's whole work force, for ledgers that name people;
//! - [`works_for`] checks a field that names someone; [`insert`], [`insert_as`] and [`replace`];
//! - [`leading_group`]: `list_as_of` (the group on a day), `of_division` (past posts too), `insert`, `insert_as`, `replace`;
//! - [`documents`]: `list`, `of_division`, `kind_of_title`, `insert`, `insert_as`, `replace`.
pub mod documents;
pub mod dto;
mod figures;
mod handlers;
pub mod leading_group;
mod ledger;
mod lookup;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::documents::{CreateDocument, DocumentFilter, DocumentKind, RegisteredDocument};
pub use self::dto::{CreateStaff, StaffMember, StaffPost};
pub use self::figures::StaffFigures;
pub use self::leading_group::{CreateGroupPost, GroupPost, GroupRole};
pub use self::ledger::VillageLedger;
pub use self::lookup::{StaffKey, by_post_and_name, name_of, of_area, works_for};
pub use self::store::{StaffRecord, insert, insert_as, list, present, replace};

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_staff)
        .service(handlers::create_staff_member)
        .service(handlers::find_staff_member)
        .service(handlers::update_staff_member)
        .service(handlers::withdraw_staff_member);
    leading_group::routes(cfg);
    documents::routes(cfg);
}
