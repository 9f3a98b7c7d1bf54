//! Queries on `tasks`. Rows do not leave this folder.
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{
    AssignFilter, DoneByType, SubjectType, Task, TaskDoneBy, TaskFilter, TaskKind, TaskRule, TaskState, TaskSubject,
    VoidReason,
};
use super::duty::{Duty, Occurrence};
use crate::personnel::{self, Owner};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

pub(super) const TABLE: &str = "tasks";
const NO_TASK: Rule = Rule { code: "task.not_found", zh: "没有这项任务", en: "no such duty" };
/// Subjects whose duties are read in one statement.
const SUBJECTS_AT_ONCE: usize = 500;

type Query = tasks::BoxedQuery<'static, Backend>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(Backend))]
pub(super) struct TaskRow {
    pub id: Id,
    pub subject_type: String,
    pub subject_id: Id,
    #[diesel(embed)]
    pub columns: DutyColumns,
    #[diesel(embed)]
    pub handling: Handling,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// The columns that people write.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = tasks, check_for_backend(Backend), treat_none_as_null = true)]
pub(super) struct Handling {
    pub confirmed_on: Option<NaiveDate>,
    pub assignee_id: Option<Id>,
    pub accepted_at: Option<NaiveDateTime>,
    pub was_returned: bool,
    pub sealed: Option<Vec<u8>>,
}

/// The columns that follow from facts and rules.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tasks, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct DutyColumns {
    pub division_code: String,
    pub kind: String,
    pub rule_id: String,
    pub pack: String,
    pub pack_version: i32,
    pub episode_id: Option<Id>,
    pub ordinal: i32,
    pub starts_on: NaiveDate,
    pub due_on: NaiveDate,
    pub state: String,
    pub void_because: Option<String>,
    pub done_by_type: Option<String>,
    pub done_by_id: Option<Id>,
    pub done_on: Option<NaiveDate>,
    pub has_violation: bool,
}

/// What people wrote on a duty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct TaskSecrets {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_because: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
}

impl DutyColumns {
    pub fn of(duty: &Duty, division_code: String) -> Self {
        let Occurrence { episode_id, rule_id, pack, pack_version, ordinal } = duty.which.clone();
        let by = duty.done_by.map(super::duty::Doer::parts);
        Self {
            division_code,
            kind: duty.kind.code().to_owned(),
            rule_id,
            pack,
            pack_version,
            episode_id,
            ordinal,
            starts_on: duty.starts_on,
            due_on: duty.due_on,
            state: duty.state.code().to_owned(),
            void_because: duty.void_because.map(|why| why.code().to_owned()),
            done_by_type: by.map(|(kind, _)| kind.code().to_owned()),
            done_by_id: by.and_then(|(_, id)| id),
            done_on: duty.done_on,
            has_violation: duty.has_violation,
        }
    }

    pub fn which(&self) -> Occurrence {
        Occurrence {
            episode_id: self.episode_id,
            rule_id: self.rule_id.clone(),
            pack: self.pack.clone(),
            pack_version: self.pack_version,
            ordinal: self.ordinal,
        }
    }

    /// Names of the columns in which `other` differs.
    pub fn differing(&self, other: &Self) -> Vec<Cow<'static, str>> {
        let pairs = [
            ("division_code", self.division_code != other.division_code),
            ("kind", self.kind != other.kind),
            ("window_start", self.starts_on != other.starts_on),
            ("due_on", self.due_on != other.due_on),
            ("state", self.state != other.state),
            ("void_because", self.void_because != other.void_because),
            ("done_by", (&self.done_by_type, self.done_by_id) != (&other.done_by_type, other.done_by_id)),
            ("done_on", self.done_on != other.done_on),
            ("has_violation", self.has_violation != other.has_violation),
        ];
        pairs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.into()).collect()
    }
}

/// What is in scope. Duties of a sealed or withdrawn file are put away with it.
pub(super) fn visible(scope: &Scope) -> Query {
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
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(tasks::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((tasks::due_on.asc(), tasks::id.asc())).select(TaskRow::as_select());
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

/// All duties of these subjects, those put away with a file left out.
///
/// # Errors
/// The database refuses.
pub(super) fn of_subjects(reading: &mut Reading<'_>, subjects: &[Id]) -> ApiResult<Vec<TaskRow>> {
    let mut rows = Vec::new();
    for chunk in subjects.chunks(SUBJECTS_AT_ONCE) {
        let query = tasks::table.filter(tasks::subject_id.eq_any(chunk.to_vec()));
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
    let subjects: Vec<Id> = rows.iter().map(|row| row.subject_id).collect();
    let shown = personnel::named(reading, &subjects)?;
    rows.into_iter()
        .map(|row| {
            let (owner, name) =
                shown.get(&row.subject_id).map_or((None, None), |(owner, name)| (Some(owner), Some(name.clone())));
            open(owner, name, row)
        })
        .collect()
}

pub(super) fn secrets(owner: Option<&Owner>, row: &TaskRow) -> ApiResult<TaskSecrets> {
    match (owner, &row.handling.sealed) {
        (Some(owner), Some(sealed)) => owner.key.open(TABLE, row.id, sealed),
        _ => Ok(TaskSecrets::default()),
    }
}

fn open(owner: Option<&Owner>, name: Option<String>, row: TaskRow) -> ApiResult<Task> {
    let TaskSecrets { returned_because, confirmation } = secrets(owner, &row)?;
    let TaskRow { columns, handling, .. } = row;
    let done_by = columns.done_by_type.as_deref().map(DoneByType::stored).transpose()?;
    Ok(Task {
        id: row.id,
        kind: TaskKind::stored(&columns.kind)?,
        subject: TaskSubject { kind: SubjectType::stored(&row.subject_type)?, id: row.subject_id, name },
        episode_id: columns.episode_id,
        division_code: columns.division_code,
        ordinal: columns.ordinal,
        window_start: columns.starts_on,
        due_on: columns.due_on,
        state: TaskState::stored(&columns.state)?,
        void_because: columns.void_because.as_deref().map(VoidReason::stored).transpose()?,
        done_by: done_by.map(|kind| TaskDoneBy { kind, id: columns.done_by_id }),
        done_on: columns.done_on,
        has_violation: columns.has_violation,
        rule: TaskRule { pack: columns.pack, version: columns.pack_version, id: columns.rule_id },
        assignee_id: handling.assignee_id,
        accepted_at: handling.accepted_at.map(|at| at.and_utc()),
        returned_because,
        confirmed_on: handling.confirmed_on,
        confirmation,
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}
