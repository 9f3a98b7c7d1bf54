//! A round as it is reckoned: its list with what came of each place, or the register where there is no list.
use std::collections::HashSet;

use chrono::NaiveDate;

use super::freezes;
use super::looks::{days_of_rounds, of_round};
use super::places::{Place, of_register};
use super::units::{listed_among, of_scope};
use crate::campaigns::{self, CreateCampaign};
use crate::coverage::dto::Freeze;
use crate::coverage::rules::{Unit, newer};
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A round in a part of its area.
pub struct Round {
    /// Its facts.
    pub campaign: CreateCampaign,
    /// Its freeze, if its list is frozen.
    pub freeze: Option<Freeze>,
    /// Last day: as planned, or of the last inspection; today while there is neither.
    pub last_on: NaiveDate,
    /// The part of its area.
    pub scope: Scope,
    /// What it is reckoned by.
    pub units: Vec<Unit>,
    /// Places that are not on the list, and are not counted.
    pub outside: Vec<Unit>,
}

/// What is known of a round before its places are looked at.
pub struct Frame {
    /// Its id.
    pub id: Id,
    /// Its facts.
    pub campaign: CreateCampaign,
    /// Its freeze.
    pub freeze: Option<Freeze>,
    /// First and last day of its inspections.
    pub inspected: Option<(NaiveDate, NaiveDate)>,
}

/// A round that concerns the caller, in the part of its area that lies at or below `division`.
///
/// # Errors
/// 404 when none of this id does.
pub fn load(reading: &mut Reading<'_>, id: Id, division: Option<&str>) -> ApiResult<Round> {
    let campaign = campaigns::facts(reading, id)?;
    let freeze = freezes::find(reading, id)?;
    // A list needs no last day.
    let inspected = if freeze.is_some() { None } else { days_of_rounds(reading, Some(id))?.remove(&id) };
    let scope = reading.scope.narrowed(&campaign.division_code);
    let scope = division.map_or_else(|| scope.clone(), |division| scope.narrowed(division));
    let register = of_register(reading, &scope)?;
    reckon(reading, Frame { id, campaign, freeze, inspected }, scope, &register)
}

/// The same from places on the register already at hand; those out of `scope` are passed over.
///
/// # Errors
/// The database refuses.
pub fn reckon(reading: &mut Reading<'_>, frame: Frame, scope: Scope, register: &[Place]) -> ApiResult<Round> {
    let looks = of_round(reading, frame.id)?;
    let last_on = frame.campaign.ends_on.or(frame.inspected.map(|(_, last)| last)).unwrap_or_else(clock::today);
    let mut units = Vec::new();
    if frame.freeze.is_some() {
        for row in of_scope(reading, frame.id, &scope)? {
            // A line of a merged place is reached when either entry of it was.
            let own = looks.get(&row.premises_id).copied();
            let look = newer(own, looks.get(&row.counted_id).copied());
            units.push(Unit { look, ..row.open()? });
        }
    }
    let others: Vec<&Place> = register.iter().filter(|place| scope.covers(&place.division_code)).collect();
    let listed = match frame.freeze {
        Some(_) => listed_among(reading, frame.id, &others.iter().map(|place| place.id).collect::<Vec<_>>())?,
        None => HashSet::new(),
    };
    let concerns = |place: &Place| {
        looks.contains_key(&place.id) || place.registered_on <= last_on && is_drawn(frame.freeze.as_ref(), place)
    };
    let others = others.into_iter().filter(|place| !listed.contains(&place.id) && concerns(place));
    let others = others.map(|place| Unit { look: looks.get(&place.id).copied(), ..of_place(place) }).collect();
    let Frame { campaign, freeze, .. } = frame;
    let (units, outside) = if freeze.is_some() { (units, others) } else { (others, Vec::new()) };
    Ok(Round { campaign, freeze, last_on, scope, units, outside })
}

/// Whether the list would have been drawn to hold a place like this.
fn is_drawn(freeze: Option<&Freeze>, place: &Place) -> bool {
    freeze.is_none_or(|freeze| {
        let is_within = Scope::of_division(&freeze.division_code, crate::platform::auth::FieldClasses::default())
            .covers(&place.division_code);
        is_within && (freeze.kinds.is_empty() || freeze.kinds.contains(&place.kind))
    })
}

fn of_place(place: &Place) -> Unit {
    let Place { id, code, name, kind, division_code, .. } = place.clone();
    Unit { premises_id: id, line: None, code, name, kind, division_code, look: None }
}
