//! Tasks given by hand: what no rule asks for, and somebody should do all the same.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{CreateTask, SubjectType, Task, TaskKind, TaskState};
use super::people::NO_ASSIGNEE;
use super::rules;
use super::store::{DutyColumns, TABLE, TaskSecrets, find, of_subjects};
use crate::personnel;
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::staff::works_for;

/// The pack and the rule that such a task names: none of those that are written.
const BY_HAND: &str = "manual";

/// Gives a task about a person.
///
/// # Errors
/// 404 when the person is not in scope, 422 when it is due in the past or nobody of this id answers for the division.
pub fn give(tx: &mut Tx<'_>, person_id: Id, new: CreateTask) -> ApiResult<Task> {
    let CreateTask { title, due_on, assignee_id } = new;
    let (owner, today, id) = (personnel::owner(tx, person_id)?, clock::today(), Id::new());
    check(tx, &owner.division_code, due_on, assignee_id)?;
    let given = of_subjects(tx, &[person_id])?.iter().filter(|row| row.columns.kind == TaskKind::Manual.code()).count();
    let columns = DutyColumns {
        division_code: owner.division_code.clone(),
        kind: TaskKind::Manual.code().to_owned(),
        rule_id: BY_HAND.to_owned(),
        pack: BY_HAND.to_owned(),
        pack_version: 0,
        episode_id: None,
        ordinal: i32::try_from(given + 1).unwrap_or(i32::MAX),
        starts_on: today,
        due_on,
        state: TaskState::Open.code().to_owned(),
        void_because: None,
        done_by_type: None,
        done_by_id: None,
        done_on: None,
        has_violation: false,
    };
    let sealed = owner.key.seal(TABLE, id, &TaskSecrets { title: Some(title), ..TaskSecrets::default() })?;
    let at = tx.at().naive_utc();
    let statement = diesel::insert_into(tasks::table).values((
        tasks::id.eq(id),
        tasks::subject_type.eq(SubjectType::Person.code()),
        tasks::subject_id.eq(person_id),
        columns,
        tasks::assignee_id.eq(assignee_id),
        tasks::sealed.eq(Some(sealed)),
        tasks::version.eq(1),
        tasks::created_at.eq(at),
        tasks::updated_at.eq(at),
    ));
    tx.apply(statement, Entry::created(TABLE, id, &owner.division_code).about(person_id))?;
    find(tx, id)
}

fn check(tx: &mut Tx<'_>, division: &str, due_on: NaiveDate, assignee_id: Option<Id>) -> ApiResult<()> {
    if due_on < clock::today() {
        return Err(ApiError::invalid("/due_on", rules::DUE_PAST));
    }
    match assignee_id {
        Some(assignee) if !works_for(tx, assignee, division)? => Err(ApiError::invalid("/assignee_id", NO_ASSIGNEE)),
        _ => Ok(()),
    }
}

/// Whose tasks given by hand are still open: time passes for them without any fact.
///
/// # Errors
/// The database refuses.
pub fn subjects(reading: &mut Reading<'_>) -> ApiResult<Vec<Id>> {
    let open = tasks::table
        .filter(tasks::kind.eq(TaskKind::Manual.code()))
        .filter(tasks::state.eq(TaskState::Open.code()))
        .filter(tasks::put_away_at.is_null());
    Ok(open.select(tasks::subject_id).distinct().order(tasks::subject_id.asc()).load(reading.db)?)
}
