//! What a duty is about: a person on file, or a place; as far as the caller's scope reaches.
use std::collections::HashMap;

use super::dto::SubjectType;
use super::store::TaskRow;
use crate::personnel;
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::vault::DataKey;
use crate::premises::{self, NamedPlace};

/// Persons, and places, whose duties a search shows.
const MOST_FOUND: i64 = 200;
const GONE: Rule = Rule {
    code: "task.subject.not_found",
    zh: "任务所涉的人员或场所不在您的管理范围内",
    en: "who or what this duty is about is not in your area",
};

/// A person or a place in scope, under whose key what people write on its duties is sealed.
pub(super) struct Subject {
    /// What it is called, as far as the caller may see.
    pub name: String,
    /// Seals what is written on its duties.
    pub key: DataKey,
}

/// Whom and what a search means. Whoever reads of places alone is told of no person.
///
/// # Errors
/// The database refuses.
pub(super) fn called(reading: &mut Reading<'_>, q: &str, division: Option<&str>) -> ApiResult<Vec<Id>> {
    let mut ids = premises::found(reading, q, division, MOST_FOUND)?;
    if reading.scope.reads_duties {
        ids.extend(personnel::found(reading, q, division, MOST_FOUND)?);
    }
    Ok(ids)
}

/// What these duties are about, where it lies in scope.
///
/// # Errors
/// The database refuses.
pub(super) fn shown(reading: &mut Reading<'_>, rows: &[TaskRow]) -> ApiResult<HashMap<Id, Subject>> {
    let of = |kind: SubjectType| -> Vec<Id> {
        let mut ids: Vec<Id> =
            rows.iter().filter(|row| row.subject_type == kind.code()).map(|row| row.subject_id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let persons = personnel::named(reading, &of(SubjectType::Person))?;
    let persons = persons.into_iter().map(|(id, (owner, name))| (id, Subject { name, key: owner.key }));
    let places = premises::named(reading, &of(SubjectType::Premises))?;
    let places = places.into_iter().map(|(id, NamedPlace { name, key, .. })| (id, Subject { name, key }));
    Ok(persons.chain(places).collect())
}

/// What one duty is about.
///
/// # Errors
/// 404 when it is not in scope.
pub(super) fn of(reading: &mut Reading<'_>, row: &TaskRow) -> ApiResult<Subject> {
    let mut found = shown(reading, std::slice::from_ref(row))?;
    found.remove(&row.subject_id).ok_or(ApiError::NotFound(GONE))
}
