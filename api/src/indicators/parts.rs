//! The parts of an area: what a figure is in each, and which figures about persons may not be told of them to eyes that may not
//! open the files.
//!
//! The whole of one's own area is told exactly. Of a part (a village of the town, a town of the county) a figure is kept back
//! - where one to four persons stand behind it, or behind what it lacks;
//! - where it differs from another figure of the same part by one to four persons: of 12 registered and 10 registered now,
//!   two are told;
//! - where the other parts and the whole would tell it, or would tell that what is kept back is one to four persons: then
//!   the next smallest part goes with it.
use std::collections::{BTreeMap, BTreeSet};

use super::dto::Evidence;
use super::measured::{Gap, Measured, amount};
use super::small_cells::FEWEST_IN_PART;
use super::value::{FigureValue, Value};
use crate::codes::DivisionCode;
use crate::platform::id::Id;

/// Persons, each once, in order.
type Persons = Vec<Id>;

/// What is kept back of the parts of one area.
pub struct KeptBack {
    /// Figures by part.
    hidden: BTreeMap<String, BTreeSet<&'static str>>,
    /// Figures of parts in which nobody is counted.
    elsewhere: BTreeSet<&'static str>,
}

impl KeptBack {
    /// Whether a figure of a part is kept back.
    pub fn holds(&self, part: &str, figure: &str) -> bool {
        self.hidden.get(part).map_or_else(|| self.elsewhere.contains(figure), |hidden| hidden.contains(figure))
    }
}

/// A figure of a part: the groups of persons whose number it tells.
struct Cell {
    figure: usize,
    told: Vec<Persons>,
    is_hidden: bool,
}

/// What must not be told of the parts of an area, from figures about persons measured for the whole of it.
pub fn kept_back(area: &DivisionCode, measured: &[Measured]) -> KeptBack {
    let mut parts: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    let mut columns: Vec<Column> = measured.iter().map(|whole| column(area, whole)).collect();
    let names: BTreeSet<String> = columns.iter().flat_map(|(groups, _)| groups.keys().cloned()).collect();
    for part in names {
        let cells = columns
            .iter_mut()
            .enumerate()
            .map(|(figure, (groups, lacks))| Cell::of(figure, groups.remove(&part).unwrap_or_default(), *lacks));
        let cells: Vec<Cell> = cells.collect();
        parts.insert(part, cells);
    }
    let mut elsewhere = BTreeSet::new();
    for cells in parts.values_mut() {
        hide_few(cells);
    }
    while hide_nested(&mut parts) | hide_told_by_the_rest(&mut parts, measured.len(), &mut elsewhere) {}
    let name = |figure: usize| measured.get(figure).map(|one| one.definition.name);
    let hidden = parts.into_iter().map(|(part, cells)| {
        (part, cells.iter().filter(|cell| cell.is_hidden).filter_map(|cell| name(cell.figure)).collect())
    });
    KeptBack { hidden: hidden.collect(), elsewhere: elsewhere.into_iter().filter_map(name).collect() }
}

/// The part of an area in which a record lies: the area one level down, or the area itself for records of its own.
pub fn part_of(area: &DivisionCode, code: &str) -> String {
    let part = DivisionCode::parse(code).ok().and_then(|code| area.towards(&code));
    part.as_ref().unwrap_or(area).as_str().to_owned()
}

/// Those counted and those lacking.
type Sides = (BTreeSet<Id>, BTreeSet<Id>);
/// The persons of a figure by part, and whether it tells how many it lacks.
type Column = (BTreeMap<String, Sides>, bool);

fn column(area: &DivisionCode, whole: &Measured) -> Column {
    let mut groups: BTreeMap<String, Sides> = BTreeMap::new();
    let person = |one: &Evidence| one.owner_id.unwrap_or(one.subject_id);
    for one in &whole.evidence {
        groups.entry(part_of(area, &one.division_code)).or_default().0.insert(person(one));
    }
    for one in whole.lacking.iter().flat_map(|gap| &gap.evidence) {
        groups.entry(part_of(area, &one.division_code)).or_default().1.insert(person(one));
    }
    (groups, whole.lacking.is_some())
}

impl Cell {
    fn of(figure: usize, (counted, lacking): Sides, lacks: bool) -> Self {
        let mut told = Vec::new();
        if lacks {
            told.push(counted.union(&lacking).copied().collect());
            told.push(lacking.into_iter().collect());
        }
        told.push(counted.into_iter().collect());
        Self { figure, told, is_hidden: false }
    }
}

fn is_few(count: usize) -> bool {
    count > 0 && i64::try_from(count).is_ok_and(|count| count < FEWEST_IN_PART)
}

fn hide_few(cells: &mut [Cell]) {
    for cell in cells {
        cell.is_hidden = cell.told.iter().any(|persons| is_few(persons.len()));
    }
}

