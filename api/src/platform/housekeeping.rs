//! What is not kept for ever is removed: answers to repeated requests, sessions that ended, and what machines used up.
use std::time::Duration;

use super::Platform;
use super::access;
use super::auth::{clients, sessions};
use super::error::ApiResult;
use super::http::idempotency;

const EVERY: Duration = Duration::from_hours(1);

/// Tidies now and every hour, as long as it is polled.
pub async fn keep(platform: Platform) {
    loop {
        if let Err(error) = tidy(&platform).await {
            tracing::warn!(%error, "what is over could not be removed; it is tried again in an hour");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Removes what is over.
///
/// # Errors
/// The database refuses.
pub async fn tidy(platform: &Platform) -> ApiResult<()> {
    let work = |db: &mut _| {
        let machines = clients::purge(db)? + access::purge(db)?;
        Ok((idempotency::purge(db)?, sessions::purge(db)?, machines))
    };
    let (keys, ended, machines) = platform.db.write(work).await?;
    tracing::debug!(keys, sessions = ended, machines, "removed what is over");
    Ok(())
}
