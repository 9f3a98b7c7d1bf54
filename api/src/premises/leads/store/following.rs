//! What follows for leads from the inspections of their place, and what of them is counted. Nobody raises a lead: ticking a
//! sign does.
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{LeadRow, LeadSecrets, TABLE};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::{leads, premises};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::DataKey;
use crate::premises::dto::Site;
use crate::premises::inspections::{self, Look, WarningSign};
use crate::premises::leads::rules::{self, Step};
use crate::premises::store::Holder;

/// Raises a lead for each inspection that saw a sign and has none, unless it only corrects what the police have received, and
/// lets those nobody has received follow theirs, each change with a version and a journal entry of its own.
///
/// # Errors
/// The database refuses, or what is sealed does not open.
pub fn follow(tx: &mut Tx<'_>, place: &Holder, looks: &[Look]) -> ApiResult<()> {
    let rows: Vec<LeadRow> = leads::table
        .filter(leads::premises_id.eq(place.id))
        .filter(leads::withdrawn_at.is_null())
        .order(leads::id)
        .select(LeadRow::as_select())
        .load(tx.db)?;
    let raised: HashSet<Id> = rows.iter().map(|row| row.inspection_id).collect();
    let new = looks.iter().filter(|look| !look.signs.is_empty() && !raised.contains(&look.id));
    let new: Vec<&Look> = new.collect();
    let (received, open): (Vec<LeadRow>, Vec<LeadRow>) = rows.into_iter().partition(|row| row.received_on.is_some());
    if new.is_empty() && open.is_empty() {
        return Ok(());
    }
    let key = place.key(tx.vault())?;
    let told = told(tx, place, &key, &received, looks)?;
    for look in new.into_iter().filter(|look| !told.contains(&look.id)) {
        raise(tx, place, &key, look)?;
    }
    for row in open {
        let look = looks.iter().find(|look| look.id == row.inspection_id && !told.contains(&look.id));
        keep_in_step(tx, place, &key, &row, look)?;
    }
    Ok(())
}

/// Those of these looks that tell the police nothing new: each corrects others whose leads they have received, with all its
/// signs.
fn told(
    tx: &mut Tx<'_>,
    place: &Holder,
    key: &DataKey,
    received: &[LeadRow],
    looks: &[Look],
) -> ApiResult<HashSet<Id>> {
    let corrections: Vec<&Look> = looks.iter().filter(|look| look.corrects_id.is_some()).collect();
    if received.is_empty() || corrections.is_empty() {
        return Ok(HashSet::new());
    }
    let mut known: HashMap<Id, Vec<WarningSign>> = HashMap::new();
    for row in received {
        let secrets: LeadSecrets = key.open(TABLE, row.id, &row.sealed)?;
        known.insert(row.inspection_id, secrets.signs);
    }
    let chain = inspections::corrections_of(tx, place.id)?;
    let is_told = |look: &&Look| {
        let signs: Vec<&WarningSign> = chain.before(look.id).filter_map(|id| known.get(&id)).flatten().collect();
        !signs.is_empty() && look.signs.iter().all(|sign| signs.contains(&sign))
    };
    Ok(corrections.into_iter().filter(is_told).map(|look| look.id).collect())
}

fn raise(tx: &mut Tx<'_>, place: &Holder, key: &DataKey, look: &Look) -> ApiResult<()> {
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let secrets = LeadSecrets { signs: look.signs.clone(), ..LeadSecrets::default() };
    let row = LeadRow {
        id,
        premises_id: place.id,
        inspection_id: look.id,
        raised_on: look.on,
        received_on: None,
        sealed: key.seal(TABLE, id, &secrets)?,
        version: 1,
        created_at: at,
        updated_at: at,
    };
    let entry = Entry::created(TABLE, id, &place.division_code);
    tx.apply(diesel::insert_into(leads::table).values(row), entry).map(drop)
}

