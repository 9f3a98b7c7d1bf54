//! Campaigns: the rounds an office goes through together (制毒窝点排查, 宣传月, 禁种踏查, …), each of one area.
mod changes;
pub mod dto;
mod handlers;
mod lists;
mod lookup;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{Campaign, CampaignKind, CreateCampaign};
pub use self::lists::{UNITS, count_by, is_frozen, lines_counting, own_facts, title_of, turn, withdrawn_among};
pub use self::lookup::{Campaigning, carried_out};
pub use self::rules::kind_of_title;
pub use self::store::{
    TABLE as CAMPAIGNS, areas_above, concerning_caller, facts, insert_as, list, of_division, present,
};

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_campaigns)
        .service(handlers::create_campaign)
        .service(handlers::find_campaign)
        .service(handlers::update_campaign)
        .service(handlers::withdraw_campaign);
}
