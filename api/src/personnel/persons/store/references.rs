//! What a file refers to and what must be its own: looked up before it is written, so that a refusal names its field.
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::REGISTERED;
use crate::divisions::{expect_grid, expect_in_force};
use crate::personnel::persons::dto::CreatePerson;
use crate::personnel::persons::lookup::key_of;
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::id::Id;
use crate::platform::vault::Blind;
use crate::staff::works_for;

const FILE_NO_TAKEN: Rule =
    Rule {
        code: "person.file_no.taken", zh: "该档案编号在本镇已被使用", en: "this file number is taken in the town"
    };
pub(in crate::personnel::persons) const NO_CASE_WORKER: Rule = Rule {
    code: "person.case_worker_id.unknown",
    zh: "工作人员中没有此人，或不负责该区划及您的管理范围",
    en: "no such member of the work force answers for your area or the person's",
};

/// Whether a sealed file keeps its identity number from being registered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFiles {
    /// It does: no list and no ledger brings back who is out of control.
    Count,
    /// It does not: a new decision opens a new file, and the sealed one stays sealed.
    Stay,
}

/// What `facts` say otherwise than `current` must be there, and must not be another's.
///
/// # Errors
/// 409 when the identity number is registered, 422 with every field that refers to nothing or is taken.
pub fn check_references(
    tx: &mut Tx<'_>,
    current: Option<&CreatePerson>,
    facts: &CreatePerson,
    sealed: SealedFiles,
) -> ApiResult<()> {
    let mut errors = Vec::new();
    if current.is_none_or(|current| current.division_code != facts.division_code) {
        gather(&mut errors, expect_in_force(tx, "/division_code", &facts.division_code, clock::today()))?;
    }
    if let Some(id) = new(current, facts, |facts| facts.grid_id) {
        gather(&mut errors, expect_grid(tx, "/grid_id", id))?;
    }
    if let Some(id) = new(current, facts, |facts| facts.case_worker_id)
        && !works_for(tx, id, &facts.division_code)?
    {
        errors.push(FieldError::new("/case_worker_id", NO_CASE_WORKER));
    }
    if current.is_none_or(|current| place(current) != place(facts)) {
        gather(&mut errors, refuse_taken(tx, std::iter::once(facts)))?;
    }
    ApiError::all(errors)?;
    let number = new(current, facts, key_of);
    refuse_registered(tx, number, sealed)
}

/// Where a file's number must be the only one: its town, and the number itself.
fn place(facts: &CreatePerson) -> (Option<&str>, Option<&str>) {
    (facts.division_code.get(..9), facts.file_no.as_deref())
}

/// A value that `current` does not have.
fn new<T: PartialEq>(
    current: Option<&CreatePerson>,
    facts: &CreatePerson,
    value: impl Fn(&CreatePerson) -> Option<T>,
) -> Option<T> {
    value(facts).filter(|given| current.and_then(&value).as_ref() != Some(given))
}

fn gather(errors: &mut Vec<FieldError>, verdict: ApiResult<()>) -> ApiResult<()> {
    match verdict {
        Err(ApiError::Invalid(found)) => errors.extend(found),
        other => other?,
    }
    Ok(())
}

/// Out of scope or in: the same words, so that nobody learns who is on file elsewhere.
fn refuse_registered(tx: &mut Tx<'_>, number: Option<String>, sealed: SealedFiles) -> ApiResult<()> {
    let Some(number) = number else { return Ok(()) };
    let index = tx.vault().blind(Blind::IdNumber, &number);
    // Two questions, because the open and the sealed files have an index each.
    let held =
        || personnel::table.filter(personnel::withdrawn_at.is_null()).filter(personnel::id_index.eq(index.clone()));
    let open = held().filter(personnel::sealed_at.is_null()).select(personnel::id);
    let mut holder: Option<Id> = open.first(tx.db).optional()?;
    if holder.is_none() && sealed == SealedFiles::Count {
        holder = held().filter(personnel::sealed_at.is_not_null()).select(personnel::id).first(tx.db).optional()?;
    }
    if holder.is_none() { Ok(()) } else { Err(ApiError::Conflict(REGISTERED)) }
}

/// Refuses file numbers that other files of the town have; also of files the caller does not see, as the sealed. At most
/// as many as fit one statement.
///
/// # Errors
/// 422 at `/file_no`.
pub fn refuse_taken<'f>(reading: &mut Reading<'_>, files: impl Iterator<Item = &'f CreatePerson>) -> ApiResult<()> {
    let places: Vec<(&str, &str)> =
        files.filter_map(|facts| facts.division_code.get(..9).zip(facts.file_no.as_deref())).collect();
    if places.is_empty() {
        return Ok(());
    }
    let towns: BTreeSet<String> = places.iter().map(|(town, _)| (*town).to_owned()).collect();
    let numbers: Vec<String> = places.iter().map(|(_, number)| (*number).to_owned()).collect();
    let taken: Vec<(String, String)> = personnel::table
        .filter(personnel::withdrawn_at.is_null())
        .filter(personnel::town_code.eq_any(towns))
        .filter(personnel::file_no.eq_any(numbers))
        .select((personnel::town_code, personnel::file_no))
        .load(reading.db)?;
    let is_taken = taken.iter().any(|(town, number)| places.contains(&(town.as_str(), number.as_str())));
    if is_taken { Err(ApiError::invalid("/file_no", FILE_NO_TAKEN)) } else { Ok(()) }
}
