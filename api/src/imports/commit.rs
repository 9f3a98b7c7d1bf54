//! Planning and committing. All or nothing is one transaction, and the plan is made inside it, so nothing can come between
//! them: writing 50 000 rows takes SQLite's one writer about as many microseconds times fifty, and others wait that long.
//! Where refused rows are left out there is no need to: a large ledger is written in pieces ([`super::pieces`]).
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::dto::{Import, ImportState, OnError};
use super::headings::Layout;
use super::ids::NewIds;
use super::ledger::{Ledger, Registry};
use super::plan::{self, Neighbours, Order, Plan};
use super::report::RowReport;
use super::reverting::MOST_NAMED;
use super::store::{self, Draft};
use super::table::{self, Rows, Table};
use super::years::year_of;
use super::{Outcome, Remark, Source, pieces, rules};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::WHOLE_COUNTRY;
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, FieldError};
use crate::platform::hex;
use crate::platform::id::Id;

/// The lock that imports hold on PostgreSQL: two of them at once could both make what neither finds.
pub const TASK: &str = "jindu import";

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
        let (ledger, table) = table::recognise(rows, resource, &order.mapped, registry)
            .map_err(|error| ApiError::Invalid(vec![error]))?;
        let resource = ledger.resource();
        let sha256 = hex::digits(&Sha256::digest(&bytes));
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let source = Source { name, size, sha256, encoding };
        Ok(Self { id: Id::new(), registry: registry.clone(), resource, table, order, source, bytes })
    }

    /// The file of an import that was filed, to be planned under its id.
    ///
    /// # Errors
    /// As [`Job::new`].
    pub fn of(registry: &Registry, file: (Vec<u8>, Rows, String), import: &Import) -> ApiResult<Self> {
        let division = Some(import.division_code.clone()).filter(|code| code != WHOLE_COUNTRY);
        let (strategy, on_error) = (import.strategy, import.on_error);
        let mapped = import.mapped.clone();
        let order = Order { strategy, on_error, division, mapped, ..Order::default() };
        let job = Self::new(registry, file, Some(&import.resource), order)?;
        Ok(Self { id: import.id, ..job })
    }

    /// The id that what it makes is named by.
    pub fn id(&self) -> Id {
        self.id
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

    /// What every row would do.
    ///
    /// # Errors
    /// 422 for the file as a whole.
    pub fn plan(&self, reading: &mut Reading<'_>, ids: NewIds) -> ApiResult<Plan> {
        plan::make(reading, self.ledger()?, &self.table, &self.order, ids)
    }

    /// Whether it is written in pieces: refused rows are left out anyway, and it is large.
    fn goes_in_pieces(&self, plan: &Plan) -> ApiResult<bool> {
        let is_large = usize::try_from(plan.counts.written()).is_ok_and(|written| written > pieces::PIECE);
        let is_divisible = !self.ledger()?.pieces_rest_on().is_empty() && !self.order.is_at_once;
        Ok(is_large && is_divisible && self.order.on_error == OnError::Skip)
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
            mapped: self.order.mapped.clone(),
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
    let mut plan = job.plan(tx, NewIds::of(job.id))?;
    if job.ledger()?.is_set_aside() {
        return keep(tx, job, plan);
    }
    if job.goes_in_pieces(&plan)? {
        let draft = job.draft(&plan, ImportState::Committing);
        return store::insert(tx, draft, &plan.reports, Some(&job.bytes), true);
    }
    let state = if plan.is_refused(job.order.on_error) { ImportState::Refused } else { ImportState::Committed };
    let is_written = state == ImportState::Committed && plan.counts.written() > 0;
    // Whoever sent a refused file may fetch it with what is wrong marked.
    let kept = (state == ImportState::Refused).then_some(job.bytes.as_slice());
    let import = store::insert(tx, job.draft(&plan, state), &plan.reports, kept, is_written)?;
    if is_written {
        write(tx, import.id, &mut plan)?;
        return store::find(tx, import.id);
    }
    Ok(import)
}

/// Writes every accepted row, and keeps how what they touch stood before.
fn write(tx: &mut Tx<'_>, id: Id, plan: &mut Plan) -> ApiResult<()> {
    tx.keep_touched();
    plan.planner.write(tx, &plan.accepted)?;
    let touched = tx.touched()?;
    store::keep_piece(tx, id, 0, &touched)
}

/// Plans a file anew under the id it was filed by.
///
/// # Errors
/// 404; 409 when it is no plan any more; 422 for the file as a whole.
pub fn replan(tx: &mut Tx<'_>, job: &Job) -> ApiResult<Import> {
    if store::find(tx, job.id)?.state != ImportState::Planned {
        return Err(ApiError::Conflict(rules::NOT_PLANNED));
    }
    let plan = job.plan(tx, NewIds::of(job.id))?;
    store::replace_plan(tx, job.draft(&plan, ImportState::Planned), &plan.reports)
}

/// Writes a plan that was filed, if planning the same file again gives the same plan. One that was stopped goes on where it was.
///
/// # Errors
/// 404; 409 with the rows when it is no plan any more, when the data changed, or when rows are refused and all or nothing was agreed.
pub fn commit(tx: &mut Tx<'_>, job: &Job) -> ApiResult<Import> {
    sql::one_at_a_time(tx.db, TASK)?;
    let id = job.id;
    let filed = store::find(tx, id)?;
    if filed.state == ImportState::Stopped {
        return store::begin(tx, &filed);
    }
    if filed.state != ImportState::Planned {
        return Err(ApiError::Conflict(rules::NOT_PLANNED));
    }
    if filed.on_error == OnError::Abort && filed.counts.refused() > 0 {
        return Err(ApiError::Conflict(rules::HAS_REFUSED_ROWS));
    }
    let reports = store::reports(tx, id)?;
    let mut plan = job.plan(tx, NewIds::of(id))?;
    let stale = stale_rows(&reports, &plan.reports);
    if !stale.is_empty() {
        let named = stale.iter().take(MOST_NAMED);
        let named = named.map(|row| FieldError::new(format!("/rows/{row}"), rules::ROW_STALE)).collect();
        return Err(ApiError::Conflicts(rules::STALE, named));
    }
    if job.goes_in_pieces(&plan)? {
        return store::begin(tx, &filed);
    }
    let is_written = plan.counts.written() > 0;
    if is_written {
        write(tx, id, &mut plan)?;
    }
    store::mark_committed(tx, &filed, is_written)
}

/// What a row does to a record, and to which state of it.
type Does<'a> = (&'a str, Outcome, Option<Id>, &'a [super::Change], Option<&'a str>);

/// The rows that would not do what was said of them.
fn stale_rows(before: &[RowReport], now: &[RowReport]) -> Vec<u32> {
    let by_row = |reports: &[RowReport]| -> BTreeMap<u32, Vec<RowReport>> {
        let mut rows: BTreeMap<u32, Vec<RowReport>> = BTreeMap::new();
        for report in reports {
            rows.entry(report.row).or_default().push(report.clone());
        }
        rows
    };
    let (before, now) = (by_row(before), by_row(now));
    let all = before.keys().chain(now.keys().filter(|row| !before.contains_key(row)));
    let mut stale: Vec<u32> = all.copied().filter(|row| !is_same(before.get(row), now.get(row))).collect();
    stale.sort_unstable();
    stale
}

fn is_same(before: Option<&Vec<RowReport>>, now: Option<&Vec<RowReport>>) -> bool {
    fn does(report: &RowReport) -> Does<'_> {
        (&report.resource, report.outcome, report.target_id, &report.changed, report.basis.as_deref())
    }
    let (Some(before), Some(now)) = (before, now) else { return false };
    before.iter().map(does).eq(now.iter().map(does))
}
