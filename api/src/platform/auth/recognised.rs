//! Whose request it is: the bearer token is looked at before anything else of the request.
use std::sync::Arc;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpMessage, HttpRequest};

use super::caller::installed;
use super::clients;
use super::sessions::{Standing, required, standing};
use super::token::{Bearer, MachineClaims};
use crate::platform::Platform;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// Whose request it is.
pub(super) struct Recognised {
    /// The session, or the token of a machine.
    pub(super) session_id: Id,
    /// What it may do now.
    pub(super) standing: Arc<Standing>,
}

/// Finds out who asks before anything else of the request is read: actix reads all that a handler takes at once, and
/// whoever may not must learn nothing from how the rest would have been refused.
pub(in crate::platform) async fn recognise(request: &ServiceRequest) {
    let Some(token) = bearer(request.request()) else { return };
    let recognised = sender(request.request(), token).await;
    request.extensions_mut().insert(recognised);
}

/// What the sender of a request may do by now: for an answer that was waited for.
///
/// # Errors
/// 401 when the session, the token or the client has ended.
pub(super) async fn standing_now(request: &HttpRequest) -> ApiResult<Arc<Standing>> {
    let token = bearer(request).ok_or(ApiError::Unauthenticated)?;
    Ok(sender(request, token).await?.standing)
}

async fn sender(request: &HttpRequest, token: &str) -> ApiResult<Recognised> {
    let platform = installed(request)?;
    match platform.sessions.tokens.check(token)? {
        Bearer::Person(claims) => {
            let session_id = claims.sid;
            Ok(Recognised { session_id, standing: standing_of(&platform, session_id).await? })
        }
        Bearer::Machine(claims) => {
            let standing = machine_standing(&platform, &claims).await?;
            let address = platform.sessions.outside.address_of(request, platform.sessions.is_behind_tls());
            standing.machine.as_ref().map_or(Ok(()), |machine| machine.expect_from(address))?;
            Ok(Recognised { session_id: claims.jti, standing })
        }
    }
}

async fn standing_of(platform: &Platform, session_id: Id) -> ApiResult<Arc<Standing>> {
    if let Some(known) = platform.sessions.known(session_id) {
        return Ok(known);
    }
    let generation = platform.sessions.generation();
    let found = required(platform.db.read_primary(move |db| standing(db, session_id)).await?)?;
    platform.sessions.remember(session_id, Arc::clone(&found), generation);
    Ok(found)
}

/// As [`standing_of`], for one token of a machine: each may be narrowed otherwise.
async fn machine_standing(platform: &Platform, claims: &Arc<MachineClaims>) -> ApiResult<Arc<Standing>> {
    if let Some(known) = platform.sessions.known(claims.jti) {
        return Ok(known);
    }
    let (generation, token) = (platform.sessions.generation(), Arc::clone(claims));
    let found = required(platform.db.read_primary(move |db| clients::standing(db, &token)).await?)?;
    platform.sessions.remember(claims.jti, Arc::clone(&found), generation);
    Ok(found)
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    request.headers().get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
