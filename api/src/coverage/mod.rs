//! Coverage (覆盖): which places a round has reached and which it has missed (不漏村、不漏户、不漏房). A list is frozen once and
//! its denominator never changes; gaps become duties, and a sheet is keyed in by the numbers of the list.
//!
//! Of a round without a list, as ledgers bring them, the register is the list, and the words say so.
pub mod dto;
mod errands;
mod handlers;
mod keeper;
mod planning;
mod report;
mod rules;
mod sheet;
mod store;
mod sweep;
mod words;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::keeper::RoundKeeper;
pub use self::store::{FREEZES, frozen_lines, frozen_lists, rounds_and_places_of_lines, rounds_of_freezes};
pub use self::sweep::{compare, keep_swept, sweep};

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::coverage_table)
        .service(handlers::list_gaps)
        .service(handlers::freeze_units)
        .service(handlers::list_units)
        .service(handlers::assign_units)
        .service(handlers::exclude_unit)
        .service(handlers::include_unit)
        .service(handlers::coverage_of_campaign)
        .service(handlers::list_gaps_of_campaign)
        .service(handlers::send_to_gaps)
        .service(handlers::sheet_of_campaign)
        .service(handlers::record_sheet);
}
