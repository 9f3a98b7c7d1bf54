//! Time passes by itself: the last day of a duty about a place runs out without any fact. Once a day the open ones are settled.
//! Several processes may try; what one has done the others find done.
use std::time::Duration;

use chrono::NaiveDate;

use super::keeper::{settle, standings};
use crate::platform::Platform;
use crate::platform::access::{Access, Reading};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::tasks::{self, Differences, Errands};

/// How often the date is looked at.
const EVERY: Duration = Duration::from_mins(15);
/// Duties of one transaction: others write in between.
const AT_ONCE: usize = 200;

/// Brings duties about places to the day when it has changed, as long as it is polled.
pub async fn keep_swept(platform: Platform) {
    let mut swept: Option<NaiveDate> = None;
    loop {
        let (today, access) = (clock::today(), platform.system());
        if swept != Some(today) {
            let done = actix_web::web::block(move || sweep(&access, today)).await;
            match done.map_err(|error| ApiError::Internal(error.into())).flatten() {
                Ok(Differences { changed, .. }) => {
                    tracing::info!(%today, changed, "duties about places brought to the day");
                    swept = Some(today);
                }
                Err(error) => tracing::warn!(%error, "duties about places could not be settled; it is tried again"),
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Brings the open duties about places to `as_of`; blocks.
///
/// # Errors
/// The database refuses.
pub fn sweep(access: &Access, as_of: NaiveDate) -> ApiResult<Differences> {
    let open = access.read_apart(|reading| tasks::errands_of(reading, Errands::Open))?;
    let mut differences = Differences::default();
    for chunk in open.chunks(AT_ONCE) {
        let keys = chunk.to_vec();
        differences = differences.and(access.write_blocking(move |tx| settle(tx, &keys, as_of))?);
    }
    Ok(differences)
}

/// How the ledger of duties about places differs from what it should be on `as_of`.
///
/// # Errors
/// The database refuses.
pub fn compare(reading: &mut Reading<'_>, as_of: NaiveDate) -> ApiResult<Differences> {
    let keys = tasks::errands_of(reading, Errands::All)?;
    let standings = standings(reading, &keys)?;
    tasks::unsettled(reading, &standings, as_of)
}