/// Of two groups of which one holds the other and few more, the smaller is kept back.
fn hide_nested(parts: &mut BTreeMap<String, Vec<Cell>>) -> bool {
    let mut has_changed = false;
    for cells in parts.values_mut() {
        let telling: Vec<usize> = {
            let shown: Vec<&Cell> = cells.iter().filter(|cell| !cell.is_hidden).collect();
            let groups: Vec<&Persons> = shown.iter().flat_map(|cell| &cell.told).collect();
            let tells = |cell: &&&Cell| cell.told.iter().any(|one| groups.iter().any(|other| is_few_less(one, other)));
            shown.iter().filter(tells).map(|cell| cell.figure).collect()
        };
        for cell in cells.iter_mut().filter(|cell| telling.contains(&cell.figure)) {
            cell.is_hidden = true;
            has_changed = true;
        }
    }
    has_changed
}

/// Whether the other group is this one and few persons more.
fn is_few_less(one: &Persons, other: &Persons) -> bool {
    let more = other.len().saturating_sub(one.len());
    is_few(more) && one.iter().all(|person| other.binary_search(person).is_ok())
}

/// Where the whole and the parts that are shown leave one part, or few persons, the next smallest part goes with them; where
/// there is none, even the parts without anybody.
fn hide_told_by_the_rest(
    parts: &mut BTreeMap<String, Vec<Cell>>,
    figures: usize,
    elsewhere: &mut BTreeSet<usize>,
) -> bool {
    let mut has_changed = false;
    for figure in 0..figures {
        loop {
            let mut column: Vec<&mut Cell> = parts.values_mut().filter_map(|cells| cells.get_mut(figure)).collect();
            if !is_told(&column) {
                break;
            }
            let shown = column.iter_mut().filter(|cell| !cell.is_hidden && size(cell) > 0);
            let Some(next) = shown.min_by_key(|cell| size(cell)) else {
                has_changed |= elsewhere.insert(figure) | hide_all(&mut column);
                break;
            };
            next.is_hidden = true;
            has_changed = true;
        }
    }
    has_changed
}

fn hide_all(column: &mut [&mut Cell]) -> bool {
    let mut has_changed = false;
    for cell in column.iter_mut().filter(|cell| !cell.is_hidden) {
        cell.is_hidden = true;
        has_changed = true;
    }
    has_changed
}

fn size(cell: &Cell) -> usize {
    cell.told.iter().map(Vec::len).max().unwrap_or_default()
}

fn is_told(column: &[&mut Cell]) -> bool {
    let hidden: Vec<&&mut Cell> = column.iter().filter(|cell| cell.is_hidden).collect();
    let Some(groups) = hidden.first().map(|cell| cell.told.len()) else { return false };
    let left = |group: usize| hidden.iter().filter_map(|cell| cell.told.get(group)).map(Vec::len).sum::<usize>();
    hidden.len() < 2 || (0..groups).any(|group| is_few(left(group)))
}

/// A figure by parts.
pub struct Split {
    by_part: BTreeMap<String, Measured>,
    /// What it is of a part without a single record.
    of_nothing: Measured,
}

impl Split {
    /// What it is of a part.
    pub fn of(&self, part: &str) -> &Measured {
        self.by_part.get(part).unwrap_or(&self.of_nothing)
    }

    /// The parts that have records.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.by_part.keys().map(String::as_str)
    }
}

/// A figure by the parts of its area. A count by kind has no parts, because its records do not say their kind; what is unknown
/// of the whole is unknown of each part.
pub fn split(area: &DivisionCode, whole: &Measured) -> Split {
    let mut records: BTreeMap<String, (Vec<Evidence>, Vec<Evidence>)> = BTreeMap::new();
    for one in &whole.evidence {
        records.entry(part_of(area, &one.division_code)).or_default().0.push(one.clone());
    }
    for one in whole.lacking.iter().flat_map(|gap| &gap.evidence) {
        records.entry(part_of(area, &one.division_code)).or_default().1.push(one.clone());
    }
    let of = |(evidence, lacking)| part(whole, evidence, lacking);
    Split {
        by_part: records.into_iter().map(|(part, records)| (part, of(records))).collect(),
        of_nothing: of((Vec::new(), Vec::new())),
    }
}

fn part(whole: &Measured, evidence: Vec<Evidence>, lacking: Vec<Evidence>) -> Measured {
    let is_sum = whole.evidence.iter().any(|one| one.amount.is_some());
    let value = match &whole.value {
        FigureValue::Known(Value::Integer(_)) if is_sum => {
            FigureValue::Known(Value::Integer(evidence.iter().filter_map(|one| one.amount).sum()))
        }
        FigureValue::Known(Value::Integer(_)) => FigureValue::Known(Value::Integer(amount(evidence.len()))),
        FigureValue::Known(Value::Rate { .. }) => {
            let numerator = amount(evidence.len());
            let denominator = numerator.saturating_add(amount(lacking.len()));
            FigureValue::Known(Value::Rate { numerator, denominator })
        }
        FigureValue::Known(_) => FigureValue::Unknown {
            reason_zh: "只按全域统计".to_owned(),
            reason_en: "counted for the whole area only".to_owned(),
        },
        value => value.clone(),
    };
    let lacking = whole.lacking.as_ref().map(|gap| Gap { title: gap.title.clone(), evidence: lacking });
    Measured { definition: whole.definition, value, source: None, evidence, lacking, remarks: Vec::new() }
}

#[cfg(test)]
mod tests;
