//! Reconciling the town's roster with the list of the committee above (底数清): what differs, and who decided what about it.
//!
//! A list is compared as it comes in. What is accepted becomes facts in the transaction of the decision; what was rejected
//! is not raised again by a later list while nothing of it has changed.
mod compare;
mod decide;
mod dto;
mod handlers;
mod list;
mod rules;
mod store;
mod typing;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{Decision, FindingKind, NumberHint};
pub use self::store::list;

/// The operations on reconciliations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::create_reconciliation)
        .service(handlers::list_reconciliations)
        .service(handlers::find_reconciliation)
        .service(handlers::list_findings)
        .service(handlers::decide_finding);
}
