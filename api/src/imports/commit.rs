//! Planning and committing: one transaction takes in a whole ledger, or nothing of it.
//!
//! The plan is made inside the transaction that writes it, so nothing can come between them. A ledger has at most 50 000
//! rows; writing them takes SQLite's one writer about as many microseconds times fifty, and others wait that long.
use sha2::{Digest, Sha256};

use super::dto::{Import, ImportState, OnError};
use super::headings::Layout;
use super::ids::NewIds;
use super::ledger::{Ledger, Registry};
use super::plan::{self, Neighbours, Order, Plan};
use super::report::RowReport;
use super::store::{self, Draft};
use super::table::{self, Rows, Table};
use super::years::year_of;
use super::{Remark, Source, rules};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;

/// The lock that imports hold on PostgreSQL: two of them at once could both make what neither finds.
const TASK: &str = "jindu import";

/// A file that has been read, and what is to be done with it.
pub struct Job {
    id: Id,
    registry: Registry,
    resource: &'static str,
    table: Table,
    order: Order,
    source: Source,
    bytes: Vec<u8>,
}

impl Job {
    /// Finds out which ledger the rows are.
    ///
    /// # Errors
    /// 422 when they are none, not the one named, or lack columns.
    pub fn new(
        registry: &Registry,
        file: (Vec<u8>, Rows, String),
        resource: Option<&str>,
        order: Order,
    ) -> ApiResult<Self> {
        let (bytes, rows, name) = file;
        let encoding = rows.encoding.clone();
        let (ledger, table) =
            table::recognise(rows, resource, registry).map_err(|error| ApiError::Invalid(vec![error]))?;
        let resource = ledger.resource();
        let sha256 = hex::digits(&Sha256::digest(&bytes));
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let source = Source { name, size, sha256, encoding };
        Ok(Self { id: Id::new(), registry: registry.clone(), resource, table, order, source, bytes })
    }

    /// The ledger it was recognised as.
    pub fn ledger(&self) -> ApiResult<&dyn Ledger> {
        self.registry.find(self.resource).ok_or_else(|| ApiError::invalid("resource", rules::NO_RESOURCE))
    }

    /// The same file beside ledgers that tell this.
    #[must_use]
    pub fn beside(mut self, neighbours: Neighbours) -> Self {
        self.order.neighbours = neighbours;
        self
    }

    /// The year its titles or records are of.
    pub fn year(&self) -> Option<i32> {
        year_of(&self.table, self.ledger().ok()?.columns())
    }

    /// Where its columns stand.
    pub fn layout(&self) -> &Layout {
        &self.table.layout
    }

    /// How many records the file holds.
    pub fn rows(&self) -> usize {
        self.table.records.len()
    }

    fn plan(&self, reading: &mut Reading<'_>, ids: NewIds) -> ApiResult<Plan> {
        plan::make(reading, self.ledger()?, &self.table, &self.order, ids)
    }

    fn draft(&self, plan: &Plan, state: ImportState) -> Draft {
        let remark = |note: &table::Note| Remark {
            code: note.rule.code.to_owned(),
            zh: note.rule.zh.to_owned(),
            en: note.rule.en.to_owned(),
            subject: note.subject.clone(),
        };
        Draft {
            id: self.id,
            resource: self.resource,
            state,
            strategy: self.order.strategy,
            on_error: self.order.on_error,
            division_code: plan.division_code.clone(),
            counts: plan.counts,
            records: plan.records.clone(),
            notes: self.table.notes.iter().map(remark).collect(),
            source: self.source.clone(),
        }
    }
}

/// Plans a file; nothing is written.
///
/// # Errors
/// 422 for the file as a whole; single rows are told in the plan.
pub fn plan(reading: &mut Reading<'_>, job: Job) -> ApiResult<(Job, Plan)> {
    let plan = job.plan(reading, NewIds::of(job.id))?;
    Ok((job, plan))
}

/// Files a plan, with the file it was made from, to be committed later; a file that is set aside already is not filed twice.
///
/// # Errors
/// The database refuses.
pub fn keep(tx: &mut Tx<'_>, job: Job, plan: Plan) -> ApiResult<Import> {
    let is_set_aside = job.ledger()?.is_set_aside();
    if is_set_aside && let Some(kept) = store::set_aside_before(tx, job.resource, &job.source.sha256)? {
        return Ok(kept);
    }
    let state = if is_set_aside { ImportState::SetAside } else { ImportState::Planned };
    store::insert(tx, job.draft(&plan, state), &plan.reports, Some(&job.bytes), false)
}

/// Plans a file and writes it. Answers the import that was filed.
///
/// # Errors
/// 422 for the file as a whole; single rows are told in the import.
pub fn receive(tx: &mut Tx<'_>, job: Job) -> ApiResult<Import> {
    sql::one_at_a_time(tx.db, TASK)?;
    let plan = job.plan(tx, NewIds::of(job.id))?;
    if job.ledger()?.is_set_aside() {
        return keep(tx, job, plan);
    }
    let state = if plan.is_refused(job.order.on_error) { ImportState::Refused } else { ImportState::Committed };
    let is_written = state == ImportState::Committed && plan.counts.written() > 0;
    // Whoever sent a refused file may fetch it with what is wrong marked.
    let kept = (state == ImportState::Refused).then_some(job.bytes.as_slice());
    let import = store::insert(tx, job.draft(&plan, state), &plan.reports, kept, is_written)?;
    if is_written {
        plan.planner.write(tx, &plan.accepted)?;
    }
    Ok(import)
}

/// Writes a plan that was filed, if planning the same file again gives the same plan.
///
/// # Errors
/// 404; 409 when it is no plan any more, when the data changed, or when rows are refused and all or nothing was agreed.
pub fn commit(tx: &mut Tx<'_>, id: Id, job: Job) -> ApiResult<Import> {
    sql::one_at_a_time(tx.db, TASK)?;
    let filed = store::find(tx, id)?;
    if filed.state != ImportState::Planned {
        return Err(ApiError::Conflict(rules::NOT_PLANNED));
    }
    if filed.on_error == OnError::Abort && filed.counts.refused() > 0 {
        return Err(ApiError::Conflict(rules::HAS_REFUSED_ROWS));
    }
    let reports = store::reports(tx, id)?;
    let plan = job.plan(tx, NewIds::of(id))?;
    if !is_same(&reports, &plan.reports) {
        return Err(ApiError::Conflict(rules::STALE));
    }
    let is_written = plan.counts.written() > 0;
    if is_written {
        plan.planner.write(tx, &plan.accepted)?;
    }
    store::mark_committed(tx, &filed, is_written)
}

fn is_same(before: &[RowReport], now: &[RowReport]) -> bool {
    let what = |report: &RowReport| (report.row, report.resource.clone(), report.outcome, report.target_id);
    before.len() == now.len()
        && before.iter().zip(now).all(|(one, other)| what(one) == what(other) && one.changed == other.changed)
}
