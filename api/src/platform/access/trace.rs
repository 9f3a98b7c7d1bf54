//! No one is read without a trace: before an answer that tells of persons leaves, a line about it is durable. Lines that come
//! at the same time are committed as one group, and where they cannot be written nothing is answered.
use std::sync::Arc;

use chrono::{DateTime, Utc};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::allowance::{Allowance, Verdict, charge};
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

type Waiting = (Line, Option<Allowance>, oneshot::Sender<ApiResult<()>>);

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
    /// 503 when it could not be; 403 or 429 where a machine may be shown no person, or no more today.
    pub async fn record(&self, line: Line, allowance: Option<Allowance>) -> ApiResult<()> {
        self.send(line, allowance)?.await.unwrap_or(Err(NOT_RECORDED))
    }

    /// [`AccessLog::record`], on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn record_blocking(&self, line: Line, allowance: Option<Allowance>) -> ApiResult<()> {
        self.send(line, allowance)?.blocking_recv().unwrap_or(Err(NOT_RECORDED))
    }

    fn send(&self, line: Line, allowance: Option<Allowance>) -> ApiResult<oneshot::Receiver<ApiResult<()>>> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send((line, allowance, answer)).map_err(|error| match error {
            TrySendError::Full(_) => ApiError::Unavailable("too many answers wait to be recorded"),
            TrySendError::Disconnected(_) => NOT_RECORDED,
        })?;
        Ok(answered)
    }
}

const NOT_RECORDED: ApiError = ApiError::Unavailable("who is shown this could not be recorded");

fn gather(db: &Db, key: &Arc<JournalKey>, waiting: &Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let group = std::iter::once(first).chain(waiting.try_iter()).take(MOST_IN_A_GROUP);
        let (lines, answers): (Vec<_>, Vec<_>) =
            group.map(|(line, allowance, answer)| ((line, allowance), answer)).unzip();
        let saved = save(db, key, lines)
            .inspect_err(|error| tracing::error!(%error, "who was shown whom could not be recorded"));
        let verdicts = saved.unwrap_or_default();
        for (place, answer) in answers.into_iter().enumerate() {
            let verdict = verdicts.get(place).map_or(Err(NOT_RECORDED), |verdict| verdict.as_answer());
            // Who asked may have gone away.
            let _ = answer.send(verdict);
        }
    }
}

/// Saves the lines of those who may be shown what they asked for, and says of each whether that is so.
fn save(db: &Db, key: &Arc<JournalKey>, lines: Vec<(Line, Option<Allowance>)>) -> ApiResult<Vec<Verdict>> {
    let key = Arc::clone(key);
    db.write_blocking(move |db| {
        let asked: Vec<_> = lines.iter().map(|(line, allowance)| (line.persons.len(), *allowance)).collect();
        let verdicts = charge(db, &asked, clock::now())?;
        let shown = lines.iter().zip(&verdicts).filter(|(_, verdict)| verdict.is_shown());
        let shown: Vec<&Line> = shown.map(|((line, _), _)| line).collect();
        if !shown.is_empty() {
            let shown = serde_json::to_string(&shown).map_err(|error| ApiError::Internal(error.into()))?;
            let row = GroupRow::new(&key, clock::now(), shown);
            sql::insert_unjournalled(db, access_groups::table, vec![row])?;
        }
        Ok(verdicts)
    })
}
