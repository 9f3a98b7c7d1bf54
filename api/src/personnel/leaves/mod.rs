//! Leaves (请假、擅自离开): when somebody left the county for three days or more, whether that was reported and approved, and when
//! they came back (戒毒条例 §19, §20).
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateLeave, Leave, LeaveState};

/// The operations on leaves.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_leaves)
        .service(handlers::create_leave)
        .service(handlers::find_leave)
        .service(handlers::update_leave)
        .service(handlers::withdraw_leave);
}
