//! Places for what takes long: reads of seconds and streams have connections of their own, and only so many.
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::platform::error::{ApiError, ApiResult};

/// Reads of seconds at a time: one core is left to everyone else.
const LONG_READS: usize = 2;
/// Reads that may wait for one of these places.
const MOST_WAITING: usize = 32;
/// Streams at a time; each holds a thread and a connection for as long as its reader takes.
const STREAMS: usize = 4;
/// Seconds after which a place may be free.
const RETRY_SECONDS: u32 = 10;

/// A place taken; it is free again when this is dropped.
pub type Place = OwnedSemaphorePermit;

/// The places there are.
pub struct Places {
    long_reads: Arc<Semaphore>,
    waiting: Semaphore,
    streams: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            long_reads: Arc::new(Semaphore::new(LONG_READS)),
            waiting: Semaphore::new(LONG_READS + MOST_WAITING),
            streams: Arc::new(Semaphore::new(STREAMS)),
        }
    }
}

impl Places {
    /// A place for a long read, waited for.
    ///
    /// # Errors
    /// 429 when too many wait already.
    pub async fn long_read(&self) -> ApiResult<Place> {
        let _waiting = self.waiting.try_acquire().map_err(|_full| ApiError::TooMany(RETRY_SECONDS))?;
        let place = Arc::clone(&self.long_reads).acquire_owned().await;
        place.map_err(|error| ApiError::Internal(error.into()))
    }

    /// A place for a stream.
    ///
    /// # Errors
    /// 429 when all are taken.
    pub fn stream(&self) -> ApiResult<Place> {
        Arc::clone(&self.streams).try_acquire_owned().map_err(|_full| ApiError::TooMany(RETRY_SECONDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_beyond_the_places_are_turned_away_until_one_ends() {
        let places = Places::default();
        let mut taken: Vec<_> = (0..STREAMS).map(|_| places.stream().unwrap()).collect();
        assert!(matches!(places.stream(), Err(ApiError::TooMany(_))));
        taken.pop();
        assert!(places.stream().is_ok());
    }
}
