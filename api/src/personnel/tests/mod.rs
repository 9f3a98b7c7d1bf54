//! Drug tests (吸毒检测): what was tested when, and the result, which is sealed.
pub mod dto;
mod handlers;
mod ledger;
mod many;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{BoardResult, CreateTest, RemoteState, Test, TestMethod, TestResult};
pub use self::ledger::TestLedger;

/// The operations on tests.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_tests)
        .service(handlers::create_test)
        .service(handlers::record_tests)
        .service(handlers::find_test)
        .service(handlers::update_test)
        .service(handlers::withdraw_test);
}
