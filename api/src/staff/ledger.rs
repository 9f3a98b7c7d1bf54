//! The ledger of villages (村（居）基本情况): each row gives a village, its security director and its grid worker, and the
//! first of them the town.
mod town;

use std::collections::BTreeSet;

use self::town::{town_named, towns, village_code};
use super::dto::{CreateStaff, StaffPost};
use super::store::{self, StaffRecord};
use super::{StaffKey, by_post_and_name, rules};
use crate::codes::DivisionCode;
use crate::divisions::{self, CreateDivision, Division, DivisionKind};
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader,
    Strategy, Table, rules as words,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{FieldClass, Scope};
use crate::platform::clock;
use crate::platform::coded::Coded as _;
use crate::platform::error::{ApiResult, Rule};
use crate::platform::id::Id;

const RESOURCE: &str = "divisions";
const STAFF: &str = "staff";
const KIND: Rule = Rule {
    code: "import.cell.division_kind",
    zh: "类别应填“村委会”或“社区居委会”",
    en: "the kind must be 村委会 (villagers' committee) or 社区居委会 (residents' committee)",
};

fn kinds() -> Vec<&'static str> {
    vec!["村委会", "社区居委会"]
}

const COLUMNS: &[Column] = &[
    Column::required("code", &["村居代码", "村（居）代码", "区划代码", "行政区划代码", "code"]).identity(),
    Column::required("name", &["村（居）名称", "村居名称", "村（居）", "name"]).identity(),
    Column::required("kind", &["类别", "村居类别", "kind"]).one_of(kinds),
    Column::optional("groups", &["村小组数", "小组数", "村（居）民小组数", "groups"]),
    Column::optional("households", &["户数", "households"]),
    Column::optional("population", &["人口", "人口数", "总人口", "population"]),
    Column::optional("security_director", &["治保主任", "security_director"]),
    Column::optional("grid_worker", &["网格员", "grid_worker"]),
];
const POSTS: [(&str, StaffPost); 2] =
    [("security_director", StaffPost::SecurityDirector), ("grid_worker", StaffPost::GridWorker)];

/// The ledger of villages.
pub struct VillageLedger;

impl Ledger for VillageLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "村（居）基本情况"
    }

    fn stage(&self) -> u8 {
        10
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "code"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE, STAFF]
    }

    fn class_of(&self, resource: &str, field: &str) -> Option<FieldClass> {
        (resource == STAFF && field == "phone").then_some(FieldClass::Contact)
    }

    fn town(&self, table: &Table) -> Option<String> {
        let towns = towns(table);
        if towns.len() == 1 { towns.into_iter().next() } else { None }
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let mut on_file: Vec<(String, Division)> = Vec::new();
        let mut staff: Vec<(StaffKey, StaffRecord)> = Vec::new();
        let (mut without_row, mut closed) = (BTreeSet::new(), BTreeSet::new());
        for town in towns(context.table) {
            let villages = divisions::all_in(reading, &town, clock::today())?;
            let mut not_in_force = divisions::not_in_force(reading, &town, clock::today())?;
            not_in_force.retain(|code| villages.iter().all(|division| division.facts.code != *code));
            if villages.iter().all(|division| division.facts.code != town) && !not_in_force.contains(&town) {
                without_row.insert(town.clone());
            }
            closed.extend(not_in_force);
            on_file.extend(villages.into_iter().map(|division| (division.facts.code.clone(), division)));
            staff.extend(by_post_and_name(reading, &town)?);
        }
        let strategy = context.strategy;
        Ok(Box::new(Plan {
            scope: reading.scope.clone(),
            town_name: town_named(&context.table.titles).filter(|_| without_row.len() == 1),
            without_row: if strategy == Strategy::Update { BTreeSet::new() } else { without_row },
            closed,
            divisions: Matching::new(RESOURCE, strategy, on_file),
            staff: Matching::new(STAFF, strategy, staff),
        }))
    }
}

impl Record for Division {
    type Facts = CreateDivision;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreateDivision {
        &self.facts
    }
}

impl Record for StaffRecord {
    type Facts = CreateStaff;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreateStaff {
        &self.facts
    }
}

