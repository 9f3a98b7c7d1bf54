//! Bringing the ledger to what is owed: new duties are added, changed ones rewritten with their journal entry, and those that
//! no longer follow from the facts become void. None is removed.
use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{DoneByType, SubjectType, TaskKind, TaskState, VoidReason};
use super::duty::{Duty, Occurrence};
use super::rules;
use super::store::{DutyColumns, TABLE, TaskRow, of_subjects};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// Rows of one statement: far below the number of parameters either database takes.
pub(super) const MOST_AT_ONCE: usize = 500;

/// What is owed for one subject.
pub struct Owed {
    /// The subject.
    pub subject_id: Id,
    /// Its managing division; `None` for one that is on file no more.
    pub division_code: Option<String>,
    /// Who does what is new: the person's caseworker.
    pub assignee_id: Option<Id>,
    /// The duties.
    pub duties: Vec<Duty>,
    /// The day they are reckoned for.
    pub as_of: NaiveDate,
}

impl Owed {
    /// What is owed for a subject on file.
    pub fn of(
        subject_id: Id,
        division_code: String,
        assignee_id: Option<Id>,
        duties: Vec<Duty>,
        as_of: NaiveDate,
    ) -> Self {
        Self { subject_id, division_code: Some(division_code), assignee_id, duties, as_of }
    }

    /// Of a subject that is on file no more nothing is owed.
    pub fn gone(subject_id: Id, as_of: NaiveDate) -> Self {
        Self { subject_id, division_code: None, assignee_id: None, duties: Vec::new(), as_of }
    }
}

/// What has to change in the ledger.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Differences {
    /// Duties to add.
    pub new: usize,
    /// Duties to rewrite.
    pub changed: usize,
    /// Duties that no longer follow.
    pub void: usize,
}

impl Differences {
    /// Whether the ledger is as it should be.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { new: self.new + other.new, changed: self.changed + other.changed, void: self.void + other.void }
    }
}

#[derive(Insertable)]
#[diesel(table_name = tasks, treat_none_as_default_value = false)]
pub(super) struct NewRow {
    pub id: Id,
    pub subject_type: &'static str,
    pub subject_id: Id,
    pub campaign_id: Option<Id>,
    #[diesel(embed)]
    pub columns: DutyColumns,
    pub assignee_id: Option<Id>,
    pub version: i64,
    pub created_at: chrono::NaiveDateTime,
    pub updated_at: chrono::NaiveDateTime,
}

/// Whose hands a duty is in after a change.
#[derive(Clone, Copy)]
enum Hands {
    /// The same.
    Same,
    /// Those of somebody in another town, or nobody's there.
    Other(Option<Id>),
}

/// A row that has to change.
pub(super) struct Change {
    id: Id,
    pub subject_id: Id,
    version: i64,
    pub columns: DutyColumns,
    /// Who has it from now on, where it has come to another town: nobody there has accepted it yet.
    handed_to: Hands,
    /// Whether it goes out of lists and figures, with its file.
    put_away: bool,
    names: Vec<std::borrow::Cow<'static, str>>,
}

#[derive(Default)]
pub(super) struct Plan {
    pub new: Vec<(Id, Option<Id>, DutyColumns)>,
    pub changes: Vec<Change>,
    void: usize,
}

/// What has to change for the ledger to say what is owed.
///
/// # Errors
/// The database refuses.
pub fn compare(reading: &mut Reading<'_>, owed: &[Owed]) -> ApiResult<Differences> {
    let plan = plan(reading, owed)?;
    Ok(Differences { new: plan.new.len(), changed: plan.changes.len() - plan.void, void: plan.void })
}

/// Makes the ledger say what is owed for these subjects.
///
/// # Errors
/// The database refuses.
pub fn sync(tx: &mut Tx<'_>, owed: &[Owed]) -> ApiResult<Differences> {
    let Plan { new, changes, void } = plan(tx, owed)?;
    let differences = Differences { new: new.len(), changed: changes.len() - void, void };
    let at = tx.at().naive_utc();
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for (subject_id, assignee_id, columns) in new.by_ref().take(MOST_AT_ONCE) {
            let id = Id::new();
            entries.push(Entry::created(TABLE, id, &columns.division_code).about(subject_id));
            let subject_type = SubjectType::Person.code();
            rows.push(NewRow {
                id,
                subject_type,
                subject_id,
                campaign_id: None,
                columns,
                assignee_id,
                version: 1,
                created_at: at,
                updated_at: at,
            });
        }
        tx.apply_all(tasks::table, rows, &entries)?;
    }
    changes.into_iter().try_for_each(|one| rewrite(tx, one))?;
    Ok(differences)
}

