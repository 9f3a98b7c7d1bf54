//! Grids: the parts of a village that one grid worker answers for (网格). They have no national code.
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateGrid, Grid};
pub use self::store::{expect_grid, list, present};

/// The operations on grids.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_grids)
        .service(handlers::create_grid)
        .service(handlers::find_grid)
        .service(handlers::update_grid)
        .service(handlers::withdraw_grid);
}
