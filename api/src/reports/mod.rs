//! Reports: the annual summary, drafted from a template that is data and figures that keep their records.
mod changes;
mod compile;
mod condition;
mod document;
mod draft;
mod drift;
mod dto;
mod edit;
mod findings;
mod format;
mod handlers;
mod marks;
mod render;
#[cfg(test)]
mod samples;
mod store;
mod template;
mod wording;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::compile::{Compiled, compile, figures_json};
pub use self::document::Document;
pub use self::dto::{ReportKind, ReportState};
pub use self::render::{docx, markdown};
pub use self::store::list;
use crate::indicators::value as figures;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_reports)
        .service(handlers::create_report)
        .service(handlers::find_report)
        .service(handlers::edit_paragraph)
        .service(handlers::refresh_report)
        .service(handlers::freeze_report)
        .service(handlers::withdraw_report)
        .service(handlers::list_figure_records)
        .service(handlers::download_document);
}