pub(super) fn rewrite(
    tx: &mut Tx<'_>,
    Change { id, version, columns, handed_to, put_away, names, .. }: Change,
) -> ApiResult<()> {
    let entry = Entry::updated(TABLE, id, &columns.division_code, version + 1, names);
    let at = tx.at().naive_utc();
    let stamp = (tasks::version.eq(version + 1), tasks::updated_at.eq(at));
    if put_away {
        let away = tasks::put_away_at.eq(at);
        return tx.apply(diesel::update(tasks::table.find(id)).set((columns, away, stamp)), entry).map(drop);
    }
    let Hands::Other(assignee_id) = handed_to else {
        return tx.apply(diesel::update(tasks::table.find(id)).set((columns, stamp)), entry).map(drop);
    };
    let nobody = None::<chrono::NaiveDateTime>;
    let handling = (tasks::assignee_id.eq(assignee_id), tasks::accepted_at.eq(nobody), tasks::was_returned.eq(false));
    tx.apply(diesel::update(tasks::table.find(id)).set((columns, handling, stamp)), entry).map(drop)
}

pub(super) fn plan(reading: &mut Reading<'_>, owed: &[Owed]) -> ApiResult<Plan> {
    let subjects: Vec<Id> = owed.iter().map(|owed| owed.subject_id).collect();
    let mut plan = Plan::default();
    let mut rows: HashMap<(Id, Occurrence), _> = HashMap::new();
    for row in of_subjects(reading, &subjects)? {
        rows.insert((row.subject_id, row.columns.which()), row);
    }
    for Owed { subject_id, division_code, assignee_id, duties, .. } in owed {
        for duty in duties {
            let columns = DutyColumns::of(duty, division_code.clone().unwrap_or_default());
            match rows.remove(&(*subject_id, duty.which.clone())) {
                None => plan.new.push((*subject_id, *assignee_id, columns)),
                Some(row) => plan.changes.extend(change(&row, columns, *assignee_id)),
            }
        }
    }
    let mut left: Vec<_> = rows.into_values().collect();
    left.sort_by_key(|row| row.id);
    for row in left {
        let division = owed.iter().find(|owed| owed.subject_id == row.subject_id);
        let division = division.and_then(|owed| owed.division_code.clone());
        let is_gone = division.is_none();
        if let Some(owed) = owed.iter().find(|owed| owed.subject_id == row.subject_id && !is_gone)
            && row.columns.kind == TaskKind::Manual.code()
        {
            plan.changes.extend(change(&row, given_by_hand(&row, owed), owed.assignee_id));
            continue;
        }
        let division_code = division.unwrap_or_else(|| row.columns.division_code.clone());
        let columns = DutyColumns { division_code, ..void(&row.columns, VoidReason::Corrected) };
        if is_gone {
            plan.void += 1;
            plan.changes.push(put_away(&row, columns));
        } else if let Some(change) = change(&row, columns, row.handling.assignee_id) {
            plan.void += 1;
            plan.changes.push(change);
        }
    }
    Ok(plan)
}

/// Puts the duties of a file that is being sealed away with it: what was open is owed no more, what was missed stays missed.
///
/// # Errors
/// The database refuses.
pub fn put_away_all(tx: &mut Tx<'_>, subject_id: Id) -> ApiResult<()> {
    for row in of_subjects(tx, &[subject_id])? {
        let is_open = TaskState::stored(&row.columns.state)? == TaskState::Open;
        let columns = if is_open { void(&row.columns, VoidReason::Sealed) } else { row.columns.clone() };
        rewrite(tx, put_away(&row, columns))?;
    }
    Ok(())
}

/// A task given by hand follows from no rule: time and its confirmation tell how it stands, and it goes where its person goes.
fn given_by_hand(row: &TaskRow, owed: &Owed) -> DutyColumns {
    let (due_on, confirmed_on) = (row.columns.due_on, row.handling.confirmed_on);
    let state = rules::manual_state(due_on, confirmed_on, owed.as_of);
    let confirmed = confirmed_on.map(|_| DoneByType::Confirmation.code().to_owned());
    DutyColumns {
        division_code: owed.division_code.clone().unwrap_or_default(),
        state: state.code().to_owned(),
        done_by_type: confirmed,
        done_on: confirmed_on,
        ..row.columns.clone()
    }
}

pub(super) fn void(columns: &DutyColumns, why: VoidReason) -> DutyColumns {
    DutyColumns {
        state: TaskState::Void.code().to_owned(),
        void_because: Some(why.code().to_owned()),
        done_by_type: None,
        done_by_id: None,
        done_on: None,
        ..columns.clone()
    }
}

fn put_away(row: &TaskRow, columns: DutyColumns) -> Change {
    let mut names = row.columns.differing(&columns);
    names.push("put_away_at".into());
    let (id, subject_id, version) = (row.id, row.subject_id, row.version);
    Change { id, subject_id, version, columns, handed_to: Hands::Same, put_away: true, names }
}

pub(super) fn change(row: &TaskRow, columns: DutyColumns, assignee_id: Option<Id>) -> Option<Change> {
    let (id, subject_id, version) = (row.id, row.subject_id, row.version);
    let mut names = row.columns.differing(&columns);
    let town = |columns: &DutyColumns| columns.division_code.get(..9).map(str::to_owned);
    let has_moved = town(&row.columns) != town(&columns);
    let is_other = has_moved && row.handling.assignee_id != assignee_id;
    let handed_to = if is_other { Hands::Other(assignee_id) } else { Hands::Same };
    names.extend(is_other.then(|| "assignee_id".into()));
    (!names.is_empty()).then_some(Change { id, subject_id, version, columns, handed_to, put_away: false, names })
}
