//! The ledger of visits and talks (走访谈话记录).
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::dto::{CreateVisit, Visit, VisitMode};
use super::store;
use crate::imports::{
    Accepted, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader, labels,
};
use crate::personnel::people::{About, Filed, ID_NUMBER, NAME, People};
use crate::personnel::persons::Owner;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

const RESOURCE: &str = "visits";

const COLUMNS: &[Column] = &[
    Column::required("id_number", ID_NUMBER).identity(),
    Column::expected("name", NAME).identity(),
    Column::required("visited_on", &["日期", "走访日期", "谈话日期", "走访时间", "visited_on"]).identity(),
    Column::required("mode", &["方式", "走访方式", "谈话方式", "mode"]).one_of(labels::<VisitMode>),
    Column::optional("visitor", &["走访人", "谈话人", "走访人员", "visitor"]),
    Column::optional("present", &["在场人", "在场人员", "present"]),
    Column::expected("summary", &["内容", "走访内容", "谈话内容", "走访情况", "summary"]),
];

const MODES: &[(&str, VisitMode)] = &[
    ("入户", VisitMode::HomeVisit),
    ("上门", VisitMode::HomeVisit),
    ("入户走访", VisitMode::HomeVisit),
    ("家访谈话", VisitMode::HomeVisit),
    ("当面", VisitMode::Interview),
    ("谈话", VisitMode::Interview),
    ("电话联系", VisitMode::Phone),
    ("电访", VisitMode::Phone),
    ("微信视频", VisitMode::Video),
    ("视频通话", VisitMode::Video),
];

/// The ledger of visits and talks (走访谈话记录).
pub struct VisitLedger;

impl Ledger for VisitLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "走访谈话记录"
    }

    fn stage(&self) -> u8 {
        60
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "id_number"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    fn class_of(&self, _: &str, _: &str) -> Option<FieldClass> {
        Some(FieldClass::Treatment)
    }

    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &["personnel", "visits"]
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let people = People::named(reading, context, COLUMNS)?;
        let owners = people.owners();
        let on_file = store::of_owners(reading, owners.values().map(AsRef::as_ref))?;
        let filed = on_file.into_iter().map(|record| {
            let about = About { person_id: record.person_id, facts: record.facts.clone() };
            (key_of(&about), Filed { record, about })
        });
        Ok(Box::new(Plan { people, owners, matching: Matching::new(RESOURCE, context.strategy, filed) }))
    }
}

impl Record for Filed<Visit, CreateVisit> {
    type Facts = About<CreateVisit>;

    fn id(&self) -> Id {
        self.record.id
    }

    fn facts(&self) -> &Self::Facts {
        &self.about
    }
}

/// What tells one visit from another: whose, when and how.
type Key = (Id, NaiveDate, VisitMode);

fn key_of(about: &About<CreateVisit>) -> Key {
    (about.person_id, about.facts.visited_on, about.facts.mode)
}

struct Plan {
    people: People,
    owners: HashMap<Id, Arc<Owner>>,
    matching: Matching<Key, Filed<Visit, CreateVisit>>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let about = self.read(&mut row);
        let (errors, warnings) = row.into_findings();
        let part = match about.filter(|_| errors.is_empty()) {
            Some(about) => self.matching.plan(number, key_of(&about), about, ids),
            None => Part::invalid(RESOURCE, errors),
        };
        part.with_warnings(warnings).into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let Self { owners, matching, .. } = self;
        let owner =
            |person_id| owners.get(&person_id).ok_or_else(|| ApiError::Internal("a person without owner".into()));
        let (new, changed) = matching.accepted(accepted);
        let new = new.iter().map(|(id, about)| Ok((owner(about.person_id)?.as_ref(), *id, &about.facts)));
        store::insert_all(tx, &new.collect::<ApiResult<Vec<_>>>()?)?;
        for (current, about) in changed {
            store::replace(tx, owner(about.person_id)?, &current.record, about.facts)?;
        }
        Ok(())
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<About<CreateVisit>> {
        let person_id = self.people.of_row(row);
        let (visited_on, mode) = (row.date("visited_on"), row.coded("mode", MODES));
        let (visitor, present) = (row.text("visitor"), row.text("present"));
        let summary = row.text("summary");
        let (person_id, visited_on, mode) = (person_id?, visited_on?, mode?);
        let read = About { person_id, facts: CreateVisit { visited_on, mode, visitor, present, summary } };
        let current = self.matching.current(&key_of(&read)).map(|filed| &filed.about.facts);
        let facts = match current {
            Some(current) => with_unspoken(read.facts, current.clone(), row),
            None => read.facts,
        };
        row.settled(facts, current).map(|facts| About { person_id, facts })
    }
}

/// What the row does not speak of stays as it is on file.
fn with_unspoken(read: CreateVisit, mut facts: CreateVisit, row: &RowReader<'_>) -> CreateVisit {
    for (column, to, from) in [
        ("visitor", &mut facts.visitor, read.visitor),
        ("present", &mut facts.present, read.present),
        ("summary", &mut facts.summary, read.summary),
    ] {
        if row.says(column) {
            *to = from;
        }
    }
    facts
}
