//! Places that somebody in the field proposes, for the office to decide on: on file, but on no register until then.
use diesel::prelude::*;

use super::rows::new_row;
use super::{TABLE, alone, expect_unmerged, find, find_record, name_the_code};
use crate::divisions::{expect_in_force, within};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::db::schema::premises;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::{CreatePremises, Premises};

const NOT_PROPOSED: Rule =
    Rule {
        code: "premises.not_proposed", zh: "该场所已在册，不需要审核", en: "the place is on the register already"
    };

/// Proposes a place and answers it.
///
/// # Errors
/// 422 when the division is out of scope or not there today, or the number is taken.
pub fn propose(tx: &mut Tx<'_>, new: CreatePremises) -> ApiResult<Premises> {
    expect_in_force(tx, "/division_code", &new.division_code, clock::today())?;
    within(tx.scope, "/division_code", &new.division_code)?;
    let id = Id::new();
    let entry = Entry { action: "proposed", ..Entry::created(TABLE, id, &new.division_code) };
    let row = new_row(tx.vault(), tx.at().naive_utc(), id, new)?.proposed();
    tx.apply_all(premises::table, vec![row], &[entry]).map_err(name_the_code)?;
    find(tx, id)
}

/// Takes a place that was proposed onto the register, as it was proposed, and answers it.
///
/// # Errors
/// 404, 409 when it is on the register or was merged, 412.
pub fn accept(tx: &mut Tx<'_>, id: Id, version: i64) -> ApiResult<Premises> {
    alone(tx, id)?;
    let place = find_record(tx, id)?;
    tx.expect_version(id, place.version, version)?;
    expect_unmerged(&place)?;
    if !place.is_proposed {
        return Err(ApiError::Conflict(NOT_PROPOSED));
    }
    let version = version + 1;
    let entry = Entry::updated(TABLE, id, &place.facts.division_code, version, vec!["proposed_at".into()]);
    let columns = (
        premises::proposed_at.eq(None::<chrono::NaiveDateTime>),
        premises::version.eq(version),
        premises::updated_at.eq(tx.at().naive_utc()),
    );
    let statement = diesel::update(premises::table.find(id)).set(columns);
    tx.apply(statement, Entry { action: "accepted", ..entry })?;
    find(tx, id)
}
