//! Bringing the ledger to what is owed: new duties are added, changed ones rewritten with their journal entry, and those that
//! no longer follow from the facts become void. None is removed.
use std::collections::HashMap;

use diesel::prelude::*;

use super::dto::{SubjectType, TaskState, VoidReason};
use super::duty::{Duty, Occurrence};
use super::store::{DutyColumns, TABLE, of_subjects};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// Rows of one statement: far below the number of parameters either database takes.
const MOST_AT_ONCE: usize = 500;

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
struct NewRow {
    id: Id,
    subject_type: &'static str,
    subject_id: Id,
    #[diesel(embed)]
    columns: DutyColumns,
    assignee_id: Option<Id>,
    version: i64,
    created_at: chrono::NaiveDateTime,
    updated_at: chrono::NaiveDateTime,
}

/// A row that has to change.
struct Change {
    id: Id,
    version: i64,
    columns: DutyColumns,
    names: Vec<std::borrow::Cow<'static, str>>,
}

#[derive(Default)]
struct Plan {
    new: Vec<(Id, Option<Id>, DutyColumns)>,
    changes: Vec<Change>,
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
                columns,
                assignee_id,
                version: 1,
                created_at: at,
                updated_at: at,
            });
        }
        tx.apply_all(tasks::table, rows, &entries)?;
    }
    for Change { id, version, columns, names } in changes {
        let entry = Entry::updated(TABLE, id, &columns.division_code, version + 1, names);
        let stamp = (tasks::version.eq(version + 1), tasks::updated_at.eq(at));
        tx.apply(diesel::update(tasks::table.find(id)).set((columns, stamp)), entry)?;
    }
    Ok(differences)
}

fn plan(reading: &mut Reading<'_>, owed: &[Owed]) -> ApiResult<Plan> {
    let subjects: Vec<Id> = owed.iter().map(|owed| owed.subject_id).collect();
    let mut plan = Plan::default();
    let mut rows: HashMap<(Id, Occurrence), _> = HashMap::new();
    for row in of_subjects(reading, &subjects)? {
        rows.insert((row.subject_id, row.columns.which()), row);
    }
    for Owed { subject_id, division_code, assignee_id, duties } in owed {
        for duty in duties {
            let columns = DutyColumns::of(duty, division_code.clone().unwrap_or_default());
            match rows.remove(&(*subject_id, duty.which.clone())) {
                None => plan.new.push((*subject_id, *assignee_id, columns)),
                Some(row) => plan.changes.extend(change(row.id, row.version, &row.columns, columns)),
            }
        }
    }
    let mut left: Vec<_> = rows.into_values().collect();
    left.sort_by_key(|row| row.id);
    for row in left {
        let division = owed.iter().find(|owed| owed.subject_id == row.subject_id);
        let division = division.and_then(|owed| owed.division_code.clone());
        let columns = DutyColumns {
            division_code: division.unwrap_or_else(|| row.columns.division_code.clone()),
            state: TaskState::Void.code().to_owned(),
            void_because: Some(VoidReason::Corrected.code().to_owned()),
            done_by_type: None,
            done_by_id: None,
            done_on: None,
            ..row.columns.clone()
        };
        if let Some(change) = change(row.id, row.version, &row.columns, columns) {
            plan.void += 1;
            plan.changes.push(change);
        }
    }
    Ok(plan)
}

fn change(id: Id, version: i64, before: &DutyColumns, columns: DutyColumns) -> Option<Change> {
    let names = before.differing(&columns);
    (!names.is_empty()).then_some(Change { id, version, columns, names })
}
