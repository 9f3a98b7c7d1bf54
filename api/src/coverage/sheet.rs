//! The sheet of a round: printed with the numbers of its list, filled in by hand, keyed in by them. A line that is keyed in
//! twice makes no second inspection.
use std::collections::{HashMap, HashSet};

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
    let numbered = round.units.iter().filter_map(|unit| Some((unit.line.as_ref()?.row_no, unit)));
    let units: HashMap<i64, &Unit> = numbered.collect();
    let (mut items, mut errors, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for (index, row) in sheet.rows.iter().enumerate() {
        let unit = match units.get(&row.row_no) {
            _ if !seen.insert(row.row_no) => Err(TWICE),
            None => Err(NO_ROW),
            Some(unit) if unit.is_excluded() => Err(LEFT_OUT),
            Some(unit) => Ok(*unit),
        };
        let outcome = unit
            .map_err(|rule| ApiError::invalid("/row_no", rule))
            .and_then(|unit| record_row(tx, id, unit.premises_id, sheet, row));
        let at = |pointer: &str| format!("/rows/{index}{pointer}");
        let (inspection_id, refused) = match outcome {
            Ok(id) => (Some(id), Vec::new()),
            Err(ApiError::NotFound(rule)) => (None, vec![FieldError::new(at("/row_no"), rule)]),
            Err(ApiError::Invalid(errors)) => {
                let at_row = |error: FieldError| FieldError { pointer: at(&error.pointer), ..error };
                (
                    None,
                    errors.into_iter().map(|error| if is_of_sheet(&error) { error } else { at_row(error) }).collect(),
                )
            }
            Err(other) => return Err(other),
        };
        items.push(RecordedSheetRow { row_no: row.row_no, inspection_id, error: refused.first().map(Refusal::from) });
        errors.extend(refused);
    }
    let is_anything = items.iter().any(|item| item.inspection_id.is_some());
    if is_anything { Ok(RecordedSheet { items }) } else { Err(ApiError::Invalid(errors)) }
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
    let key = (premises_id, Some(campaign_id), sheet.inspected_on);
    if let Some(known) = inspections::keys_of(tx, &[premises_id])?.get(&key).copied() {
        let record = inspections::records(tx, &[known])?.remove(&known);
        let is_same =
            record.is_some_and(|record| (record.facts.outcome, record.facts.is_signed) == (row.outcome, row.is_signed));
        return if is_same { Ok(known) } else { Err(ApiError::invalid("/row_no", OTHERWISE)) };
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
