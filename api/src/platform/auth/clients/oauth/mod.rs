//! OAuth 2 for machine clients: client credentials and nothing else (RFC 6749 4.4, RFC 7523, RFC 8414). Outside the API's base,
//! and refusals are worded as that standard words them.
mod answer;
mod form;
mod handlers;

use actix_web::web::{self, ServiceConfig};

use super::dto::ClientKind;
pub use super::outside::TOKEN_PATH;
use super::rules;
use crate::platform::auth::{CAPABILITIES, CapabilitySet};
use crate::platform::coded::Coded;

/// What the document calls this way of proving who asks.
pub const SCHEME: &str = "machine";

/// Where the metadata is (RFC 8414).
pub const METADATA_PATH: &str = "/.well-known/oauth-authorization-server";

/// Every capability a machine may be granted, with what it is in words.
pub fn scopes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let grantable: Vec<&str> =
        ClientKind::ALL.iter().map(|kind| rules::may_hold(*kind)).flat_map(CapabilitySet::names).collect();
    let names = CAPABILITIES.iter().copied().filter(move |name| grantable.contains(name));
    names.map(|name| (name, "see the capability of this name"))
}

/// The token endpoint and the metadata.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(web::resource(TOKEN_PATH).route(web::post().to(handlers::issue)));
    cfg.service(web::resource(METADATA_PATH).route(web::get().to(handlers::metadata)));
}
