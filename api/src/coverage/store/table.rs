//! All rounds of a period by village.
use std::collections::{BTreeMap, HashMap};

use super::freezes::frozen;
use super::looks::days_of_rounds;
use super::places::{Place, of_register, reached};
use super::round::{Frame, reckon};
use crate::campaigns;
use crate::coverage::dto::{Coverage, CoverageCell, CoverageRound, CoverageTable, CoverageVillage, Period};
use crate::coverage::rules::tally;
use crate::divisions;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Every village and round of a period.
///
/// # Errors
/// The database refuses.
pub fn table(reading: &mut Reading<'_>, division: Option<&str>, period: &Period) -> ApiResult<CoverageTable> {
    let scope = division.map_or_else(|| reading.scope.clone(), |division| reading.scope.narrowed(division));
    let register = of_register(reading, &scope)?;
    let frames = frames(reading, period)?;
    let rounds = frames.iter().map(head).collect();
    let mut tallies = Vec::new();
    for frame in frames {
        let (id, within) = (frame.id, scope.narrowed(&frame.campaign.division_code));
        let round = reckon(reading, frame, within, &register)?;
        tallies.push((id, tally(&round.units, &round.outside)));
    }
    let mut villages = registered(reading, &scope, &register, period)?;
    let counted = tallies.iter().flat_map(|(_, (_, of_round))| of_round.keys().cloned());
    let without = villages_of(reading, &scope)?;
    counted.chain(without).for_each(|code| {
        villages.entry(code).or_default();
    });
    let names = divisions::names(reading, &villages.keys().cloned().chain([scope.from.clone()]).collect::<Vec<_>>())?;
    let mut all = Registered::default();
    villages.values().for_each(|one| all.add(one));
    let rows = villages.iter().map(|(code, registered)| {
        let cells = tallies.iter().map(|(id, (_, of_round))| cell(*id, of_round.get(code)));
        village(code, &names, registered, cells.collect())
    });
    let villages = rows.collect();
    let cells = tallies.iter().map(|(id, (total, _))| cell(*id, Some(total))).collect();
    Ok(CoverageTable { rounds, villages, total: village(&scope.from, &names, &all, cells) })
}

/// The villages of a scope that are valid today, also those in which nothing is registered: none is missed.
///
/// # Errors
/// The database refuses.
pub fn villages_of(reading: &mut Reading<'_>, scope: &Scope) -> ApiResult<Vec<String>> {
    let villages = divisions::villages(reading, &scope.from, clock::today())?.into_iter().map(|one| one.facts.code);
    Ok(villages.filter(|code| scope.covers(code)).collect())
}

/// The rounds that concern the caller and lie in the period, by their first day.
fn frames(reading: &mut Reading<'_>, period: &Period) -> ApiResult<Vec<Frame>> {
    let (mut days, mut freezes) = (days_of_rounds(reading, None)?, frozen(reading)?);
    let all = campaigns::concerning_caller(reading)?.into_iter().map(|(id, campaign)| Frame {
        id,
        campaign,
        freeze: freezes.remove(&id),
        inspected: days.remove(&id),
    });
    let mut frames: Vec<Frame> = all
        .filter(|frame| {
            let frozen_on = frame.freeze.as_ref().map(|freeze| freeze.frozen_on);
            let (first, last) = days_of(frame);
            period.meets(first.or(frozen_on), last.or(frozen_on))
        })
        .collect();
    frames.sort_by_key(|frame| (days_of(frame).0, frame.id));
    Ok(frames)
}

/// First and last day: as planned, or of the inspections.
fn days_of(frame: &Frame) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    let (first, last) = frame.inspected.unzip();
    (frame.campaign.starts_on.or(first), frame.campaign.ends_on.or(last))
}

fn head(frame: &Frame) -> CoverageRound {
    let (first_on, last_on) = days_of(frame);
    CoverageRound {
        id: frame.id,
        title: frame.campaign.title.clone(),
        kind: frame.campaign.kind,
        first_on,
        last_on,
        is_frozen: frame.freeze.is_some(),
    }
}

/// Places on the register, and those of them that were inspected.
#[derive(Debug, Clone, Copy, Default)]
struct Registered {
    units: i64,
    reached: i64,
}

impl Registered {
    fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.reached += other.reached;
    }
}

fn registered(
    reading: &mut Reading<'_>,
    scope: &Scope,
    register: &[Place],
    period: &Period,
) -> ApiResult<BTreeMap<String, Registered>> {
    let reached = reached(reading, scope, period)?;
    let mut villages: BTreeMap<String, Registered> = BTreeMap::new();
    for place in register.iter().filter(|place| period.to.is_none_or(|to| place.registered_on <= to)) {
        let one = Registered { units: 1, reached: i64::from(reached.contains(&place.id)) };
        villages.entry(place.division_code.clone()).or_default().add(&one);
    }
    Ok(villages)
}

fn village(
    code: &str,
    names: &HashMap<String, String>,
    registered: &Registered,
    cells: Vec<CoverageCell>,
) -> CoverageVillage {
    let Registered { units, reached } = *registered;
    CoverageVillage {
        division_code: code.to_owned(),
        division_name: names.get(code).cloned().unwrap_or_else(|| code.to_owned()),
        units,
        reached,
        never_inspected: units - reached,
        cells,
    }
}

fn cell(campaign_id: Id, coverage: Option<&Coverage>) -> CoverageCell {
    let Coverage { units, with_outcome, excluded, unsigned, per_mille, .. } = coverage.copied().unwrap_or_default();
    CoverageCell { campaign_id, units, with_outcome, excluded, unsigned, per_mille }
}
