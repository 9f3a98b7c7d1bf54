//! Lines of frozen lists.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::CHUNK;
use super::places::{Place, keys};
use crate::campaigns::UNITS as TABLE;
use crate::coverage::rules::{Line, Unit};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::campaign_units;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::PremisesKind;

/// A place in a round: campaign and place.
pub type Key = (Id, Id);

/// What is sealed of a line, under the key of its place.
#[derive(Debug, Default, Serialize, Deserialize)]
struct UnitSecrets {
    excluded_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = campaign_units, check_for_backend(Backend))]
pub(super) struct UnitRow {
    pub id: Id,
    pub premises_id: Id,
    pub counted_id: Id,
    pub row_no: i64,
    pub division_code: String,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub assignee_id: Option<Id>,
    pub excluded_at: Option<NaiveDateTime>,
    pub sealed: Option<Vec<u8>>,
    pub version: i64,
}

impl UnitRow {
    pub fn open(self) -> ApiResult<Unit> {
        let line = Line {
            id: self.id,
            counted_id: self.counted_id,
            row_no: self.row_no,
            assignee_id: self.assignee_id,
            is_excluded: self.excluded_at.is_some(),
            sealed: self.sealed,
            version: self.version,
        };
        Ok(Unit {
            premises_id: self.premises_id,
            line: Some(line),
            code: self.code,
            name: self.name,
            kind: PremisesKind::stored(&self.kind)?,
            division_code: self.division_code,
            look: None,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = campaign_units, treat_none_as_default_value = false)]
struct NewUnitRow {
    id: Id,
    campaign_id: Id,
    premises_id: Id,
    counted_id: Id,
    row_no: i64,
    division_code: String,
    code: String,
    name: String,
    kind: &'static str,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The lines of a round that count for villages in a scope, by their numbers.
pub(super) fn of_scope(reading: &mut Reading<'_>, campaign_id: Id, scope: &Scope) -> ApiResult<Vec<UnitRow>> {
    let query = campaign_units::table
        .filter(campaign_units::campaign_id.eq(campaign_id))
        .filter(campaign_units::division_code.ge(scope.from.clone()))
        .filter(campaign_units::division_code.lt(scope.to.clone()))
        .order(campaign_units::row_no.asc())
        .select(UnitRow::as_select());
    Ok(query.load(reading.db)?)
}

/// Those of these places that have a line in the round, whatever village it counts for.
pub(super) fn listed_among(
    reading: &mut Reading<'_>,
    campaign_id: Id,
    places: &[Id],
) -> ApiResult<std::collections::HashSet<Id>> {
    let mut found = std::collections::HashSet::new();
    for chunk in places.chunks(CHUNK) {
        let query = campaign_units::table
            .filter(campaign_units::campaign_id.eq(campaign_id))
            .filter(campaign_units::premises_id.eq_any(chunk.to_vec()))
            .select(campaign_units::premises_id);
        found.extend(query.load::<Id>(reading.db)?);
    }
    Ok(found)
}

/// Puts these places on the list of a round, numbered from 1 in their order.
///
/// # Errors
/// The database refuses.
pub fn insert(tx: &mut Tx<'_>, campaign_id: Id, places: &[Place]) -> ApiResult<()> {
    let at = tx.at().naive_utc();
    let mut numbered = (1_i64..).zip(places).peekable();
    while numbered.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for (row_no, place) in numbered.by_ref().take(CHUNK) {
            let id = Id::new();
            entries.push(Entry::created(TABLE, id, &place.division_code));
            rows.push(NewUnitRow {
                id,
                campaign_id,
                premises_id: place.id,
                counted_id: place.id,
                row_no,
                division_code: place.division_code.clone(),
                code: place.code.clone(),
                name: place.name.clone(),
                kind: place.kind.code(),
                version: 1,
                created_at: at,
                updated_at: at,
            });
        }
        tx.apply_all(campaign_units::table, rows, &entries)?;
    }
    Ok(())
}

/// Gives a line to someone, or takes it back.
///
/// # Errors
/// The database refuses.
pub fn set_assignee(tx: &mut Tx<'_>, unit: &Unit, line: &Line, assignee_id: Option<Id>) -> ApiResult<()> {
    let version = line.version + 1;
    let entry = Entry::updated(TABLE, line.id, &unit.division_code, version, vec!["assignee_id".into()]);
    let columns = (
        campaign_units::assignee_id.eq(assignee_id),
        campaign_units::version.eq(version),
        campaign_units::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(campaign_units::table.find(line.id)).set(columns), entry).map(drop)
}

/// Leaves a line out with a reason, or takes it in again; the reason of a line that is taken in again is gone from it.
///
/// # Errors
/// The database refuses.
pub fn set_excluded(tx: &mut Tx<'_>, unit: &Unit, line: &Line, reason: Option<String>) -> ApiResult<()> {
    let sealed = match &reason {
        None => None,
        Some(_) => {
            let wrapped = keys(tx, &[unit.premises_id])?.remove(&unit.premises_id);
            let wrapped = wrapped.ok_or_else(|| ApiError::Internal("a line names no place".into()))?;
            let secrets = UnitSecrets { excluded_because: reason.clone() };
            Some(tx.vault().open_key(&wrapped)?.seal(TABLE, line.id, &secrets)?)
        }
    };
    let (at, version) = (tx.at().naive_utc(), line.version + 1);
    let entry = Entry::updated(TABLE, line.id, &unit.division_code, version, vec!["excluded_at".into()]);
    let columns = (
        campaign_units::excluded_at.eq(reason.map(|_| at)),
        campaign_units::sealed.eq(sealed),
        campaign_units::version.eq(version),
        campaign_units::updated_at.eq(at),
    );
    tx.apply(diesel::update(campaign_units::table.find(line.id)).set(columns), entry).map(drop)
}

/// Why these units were left out, by place.
///
/// # Errors
/// The database refuses.
pub fn reasons(reading: &mut Reading<'_>, units: &[&Unit]) -> ApiResult<HashMap<Id, String>> {
    let sealed = units.iter().filter_map(|unit| {
        let line = unit.line.as_ref()?;
        Some((unit.premises_id, line.id, line.sealed.as_ref()?))
    });
    let sealed: Vec<(Id, Id, &Vec<u8>)> = sealed.collect();
    let places: Vec<Id> = sealed.iter().map(|(premises_id, ..)| *premises_id).collect();
    let (keys, mut reasons) = (keys(reading, &places)?, HashMap::new());
    for (premises_id, id, sealed) in sealed {
        if let Some(wrapped) = keys.get(&premises_id) {
            let secrets: UnitSecrets = reading.vault().open_key(wrapped)?.open(TABLE, id, sealed)?;
            reasons.extend(secrets.excluded_because.map(|reason| (premises_id, reason)));
        }
    }
    Ok(reasons)
}

/// A line, as far as the duty for it asks.
#[derive(Debug, Clone, Copy)]
pub struct LineFacts {
    /// The place whose inspections count for it.
    pub counted_id: Id,
    /// The day it was left out.
    pub left_out_on: Option<chrono::NaiveDate>,
}

/// The lines of these places on all lists.
///
/// # Errors
/// The database refuses.
pub fn lines_among(reading: &mut Reading<'_>, places: &[Id]) -> ApiResult<HashMap<Key, LineFacts>> {
    type Row = (Id, Id, Id, Option<NaiveDateTime>);
    let mut found = HashMap::new();
    for chunk in places.chunks(CHUNK) {
        let query = campaign_units::table.filter(campaign_units::premises_id.eq_any(chunk.to_vec())).select((
            campaign_units::campaign_id,
            campaign_units::premises_id,
            campaign_units::counted_id,
            campaign_units::excluded_at,
        ));
        for (campaign_id, premises_id, counted_id, excluded_at) in query.load::<Row>(reading.db)? {
            let left_out_on = excluded_at.map(|at| clock::legal_date(at.and_utc()));
            found.insert((campaign_id, premises_id), LineFacts { counted_id, left_out_on });
        }
    }
    Ok(found)
}

/// The places of the lines with these ids, and of the lines that count as one of these places.
///
/// # Errors
/// The database refuses.
pub fn places_of(reading: &mut Reading<'_>, lines: &[Id], counted: &[Id]) -> ApiResult<Vec<Id>> {
    let mut found = Vec::new();
    for chunk in lines.chunks(CHUNK) {
        let query = campaign_units::table.filter(campaign_units::id.eq_any(chunk.to_vec()));
        found.extend(query.select(campaign_units::premises_id).load::<Id>(reading.db)?);
    }
    for chunk in counted.chunks(CHUNK) {
        let query = campaign_units::table
            .filter(campaign_units::counted_id.eq_any(chunk.to_vec()))
            .filter(campaign_units::counted_id.ne(campaign_units::premises_id));
        found.extend(query.select(campaign_units::premises_id).load::<Id>(reading.db)?);
    }
    Ok(found)
}
