//! Queries on `premises`. Rows never leave this file.
mod bulk;
mod holder;
mod named;
mod proposals;
mod rows;
mod selection;
mod standing;

use std::collections::HashMap;

use diesel::prelude::*;

pub use self::bulk::{Unlisted, first_inspected, numbered};
pub use self::holder::{Holder, holder};
pub use self::named::{NamedPlace, addresses, found, named};
pub use self::proposals::{accept, propose};
use self::rows::{PremisesRow, PremisesSecrets, new_row, open, split};
use self::selection::{division_name, in_scope, known, matching, ordered};
pub use self::selection::{present, visible as on_register};
use self::standing::expect_uninspected_before;
pub use self::standing::{is_inspected_before, set_merged, set_standing};
use super::dto::{CreatePremises, Premises, PremisesFilter, PremisesRecord, Site};
use super::rules;
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::db::schema::premises;
use crate::platform::db::sql;
use crate::platform::error::{ALREADY_EXISTS, ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "premises";
const NO_PREMISES: Rule = Rule { code: "premises.not_found", zh: "没有这个场所", en: "no such place" };
const CODE_TAKEN: Rule = Rule {
    code: "premises.code.taken",
    zh: "该编号在本镇已被使用（包括已撤销、已合并和待审核的场所）",
    en: "this number is taken in the town, perhaps by a place that was withdrawn, merged or only proposed",
};
/// Refused with 409 about a place that is only proposed.
pub const PROPOSED: Rule = Rule {
    code: "premises.proposed",
    zh: "该场所由基层上报、尚待审核，审核通过后才能办理",
    en: "the place is only proposed; accept it first",
};
/// Refused with 409 about a place that was merged.
pub const MERGED: Rule = Rule {
    code: "premises.merged",
    zh: "该场所已并入另一处场所，请在保留的场所办理",
    en: "the place was merged into another; see to it there",
};
/// Values in one `IN (…)`, rows in one `INSERT`: far below the number of parameters either database takes.
const CHUNK: usize = 500;

/// A page of places.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &PremisesFilter, paging: Paging) -> ApiResult<Page<Premises>> {
    let (scope, today) = (reading.scope, clock::today());
    // What is overdue changes with the day, though nothing is written.
    let counted = reading.counted(
        (TABLE, filter, filter.overdue.map(|_| today)),
        |db| matching(scope, filter, today).select(premises::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter, today).count().get_result(db),
    )?;
    let query = ordered(matching(scope, filter, today), filter.sort).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<(PremisesRow, Option<String>)> =
        query.select((PremisesRow::as_select(), division_name())).load(reading.db)?;
    let shown = |(row, name)| Ok(rules::shown(open(reading.vault(), row)?, name, scope.sees, today));
    Ok(Page::new(rows.into_iter().map(shown).collect::<ApiResult<_>>()?, counted))
}

/// One place, as this caller may see it; also one that is only proposed, or was merged.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Premises> {
    let query = known(reading.scope).filter(premises::id.eq(id)).select((PremisesRow::as_select(), division_name()));
    let (row, name) = query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_PREMISES))?;
    Ok(rules::shown(open(reading.vault(), row)?, name, reading.scope.sees, clock::today()))
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<PremisesRow> {
    let query = known(reading.scope).filter(premises::id.eq(id)).select(PremisesRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_PREMISES))
}

/// What an inspection of this place, which is on the register, needs to know.
///
/// # Errors
/// 404 when there is none in scope, 409 when it is only proposed or was merged.
pub fn find_site(reading: &mut Reading<'_>, id: Id) -> ApiResult<Site> {
    let record = find_record(reading, id)?;
    expect_on_register(&record)?;
    Ok(record.site())
}

/// One place, nothing hidden; also one that is only proposed, or was merged.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find_record(reading: &mut Reading<'_>, id: Id) -> ApiResult<PremisesRecord> {
    let row = find_row(reading, id)?;
    open(reading.vault(), row)
}

/// What is done with places is done with those on the register.
///
/// # Errors
/// 409 when it is only proposed or was merged.
pub fn expect_on_register(record: &PremisesRecord) -> ApiResult<()> {
    expect_unmerged(record)?;
    if record.is_proposed { Err(ApiError::Conflict(PROPOSED)) } else { Ok(()) }
}

fn expect_unmerged(record: &PremisesRecord) -> ApiResult<()> {
    if record.merged_into_id.is_some() { Err(ApiError::Conflict(MERGED)) } else { Ok(()) }
}

/// Places by their ids, nothing hidden, whatever became of them; in scope.
///
/// # Errors
/// 404 when there is none.
pub fn find_any(reading: &mut Reading<'_>, id: Id) -> ApiResult<PremisesRecord> {
    let query = in_scope(reading.scope).filter(premises::id.eq(id)).select(PremisesRow::as_select());
    let row = query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_PREMISES))?;
    open(reading.vault(), row)
}

/// Every place of an area, nothing hidden, whatever became of it ([`PremisesRecord::is_on_register`] tells): for matching the rows
/// of a ledger.
///
/// # Errors
/// The database refuses.
pub fn of_area(reading: &mut Reading<'_>, division: Option<&str>) -> ApiResult<Vec<PremisesRecord>> {
    let query = match division {
        Some(division) => in_scope(&reading.scope.narrowed(division)),
        None => in_scope(reading.scope),
    };
    let rows: Vec<PremisesRow> = query.select(PremisesRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| open(reading.vault(), row)).collect()
}

