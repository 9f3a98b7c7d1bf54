//! Statistics for the committee: its monthly and quarterly tables, its sheet of points, and one figure over a year.
//!
//! What is asked for stands in one file (`committee.toml`) as names of figures; nothing is counted here. A table is measured once
//! for the whole area and divided among its parts by where each record lies, so that rows add up and every cell opens its
//! records. Who may not open persons' files is told of parts only what points at nobody (see `indicators`).
pub mod definition;
mod dto;
mod handlers;
mod points;
mod scoring;
mod series;
mod sheet;
mod table;
mod workbook;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_statistics)
        .service(handlers::find_series)
        .service(handlers::find_table)
        .service(handlers::list_cell_records)
        .service(handlers::download_table)
        .service(handlers::find_self_assessment);
}
