//! Writing a large ledger piece by piece: each piece with how far the import has come in one transaction, so that whoever goes
//! on after a crash begins at the row after the last that was written, and no row is written twice.
//!
//! Only ledgers that leave out refused rows go this way; all or nothing is one transaction. What is left is planned again when
//! a process takes it up, and whenever somebody else has changed what the plan rests on.
use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web;
use tokio::sync::Notify;

use super::changes::Accepted;
use super::commit::{Job, TASK};
use super::dto::ImportState;
use super::ids::NewIds;
use super::ledger::Registry;
use super::plan::{self, Plan};
use super::report::RowReport;
use super::{intake, store};
use crate::platform::Platform;
use crate::platform::access::{Access, Reading, Tx};
use crate::platform::auth::WriteImports;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::{self, Mark};

/// Rows written with one transaction.
pub const PIECE: usize = 500;
/// Between two looks at what other processes may have left behind.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Times that an import is taken up again when it was overtaken, before it is stopped.
const ATTEMPTS: usize = 5;

static WAITING: Notify = Notify::const_new();

/// Lets [`keep_going`] look at once.
pub fn wake() {
    WAITING.notify_one();
}

/// Writes what was agreed to and is not written yet, also what another process left when it ended; until dropped.
pub async fn keep_going(platform: Platform, registry: Registry) {
    loop {
        match platform.system().read(store::unfinished).await {
            Ok(imports) => {
                for (id, account_id) in imports {
                    take_up(&platform, &registry, id, account_id).await;
                }
            }
            Err(error) => tracing::warn!(%error, "unfinished imports could not be looked for; trying again"),
        }
        let _ = timeout(LOOK_EVERY, WAITING.notified()).await;
    }
}

async fn take_up(platform: &Platform, registry: &Registry, id: Id, account_id: Option<Id>) {
    let (owner, registry) = (platform.clone(), registry.clone());
    let written = web::block(move || {
        let access = match account_id {
            Some(account_id) => owner.on_behalf_of::<WriteImports>(account_id)?,
            None => Some(owner.command_line()),
        };
        access.map(|access| finish(&access, &registry, id)).transpose()
    });
    let is_to_stop = match written.await {
        Ok(Ok(Some(()))) => false,
        // Whoever began it may not go on.
        Ok(Ok(None)) => true,
        Ok(Err(error @ (ApiError::Unavailable(_) | ApiError::TooMany(_)))) => {
            tracing::warn!(%error, %id, "an import waits to be gone on with");
            false
        }
        Ok(Err(error)) => {
            tracing::error!(%error, %id, "an import cannot be gone on with");
            true
        }
        Err(error) => {
            tracing::error!(%error, %id, "an import was given up");
            true
        }
    };
    if is_to_stop && let Err(error) = platform.system().write(move |tx| store::stop(tx, id)).await {
        tracing::warn!(%error, %id, "an import could not be stopped; trying again");
    }
}

/// Goes on with an import until it is written. Blocks.
///
/// # Errors
/// The file cannot be read any more; the database refuses.
pub fn finish(access: &Access, registry: &Registry, id: Id) -> ApiResult<()> {
    let found = access.read_blocking(move |reading| {
        let import = store::find(reading, id)?;
        if import.state == ImportState::Committing { Ok(Some((store::file(reading, id)?, import))) } else { Ok(None) }
    })?;
    let Some((bytes, import)) = found else { return Ok(()) };
    let program = access.shared().worker_program.clone();
    let file = intake::rows_blocking(program, bytes, import.source.name.clone())?;
    for _ in 1..ATTEMPTS {
        match go_on(access, Job::of(registry, file.clone(), &import)?) {
            // Somebody made or changed a record between plan and piece: what is left is planned anew.
            Err(ApiError::Conflict(_) | ApiError::Stale { .. } | ApiError::NotFound(_)) => {}
            other => return other,
        }
    }
    go_on(access, Job::of(registry, file, &import)?)
}

fn go_on(access: &Access, job: Job) -> ApiResult<()> {
    let mut left = access.read_blocking(move |reading| {
        let done = store::find(reading, job.id())?.done_through;
        Left::plan(reading, job, done)
    })?;
    while let Some(next) = access.write_blocking(move |tx| left.write_piece(tx))? {
        left = next;
    }
    Ok(())
}

/// What is left of an import.
struct Left {
    job: Job,
    plan: Plan,
    pieces: VecDeque<(Accepted, u32)>,
    /// The last row that was written when this was planned, or since.
    done: u32,
    /// What is said of all rows, where it is not what was said before.
    told: Option<Vec<RowReport>>,
    mark: Mark,
    /// What the pieces since have touched.
    own: HashSet<Id>,
}

impl Left {
    fn plan(reading: &mut Reading<'_>, job: Job, done: u32) -> ApiResult<Self> {
        // Asked first: what is written meanwhile is looked at again, never missed.
        let mark = journal::mark(reading.db)?;
        let filed = store::reports(reading, job.id())?;
        let plan = job.plan(reading, NewIds::of(job.id()))?;
        let pieces = plan.accepted.pieces_after(done, PIECE).into();
        let mut told: Vec<RowReport> = filed.iter().filter(|report| report.row <= done).cloned().collect();
        told.extend(plan.reports.iter().filter(|report| report.row > done).cloned());
        let told = (told != filed).then_some(told);
        Ok(Self { job, plan, pieces, done, told, mark, own: HashSet::new() })
    }

    /// Whether somebody else may have changed what the plan rests on.
    fn is_overtaken(&self, tx: &mut Tx<'_>) -> ApiResult<bool> {
        for table in self.job.ledger()?.pieces_rest_on() {
            let changed = journal::subjects_since(tx.db, table, &self.mark)?;
            if changed.iter().any(|id| !self.own.contains(id)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes the next piece, and answers what is left then.
    fn write_piece(mut self, tx: &mut Tx<'_>) -> ApiResult<Option<Self>> {
        sql::one_at_a_time(tx.db, TASK)?;
        let id = self.job.id();
        let import = store::find(tx, id)?;
        if import.state != ImportState::Committing {
            return Ok(None);
        }
        if import.done_through != self.done || self.is_overtaken(tx)? {
            self = Self::plan(tx, self.job, import.done_through)?;
        }
        if let Some(told) = self.told.take() {
            let (counts, records) = plan::counted(&told, self.job.rows());
            store::tell_again(tx, id, &told, counts, records)?;
        }
        if let Some((accepted, last)) = self.pieces.pop_front() {
            tx.keep_touched();
            self.plan.planner.write(tx, &accepted)?;
            let touched = tx.touched()?;
            store::keep_piece(tx, id, last, &touched)?;
            self.own.extend(touched.iter().map(|one| one.id));
            self.done = last;
        }
        if self.pieces.is_empty() {
            let import = store::find(tx, id)?;
            return store::mark_committed(tx, &import, true).map(|_| None);
        }
        store::advance(tx, id, self.done)?;
        Ok(Some(self))
    }
}
