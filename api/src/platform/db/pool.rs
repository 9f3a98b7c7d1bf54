//! Threads that own a connection each: as many readers as connections, so nobody waits for one that is lent out.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::address::{Address, Purpose};
use super::connection::AnyConnection;
use crate::platform::error::{ApiError, ApiResult};

/// Work for a thread of the pool; says whether the connection may still be trusted.
type Job = Box<dyn FnOnce(&mut AnyConnection) -> Trust + Send>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    Sound,
    Doubtful,
}

/// Requests that may wait before further ones are turned away with 503.
const QUEUE: usize = 4096;
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
            let connection = address.connect(purpose)?;
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
        F: FnOnce(&mut AnyConnection) -> ApiResult<T> + Send + 'static,
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
        F: FnOnce(&mut AnyConnection) -> ApiResult<T> + Send + 'static,
    {
        self.send(work)?.blocking_recv().map_err(|_gone| ApiError::Unavailable("the database thread stopped"))?
    }

    fn send<T, F>(&self, work: F) -> ApiResult<oneshot::Receiver<ApiResult<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> ApiResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = guarded(|| work(connection));
            let trust = if matches!(result, Err(ApiError::Internal(_))) { Trust::Doubtful } else { Trust::Sound };
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

/// Turns a panic of `work` into our own fault, so that the thread lives on.
pub fn guarded<T>(work: impl FnOnce() -> ApiResult<T>) -> ApiResult<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(ApiError::Internal("work on the database panicked".into())))
}

fn serve(address: &Address, purpose: Purpose, mut connection: AnyConnection, waiting: &Receiver<Job>) {
    while let Ok(job) = waiting.recv() {
        if job(&mut connection) == Trust::Doubtful && connection.batch_execute("SELECT 1").is_err() {
            connection = reconnect(address, purpose);
        }
    }
}

fn reconnect(address: &Address, purpose: Purpose) -> AnyConnection {
    loop {
        match address.connect(purpose) {
            Ok(connection) => return connection,
            Err(error) => tracing::warn!(%error, "the database cannot be reached; trying again"),
        }
        std::thread::sleep(RECONNECT_EVERY);
    }
}
