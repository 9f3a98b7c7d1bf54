//! Answers about coverage: of one round, of all, and the gaps.
use std::collections::{BTreeSet, HashMap};

use super::dto::{
    CampaignCoverage, CampaignUnit, Coverage, CoverageFilter, CoverageRow, CoverageTable, Gap, RoundHead, UnitFilter,
};
use super::rules::{Unit, tally};
use super::store::{self, Place, Round};
use super::words::{Basis, words};
use crate::codes::text::search_key;
use crate::divisions;
use crate::platform::access::Reading;
use crate::platform::auth::FieldClass;
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::http::{Page, Paging};
use crate::platform::id::Id;
use crate::premises::PremisesKind;

/// The coverage of one round by village.
///
/// # Errors
/// 404 when the round does not concern the caller.
pub fn of_round(reading: &mut Reading<'_>, id: Id, division: Option<&str>) -> ApiResult<CampaignCoverage> {
    let round = store::load_round(reading, id, division)?;
    let (total, mut villages) = tally(&round.units, &round.outside);
    for code in store::villages_of(reading, &round.scope)? {
        villages.entry(code).or_default();
    }
    let area = round.scope.from.clone();
    let names = divisions::names(reading, &villages.keys().cloned().chain([area.clone()]).collect::<Vec<_>>())?;
    let row = |code: String, coverage: Coverage| {
        let division_name = names.get(&code).cloned().unwrap_or_else(|| code.clone());
        CoverageRow { division_code: code, division_name, coverage }
    };
    let (words_zh, words_en) = in_words(&round, &total);
    let (frozen_on, source) = round.freeze.map(|freeze| (freeze.frozen_on, freeze.source)).unzip();
    Ok(CampaignCoverage {
        campaign: RoundHead::of(id, &round.campaign),
        is_frozen: frozen_on.is_some(),
        frozen_on,
        source,
        rows: villages.into_iter().map(|(code, coverage)| row(code, coverage)).collect(),
        total: row(area, total),
        words_zh,
        words_en,
    })
}

fn in_words(round: &Round, total: &Coverage) -> (String, String) {
    let basis = match &round.freeze {
        Some(freeze) => Basis::List(freeze.frozen_on, &freeze.source),
        None => Basis::Register(round.last_on),
    };
    let excluded: Vec<&str> =
        round.units.iter().filter(|unit| unit.is_excluded()).map(|unit| unit.code.as_str()).collect();
    words(&basis, total, &excluded)
}

/// All rounds of a period by village; kept while no record changes.
///
/// # Errors
/// The database refuses.
pub fn table(reading: &mut Reading<'_>, filter: &CoverageFilter) -> ApiResult<CoverageTable> {
    let (scope, shared) = (reading.scope, reading.shared);
    let question = format!("coverage {}..{} {filter:?} {}", scope.from, scope.to, clock::today());
    let kept = shared.kept.get(reading.db, question, |db| {
        let mut reading = Reading { db, scope, shared };
        store::table(&mut reading, filter.division.as_deref(), &filter.period())
    })?;
    Ok(CoverageTable::clone(&kept))
}

/// A page of the places of a round, those of the list first.
///
/// # Errors
/// 404 when the round does not concern the caller.
pub fn units(reading: &mut Reading<'_>, id: Id, filter: &UnitFilter, paging: Paging) -> ApiResult<Page<CampaignUnit>> {
    let round = store::load_round(reading, id, filter.division.as_deref())?;
    let wanted = filter.q.as_deref().map(search_key);
    let is_meant = |unit: &&Unit| {
        let is_his = match filter.assignee.as_deref() {
            None => true,
            Some("none") => unit.assignee_id().is_none(),
            Some(id) => unit.assignee_id().is_some_and(|assignee| id.parse() == Ok(assignee)),
        };
        let is_named = wanted.as_ref().is_none_or(|wanted| {
            search_key(&unit.code).contains(wanted.as_str()) || search_key(&unit.name).contains(wanted.as_str())
        });
        is_his && is_named && unit.has_outcome(&filter.outcome)
    };
    let meant: Vec<&Unit> = round.units.iter().chain(&round.outside).filter(is_meant).collect();
    let items = shown(reading, paging.slice(&meant))?;
    Ok(Page::new(items, count(meant.len())))
}

