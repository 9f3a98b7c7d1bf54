//! What other domains ask of the area tree, each in one query.
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{Division, DivisionKind};
use super::rules::VILLAGES;
use super::store::{DivisionRow, Query, inside, open, valid_on, within};
use crate::codes::{DivisionCode, DivisionLevel};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::codes;
use crate::platform::db::schema::divisions;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;

const NOT_IN_FORCE: Rule = Rule {
    code: "division_code.not_in_force",
    zh: "没有这个区划，或它在该日无效",
    en: "no division has this code on that day",
};

/// Codes of the areas in a town by name, those that are valid today, the town itself included. A name that two of them
/// share is left out: a ledger that uses it has to say which.
///
/// # Errors
/// The database refuses.
pub fn by_name_in_town(reading: &mut Reading<'_>, town_code: &str) -> ApiResult<HashMap<String, String>> {
    let query = valid_on(inside(reading.scope, town_code), clock::today());
    let rows: Vec<(String, String)> = query.select((divisions::name, divisions::code)).load(reading.db)?;
    Ok(unambiguous(rows))
}

fn unambiguous(rows: Vec<(String, String)>) -> HashMap<String, String> {
    let mut by_name: HashMap<String, Option<String>> = HashMap::new();
    for (name, code) in rows {
        by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(code));
    }
    by_name.into_iter().filter_map(|(name, code)| Some((name, code?))).collect()
}

/// Refuses a record of a division that is not there: outside the caller's area, or no area on that day. The caller's own
/// area is there by itself, however little of the tree has been entered. `pointer` is the field that names it.
///
/// # Errors
/// 422 at `pointer`.
pub fn expect_in_force(reading: &mut Reading<'_>, pointer: &str, code: &str, on: NaiveDate) -> ApiResult<()> {
    within(reading.scope, pointer, code)?;
    if code == reading.scope.division_code {
        return Ok(());
    }
    // Within the caller's area already, so not `visible`: its list of areas above is another statement for each caller, and
    // this is asked with every record that is written.
    let known: Option<Id> = divisions::table
        .filter(divisions::code.eq(code))
        .filter(divisions::valid_from.le(on))
        .filter(divisions::valid_to.is_null().or(divisions::valid_to.gt(on)))
        .select(divisions::id)
        .first(reading.db)
        .optional()?;
    if known.is_some() { Ok(()) } else { Err(ApiError::invalid(pointer, NOT_IN_FORCE)) }
}

/// Codes in a town (the town's own included) that areas have which are not valid on a day: closed, or not yet in force.
///
/// # Errors
/// The database refuses.
pub fn not_in_force(reading: &mut Reading<'_>, town_code: &str, day: NaiveDate) -> ApiResult<BTreeSet<String>> {
    let codes: Vec<String> = inside(reading.scope, town_code)
        .filter(divisions::valid_from.gt(day).or(divisions::valid_to.le(day)))
        .select(divisions::code)
        .load(reading.db)?;
    Ok(codes.into_iter().collect())
}

/// Every area at and below `division` that is valid on a day, by code.
///
/// # Errors
/// The database refuses.
pub fn all_in(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<Vec<Division>> {
    let query = valid_on(inside(reading.scope, division), as_of).order(divisions::code.asc());
    let rows: Vec<DivisionRow> = query.select(DivisionRow::as_select()).load(reading.db)?;
    rows.into_iter().map(open).collect()
}

/// The areas directly below `division` that are valid on a day, by code.
///
/// # Errors
/// The database refuses.
pub fn parts_of(reading: &mut Reading<'_>, division: &DivisionCode, as_of: NaiveDate) -> ApiResult<Vec<Division>> {
    // Ledgers of a town name no parents, and a county has some hundred areas; above it there are too many to look through.
    if division.level() >= DivisionLevel::County {
        let mut parts = all_in(reading, division.as_str(), as_of)?;
        parts.retain(|one| {
            DivisionCode::parse(&one.facts.code).is_ok_and(|code| division.towards(&code).as_ref() == Some(&code))
        });
        return Ok(parts);
    }
    let query = valid_on(inside(reading.scope, division.as_str()), as_of);
    let query = query.filter(divisions::parent_code.eq(division.as_str().to_owned())).order(divisions::code.asc());
    let rows: Vec<DivisionRow> = query.select(DivisionRow::as_select()).load(reading.db)?;
    rows.into_iter().map(open).collect()
}

/// Villages' and residents' committees at and below `division` that are valid on a day, by code.
///
/// # Errors
/// The database refuses.
pub fn villages(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<Vec<Division>> {
    let query = villages_on(reading, division, as_of).order(divisions::code.asc());
    let rows: Vec<DivisionRow> = query.select(DivisionRow::as_select()).load(reading.db)?;
    rows.into_iter().map(open).collect()
}

/// How many villages' and residents' committees at and below `division` are valid on a day.
///
/// # Errors
/// The database refuses.
pub fn count_villages(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<i64> {
    Ok(villages_on(reading, division, as_of).count().get_result(reading.db)?)
}

/// Towns valid today, wherever they are, by code: public names, for whoever sends somebody there.
///
/// # Errors
/// The database refuses.
pub fn towns(reading: &mut Reading<'_>) -> ApiResult<Vec<(String, String)>> {
    let query =
        valid_on(divisions::table.into_boxed(), clock::today()).filter(divisions::kind.eq(DivisionKind::Town.code()));
    Ok(query.order(divisions::code.asc()).select((divisions::code, divisions::name)).load(reading.db)?)
}

/// What these areas are called today, wherever they are: public names, for papers.
///
/// # Errors
/// The database refuses.
pub fn names(reading: &mut Reading<'_>, wanted: &[String]) -> ApiResult<HashMap<String, String>> {
    let query = valid_on(divisions::table.into_boxed(), clock::today()).filter(divisions::code.eq_any(wanted.to_vec()));
    let rows: Vec<(String, String)> = query.select((divisions::code, divisions::name)).load(reading.db)?;
    Ok(rows.into_iter().collect())
}

fn villages_on(reading: &Reading<'_>, division: &str, as_of: NaiveDate) -> Query {
    valid_on(inside(reading.scope, division), as_of).filter(divisions::kind.eq_any(codes::of(&VILLAGES)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_areas_share_names_neither() {
        let rows = [("新塘村", "990981107201"), ("东垄村", "990981107202"), ("新塘村", "990981107203")];
        let named = unambiguous(rows.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect());
        assert_eq!(named.len(), 1);
        assert_eq!(named.get("东垄村").map(String::as_str), Some("990981107202"));
    }
}
