//! Queries on `premises_merges`. Rows never leave this file.
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::carried::{NOUNS, Road};
use super::rules;
use crate::platform::access::Tx;
use crate::platform::db::Queries;
use crate::platform::db::schema::premises_merges;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::{MergePremises, Premises, PremisesRecord, Site, UnmergePremises};
use crate::premises::inspections::{self, refresh_place};
use crate::premises::store::{self as places, alone};
use crate::premises::{leads, rectifications};

const TABLE: &str = "premises_merges";

/// What moved, by table.
type Moved = BTreeMap<String, Vec<Id>>;

/// What is sealed of a merge, under the key of the duplicate.
#[derive(Debug, Serialize, Deserialize)]
struct MergeSecrets {
    reason: String,
    #[serde(default)]
    undone_because: Option<String>,
}

/// Makes one of two places: `id` is the duplicate. Answers the one that stays.
///
/// # Errors
/// 404, 409 when the duplicate is not on the register, 412, 422 when the two cannot be one.
pub fn merge(tx: &mut Tx<'_>, id: Id, version: i64, merge: MergePremises) -> ApiResult<Premises> {
    let MergePremises { into_id, reason } = merge;
    both_alone(tx, id, into_id)?;
    let duplicate = places::find_record(tx, id)?;
    tx.expect_version(id, duplicate.version, version)?;
    places::expect_on_register(&duplicate)?;
    let kept = kept(tx, into_id)?;
    let first_on = places::first_inspected(tx, &[id])?.get(&id).copied();
    rules::check(&duplicate, &kept, first_on)?;
    let moved = carry_all(tx, &duplicate, &kept)?;
    record(tx, &duplicate, into_id, &moved, reason)?;
    places::set_merged(tx, &duplicate, Some(into_id))?;
    refresh_place(tx, id)?;
    refresh_place(tx, into_id)?;
    places::find(tx, into_id)
}

/// Nobody else writes about either meanwhile. Always in the same order, so that two who do this do not wait for each other.
fn both_alone(tx: &mut Tx<'_>, one: Id, other: Id) -> ApiResult<()> {
    let mut both = [one, other];
    both.sort();
    both.into_iter().try_for_each(|id| alone(tx, id))
}

/// Which of these places were merged, each time with the instant and the place they went into, whoever sees them and whether or not
/// it was undone.
///
/// # Errors
/// The database refuses.
pub fn merged_into(db: &mut Queries, ids: &[Id]) -> ApiResult<Vec<(Id, DateTime<Utc>, Id)>> {
    let query = premises_merges::table.filter(premises_merges::premises_id.eq_any(ids.to_vec()));
    let columns = (premises_merges::premises_id, premises_merges::created_at, premises_merges::into_id);
    let rows: Vec<(Id, NaiveDateTime, Id)> = query.select(columns).load(db)?;
    Ok(rows.into_iter().map(|(id, at, into)| (id, at.and_utc(), into)).collect())
}

fn kept(tx: &mut Tx<'_>, into_id: Id) -> ApiResult<PremisesRecord> {
    places::find_record(tx, into_id).map_err(|error| match error {
        ApiError::NotFound(_) => ApiError::invalid("/into_id", rules::UNKNOWN),
        other => other,
    })
}

fn carry_all(tx: &mut Tx<'_>, from: &PremisesRecord, to: &PremisesRecord) -> ApiResult<Moved> {
    let (from, to) = (from.site(), to.site());
    let road = Road { from: &from, to: &to };
    let mut moved = Moved::new();
    for noun in NOUNS {
        let held = noun.held(tx, from.id)?;
        noun.carry(tx, &road, &held)?;
        follow(tx, noun.table(), &held, &to)?;
        moved.insert(noun.table().to_owned(), held);
    }
    Ok(moved)
}

/// Orders and leads go wherever the inspection they rest on goes, whenever they were made.
fn follow(tx: &mut Tx<'_>, table: &str, ids: &[Id], to: &Site) -> ApiResult<()> {
    if table == inspections::TABLE_NAME {
        rectifications::move_to(tx, ids, to)?;
        leads::move_to(tx, ids, to)?;
    }
    Ok(())
}