/// One place of a round, as the caller may see it.
///
/// # Errors
/// The database refuses.
pub fn shown(reading: &mut Reading<'_>, units: &[&Unit]) -> ApiResult<Vec<CampaignUnit>> {
    let sees_reasons = reading.scope.sees.has(FieldClass::Owner);
    let mut reasons = if sees_reasons { store::reasons(reading, units)? } else { HashMap::new() };
    let one = |unit: &&Unit| CampaignUnit {
        id: unit.line.as_ref().map(|line| line.id),
        row_no: unit.line.as_ref().map(|line| line.row_no),
        premises_id: unit.premises_id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind,
        division_code: unit.division_code.clone(),
        outcome: unit.look.map(|look| look.outcome),
        inspected_on: unit.look.map(|look| look.on),
        inspection_id: unit.look.map(|look| look.id),
        is_signed: unit.look.map(|look| look.is_signed),
        assignee_id: unit.assignee_id(),
        is_excluded: unit.is_excluded(),
        excluded_because: reasons.remove(&unit.premises_id),
        on_list: unit.line.is_some(),
        version: unit.line.as_ref().map(|line| line.version),
    };
    Ok(units.iter().map(one).collect())
}

/// A page of the gaps of a round.
///
/// # Errors
/// 404 when the round does not concern the caller.
pub fn gaps_of_round(
    reading: &mut Reading<'_>,
    id: Id,
    division: Option<&str>,
    paging: Paging,
) -> ApiResult<Page<Gap>> {
    let round = store::load_round(reading, id, division)?;
    let gaps: Vec<&Unit> = round.units.iter().filter(|unit| unit.is_gap()).collect();
    let missed = paging.slice(&gaps).iter().map(|unit| Missed::from(*unit)).collect();
    Ok(Page::new(told(reading, missed)?, count(gaps.len())))
}

/// A page of the places on the register that were not inspected in a period at all.
///
/// # Errors
/// The database refuses.
pub fn gaps(reading: &mut Reading<'_>, filter: &CoverageFilter, paging: Paging) -> ApiResult<Page<Gap>> {
    let scope = filter.division.as_deref().map(|division| reading.scope.narrowed(division));
    let scope = scope.unwrap_or_else(|| reading.scope.clone());
    let (places, counted) = store::missed(reading, &scope, &filter.period(), paging)?;
    Ok(Page::new(told(reading, places.into_iter().map(Missed::from).collect())?, counted))
}

/// A place that was missed, as the round or the register has it.
struct Missed {
    premises_id: Id,
    code: String,
    name: String,
    kind: PremisesKind,
    division_code: String,
    assignee_id: Option<Id>,
}

impl From<&Unit> for Missed {
    fn from(unit: &Unit) -> Self {
        let Unit { premises_id, code, name, kind, division_code, .. } = unit.clone();
        Self { premises_id, code, name, kind, division_code, assignee_id: unit.assignee_id() }
    }
}

impl From<Place> for Missed {
    fn from(place: Place) -> Self {
        let Place { id, code, name, kind, division_code, .. } = place;
        Self { premises_id: id, code, name, kind, division_code, assignee_id: None }
    }
}

/// With the names of the villages and what is known of the last inspection.
fn told(reading: &mut Reading<'_>, missed: Vec<Missed>) -> ApiResult<Vec<Gap>> {
    let codes: BTreeSet<String> = missed.iter().map(|one| one.division_code.clone()).collect();
    let names = divisions::names(reading, &codes.into_iter().collect::<Vec<_>>())?;
    let last = store::last_looks(reading, &missed.iter().map(|one| one.premises_id).collect::<Vec<_>>())?;
    let gap = |one: Missed| {
        let Missed { premises_id, code, name, kind, division_code, assignee_id } = one;
        let look = last.get(&premises_id);
        Gap {
            premises_id,
            code,
            name,
            kind,
            division_name: names.get(&division_code).unwrap_or(&division_code).clone(),
            division_code,
            last_inspected_on: look.map(|look| look.on),
            last_outcome: look.map(|look| look.outcome),
            assignee_id,
        }
    };
    Ok(missed.into_iter().map(gap).collect())
}

/// The length of a list, as counts are told.
pub fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
