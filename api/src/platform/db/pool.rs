//! Threads that own a connection each: as many readers as connections, so nobody waits for one that is lent out.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::Queries;
use super::address::{Address, Purpose};
use crate::platform::error::{ApiError, ApiResult};

/// Work for a thread of the pool, on its connection, or on none while the database is down.
type Job = Box<dyn FnOnce(Option<&mut Queries>) -> Trust + Send>;

/// Whether a connection may still be used after a piece of work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    Sound,
    /// It may be broken: to be asked.
    Doubtful,
    /// A panic left it in the middle of something, an open transaction for one.
    Lost,
}

/// Requests that may wait before further ones are turned away with 503.
const QUEUE: usize = 4096;
/// A connection without work for so long gives back what it keeps in memory; shorter than the sealer's pauses.
const REST_AFTER: Duration = Duration::from_secs(1);
const RECONNECT_EVERY: Duration = Duration::from_millis(500);

/// A fixed number of threads with a connection each.
#[derive(Clone)]
pub struct Pool(Sender<Job>);

impl Pool {
    /// Starts `size` threads; each connects before this returns, so a wrong address is told at once.
    ///
    /// # Errors
    /// A connection cannot be opened.
    pub fn start(address: &Address, purpose: Purpose, size: usize) -> diesel::ConnectionResult<Self> {
        let (queue, waiting) = bounded::<Job>(QUEUE);
        for _ in 0..size {
            let connection = Queries::of(address.connect(purpose)?);
            let (address, waiting) = (address.clone(), waiting.clone());
            std::thread::spawn(move || serve(&address, purpose, connection, &waiting));
        }
        Ok(Self(queue))
    }

    /// Runs `work` on the next free thread.
    ///
    /// # Errors
    /// What `work` answers; 503 when the queue is full.
    pub async fn run<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        self.send(work)?.await.map_err(|_gone| ApiError::Unavailable("the database thread stopped"))?
    }

    /// The same, for threads that may block.
    ///
    /// # Errors
    /// As [`Pool::run`].
    pub fn run_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        self.send(work)?.blocking_recv().map_err(|_gone| ApiError::Unavailable("the database thread stopped"))?
    }

    fn send<T, F>(&self, work: F) -> ApiResult<oneshot::Receiver<ApiResult<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let span = tracing::Span::current();
        let job: Job = Box::new(move |connection| {
            let (result, trust) = match connection {
                Some(connection) => span.in_scope(|| attempt(connection, work)),
                None => (Err(ApiError::Unavailable("the database cannot be reached")), Trust::Sound),
            };
            let _ = answer.send(result);
            trust
        });
        self.0.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => ApiError::Unavailable("too many requests are waiting for the database"),
            TrySendError::Disconnected(_) => ApiError::Unavailable("the database threads have stopped"),
        })?;
        Ok(answered)
    }
}

fn attempt<T>(connection: &mut Queries, work: impl FnOnce(&mut Queries) -> ApiResult<T>) -> (ApiResult<T>, Trust) {
    let Some(result) = guarded(|| work(connection)) else { return (Err(panicked()), Trust::Lost) };
    let is_doubtful = matches!(result, Err(ApiError::Internal(_) | ApiError::Unavailable(_)));
    (result, if is_doubtful { Trust::Doubtful } else { Trust::Sound })
}

/// What `work` answers; nothing when it panicked, so that the thread lives on.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Our own fault.
pub fn panicked() -> ApiError {
    ApiError::Internal("work on the database panicked".into())
}

/// The next piece of work, none once nobody can send any. A connection that has none for a while gives back the pages it keeps:
/// the system has them in its own cache, and a server at rest should be small.
pub fn next_or_rest<T>(connection: &mut Queries, waiting: &Receiver<T>) -> Option<T> {
    match waiting.recv_timeout(REST_AFTER) {
        Ok(work) => Some(work),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => {
            connection.give_back();
            waiting.recv().ok()
        }
    }
}

fn serve(address: &Address, purpose: Purpose, mut connection: Queries, waiting: &Receiver<Job>) {
    while let Some(job) = next_or_rest(&mut connection, waiting) {
        let is_lost = match job(Some(&mut connection)) {
            Trust::Sound => false,
            Trust::Doubtful => connection.is_broken(),
            Trust::Lost => true,
        };
        if is_lost {
            connection = reconnect(address, purpose, waiting);
        }
    }
}

/// Tries until the database is there again. Whoever waits meanwhile is answered 503 rather than left waiting.
fn reconnect(address: &Address, purpose: Purpose, waiting: &Receiver<Job>) -> Queries {
    loop {
        match address.connect(purpose) {
            Ok(connection) => return Queries::of(connection),
            Err(error) => tracing::warn!(%error, "the database cannot be reached; trying again"),
        }
        let again = Instant::now() + RECONNECT_EVERY;
        while let Ok(job) = waiting.recv_deadline(again) {
            job(None);
        }
        std::thread::sleep(again.saturating_duration_since(Instant::now()));
    }
}
