//! Rules as data, and what follows from them: packs of rules with their articles (规则包), the pure engine that makes duties
//! of facts, and the reactor that keeps the ledger of duties true.
//!
//! Statutes know facts and duties; facts know neither duties nor rules.
mod book;
mod dto;
mod ending;
mod engine;
mod evidence;
mod explain;
mod gather;
mod handlers;
mod pack;
mod read;
mod recompute;
mod schedule;
mod store;
mod sweep;
mod trial;
mod whom;
mod why_not;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::EvidenceLine;
pub use self::engine::facts::{Episode, Facts};
pub use self::evidence::of as evidence_of;
pub use self::pack::{Anchor, Counting, DayOff, DoneBy, Pack, Suspension};
pub use self::read::{Flaw, read as read_pack};
pub use self::recompute::{DutyKeeper, Known, compare, compare_by, known, recompute};
pub use self::schedule::test_schedule;
pub use self::store::{Shelf, insert as insert_pack, shelf};
pub use self::sweep::{everyone, keep_swept, sweep};

/// The operations on rules, and the explanation of a duty.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_rules)
        .service(handlers::check_rules)
        .service(handlers::simulate_rules)
        .service(handlers::explain_task)
        .service(handlers::duties_on_day)
        .service(handlers::why_not_of)
        .service(handlers::end_control);
}