/// The places with these numbers in a town (its twelve digits or the first nine), nothing hidden; also those that were
/// withdrawn, merged or only proposed, which keep their numbers. For imports, which check the role by themselves.
///
/// # Errors
/// The database refuses.
pub fn by_codes(reading: &mut Reading<'_>, town: &str, codes: &[&str]) -> ApiResult<HashMap<String, PremisesRecord>> {
    let town = town.get(..9).unwrap_or(town);
    let mut found = HashMap::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let rows: Vec<PremisesRow> = in_scope(reading.scope)
            .filter(premises::town_code.eq(town.to_owned()))
            .filter(premises::code.eq_any(chunk.iter().map(ToString::to_string).collect::<Vec<_>>()))
            .select(PremisesRow::as_select())
            .load(reading.db)?;
        for row in rows {
            found.insert(row.facts.code.clone(), open(reading.vault(), row)?);
        }
    }
    Ok(found)
}

/// Registers a place and answers it.
///
/// # Errors
/// As [`insert_all`]; 422 too when the division is not there today.
pub fn create(tx: &mut Tx<'_>, new: CreatePremises) -> ApiResult<Premises> {
    expect_in_force(tx, "/division_code", &new.division_code, clock::today())?;
    let id = Id::new();
    insert_all(tx, vec![(id, new)])?;
    find(tx, id)
}

/// Registers many places that have passed their rules, under ids that were given to them, with few statements.
///
/// # Errors
/// 422 when a division is out of scope or a number is taken.
pub fn insert_all(tx: &mut Tx<'_>, new: Vec<(Id, CreatePremises)>) -> ApiResult<()> {
    let at = tx.at().naive_utc();
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for (id, facts) in new.by_ref().take(CHUNK) {
            within(tx.scope, "/division_code", &facts.division_code)?;
            entries.push(Entry::created(TABLE, id, &facts.division_code));
            rows.push(new_row(tx.vault(), at, id, facts)?);
        }
        tx.apply_all(premises::table, rows, &entries).map_err(name_the_code)?;
    }
    Ok(())
}

/// Writes about one place wait for one another, so that what is derived from its inspections is derived from all of them.
///
/// # Errors
/// The database refuses.
pub fn alone(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    sql::one_at_a_time(tx.db, &format!("{TABLE} {id}"))
}

/// The number is the only thing that must be unique here.
fn name_the_code(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(ALREADY_EXISTS) => ApiError::invalid("/code", CODE_TAKEN),
        other => other,
    }
}

/// Changes parts of a place. Its inspections move with it.
///
/// # Errors
/// 404, 409 when it was merged, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreatePremises>) -> ApiResult<Premises> {
    alone(tx, id)?;
    let row = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let current = open(tx.vault(), row)?;
    expect_unmerged(&current)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code") {
        expect_in_force(tx, "/division_code", &facts.division_code, clock::today())?;
    }
    replace(tx, &current, facts)?;
    find(tx, id)
}

/// Puts `facts` in the place of what is on record; answers whether anything differed. Without a code it keeps its own.
///
/// # Errors
/// 404 when it was withdrawn; 412 when it has changed since `current` was read; 422 when the new division is out of scope,
/// the number is taken, or an inspection would come before the registration.
pub fn replace(tx: &mut Tx<'_>, current: &PremisesRecord, facts: CreatePremises) -> ApiResult<bool> {
    let id = current.id;
    let facts = CreatePremises { code: facts.code.or_else(|| current.facts.code.clone()), ..facts };
    let changed = differing(&current.facts, &facts)?;
    if changed.is_empty() {
        return Ok(false);
    }
    within(tx.scope, "/division_code", &facts.division_code)?;
    alone(tx, id)?;
    let present = find_row(tx, id)?.version;
    tx.expect_version(id, present, current.version)?;
    expect_uninspected_before(tx, id, facts.registered_on)?;
    let version = present + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let (columns, secrets) = split(facts)?;
    let sealed = tx.vault().open_key(&current.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (premises::version.eq(version), premises::updated_at.eq(tx.at().naive_utc()));
    let statement = diesel::update(premises::table.find(id)).set((columns, premises::sealed.eq(sealed), stamp));
    tx.apply(statement, entry).map_err(name_the_code)?;
    Ok(true)
}

/// Withdraws a place: out of lists and figures with its inspections, not out of the journal; or refuses one that was proposed.
/// Answers it as it was.
///
/// # Errors
/// 404, 409 when it was merged, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Premises> {
    alone(tx, id)?;
    let place = find(tx, id)?;
    tx.expect_version(id, place.version, version)?;
    if place.merged_into_id.is_some() {
        return Err(ApiError::Conflict(MERGED));
    }
    let row = find_row(tx, id)?;
    let key = tx.vault().open_key(&row.data_key)?;
    let secrets = PremisesSecrets { withdrawn_because: Some(why.reason), ..key.open(TABLE, id, &row.sealed)? };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let changes = (
        premises::withdrawn_at.eq(at),
        premises::sealed.eq(key.seal(TABLE, id, &secrets)?),
        premises::version.eq(version),
        premises::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &place.division_code, version);
    tx.apply(diesel::update(premises::table.find(id)).set(changes), entry)?;
    Ok(Premises { version, updated_at: tx.at(), ..place })
}
