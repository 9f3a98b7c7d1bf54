//! The sheet of a round: printed with the numbers of its list, filled in by hand, keyed in by them. A line that is keyed in
//! twice makes no second inspection.
use std::collections::{BTreeMap, HashMap, HashSet};

use validator::Validate;

use super::dto::{RecordSheet, RecordSheetRow, RecordedSheet, RecordedSheetRow, RoundHead, Sheet, SheetRow};
use super::planning::NOT_FROZEN;
use super::rules::Unit;
use super::store::{self, Round};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, FieldError, Refusal, Rule};
use crate::platform::id::Id;
use crate::premises::{self, inspections};

const NO_ROW: Rule = Rule {
    code: "sheet.row_no.unknown",
    zh: "该区划的排查名单上没有这个序号",
    en: "the list has no such number in this division",
};
const TWICE: Rule =
    Rule {
        code: "sheet.row_no.twice", zh: "同一序号在本表中填了两次", en: "this number stands twice on the sheet"
    };
const LEFT_OUT: Rule = Rule {
    code: "sheet.row_no.left_out",
    zh: "该场所已说明理由不计入，先恢复计入再登记",
    en: "this place is left out with a reason: take it in again first",
};
const OTHERWISE: Rule = Rule {
    code: "sheet.row_no.otherwise",
    zh: "该场所当日在本次行动中已有不同的排查记录，请更正原记录",
    en: "another inspection of this place that day in this round is on record: correct that one",
};
const CORRECTED: Rule = Rule {
    code: "sheet.row_no.corrected",
    zh: "该场所当日在本次行动中的排查记录已经更正，不能按原表再次登记",
    en: "the inspection of this place that day in this round was corrected: the sheet does not bring it back",
};

/// The sheet of a division; the whole area of the caller in the round where none is named.
///
/// # Errors
/// 404; 409 when the list is not frozen.
pub fn of_division(reading: &mut Reading<'_>, id: Id, division: Option<&str>) -> ApiResult<Sheet> {
    let round = frozen(reading, id, division)?;
    let units: Vec<&Unit> = round.units.iter().filter(|unit| !unit.is_excluded()).collect();
    let places: Vec<Id> = units.iter().map(|unit| unit.premises_id).collect();
    let last = store::last_looks(reading, &places)?;
    let mut addresses = premises::addresses(reading, &places)?;
    let rows = units.into_iter().filter_map(|unit| {
        let look = last.get(&unit.premises_id);
        Some(SheetRow {
            row_no: unit.line.as_ref()?.row_no,
            code: unit.code.clone(),
            name: unit.name.clone(),
            address: addresses.remove(&unit.premises_id),
            last_outcome: look.map(|look| look.outcome),
            last_inspected_on: look.map(|look| look.on),
        })
    });
    let (campaign, rows) = (RoundHead::of(id, &round.campaign), rows.collect());
    Ok(Sheet { campaign, division_code: round.scope.from, printed_at: clock::now(), rows })
}

fn frozen(reading: &mut Reading<'_>, id: Id, division: Option<&str>) -> ApiResult<Round> {
    let round = store::load_round(reading, id, division)?;
    if round.freeze.is_some() { Ok(round) } else { Err(ApiError::Conflict(NOT_FROZEN)) }
}

/// Records each line that can be, by the rules of every inspection.
///
/// # Errors
/// 404; 409 when the list is not frozen; 422 when no line can be recorded, with what is wrong with each.
pub fn record(tx: &mut Tx<'_>, id: Id, sheet: &RecordSheet) -> ApiResult<RecordedSheet> {
    let round = frozen(tx, id, Some(&sheet.division))?;
    let lines = sheet.rows.iter().zip(places_of(&round, &sheet.rows));
    let mut turns: Vec<_> = lines.enumerate().collect();
    // Whoever writes about several places does so in this order, so that two of them do not wait for each other.
    turns.sort_by_key(|(_, (_, place))| place.ok());
    let mut outcomes = BTreeMap::new();
    for (index, (row, place)) in turns {
        let outcome = match place {
            Ok(place) => record_row(tx, id, place, sheet, row),
            Err(rule) => Err(ApiError::invalid("/row_no", rule)),
        };
        outcomes.insert(index, (row.row_no, of_line(index, outcome)?));
    }
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for (row_no, outcome) in outcomes.into_values() {
        let (inspection_id, refused) = outcome.map_or_else(|refused| (None, refused), |id| (Some(id), Vec::new()));
        items.push(RecordedSheetRow { row_no, inspection_id, error: refused.first().map(Refusal::from) });
        errors.extend(refused);
    }
    let is_anything = items.iter().any(|item| item.inspection_id.is_some());
    if is_anything { Ok(RecordedSheet { items }) } else { Err(ApiError::Invalid(errors)) }
}

