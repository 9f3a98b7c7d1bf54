//! Who may: accounts, roles, sessions, tokens; `Caller<C>` as the proof.
pub mod accounts;
mod caller;
mod capability;
pub mod clients;
mod dto;
mod handlers;
pub mod password;
mod proof;
mod recognised;
pub mod roles;
mod scope;
pub mod sessions;
mod setup;
mod standings;
mod strength;
mod throttle;
mod token;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::caller::{Anonymous, Caller};
pub use self::capability::*;
pub use self::proof::{Proof, WRONG_PASSWORD};
pub(in crate::platform) use self::recognised::recognise;
pub use self::scope::{FIELD_CLASSES, FieldClass, FieldClasses, Scope, WHOLE_COUNTRY, subtree};
pub use self::sessions::Sessions;
pub use self::setup::random_code;
pub use self::standings::standing_of;
pub use self::token::SIGNING;

/// Signing in and out, one's own account, everybody's, and machine clients.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::log_in)
        .service(handlers::refresh)
        .service(handlers::log_out)
        .service(handlers::set_up)
        .service(handlers::set_password)
        .service(handlers::find_me)
        .service(handlers::change_password);
    accounts::routes(cfg);
    clients::routes(cfg);
}
