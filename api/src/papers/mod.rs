//! Papers (文书): what the town prints for one person, filled from records: receipts, agreements, plans, test records, warnings,
//! proofs, hand-over notes, transfer letters. What is not on record stays blank and is written by hand.
mod dto;
mod fields;
mod fill;
mod handlers;
mod render;
mod store;
mod template;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations on papers.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_papers).service(handlers::find_paper).service(handlers::download_paper);
}
