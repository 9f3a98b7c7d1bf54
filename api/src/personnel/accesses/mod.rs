//! Who was shown whom: of all persons to the auditor, of one file to whoever keeps it. That it can be seen is what deters from
//! looking without need (个人信息保护法 §51, §54).
pub mod dto;
mod handlers;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::store::file_numbers;

/// The operations.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_accesses).service(handlers::list_file_accesses);
}