/// The place at which each of these lines is to be recorded, which of a merged one is the place that was kept; or why none is.
fn places_of(round: &Round, rows: &[RecordSheetRow]) -> Vec<Result<Id, Rule>> {
    let numbered = round.units.iter().filter_map(|unit| Some((unit.line.as_ref()?.row_no, unit)));
    let (units, mut seen): (HashMap<i64, &Unit>, _) = (numbered.collect(), HashSet::new());
    let place = |row: &RecordSheetRow| match units.get(&row.row_no) {
        _ if !seen.insert(row.row_no) => Err(TWICE),
        None => Err(NO_ROW),
        Some(unit) if unit.is_excluded() => Err(LEFT_OUT),
        Some(unit) => Ok(unit.counted_id()),
    };
    rows.iter().map(place).collect()
}

/// What became of a line, or what is wrong with it; what is wrong beyond lines refuses the whole sheet.
fn of_line(index: usize, outcome: ApiResult<Id>) -> ApiResult<Result<Id, Vec<FieldError>>> {
    let at = |pointer: &str| format!("/rows/{index}{pointer}");
    match outcome {
        Ok(id) => Ok(Ok(id)),
        Err(ApiError::NotFound(rule)) => Ok(Err(vec![FieldError::new(at("/row_no"), rule)])),
        Err(ApiError::Conflict(rule)) if [premises::MERGED, premises::PROPOSED].contains(&rule) => {
            Ok(Err(vec![FieldError::new(at("/row_no"), rule)]))
        }
        Err(ApiError::Invalid(errors)) => {
            let at_row = |error: FieldError| FieldError { pointer: at(&error.pointer), ..error };
            let errors = errors.into_iter().map(|error| if is_of_sheet(&error) { error } else { at_row(error) });
            Ok(Err(errors.collect()))
        }
        Err(other) => Err(other),
    }
}

/// What stands above the lines is wrong for all of them.
fn is_of_sheet(error: &FieldError) -> bool {
    ["/inspected_on", "/inspector", "/inspector_id"].contains(&error.pointer.as_str())
}

fn record_row(
    tx: &mut Tx<'_>,
    campaign_id: Id,
    premises_id: Id,
    sheet: &RecordSheet,
    row: &RecordSheetRow,
) -> ApiResult<Id> {
    premises::alone(tx, premises_id)?;
    if let Some(known) = on_record(tx, (premises_id, Some(campaign_id), sheet.inspected_on), row)? {
        return Ok(known);
    }
    let facts = inspections::CreateInspection {
        campaign_id: Some(campaign_id),
        inspected_on: sheet.inspected_on,
        inspector: sheet.inspector.clone(),
        inspector_id: sheet.inspector_id,
        outcome: row.outcome,
        is_signed: row.is_signed,
        checklist: Vec::new(),
        warning_signs: Vec::new(),
        defect_notes: row.defect_notes.clone(),
    };
    facts.validate()?;
    inspections::create(tx, premises_id, facts).map(|made| made.id)
}

/// The inspection that this line made when it was keyed in before.
fn on_record(tx: &mut Tx<'_>, key: inspections::InspectionKey, row: &RecordSheetRow) -> ApiResult<Option<Id>> {
    let place = [key.0];
    let Some(known) = inspections::keys_of(tx, &place)?.get(&key).copied() else {
        let is_corrected = inspections::corrected_keys_of(tx, &place)?.contains_key(&key);
        return if is_corrected { Err(ApiError::invalid("/row_no", CORRECTED)) } else { Ok(None) };
    };
    let record = inspections::records(tx, &[known])?.remove(&known);
    let is_same = record.is_some_and(|record| {
        let facts = record.facts;
        (facts.outcome, facts.is_signed, &facts.defect_notes) == (row.outcome, row.is_signed, &row.defect_notes)
    });
    if is_same { Ok(Some(known)) } else { Err(ApiError::invalid("/row_no", OTHERWISE)) }
}
