//! The leading group (领导小组): who heads the work, who stands in, who is a member, and from when to when.
pub mod dto;
mod handlers;
mod ledger;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateGroupPost, GroupPost, GroupRole};
pub use self::ledger::LeadingGroupLedger;
pub use self::store::{insert, insert_as, list_as_of, of_division, present, replace};

/// The operations on the leading group.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_group_posts)
        .service(handlers::create_group_post)
        .service(handlers::find_group_post)
        .service(handlers::update_group_post)
        .service(handlers::withdraw_group_post);
}
