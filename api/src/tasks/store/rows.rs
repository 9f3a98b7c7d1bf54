//! Rows of `tasks`, and what is read of them.
use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::tasks;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::DataKey;
use crate::tasks::dto::{
    DoneByType, SubjectType, Task, TaskDoneBy, TaskKind, TaskRule, TaskState, TaskSubject, VoidReason,
};
use crate::tasks::duty::{Doer, Duty, Occurrence};
use crate::tasks::subject::Subject;

#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(Backend))]
pub(in crate::tasks) struct TaskRow {
    pub id: Id,
    pub subject_type: String,
    pub subject_id: Id,
    pub campaign_id: Option<Id>,
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
pub(in crate::tasks) struct Handling {
    pub confirmed_on: Option<NaiveDate>,
    pub assignee_id: Option<Id>,
    pub accepted_at: Option<NaiveDateTime>,
    pub was_returned: bool,
    pub sealed: Option<Vec<u8>>,
}

/// The columns that follow from facts and rules.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tasks, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::tasks) struct DutyColumns {
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
pub(in crate::tasks) struct TaskSecrets {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_because: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
}

impl DutyColumns {
    pub fn of(duty: &Duty, division_code: String) -> Self {
        let Occurrence { episode_id, rule_id, pack, pack_version, ordinal } = duty.which.clone();
        let by = duty.done_by.map(Doer::parts);
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

pub(in crate::tasks) fn secrets(key: Option<&DataKey>, row: &TaskRow) -> ApiResult<TaskSecrets> {
    match (key, &row.handling.sealed) {
        (Some(key), Some(sealed)) => key.open(TABLE, row.id, sealed),
        _ => Ok(TaskSecrets::default()),
    }
}

pub(super) fn open(subject: Option<&Subject>, row: TaskRow) -> ApiResult<Task> {
    let TaskSecrets { title, returned_because, confirmation } = secrets(subject.map(|subject| &subject.key), &row)?;
    let name = subject.map(|subject| subject.name.clone());
    let TaskRow { columns, handling, .. } = row;
    let done_by = columns.done_by_type.as_deref().map(DoneByType::stored).transpose()?;
    Ok(Task {
        id: row.id,
        kind: TaskKind::stored(&columns.kind)?,
        title,
        subject: TaskSubject { kind: SubjectType::stored(&row.subject_type)?, id: row.subject_id, name },
        episode_id: columns.episode_id,
        campaign_id: row.campaign_id,
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
