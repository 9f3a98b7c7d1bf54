//! The plan: what every row of a ledger would do, made before anything is written and over data loaded once.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;

use super::cells::RowReader;
use super::changes::Accepted;
use super::dto::{OnError, Outcome, Strategy};
use super::ids::NewIds;
use super::ledger::{Context, Ledger, Part, Planner, RowPlan};
use super::mappings::MappedColumn;
use super::report::{Counts, RowReport};
use super::rules;
use super::table::Table;
use super::villages::Villages;
use crate::codes::DivisionCode;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::db::Queries;
use crate::platform::db::schema::divisions;
use crate::platform::error::{ApiError, ApiResult};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Which rows may be written.
    pub strategy: Strategy,
    /// What becomes of the good rows when others are refused.
    pub on_error: OnError,
    /// The division the ledger belongs to, if it was named.
    pub division: Option<String>,
    /// Headings that somebody mapped by hand.
    pub mapped: Vec<MappedColumn>,
    /// What the ledgers beside it tell when it does not itself.
    pub neighbours: Neighbours,
    /// Whether it is written by one transaction, however large it is.
    pub is_at_once: bool,
}

/// What is known of a ledger by those that come with it.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// Their town.
    pub town: Option<String>,
    /// The year they are of.
    pub year: Option<i32>,
}

/// What every row would do, and the changes that are ready to be written.
pub struct Plan {
    /// Each part of each row.
    pub reports: Vec<RowReport>,
    /// Rows by outcome.
    pub counts: Counts,
    /// Records by resource and outcome.
    pub records: BTreeMap<String, Counts>,
    /// The division the ledger belongs to.
    pub division_code: String,
    /// The rows that may be written.
    pub accepted: Accepted,
    /// Holds the changes.
    pub planner: Box<dyn Planner>,
}

impl Plan {
    /// Whether nothing may be written: rows are refused and all or nothing was agreed, or no row is left.
    pub fn is_refused(&self, on_error: OnError) -> bool {
        let refused = self.counts.refused();
        refused > 0 && (on_error == OnError::Abort || refused == self.counts.total)
    }
}

/// Plans every row of `table`.
///
/// # Errors
/// 422 when the division is out of scope or cannot be told; what the ledger answers.
pub fn make(
    reading: &mut Reading<'_>,
    ledger: &dyn Ledger,
    table: &Table,
    order: &Order,
    mut ids: NewIds,
) -> ApiResult<Plan> {
    let area = area_of(reading, order, ledger.town(table), table)?;
    let villages = Arc::new(Villages::load(reading.db, &area.scope)?);
    let (strategy, year) = (order.strategy, order.neighbours.year);
    let context = Context { table, town: area.town.as_deref(), villages, strategy, year };
    let mut planner = ledger.prepare(reading, &context)?;
    let mut tally = Tally::default();
    for row in &table.records {
        let plan = planner.plan_row(RowReader::new(ledger.columns(), &table.layout, row), &mut ids);
        tally.add(row.number, with_columns(plan, ledger, table));
    }
    let Tally { reports, counts, records, writable } = tally;
    let accepted = writable.into_iter().collect();
    let division_code = area.town.filter(|town| area.scope.covers(town)).unwrap_or(area.scope.division_code);
    Ok(Plan { reports, counts, records, division_code, accepted, planner })
}

#[derive(Default)]
struct Tally {
    reports: Vec<RowReport>,
    counts: Counts,
    records: BTreeMap<String, Counts>,
    writable: BTreeSet<u32>,
}

impl Tally {
    fn add(&mut self, row: u32, plan: RowPlan) {
        let outcome = gravest(plan.parts.iter().map(|part| part.outcome));
        self.counts.add(outcome);
        if matches!(outcome, Some(Outcome::Create | Outcome::Update)) {
            self.writable.insert(row);
        }
        for part in plan.parts {
            self.records.entry(part.resource.to_owned()).or_default().add(Some(part.outcome));
            self.reports.push(report(row, part));
        }
    }
}

/// Rows by outcome and records by resource, reckoned from what is said of each; `rows` is how many the file has.
pub fn counted(reports: &[RowReport], rows: usize) -> (Counts, BTreeMap<String, Counts>) {
    let (mut counts, mut records) = (Counts::default(), BTreeMap::<String, Counts>::new());
    for row in reports.chunk_by(|one, other| one.row == other.row) {
        counts.add(gravest(row.iter().map(|report| report.outcome)));
        for report in row {
            records.entry(report.resource.clone()).or_default().add(Some(report.outcome));
        }
    }
    counts.total = u32::try_from(rows).unwrap_or(u32::MAX);
    (counts, records)
}

fn report(row: u32, part: Part) -> RowReport {
    let Part { resource, outcome, target_id, changed, basis, errors, warnings } = part;
    let (resource, undone) = (resource.to_owned(), None);
    RowReport { row, resource, outcome, target_id, changed, basis, errors, warnings, undone }
}

