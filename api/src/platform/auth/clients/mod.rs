//! Machine clients: other systems that call the API with keys of their own. A client acts under an account of its own kind, so
//! the journal, access lines and scopes know it like a person; what it may do stands with the client and in no role.
mod assertion;
mod changes;
mod credentials;
mod document;
pub mod dto;
mod handlers;
mod keys;
mod machine;
mod networks;
pub mod oauth;
mod outside;
mod rules;
mod standing;
mod store;

use actix_web::http::{Method, header::HeaderMap};
use utoipa_actix_web::service_config::ServiceConfig;

pub use self::changes::{create, revoke};
pub use self::credentials::{add_key, add_secret, end_key, end_secret, purge};
pub use self::document::describe_machines;
pub use self::dto::{Client, ClientFilter, ClientKind, CreateClient, NewClientSecret};
pub use self::machine::{Machine, PEOPLE_ONLY};
pub use self::networks::Network;
pub use self::outside::Outside;
pub use self::rules::may_hold;
pub(super) use self::standing::{standing, standing_of_account};
pub use self::store::{find_by_name, list};
use crate::platform::error::{ApiError, ApiResult, Rule};

const KEY_REQUIRED: Rule = Rule {
    code: "idempotency_key.required",
    zh: "机器接入的 POST 请求必须带 Idempotency-Key",
    en: "a machine sends an Idempotency-Key with every POST",
};

/// Machine clients as the security administrator sees them.
pub(super) fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_clients)
        .service(handlers::create_client)
        .service(handlers::find_client)
        .service(handlers::update_client)
        .service(handlers::revoke_client)
        .service(handlers::create_client_secret)
        .service(handlers::revoke_client_secret)
        .service(handlers::create_client_key)
        .service(handlers::revoke_client_key);
}

/// A script that lost an answer repeats its request, and must be able to: a machine's POST names itself.
pub(super) fn expect_repeatable(method: &Method, headers: &HeaderMap) -> ApiResult<()> {
    if method == Method::POST && !headers.contains_key("idempotency-key") {
        return Err(ApiError::invalid("Idempotency-Key", KEY_REQUIRED));
    }
    Ok(())
}
