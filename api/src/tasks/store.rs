//! Queries on `tasks`. Rows do not leave this folder.
mod rows;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use self::rows::open;
pub(super) use self::rows::{DutyColumns, Handling, TaskRow, TaskSecrets, secrets};
use super::dto::{AssignFilter, SubjectType, Task, TaskFilter, TaskState};
use super::duty::Occurrence;
use super::subject;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::db::{Backend, Queries, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::present;

pub(super) const TABLE: &str = "tasks";
const NO_TASK: Rule = Rule { code: "task.not_found", zh: "没有这项任务", en: "no such duty" };
/// Subjects whose duties are read in one statement.
const SUBJECTS_AT_ONCE: usize = 500;

type Query = tasks::BoxedQuery<'static, Backend>;

present!(visible, tasks);

/// Those of these duties that are about persons, each with the person; put away or not.
///
/// # Errors
/// The database refuses.
pub fn about_persons(db: &mut Queries, ids: &[Id]) -> ApiResult<Vec<(Id, Id)>> {
    let query = tasks::table.filter(tasks::id.eq_any(ids.to_vec()));
    let query = query.filter(tasks::subject_type.eq(SubjectType::Person.code()));
    Ok(query.select((tasks::id, tasks::subject_id)).load(db)?)
}

/// What the caller may see: in scope, and nothing about persons for whoever reads of places alone.
fn visible(scope: &Scope) -> Query {
    let query = in_area(scope);
    if scope.reads_duties { query } else { query.filter(tasks::subject_type.ne(SubjectType::Person.code())) }
}

/// What is in the area, to be counted. Duties of a sealed or withdrawn file are put away with it.
pub(super) fn in_area(scope: &Scope) -> Query {
    let query = tasks::table.into_boxed().filter(tasks::put_away_at.is_null());
    match (scope.as_town(), scope.as_village()) {
        (Some(town), _) => query.filter(tasks::town_code.eq(town.to_owned())),
        (None, Some(village)) => query.filter(tasks::division_code.eq(village.to_owned())),
        (None, None) if scope.is_everything() => query,
        (None, None) => {
            query.filter(tasks::division_code.ge(scope.from.clone())).filter(tasks::division_code.lt(scope.to.clone()))
        }
    }
}

fn matching(scope: &Scope, filter: &TaskFilter) -> Query {
    let scope = filter.division.as_deref().map_or_else(|| scope.clone(), |division| scope.narrowed(division));
    let mut query = visible(&scope);
    if !filter.state.is_empty() {
        query = query.filter(tasks::state.eq_any(codes::of(&filter.state)));
    }
    if !filter.kind.is_empty() {
        query = query.filter(tasks::kind.eq_any(codes::of(&filter.kind)));
    }
    if let Some(from) = filter.due_on_from {
        query = query.filter(tasks::due_on.ge(from));
    }
    if let Some(to) = filter.due_on_to {
        query = query.filter(tasks::due_on.le(to));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(tasks::subject_id.eq(subject));
    }
    if let Some(is_returned) = filter.returned {
        query = query.filter(tasks::was_returned.eq(is_returned));
    }
    match filter.assignee.as_deref() {
        None => query,
        Some("none") => query.filter(tasks::assignee_id.is_null()),
        // A filter that passed its check names an id.
        Some(id) => query.filter(tasks::assignee_id.eq(id.parse::<Id>().ok())),
    }
}

/// All open or missed duties that a filter means.
///
/// # Errors
/// The database refuses.
pub(super) fn pending(reading: &mut Reading<'_>, filter: &AssignFilter) -> ApiResult<Vec<Id>> {
    let filter = TaskFilter {
        division: filter.division.clone(),
        kind: filter.kind.clone(),
        state: vec![TaskState::Open, TaskState::Missed],
        assignee: filter.assignee_id.map(|id| id.to_string()),
        ..TaskFilter::default()
    };
    Ok(matching(reading.scope, &filter)
        .order((tasks::due_on.asc(), tasks::id.asc()))
        .select(tasks::id)
        .load(reading.db)?)
}

/// A page of duties.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &TaskFilter, paging: Paging) -> ApiResult<Page<Task>> {
    let scope = reading.scope;
    let called = filter.q.as_deref().map(|q| subject::called(reading, q, filter.division.as_deref())).transpose()?;
    let listed = || match &called {
        Some(ids) => matching(scope, filter).filter(tasks::subject_id.eq_any(ids.clone())),
        None => matching(scope, filter),
    };
    let counted = reading.counted(
        (TABLE, filter, scope.reads_duties, scope.finds_names),
        |db| listed().select(tasks::id).offset(MOST_COUNTED).first(db).optional(),
        |db| listed().count().get_result(db),
    )?;
    let query = listed().order((tasks::due_on.asc(), tasks::id.asc())).select(TaskRow::as_select());
    let rows: Vec<TaskRow> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(open_all(reading, rows)?, counted))
}

/// One duty.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Task> {
    let row = find_row(reading, id)?;
    open_all(reading, vec![row])?.pop().ok_or(ApiError::NotFound(NO_TASK))
}

pub(super) fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<TaskRow> {
    let query = visible(reading.scope).filter(tasks::id.eq(id)).select(TaskRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_TASK))
}

/// All duties of these persons, those put away with a file left out.
///
/// # Errors
/// The database refuses.
pub(super) fn of_subjects(reading: &mut Reading<'_>, subjects: &[Id]) -> ApiResult<Vec<TaskRow>> {
    let mut rows = Vec::new();
    for chunk in subjects.chunks(SUBJECTS_AT_ONCE) {
        let query = tasks::table.filter(tasks::subject_id.eq_any(chunk.to_vec()));
        let query = query.filter(tasks::subject_type.eq(SubjectType::Person.code()));
        let query = query.filter(tasks::put_away_at.is_null()).select(TaskRow::as_select());
        rows.extend(query.load::<TaskRow>(reading.db)?);
    }
    Ok(rows)
}

/// The days on which officials confirmed duties of these subjects, by subject.
///
/// # Errors
/// The database refuses.
pub fn confirmed(
    reading: &mut Reading<'_>,
    subjects: &[Id],
) -> ApiResult<HashMap<Id, BTreeMap<Occurrence, NaiveDate>>> {
    let mut confirmed: HashMap<Id, BTreeMap<Occurrence, NaiveDate>> = HashMap::new();
    for chunk in subjects.chunks(SUBJECTS_AT_ONCE) {
        let query = tasks::table
            .filter(tasks::subject_id.eq_any(chunk.to_vec()))
            .filter(tasks::confirmed_on.is_not_null())
            .select(TaskRow::as_select());
        let rows = query.load::<TaskRow>(reading.db)?;
        for row in rows {
            if let Some(on) = row.handling.confirmed_on {
                confirmed.entry(row.subject_id).or_default().insert(row.columns.which(), on);
            }
        }
    }
    Ok(confirmed)
}

fn open_all(reading: &mut Reading<'_>, rows: Vec<TaskRow>) -> ApiResult<Vec<Task>> {
    let shown = subject::shown(reading, &rows)?;
    rows.into_iter().map(|row| open(shown.get(&row.subject_id), row)).collect()
}
