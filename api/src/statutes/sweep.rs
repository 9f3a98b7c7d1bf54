//! Time passes by itself: windows close and open, deadlines run out. Once a day the duties of everyone who
//! may owe something are brought to the day. Several processes may try; what one has done the others find done.
use std::time::Duration;

use chrono::NaiveDate;

use super::recompute::recompute;
use super::whom::{Whom, who_may_owe};
use crate::platform::Platform;
use crate::platform::access::{Access, Reading};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::tasks::{self, Differences};

/// How often the date is looked at.
const EVERY: Duration = Duration::from_mins(15);
/// Persons of one transaction: others write in between.
const AT_ONCE: usize = 50;

/// Brings duties to the day when it has changed, as long as it is polled.
pub async fn keep_swept(platform: Platform) {
    let mut swept: Option<NaiveDate> = None;
    loop {
        let (today, access) = (clock::today(), platform.system());
        if swept != Some(today) {
            let done = actix_web::web::block(move || sweep(&access, today)).await;
            match done.map_err(|error| ApiError::Internal(error.into())).flatten() {
                Ok(Differences { new, changed, .. }) => {
                    tracing::info!(%today, new, changed, "duties brought to the day");
                    swept = Some(today);
                }
                Err(error) => tracing::warn!(%error, "duties could not be brought to the day; it is tried again"),
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Brings the duties of everyone who may owe something to `as_of`; blocks.
///
/// # Errors
/// The database refuses.
pub fn sweep(access: &Access, as_of: NaiveDate) -> ApiResult<Differences> {
    // On a connection of its own: looking through all files would fill the memory of one that stays.
    let persons = access.read_apart(|reading| {
        let mut persons = who_may_owe(reading, Whom::WhoseTimePasses)?;
        persons.extend(tasks::given_by_hand_to(reading)?);
        Ok(persons)
    })?;
    let mut differences = Differences::default();
    for chunk in persons.chunks(AT_ONCE) {
        let persons = chunk.to_vec();
        let found = access.write_blocking(move |tx| recompute(tx, &persons, as_of))?;
        differences = differences.and(found);
    }
    Ok(differences)
}

/// Everyone from whose file or records something may follow.
///
/// # Errors
/// The database refuses.
pub fn everyone(reading: &mut Reading<'_>) -> ApiResult<Vec<Id>> {
    let mut persons = who_may_owe(reading, Whom::Everyone)?;
    persons.extend(tasks::given_by_hand_to(reading)?);
    persons.sort_unstable();
    persons.dedup();
    Ok(persons)
}
