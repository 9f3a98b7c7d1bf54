//! No one is read without a trace: before an answer that tells of persons leaves, a line about it is durable. Lines that come
//! at the same time are committed as one group, and where they cannot be written nothing is answered.
use std::sync::Arc;

use chrono::{DateTime, Utc};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::platform::clock;
use crate::platform::db::schema::access_groups;
use crate::platform::db::{Db, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::Page;
use crate::platform::id::Id;
use crate::platform::journal::{GroupRow, JournalKey};

/// An answer says whom it tells of. One that does not implement this cannot be read by a caller, so that none is forgotten.
pub trait Discloses {
    /// Adds the registered persons it tells of.
    fn persons(&self, told: &mut Vec<Id>);
}

impl Discloses for () {
    fn persons(&self, _told: &mut Vec<Id>) {}
}

impl<T: Discloses> Discloses for Vec<T> {
    fn persons(&self, told: &mut Vec<Id>) {
        self.iter().for_each(|answer| answer.persons(told));
    }
}

impl<T: Discloses> Discloses for Option<T> {
    fn persons(&self, told: &mut Vec<Id>) {
        self.iter().for_each(|answer| answer.persons(told));
    }
}

impl<T: Discloses> Discloses for Page<T> {
    fn persons(&self, told: &mut Vec<Id>) {
        self.items.persons(told);
    }
}

impl<T: Discloses> Discloses for Arc<T> {
    fn persons(&self, told: &mut Vec<Id>) {
        self.as_ref().persons(told);
    }
}

/// Answers that tell of the person in one of their fields: `discloses!(person_id: Test, Visit)`; and answers that tell of no
/// registered person: `discloses!(nobody: Division, Grid)`.
#[macro_export]
macro_rules! discloses {
    (nobody: $($answer:ty),+ $(,)?) => {
        $(impl $crate::platform::access::Discloses for $answer {
            fn persons(&self, _told: &mut Vec<$crate::platform::id::Id>) {}
        })+
    };
    ($field:ident: $($answer:ty),+ $(,)?) => {
        $(impl $crate::platform::access::Discloses for $answer {
            fn persons(&self, told: &mut Vec<$crate::platform::id::Id>) {
                told.push(self.$field);
            }
        })+
    };
}

/// An answer that may be about somebody, and does not name them itself.
pub struct About<T>(pub Option<Id>, pub T);

impl<T> Discloses for About<T> {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.0);
    }
}

/// An answer that tells of no registered person, though nothing in it says so: a file that goes back to who handed it in, a
/// step on the way to an answer that is recorded.
pub struct OfNobody<T>(pub T);

impl<T> Discloses for OfNobody<T> {
    fn persons(&self, _told: &mut Vec<Id>) {}
}

/// That somebody was shown persons.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// When the answer was ready.
    pub at: DateTime<Utc>,
    /// The account that asked.
    pub account_id: Id,
    /// Its session.
    pub session_id: Id,
    /// The division it belongs to.
    pub division_code: String,
    /// What was asked for: method and path, with the names of what varies.
    pub operation: String,
    /// The persons the answer told of.
    pub persons: Vec<Id>,
}

/// Lines in one group at most.
const MOST_IN_A_GROUP: usize = 256;
const QUEUE: usize = 4096;

type Waiting = (Line, oneshot::Sender<bool>);

/// Where lines are gathered. While one group is committed the next one gathers, so nobody waits for company.
pub struct AccessLog(Sender<Waiting>);

impl AccessLog {
    /// Starts the thread that commits the groups; it ends with the last handle.
    pub fn start(db: Db, key: Arc<JournalKey>) -> Self {
        let (queue, waiting) = bounded::<Waiting>(QUEUE);
        std::thread::spawn(move || gather(&db, &key, &waiting));
        Self(queue)
    }

    /// Records a line; returns once it is durable.
    ///
    /// # Errors
    /// 503 when it could not be.
    pub async fn record(&self, line: Line) -> ApiResult<()> {
        let recorded = self.send(line)?.await.unwrap_or(false);
        if recorded { Ok(()) } else { Err(NOT_RECORDED) }
    }

    /// [`AccessLog::record`], on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn record_blocking(&self, line: Line) -> ApiResult<()> {
        let recorded = self.send(line)?.blocking_recv().unwrap_or(false);
        if recorded { Ok(()) } else { Err(NOT_RECORDED) }
    }

    fn send(&self, line: Line) -> ApiResult<oneshot::Receiver<bool>> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send((line, answer)).map_err(|error| match error {
            TrySendError::Full(_) => ApiError::Unavailable("too many answers wait to be recorded"),
            TrySendError::Disconnected(_) => NOT_RECORDED,
        })?;
        Ok(answered)
    }
}

const NOT_RECORDED: ApiError = ApiError::Unavailable("who is shown this could not be recorded");

fn gather(db: &Db, key: &JournalKey, waiting: &Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let group = std::iter::once(first).chain(waiting.try_iter()).take(MOST_IN_A_GROUP);
        let (lines, answers): (Vec<_>, Vec<_>) = group.unzip();
        let is_saved = save(db, key, &lines)
            .inspect_err(|error| tracing::error!(%error, "who was shown whom could not be recorded"))
            .is_ok();
        for answer in answers {
            // Who asked may have gone away.
            let _ = answer.send(is_saved);
        }
    }
}

fn save(db: &Db, key: &JournalKey, lines: &[Line]) -> ApiResult<()> {
    let lines = serde_json::to_string(lines).map_err(|error| ApiError::Internal(error.into()))?;
    let row = GroupRow::new(key, clock::now(), lines);
    db.write_blocking(move |db| sql::insert_unjournalled(db, access_groups::table, vec![row]).map(drop))
}