struct Plan {
    scope: Scope,
    town_name: Option<String>,
    /// Towns whose own row is still to be made.
    without_row: BTreeSet<String>,
    /// Codes of areas that are not in force today.
    closed: BTreeSet<String>,
    divisions: Matching<String, Division>,
    staff: Matching<StaffKey, StaffRecord>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let village = self.read(&mut row);
        let officers = village.as_ref().map(|village| self.officers(&village.code, &mut row)).unwrap_or_default();
        self.warn_of_town(&mut row, village.as_ref());
        let (errors, warnings) = row.into_findings();
        let Some(village) = village.filter(|_| errors.is_empty()) else {
            return Part::invalid(RESOURCE, errors).with_warnings(warnings).into();
        };
        if self.closed.contains(&village.code) {
            let closed = CellError::of_rule(words::DIVISION_CLOSED);
            return Part::conflict(RESOURCE, closed).with_warnings(warnings).into();
        }
        let part = self.divisions.plan(number, village.code.clone(), village.clone(), ids).with_warnings(warnings);
        let mut parts = vec![part];
        if parts.iter().all(Part::is_accepted) {
            for officer in officers {
                let key = StaffKey::new(&officer.division_code, officer.post, &officer.name);
                parts.push(self.staff.plan(number, key, officer, ids));
            }
        }
        if parts.iter().all(Part::is_accepted) {
            parts.extend(self.town(&village, number, ids));
        }
        RowPlan { parts }
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (mut new, changed) = self.divisions.accepted(accepted);
        new.sort_by(|(_, one), (_, other)| one.code.cmp(&other.code));
        for (id, division) in new {
            divisions::insert_as(tx, id, division)?;
        }
        for (current, facts) in changed {
            divisions::replace(tx, &current, facts)?;
        }
        let (new, changed) = self.staff.accepted(accepted);
        for (id, officer) in new {
            store::insert_as(tx, id, officer)?;
        }
        changed.into_iter().try_for_each(|(current, facts)| store::replace(tx, &current, facts).map(drop))
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<CreateDivision> {
        let code = row.parsed("code", village_code);
        let name = row.text("name");
        let kind = row.parsed("kind", |cell| DivisionKind::from_label(cell).ok_or(KIND));
        let (groups, households) = (row.integer("groups"), row.integer("households"));
        let population = row.integer("population");
        let code = code?.as_str().to_owned();
        if !self.scope.covers(&code) {
            row.refuse("code", words::SCOPE);
        }
        let (name, kind) = (name?, kind?);
        let current = self.divisions.current(&code).map(|division| division.facts.clone());
        let kept =
            |column: &str, read: Option<i64>, current: Option<i64>| if row.says(column) { read } else { current };
        let before = current.as_ref();
        let facts = CreateDivision {
            groups: kept("groups", groups, before.and_then(|facts| facts.groups)),
            households: kept("households", households, before.and_then(|facts| facts.households)),
            population: kept("population", population, before.and_then(|facts| facts.population)),
            name,
            kind,
            ..current.clone().unwrap_or_else(|| divisions::bare(&code))
        };
        row.settled(facts, current.as_ref())
    }

    fn officers(&self, division_code: &str, row: &mut RowReader<'_>) -> Vec<CreateStaff> {
        let named: Vec<(&str, StaffPost, String)> =
            POSTS.iter().filter_map(|(column, post)| Some((*column, *post, row.text(column)?))).collect();
        let officers = named.into_iter().filter_map(|(column, post, name)| {
            let known = self.staff.current(&StaffKey::new(division_code, post, &name));
            // Who is named holds the post: a former officer who is named again is back.
            let officer = known.map(|known| CreateStaff { active: true, ..known.facts.clone() });
            let division_code = division_code.to_owned();
            let active = rules::in_post();
            row.checked_under(
                column,
                officer.unwrap_or(CreateStaff { name, phone: None, post, title: None, division_code, active }),
            )
        });
        officers.collect()
    }

    fn warn_of_town(&self, row: &mut RowReader<'_>, village: Option<&CreateDivision>) {
        let town = village.and_then(|village| DivisionCode::parse(&village.code).ok()?.town());
        if town.is_some_and(|town| self.without_row.contains(town.as_str())) && self.town_name.is_none() {
            row.warn("code", words::NO_TOWN_NAME);
        }
    }

    /// The town's own row, made with the first village that is taken.
    fn town(&mut self, village: &CreateDivision, row: u32, ids: &mut NewIds) -> Option<Part> {
        let town = DivisionCode::parse(&village.code).ok()?.town()?.as_str().to_owned();
        if !self.scope.covers(&town) || !self.without_row.contains(&town) {
            return None;
        }
        let name = self.town_name.take()?;
        self.without_row.remove(&town);
        let facts = CreateDivision { name, kind: DivisionKind::Town, ..divisions::bare(&town) };
        Some(self.divisions.plan(row, town, facts, ids))
    }
}
