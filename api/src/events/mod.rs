//! Events: publicity, lectures, meetings, clues, surveys for illicit crops — what took place, where, and what it reached.
pub mod dto;
mod figures;
mod handlers;
mod ledger;
mod rules;
mod sessions;
pub mod store;
mod taken_out;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateEvent, Event, EventKind, Setting, Theme};
pub use self::figures::EventFigures;
pub use self::ledger::EventLedger;
pub use self::store::{clues_among, list, present};
pub use self::taken_out::EXPORTED;

/// The table, as journal entries name it.
pub const TABLE_NAME: &str = store::TABLE;

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_events)
        .service(handlers::create_event)
        .service(handlers::find_event)
        .service(handlers::update_event)
        .service(handlers::withdraw_event);
}