fn keep_in_step(tx: &mut Tx<'_>, place: &Holder, key: &DataKey, row: &LeadRow, look: Option<&Look>) -> ApiResult<()> {
    let secrets: LeadSecrets = key.open(TABLE, row.id, &row.sealed)?;
    let (version, at) = (row.version + 1, tx.at().naive_utc());
    let stamp = (leads::version.eq(version), leads::updated_at.eq(at));
    match (rules::step(row.raised_on, &secrets.signs, look), look) {
        (Step::Follow, Some(look)) => {
            let differs = [("signs", look.signs != secrets.signs), ("raised_on", look.on != row.raised_on)];
            let names = differs.into_iter().filter(|(_, is_new)| *is_new).map(|(name, _)| name.into()).collect();
            let sealed = key.seal(TABLE, row.id, &LeadSecrets { signs: look.signs.clone(), ..secrets })?;
            let changes = (leads::raised_on.eq(look.on), leads::sealed.eq(sealed), stamp);
            let entry = Entry::updated(TABLE, row.id, &place.division_code, version, names);
            tx.apply(diesel::update(leads::table.find(row.id)).set(changes), entry).map(drop)
        }
        (Step::Withdraw, _) => {
            let entry = Entry::withdrawn(TABLE, row.id, &place.division_code, version);
            let changes = (leads::withdrawn_at.eq(at), stamp);
            tx.apply(diesel::update(leads::table.find(row.id)).set(changes), entry).map(drop)
        }
        (Step::Keep | Step::Follow, _) => Ok(()),
    }
}

/// Hangs the leads of these inspections on another place, sealed under its key: for two entries of one place. The withdrawn
/// ones go along. The caller refreshes both places afterwards.
///
/// # Errors
/// The database refuses, or what is sealed does not open.
pub fn move_to(tx: &mut Tx<'_>, inspection_ids: &[Id], to: &Site) -> ApiResult<()> {
    let rows: Vec<(Id, Vec<u8>, i64, Holder)> = leads::table
        .inner_join(premises::table)
        .filter(leads::inspection_id.eq_any(inspection_ids.to_vec()))
        .order(leads::id)
        .select((leads::id, leads::sealed, leads::version, Holder::as_select()))
        .load(tx.db)?;
    let key = Holder::from(to).key(tx.vault())?;
    for (id, sealed, version, from) in rows.into_iter().filter(|(.., from)| from.id != to.id) {
        let secrets: LeadSecrets = from.key(tx.vault())?.open(TABLE, id, &sealed)?;
        let changes = (
            leads::premises_id.eq(to.id),
            leads::sealed.eq(key.seal(TABLE, id, &secrets)?),
            leads::version.eq(version + 1),
            leads::updated_at.eq(tx.at().naive_utc()),
        );
        let entry = Entry::updated(TABLE, id, &to.division_code, version + 1, vec!["premises_id".into()]);
        tx.apply(diesel::update(leads::table.find(id)).set(changes), Entry { action: "moved", ..entry })?;
    }
    Ok(())
}

/// A lead, as far as it is counted, with its place.
#[derive(Queryable)]
pub struct Raised {
    /// The lead.
    pub id: Id,
    /// The place.
    pub premises_id: Id,
    /// The day the signs were seen.
    pub raised_on: NaiveDate,
    /// Its version.
    pub version: i64,
    /// The place's number.
    pub premises_code: String,
    /// The place's name.
    pub premises_name: String,
    /// The division that manages the place.
    pub division_code: String,
}

/// The leads on the places in scope at or below `division`, for figures: nothing is unsealed.
///
/// # Errors
/// The database refuses.
pub fn raised(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<Raised>> {
    let query = super::visible(&reading.scope.narrowed(division)).order((leads::raised_on, leads::id));
    let columns = (
        leads::id,
        leads::premises_id,
        leads::raised_on,
        leads::version,
        premises::code,
        premises::name,
        premises::division_code,
    );
    Ok(query.select(columns).load(reading.db)?)
}