fn record(tx: &mut Tx<'_>, duplicate: &PremisesRecord, into_id: Id, moved: &Moved, reason: String) -> ApiResult<()> {
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let secrets = MergeSecrets { reason, undone_because: None };
    let values = (
        premises_merges::id.eq(id),
        premises_merges::premises_id.eq(duplicate.id),
        premises_merges::into_id.eq(into_id),
        premises_merges::moved.eq(serde_json::to_string(moved).map_err(|error| ApiError::Internal(error.into()))?),
        premises_merges::merged_by.eq(tx.author().account_id()),
        premises_merges::sealed.eq(tx.vault().open_key(&duplicate.data_key)?.seal(TABLE, id, &secrets)?),
        premises_merges::version.eq(1_i64),
        premises_merges::created_at.eq(at),
        premises_merges::updated_at.eq(at),
    );
    let statement = diesel::insert_into(premises_merges::table).values(values);
    tx.apply(statement, Entry::created(TABLE, id, &duplicate.facts.division_code)).map(drop)
}

/// Makes two of one again: what moved goes back with what corrects it, and what was recorded since stays. Answers the duplicate, which is none.
///
/// # Errors
/// 404, 409 when it was not merged or the other was merged in its turn, 412.
pub fn unmerge(tx: &mut Tx<'_>, id: Id, version: i64, why: UnmergePremises) -> ApiResult<Premises> {
    let merged_into = places::find_record(tx, id)?.merged_into_id;
    both_alone(tx, id, merged_into.unwrap_or(id))?;
    let duplicate = places::find_record(tx, id)?;
    tx.expect_version(id, duplicate.version, version)?;
    let into_id = duplicate.merged_into_id.ok_or(ApiError::Conflict(rules::NOT_MERGED))?;
    let kept = places::find_any(tx, into_id)?;
    if kept.merged_into_id.is_some() {
        return Err(ApiError::Conflict(rules::LATER_FIRST));
    }
    let moved = close(tx, &duplicate, why.reason)?;
    carry_back(tx, &kept, &duplicate, &moved)?;
    if places::is_inspected_before(tx, id, duplicate.facts.registered_on)? {
        return Err(ApiError::Conflict(rules::INSPECTED_EARLIER));
    }
    places::set_merged(tx, &duplicate, None)?;
    refresh_place(tx, id)?;
    refresh_place(tx, into_id)?;
    places::find(tx, id)
}

/// The merge is over; answers what had moved in it.
fn close(tx: &mut Tx<'_>, duplicate: &PremisesRecord, reason: String) -> ApiResult<Moved> {
    let (id, moved, sealed, version): (Id, String, Vec<u8>, i64) = premises_merges::table
        .filter(premises_merges::premises_id.eq(duplicate.id))
        .filter(premises_merges::undone_at.is_null())
        .select((premises_merges::id, premises_merges::moved, premises_merges::sealed, premises_merges::version))
        .first(tx.db)?;
    let key = tx.vault().open_key(&duplicate.data_key)?;
    let secrets = MergeSecrets { undone_because: Some(reason), ..key.open(TABLE, id, &sealed)? };
    let (at, version) = (tx.at().naive_utc(), version + 1);
    let columns = (
        premises_merges::undone_at.eq(at),
        premises_merges::undone_by.eq(tx.author().account_id()),
        premises_merges::sealed.eq(key.seal(TABLE, id, &secrets)?),
        premises_merges::version.eq(version),
        premises_merges::updated_at.eq(at),
    );
    let entry = Entry::updated(TABLE, id, &duplicate.facts.division_code, version, vec!["undone_at".into()]);
    tx.apply(diesel::update(premises_merges::table.find(id)).set(columns), Entry { action: "undone", ..entry })?;
    serde_json::from_str(&moved).map_err(|error| ApiError::Internal(error.into()))
}

fn carry_back(tx: &mut Tx<'_>, from: &PremisesRecord, to: &PremisesRecord, moved: &Moved) -> ApiResult<()> {
    let (from, to) = (from.site(), to.site());
    let road = Road { from: &from, to: &to };
    for (table, ids) in moved {
        let noun = NOUNS.iter().find(|noun| noun.table() == table);
        let noun = noun.ok_or_else(|| ApiError::Internal(format!("nothing carries {table}").into()))?;
        let ids = with_corrections(tx, table, ids, from.id)?;
        noun.carry(tx, &road, &ids)?;
        follow(tx, table, &ids, &to)?;
    }
    Ok(())
}

/// A correction made while the two were one goes back with what it corrects.
fn with_corrections(tx: &mut Tx<'_>, table: &str, ids: &[Id], kept: Id) -> ApiResult<Vec<Id>> {
    let mut all = ids.to_vec();
    if table == inspections::TABLE_NAME {
        let later = inspections::corrections_of(tx, kept)?.after(ids);
        all.extend(later.into_iter().filter(|id| !ids.contains(id)));
    }
    Ok(all)
}
