//! Duties about places follow from inspections: whoever records one, withdraws it, or moves a place, settles its duties in the
//! same transaction.
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::store::{self, Key};
use crate::campaigns;
use crate::platform::access::{Change, Reactor, Reading, Tx};
use crate::platform::clock;
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::tasks::{self, Differences, Errands, PlaceStanding};

const INSPECTIONS: &str = "inspections";
const PREMISES: &str = "premises";

/// Keeps duties about places true.
pub struct RoundKeeper;

impl Reactor for RoundKeeper {
    fn react(&self, tx: &mut Tx<'_>, changes: &[Change]) -> ApiResult<()> {
        let of = |table: &str| -> Vec<Id> {
            changes.iter().filter(|change| change.subject_type == table).map(|change| change.subject_id).collect()
        };
        // A place just entered is on no list, and a round just opened has sent nobody.
        let old = |table: &str| -> Vec<Id> {
            let existing = changes.iter().filter(|change| change.subject_type == table && !change.is_creation);
            existing.map(|change| change.subject_id).collect()
        };
        let (inspections, places) = (of(INSPECTIONS), old(PREMISES));
        let (lines, rounds) = (old(campaigns::UNITS), old(campaigns::CAMPAIGNS));
        if inspections.is_empty() && places.is_empty() && lines.is_empty() && rounds.is_empty() {
            return Ok(());
        }
        let inspected = store::inspected_places(tx, &inspections)?;
        let turns: BTreeSet<Id> = inspected.iter().filter_map(|(_, campaign_id)| *campaign_id).collect();
        for campaign_id in turns {
            // Whoever sends people to the gaps now has seen this inspection, or his duties are seen here.
            sql::beside_others(tx.db, &campaigns::turn(campaign_id))?;
        }
        let mut places: Vec<Id> = places.into_iter().chain(inspected.into_iter().map(|(place, _)| place)).collect();
        let listed = store::listed_places(tx, &lines, &places)?;
        places.extend(listed);
        places.sort_unstable();
        places.dedup();
        let mut keys = tasks::errands_of(tx, Errands::About(&places))?;
        for campaign_id in rounds {
            keys.extend(tasks::errands_of(tx, Errands::Of(campaign_id))?);
        }
        settle(tx, &keys, clock::today()).map(drop)
    }
}

/// Makes these duties stand as facts and time have it.
///
/// # Errors
/// The database refuses.
pub fn settle(tx: &mut Tx<'_>, keys: &[Key], as_of: NaiveDate) -> ApiResult<Differences> {
    let standings = standings(tx, keys)?;
    tasks::settle(tx, &standings, as_of)
}

/// How the places of these duties stand in their rounds.
///
/// # Errors
/// The database refuses.
pub fn standings(reading: &mut Reading<'_>, keys: &[Key]) -> ApiResult<BTreeMap<Key, PlaceStanding>> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut places: Vec<Id> = keys.iter().map(|(_, place)| *place).collect();
    places.sort_unstable();
    places.dedup();
    let lines = store::lines_among(reading, &places)?;
    let counted: BTreeSet<Id> = places.iter().copied().chain(lines.values().map(|line| line.counted_id)).collect();
    let counted: Vec<Id> = counted.into_iter().collect();
    let registered = store::on_register_among(reading, &counted)?;
    let looks = store::first_looks(reading, &counted)?;
    let gone = campaigns::withdrawn_among(reading, keys.iter().map(|(campaign_id, _)| *campaign_id))?;
    let standing = |key: &Key| {
        let (campaign_id, place) = *key;
        let line = lines.get(key);
        let own = looks.get(key);
        let kept = line.and_then(|line| looks.get(&(campaign_id, line.counted_id)));
        let first = [own, kept].into_iter().flatten().min_by_key(|look| (look.on, look.id));
        let standing = PlaceStanding {
            // A merged place is owed where the one is that was kept.
            division_code: registered.get(&place).or_else(|| registered.get(&line?.counted_id)).cloned(),
            looked: first.map(|look| (look.id, look.on)),
            left_out_on: line.and_then(|line| line.left_out_on),
            is_called_off: gone.contains(&campaign_id),
        };
        (*key, standing)
    };
    Ok(keys.iter().map(standing).collect())
}
