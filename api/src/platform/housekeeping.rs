//! What is not kept for ever is removed: answers to repeated requests, and sessions that ended.
use std::time::Duration;

use super::Platform;
use super::auth::sessions;
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
    let (keys, ended) = platform.db.write(|db| Ok((idempotency::purge(db)?, sessions::purge(db)?))).await?;
    tracing::debug!(keys, sessions = ended, "removed what is over");
    Ok(())
}
