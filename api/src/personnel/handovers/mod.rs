//! Hand-overs (报告、移交公安机关): what the town reported to the police, with which documents, and the receipt. The duty to report
//! is met when it is receipted (禁毒法 §35, 戒毒条例 §21, §44).
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateHandover, Handover, HandoverDocument, HandoverPaper, HandoverReason};

/// The operations on hand-overs.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_handovers)
        .service(handlers::create_handover)
        .service(handlers::find_handover)
        .service(handlers::update_handover)
        .service(handlers::withdraw_handover);
}
