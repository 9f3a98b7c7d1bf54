//! The ledger of duties (任务): everything owed, one row an occurrence, derived from facts by rules. What was missed stays
//! missed; people assign, hand back and confirm, and never write how a duty stands.
pub mod dto;
mod duty;
mod figures;
mod handlers;
mod manual;
mod people;
mod places;
mod rules;
mod store;
mod subject;
mod sync;
mod trial;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{ConfirmTask, DoneByType, SubjectType, Task, TaskKind, TaskRule, TaskState, VoidReason};
pub use self::duty::{Doer, Duty, Occurrence};
pub use self::figures::{TaskFigures, TestTally, tests_by_division};
pub use self::manual::subjects as given_by_hand_to;
pub use self::people::{NO_ASSIGNEE, confirm_for};
pub use self::places::{
    Errand, ErrandKey, Errands, PlaceStanding, errands_of, open_errands, sent_to, settle, unsettled,
};
pub use self::store::{about_persons, confirmed, find, present};
pub use self::sync::{Differences, Owed, compare, put_away_all, sync};
pub use self::trial::{Difference, Fate, differences};

/// The table, as journal entries name it.
pub const TABLE_NAME: &str = store::TABLE;

/// The operations on duties.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_tasks)
        .service(handlers::create_task)
        .service(handlers::assign_tasks)
        .service(handlers::find_task)
        .service(handlers::assign_task)
        .service(handlers::accept_task)
        .service(handlers::return_task)
        .service(handlers::confirm_task);
}
