//! SQLite's one writer: queued work is committed in groups and answered after the commit, so that one flush to disk
//! serves many requests and each is still durable before it is answered.
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::checkpoint::Checkpointer;
use super::pool::{guarded, next_or_rest, panicked};
use super::{Queries, Raw};
use crate::platform::error::{ApiError, ApiResult};

/// Does its part inside the group's transaction; what it returns is called once the group's fate is known.
type Work = Box<dyn FnOnce(&mut Queries) -> Outcome + Send>;

struct Outcome {
    answer: Box<dyn FnOnce(bool) + Send>,
    /// A savepoint that could not be closed: SQLite has rolled the whole group back (disk full, for one).
    is_group_lost: bool,
}

const QUEUE: usize = 4096;
const MOST_IN_A_GROUP: usize = 256;
/// A group takes no further work after this long, so that those already in it are answered.
const LONGEST_GROUP: Duration = Duration::from_millis(20);
/// Where the last group had more, the next one waits so long for them: their requests are on the way, and a commit costs as
/// much for one as for many.
const LINGER: Duration = Duration::from_micros(100);

/// The queue in front of the one writing connection.
#[derive(Clone)]
pub struct Writer(Sender<Work>);

impl Writer {
    /// Starts the thread that owns `connection`, and one beside it that copies the log into the file with `copying`.
    pub fn start(mut connection: Queries, copying: Queries) -> Self {
        let checkpointer = Checkpointer::start(copying);
        let (queue, waiting) = bounded::<Work>(QUEUE);
        std::thread::spawn(move || {
            let mut before = 0;
            while let Some(first) = next_or_rest(&mut connection, &waiting) {
                before = commit_group(&mut connection, first, &waiting, before);
                checkpointer.committed(&mut connection);
            }
        });
        Self(queue)
    }

    /// Queues `work`, to run in a savepoint of its own: its error undoes its own changes and nobody else's.
    ///
    /// # Errors
    /// 503 when the queue is full; the receiver yields what `work` answers, or 503 when the group was not committed.
    pub fn send<T, F>(&self, work: F) -> ApiResult<oneshot::Receiver<ApiResult<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let span = tracing::Span::current();
        let work: Work = Box::new(move |connection| {
            let (result, is_group_lost) = span.in_scope(|| in_savepoint(connection, work));
            let answer = Box::new(move |is_committed| {
                let _ = answer.send(if is_committed { result } else { Err(not_saved()) });
            });
            Outcome { answer, is_group_lost }
        });
        self.0.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => ApiError::Unavailable("too many changes are waiting to be saved"),
            TrySendError::Disconnected(_) => ApiError::Unavailable("the writer has stopped"),
        })?;
        Ok(answered)
    }
}

fn not_saved() -> ApiError {
    ApiError::Unavailable("the change could not be saved")
}

fn in_savepoint<T>(connection: &mut Queries, work: impl FnOnce(&mut Queries) -> ApiResult<T>) -> (ApiResult<T>, bool) {
    if connection.raw().batch_execute("SAVEPOINT work").is_err() {
        return (Err(not_saved()), true);
    }
    let result = guarded(|| work(connection)).unwrap_or_else(|| Err(panicked()));
    let close = if result.is_ok() { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
    let is_group_lost = connection.raw().batch_execute(close).is_err();
    (result, is_group_lost)
}

/// `BEGIN IMMEDIATE` takes the lock while the busy handler still waits: another process (an import from the command
/// line) may hold it. Work that never ran is dropped, which answers 503.
///
/// Answers how many pieces of work the group had; `before` is how many the last one had.
fn commit_group(connection: &mut Queries, first: Work, waiting: &Receiver<Work>, before: usize) -> usize {
    if let Err(error) = connection.raw().batch_execute("BEGIN IMMEDIATE") {
        tracing::error!(%error, "the database cannot be locked for writing");
        return 0;
    }
    let (outcomes, is_lost) = run_group(connection, first, waiting, before);
    let is_committed = !is_lost
        && connection
            .raw()
            .batch_execute("COMMIT")
            .inspect_err(|error| tracing::error!(%error, "a commit failed"))
            .is_ok();
    if !is_committed {
        // Nothing to undo when SQLite rolled back by itself; the error says so and changes nothing.
        let _ = connection.raw().batch_execute("ROLLBACK");
    }
    let size = outcomes.len();
    outcomes.into_iter().for_each(|answer| answer(is_committed));
    size
}

fn next_of(waiting: &Receiver<Work>, is_alone: bool) -> Option<Work> {
    let at_once = waiting.try_recv().ok();
    if at_once.is_some() || is_alone { at_once } else { waiting.recv_timeout(LINGER).ok() }
}

type Answers = Vec<Box<dyn FnOnce(bool) + Send>>;

fn run_group(connection: &mut Queries, first: Work, waiting: &Receiver<Work>, before: usize) -> (Answers, bool) {
    let started = Instant::now();
    let mut answers = Answers::new();
    let mut next = Some(first);
    while let Some(work) = next {
        let outcome = work(connection);
        answers.push(outcome.answer);
        if outcome.is_group_lost {
            return (answers, true);
        }
        let has_room = answers.len() < MOST_IN_A_GROUP && started.elapsed() < LONGEST_GROUP;
        let is_alone = answers.len() >= before;
        next = if has_room { next_of(waiting, is_alone) } else { None };
    }
    (answers, false)
}
