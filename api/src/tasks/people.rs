//! What people do with a duty: it is assigned, accepted, handed back, confirmed. How it stands follows from the facts.
use diesel::prelude::*;

use super::dto::{
    Assign, AssignFilter, AssignMany, AssignedItem, AssignedMany, ConfirmTask, ReturnTask, SubjectType, Task, TaskKind,
    TaskState,
};
use super::store::{Handling, TABLE, TaskRow, TaskSecrets, find, find_row, of_subjects, pending, secrets};
use super::{rules, subject};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::staff::works_for;

/// Nobody of this id answers for the division.
pub const NO_ASSIGNEE: Rule = Rule {
    code: "task.assignee_id.unknown",
    zh: "工作人员中没有此人，或不负责该区划",
    en: "no such member of the work force answers for this division",
};

/// Gives a duty to someone, or takes it back.
///
/// # Errors
/// 404, 409 when it is closed, 412, 422 when nobody of this id answers for the division.
pub fn assign(tx: &mut Tx<'_>, id: Id, version: i64, order: &Assign) -> ApiResult<Task> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    give(tx, &row, order.assignee_id)?;
    find(tx, id)
}

/// Gives many duties to someone, each by itself.
///
/// # Errors
/// 422 when none can be given, with what is wrong with each; the database refuses.
pub fn assign_many(tx: &mut Tx<'_>, order: &AssignMany) -> ApiResult<AssignedMany> {
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    let ids = match &order.filter {
        Some(filter) => counted(tx, filter, order.expected_count)?,
        None => order.ids.clone(),
    };
    for (index, id) in ids.iter().enumerate() {
        let outcome = find_row(tx, *id).and_then(|row| give(tx, &row, order.assignee_id));
        let pointer = format!("/ids/{index}");
        let refused = match outcome {
            Ok(()) => None,
            Err(ApiError::NotFound(rule) | ApiError::Conflict(rule)) => Some(FieldError::new(pointer, rule)),
            Err(ApiError::Invalid(errors)) => errors.into_iter().next().map(|error| FieldError { pointer, ..error }),
            Err(other) => return Err(other),
        };
        items.push(AssignedItem::of(*id, refused.as_ref()));
        errors.extend(refused);
    }
    if errors.len() == ids.len() { Err(ApiError::Invalid(errors)) } else { Ok(AssignedMany { items }) }
}

/// The duties a filter means, if they are as many as were counted.
fn counted(tx: &mut Tx<'_>, filter: &AssignFilter, expected: Option<i64>) -> ApiResult<Vec<Id>> {
    let ids = pending(tx, filter)?;
    let is_as_counted = i64::try_from(ids.len()).ok() == expected;
    if is_as_counted { Ok(ids) } else { Err(ApiError::Conflict(rules::OTHER_COUNT)) }
}

fn give(tx: &mut Tx<'_>, row: &TaskRow, assignee_id: Option<Id>) -> ApiResult<()> {
    expect_pending(row)?;
    if let Some(assignee) = assignee_id
        && !works_for(tx, assignee, &row.columns.division_code)?
    {
        return Err(ApiError::invalid("/assignee_id", NO_ASSIGNEE));
    }
    if row.handling.assignee_id == assignee_id {
        return Ok(());
    }
    change(
        tx,
        row,
        Handling { assignee_id, accepted_at: None, was_returned: false, ..row.handling.clone() },
        "assignee_id",
    )
}

