//! Case teams (社区戒毒工作小组): five kinds of people around one person (戒毒条例 §17).
pub mod dto;
mod handlers;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateTeamMember, TeamMember, TeamRole};

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_team_members)
        .service(handlers::create_team_member)
        .service(handlers::find_team_member)
        .service(handlers::update_team_member)
        .service(handlers::withdraw_team_member);
}
