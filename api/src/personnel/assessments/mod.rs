//! Risk assessments (风险分类评估): each a decision with its approval and its day; the grade on file is that of the newest.
pub mod dto;
mod handlers;
mod keeper;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{AssessedLevel, Assessment, CreateAssessment};
pub use self::keeper::GradeKeeper;

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_assessments)
        .service(handlers::create_assessment)
        .service(handlers::find_assessment)
        .service(handlers::update_assessment)
        .service(handlers::withdraw_assessment);
}