/// Takes a duty that was given.
///
/// # Errors
/// 404, 409 when nobody has it or it is closed, 412.
pub fn accept(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Task> {
    let row = assigned(tx, id, version)?;
    let accepted_at = Some(tx.at().naive_utc());
    change(tx, &row, Handling { accepted_at, ..row.handling.clone() }, "accepted_at")?;
    find(tx, id)
}

/// Hands a duty back, with the reason.
///
/// # Errors
/// 404, 409 when nobody has it or it is closed, 412.
pub fn hand_back(tx: &mut Tx<'_>, id: Id, version: i64, why: ReturnTask) -> ApiResult<Task> {
    let row = assigned(tx, id, version)?;
    let sealed = sealed(tx, &row, |secrets| secrets.returned_because = Some(why.reason))?;
    let handling = row.handling.clone();
    let nobody =
        Handling { assignee_id: None, accepted_at: None, was_returned: true, sealed: Some(sealed), ..handling };
    change(tx, &row, nobody, "assignee_id")?;
    find(tx, id)
}

/// Says that a duty was done of which there is no other record.
///
/// # Errors
/// 404, 409 when its own record does it or it is confirmed already, 412, 422 for an impossible day.
pub fn confirm(tx: &mut Tx<'_>, id: Id, version: i64, confirmation: ConfirmTask) -> ApiResult<Task> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    if !rules::takes_confirmation(TaskKind::stored(&row.columns.kind)?) {
        return Err(ApiError::Conflict(rules::HAS_RECORD));
    }
    if row.handling.confirmed_on.is_some() {
        return Err(ApiError::Conflict(rules::ALREADY_CONFIRMED));
    }
    if let Some(rule) = rules::wrong_day(&confirmation, row.columns.starts_on, clock::today()) {
        return Err(ApiError::invalid("/confirmed_on", rule));
    }
    let sealed = sealed(tx, &row, |secrets| secrets.confirmation = Some(confirmation.note))?;
    let confirmed_on = Some(confirmation.confirmed_on);
    change(tx, &row, Handling { confirmed_on, sealed: Some(sealed), ..row.handling.clone() }, "confirmed_on")?;
    // How it stands now is part of the answer.
    tx.follow_up()?;
    find(tx, id)
}

/// Confirms what a decision on the whole file confirms: the pending duty of this kind, if there is one.
///
/// # Errors
/// The database refuses.
pub fn confirm_for(tx: &mut Tx<'_>, subject_id: Id, kind: TaskKind, how: &ConfirmTask) -> ApiResult<()> {
    for row in of_subjects(tx, &[subject_id])? {
        let is_meant = TaskKind::stored(&row.columns.kind)? == kind;
        if is_meant && rules::is_pending(TaskState::stored(&row.columns.state)?) {
            let sealed = sealed(tx, &row, |secrets| secrets.confirmation = Some(how.note.clone()))?;
            let confirmed_on = Some(how.confirmed_on);
            change(tx, &row, Handling { confirmed_on, sealed: Some(sealed), ..row.handling.clone() }, "confirmed_on")?;
        }
    }
    tx.follow_up()
}

fn assigned(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<TaskRow> {
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    expect_pending(&row)?;
    if row.handling.assignee_id.is_none() {
        return Err(ApiError::Conflict(rules::NOT_ASSIGNED));
    }
    Ok(row)
}

fn expect_pending(row: &TaskRow) -> ApiResult<()> {
    let state = TaskState::stored(&row.columns.state)?;
    if rules::is_pending(state) { Ok(()) } else { Err(ApiError::Conflict(rules::CLOSED)) }
}

fn sealed(tx: &mut Tx<'_>, row: &TaskRow, write: impl FnOnce(&mut TaskSecrets)) -> ApiResult<Vec<u8>> {
    let subject = subject::of(tx, row)?;
    let mut secrets = secrets(Some(&subject.key), row)?;
    write(&mut secrets);
    subject.key.seal(TABLE, row.id, &secrets)
}

fn change(tx: &mut Tx<'_>, row: &TaskRow, handling: Handling, name: &'static str) -> ApiResult<()> {
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, row.id, &row.columns.division_code, version, vec![name.into()]);
    let stamp = (tasks::version.eq(version), tasks::updated_at.eq(tx.at().naive_utc()));
    // Duties about persons are reckoned anew when one of them changes; those about places follow from inspections alone.
    let is_persons = row.subject_type == SubjectType::Person.code();
    let entry = if is_persons { entry.about(row.subject_id) } else { entry };
    tx.apply(diesel::update(tasks::table.find(row.id)).set((handling, stamp)), entry)?;
    Ok(())
}
