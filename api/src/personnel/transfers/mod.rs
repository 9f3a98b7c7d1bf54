//! Change of the place of execution (变更执行地, 戒毒条例 §22): asked for by the one town, taken or declined by the other, in one
//! transaction with everything that hangs on the person; or by letter, where the other town keeps its files elsewhere.
pub mod dto;
mod handlers;
mod moves;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{Transfer, TransferSide, TransferState};
pub use self::store::list;

/// The operations on transfers.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::create_transfer)
        .service(handlers::list_transfers)
        .service(handlers::list_destinations)
        .service(handlers::find_transfer)
        .service(handlers::update_transfer)
        .service(handlers::accept_transfer)
        .service(handlers::decline_transfer)
        .service(handlers::cancel_transfer)
        .service(handlers::answer_transfer)
        .service(handlers::arrive_transfer);
}
