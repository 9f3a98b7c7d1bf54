//! The token endpoint and the metadata.
use actix_web::http::header::HeaderMap;
use actix_web::{HttpResponse, web};
use serde_json::json;

use super::answer::{Refused, Token};
use super::form::{Asking, Form, Proof};
use crate::platform::auth::clients::assertion::{self, Signer};
use crate::platform::auth::clients::credentials;
use crate::platform::auth::clients::networks::Network;
use crate::platform::auth::clients::standing::{self, Usable};
use crate::platform::auth::token::MACHINE_SECONDS;
use crate::platform::auth::{Anonymous, CAPABILITIES, CapabilitySet};
use crate::platform::clock;
use crate::platform::db::Queries;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::body;
use crate::platform::id::Id;

/// Largest body, in bytes: an assertion has a few hundred.
const LARGEST: usize = 16 * 1024;
const NO_ADDRESS: Rule = Rule {
    code: "oauth.no_address",
    zh: "服务器未设置对外地址（JINDU_PUBLIC_URL）",
    en: "the server's own address is not set (JINDU_PUBLIC_URL)",
};

/// What the server says of itself (RFC 8414).
pub async fn metadata(anyone: Anonymous) -> ApiResult<HttpResponse> {
    let outside = anyone.platform.sessions.outside();
    let (Some(issuer), Some(token_endpoint)) = (outside.issuer(), outside.token_endpoint()) else {
        return Err(ApiError::NotFound(NO_ADDRESS));
    };
    let scopes: Vec<&str> = super::scopes().map(|(name, _)| name).collect();
    Ok(HttpResponse::Ok().json(json!({
        "issuer": issuer,
        "token_endpoint": token_endpoint,
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic", "client_secret_post"],
        "token_endpoint_auth_signing_alg_values_supported": ["EdDSA", "ES256"],
        "service_documentation": format!("{issuer}/docs"),
    })))
}

/// Gives a machine client a token for its credentials.
pub async fn issue(anyone: Anonymous, payload: web::Payload) -> Result<HttpResponse, Refused> {
    let bytes = body::read(payload.into_inner(), LARGEST).await?;
    let headers: &HeaderMap = anyone.request.headers();
    let form = Form::read(headers, &bytes)?;
    form.expect_grant()?;
    let asking = form.asking(headers)?;
    let sessions = &anyone.platform.sessions;
    let address = sessions.outside.address_of(&anyone.request, sessions.is_behind_tls());
    // Failures count for the name and the address together, so that nobody elsewhere can make a client wait by failing in its
    // name: what it proves itself with cannot be guessed, and need not be protected like a password.
    let guessing = format!("\u{1}{} {address:?}", asking.name);
    sessions.throttle.attempt(&guessing)?;
    let (client, credential) = proven(&anyone, &asking).await?;
    if !Network::any_holds(&client.networks, address) {
        return Err(Refused::Address);
    }
    let scope = granted(form.scope(), client.capabilities)?;
    accept(&anyone, client.id, asking).await?;
    sessions.throttle.succeeded(&guessing);
    let access_token = sessions.tokens.sign_for_machine(client.id, credential, scope.clone())?;
    Ok(Token { access_token, token_type: "Bearer", expires_in: MACHINE_SECONDS, scope }.respond())
}

/// What the token is good for: all the client may do, or what of that was asked for.
fn granted(asked: Option<&str>, held: CapabilitySet) -> Result<String, Refused> {
    let names = |set: CapabilitySet| set.names().collect::<Vec<_>>().join(" ");
    let Some(asked) = asked else { return Ok(names(held)) };
    let asked: Vec<&str> = asked.split(' ').filter(|name| !name.is_empty()).collect();
    if asked.is_empty() || asked.iter().any(|name| !CAPABILITIES.contains(name)) {
        return Err(Refused::Scope);
    }
    let asked = CapabilitySet::of(asked);
    if asked.is_within(held) { Ok(names(asked)) } else { Err(Refused::Scope) }
}

/// The client that proved itself, and with which secret or key.
async fn proven(anyone: &Anonymous, asking: &Asking) -> Result<(Usable, Id), Refused> {
    let refused = || Refused::Client { by_header: asking.by_header };
    let client_id = asking.client_id.ok_or_else(refused)?;
    let work = move |db: &mut Queries| {
        let Some(client) = standing::usable(db, client_id)? else { return Ok(None) };
        Ok(Some((client, credentials::secrets(db, client_id)?, credentials::keys(db, client_id)?)))
    };
    let (client, secrets, keys) = anyone.platform.db.read_primary(work).await?.ok_or_else(refused)?;
    let credential = match &asking.proof {
        Proof::Secret(presented) => secrets.iter().find(|secret| secret.is(presented)).map(|secret| secret.id),
        Proof::Assertion(text, assertion) => {
            let outside = anyone.platform.sessions.outside();
            let endpoint = outside.token_endpoint().unwrap_or_default();
            let ours: Vec<&str> = outside.issuer().into_iter().chain([endpoint.as_str()]).collect();
            let is_for_us = outside.issuer().is_some() && assertion.is_for(&ours, clock::now().timestamp());
            let keys: Vec<Signer> = keys.into_iter().map(|(signer, _)| signer).collect();
            if is_for_us { assertion::signer(text, &keys)? } else { None }
        }
    };
    Ok((client, credential.ok_or_else(refused)?))
}

/// Takes the proof: an assertion is good once, whichever process it comes to.
async fn accept(anyone: &Anonymous, client_id: Id, asking: Asking) -> Result<(), Refused> {
    let work = move |db: &mut Queries| {
        let is_first = match &asking.proof {
            Proof::Secret(_) => true,
            Proof::Assertion(_, assertion) => credentials::is_first(db, client_id, assertion)?,
        };
        if is_first {
            standing::note_use(db, client_id, clock::now().naive_utc())?;
        }
        Ok(is_first)
    };
    let is_first = anyone.platform.db.write(work).await?;
    if is_first { Ok(()) } else { Err(Refused::Client { by_header: false }) }
}