/// What a row does, by its gravest part; a row that changes anything beside its main record updates.
fn gravest(parts: impl Iterator<Item = Outcome> + Clone) -> Option<Outcome> {
    let has = |outcome| parts.clone().any(|part| part == outcome);
    let main = parts.clone().next()?;
    Some(match () {
        () if has(Outcome::Invalid) => Outcome::Invalid,
        () if has(Outcome::Conflict) => Outcome::Conflict,
        () if main == Outcome::Create => Outcome::Create,
        () if has(Outcome::Create) || has(Outcome::Update) => Outcome::Update,
        () => Outcome::Unchanged,
    })
}

/// What is said of a row as a whole stands under the column that tells which record it is about.
fn with_columns(mut plan: RowPlan, ledger: &dyn Ledger, table: &Table) -> RowPlan {
    for part in &mut plan.parts {
        let column = ledger.key_column(part.resource);
        for finding in part.errors.iter_mut().chain(&mut part.warnings).filter(|finding| finding.column.is_empty()) {
            table.layout.heading(ledger.columns(), column).clone_into(&mut finding.column);
        }
    }
    plan
}

/// Where the ledger's villages are looked for.
struct Area {
    town: Option<String>,
    scope: Scope,
}

/// By the division named, by the caller's own area, by the rows' codes, by the town in the title, or by there being one only.
fn area_of(reading: &mut Reading<'_>, order: &Order, told: Option<String>, table: &Table) -> ApiResult<Area> {
    let scope = reading.scope;
    if let Some(division) = &order.division {
        let code = DivisionCode::parse(division).map_err(|rule| ApiError::invalid("division", rule))?;
        if !scope.covers(code.as_str()) {
            return Err(ApiError::invalid("division", rules::TOWN_SCOPE));
        }
        return Ok(Area {
            town: code.town().map(|town| town.as_str().to_owned()),
            scope: scope.narrowed(code.as_str()),
        });
    }
    let own = DivisionCode::parse(&scope.division_code).ok().and_then(|code| code.town());
    let town = match own {
        Some(town) => Some(town.as_str().to_owned()),
        None if told.is_some() => told,
        None => told_by_titles(towns(reading.db, scope)?, &table.titles, order.neighbours.town.as_deref()),
    };
    let narrowed = town.as_deref().map_or_else(|| scope.clone(), |town| scope.narrowed(town));
    Ok(Area { town, scope: narrowed })
}

fn towns(db: &mut Queries, scope: &Scope) -> ApiResult<Vec<(String, String)>> {
    let query = divisions::table
        .filter(divisions::kind.eq("town"))
        .filter(divisions::valid_to.is_null())
        .filter(divisions::code.ge(scope.from.clone()))
        .filter(divisions::code.lt(scope.to.clone()));
    Ok(query.select((divisions::code, divisions::name)).load(db)?)
}

fn told_by_titles(towns: Vec<(String, String)>, titles: &[String], neighbours: Option<&str>) -> Option<String> {
    let is_named = |name: &str| titles.iter().any(|title| title.contains(name));
    let mut named = towns.iter().filter(|(_, name)| is_named(name));
    match (named.next(), named.next(), towns.as_slice()) {
        (Some((code, _)), None, _) | (None, None, [(code, _)]) => Some(code.clone()),
        _ => neighbours.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use Outcome::{Conflict, Create, Invalid, Unchanged, Update};

    use super::*;

    fn row(outcomes: &[Outcome]) -> impl Iterator<Item = Outcome> + Clone {
        outcomes.iter().copied()
    }

    #[test]
    fn a_row_is_what_its_gravest_part_is() {
        assert_eq!(gravest(row(&[])), None);
        assert_eq!(gravest(row(&[Create, Invalid])), Some(Invalid));
        assert_eq!(gravest(row(&[Conflict, Create])), Some(Conflict));
        assert_eq!(gravest(row(&[Create, Unchanged])), Some(Create));
        assert_eq!(gravest(row(&[Unchanged, Create])), Some(Update));
        assert_eq!(gravest(row(&[Unchanged, Unchanged])), Some(Unchanged));
    }

    #[test]
    fn the_title_tells_the_town() {
        let towns =
            || vec![("990981107000".to_owned(), "秀河镇".to_owned()), ("990981108000".to_owned(), "白水乡".to_owned())];
        let titles = ["江岚市秀河镇禁毒办".to_owned()];
        assert_eq!(told_by_titles(towns(), &titles, None).as_deref(), Some("990981107000"));
        assert_eq!(told_by_titles(towns(), &[], None), None);
        assert_eq!(told_by_titles(towns().split_off(1), &[], None).as_deref(), Some("990981108000"));
    }
}
