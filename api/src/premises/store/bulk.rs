//! What those who handle many places at once ask for: imports.
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::min;
use diesel::prelude::*;

use super::CHUNK;
use super::rows::{PremisesRow, open};
use super::selection::in_scope;
use crate::codes::text::search_key;
use crate::imports::rules;
use crate::platform::access::Reading;
use crate::platform::db::schema::{inspections, premises};
use crate::platform::error::{ApiError, ApiResult, FieldError, Sentence};
use crate::platform::id::Id;
use crate::premises::dto::PremisesRecord;

/// The places of a town that a ledger names by their numbers.
#[derive(Default)]
pub struct Numbered {
    /// Those in scope under the key of their number, nothing hidden: on the register or withdrawn.
    pub places: Vec<(String, PremisesRecord)>,
    /// Those in scope that no ledger may speak of.
    pub unlisted: HashMap<String, Unlisted>,
    /// Keys of numbers that places out of scope have.
    pub taken: HashSet<String>,
}

/// Why a number that is taken names no place on the register, though it was not withdrawn.
pub enum Unlisted {
    /// The place is only proposed.
    Proposed,
    /// It was merged into the place of this number.
    Merged(String),
}

impl Unlisted {
    /// What an import says of it.
    pub fn told(&self) -> (&'static str, Sentence) {
        match self {
            Self::Proposed => (rules::PROPOSED_PREMISES.code, rules::PROPOSED_PREMISES.into()),
            Self::Merged(kept) => rules::merged_premises(kept),
        }
    }

    /// The same, of the cell at `pointer` that names it.
    pub fn refusal(&self, pointer: &str) -> ApiError {
        let (code, detail) = self.told();
        ApiError::Invalid(vec![FieldError { pointer: pointer.to_owned(), code: code.to_owned(), detail }])
    }
}

/// The places with these numbers in a town (its twelve digits or the first nine), however the numbers are spelt: `ＸＨ00001`
/// and `xh00001` are `XH00001`. For imports, which check the role by themselves.
///
/// # Errors
/// The database refuses.
pub fn numbered(reading: &mut Reading<'_>, town: &str, codes: impl Iterator<Item = String>) -> ApiResult<Numbered> {
    let wanted: HashSet<String> = codes.map(|code| search_key(&code)).collect();
    let town = town.get(..9).unwrap_or(town);
    let all: Vec<(Id, String, String)> = premises::table
        .filter(premises::town_code.eq(town.to_owned()))
        .select((premises::id, premises::code, premises::division_code))
        .load(reading.db)?;
    let mut numbered = Numbered::default();
    let mut ids = Vec::new();
    for (id, code, division_code) in all {
        let key = search_key(&code);
        if !wanted.contains(&key) {
            continue;
        }
        if reading.scope.covers(&division_code) {
            ids.push(id);
        } else {
            numbered.taken.insert(key);
        }
    }
    for chunk in ids.chunks(CHUNK) {
        let query = in_scope(reading.scope).filter(premises::id.eq_any(chunk.to_vec()));
        let rows: Vec<PremisesRow> = query.select(PremisesRow::as_select()).load(reading.db)?;
        for row in rows {
            let key = search_key(&row.facts.code);
            match (row.proposed_at, row.withdrawn_at, row.merged_into_id) {
                (_, _, Some(into_id)) => {
                    numbered.unlisted.insert(key, Unlisted::Merged(code_of(reading, into_id)?));
                }
                (Some(_), None, None) => {
                    numbered.unlisted.insert(key, Unlisted::Proposed);
                }
                _ => numbered.places.push((key, open(reading.vault(), row)?)),
            }
        }
    }
    Ok(numbered)
}

/// The number of the place that a merged one became, however often that was merged in its turn.
fn code_of(reading: &mut Reading<'_>, mut id: Id) -> ApiResult<String> {
    loop {
        let query = premises::table.find(id).select((premises::code, premises::merged_into_id));
        match query.first::<(String, Option<Id>)>(reading.db)? {
            (_, Some(into_id)) => id = into_id,
            (code, None) => return Ok(code),
        }
    }
}

/// The day each of these places was first inspected, for those that were.
///
/// # Errors
/// The database refuses.
pub fn first_inspected(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, NaiveDate>> {
    let mut first = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let found: Vec<(Id, Option<NaiveDate>)> = inspections::table
            .filter(inspections::premises_id.eq_any(chunk.to_vec()))
            .filter(inspections::withdrawn_at.is_null())
            .group_by(inspections::premises_id)
            .select((inspections::premises_id, min(inspections::inspected_on)))
            .load(reading.db)?;
        first.extend(found.into_iter().filter_map(|(id, day)| Some((id, day?))));
    }
    Ok(first)
}
