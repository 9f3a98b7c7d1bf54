//! The ledger of drug tests (检测记录).
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::dto::{CreateTest, Test, TestMethod, TestResult};
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

const RESOURCE: &str = "tests";

const COLUMNS: &[Column] = &[
    Column::required("id_number", ID_NUMBER).identity(),
    Column::expected("name", NAME).identity(),
    Column::required("tested_on", &["检测日期", "检测时间", "尿检日期", "tested_on"]).identity(),
    Column::required("method", &["检测方式", "检测方法", "检测类型", "method"]).one_of(labels::<TestMethod>),
    Column::required("result", &["检测结果", "尿检结果", "result"]).one_of(labels::<TestResult>),
    Column::optional("tester", &["检测人", "检测人员", "tester"]),
    Column::optional("witness", &["见证人", "在场人", "witness"]),
    Column::optional("document_no", &["请假证明", "证明编号", "免检证明", "document_no"]),
    Column::optional("place", &["检测地点", "地点", "place"]),
    Column::optional("notes", &["备注", "说明", "notes"]),
];

const METHODS: &[(&str, TestMethod)] = &[
    ("尿检", TestMethod::Urine),
    ("尿液检测", TestMethod::Urine),
    ("尿", TestMethod::Urine),
    ("毛发检测", TestMethod::Hair),
    ("头发", TestMethod::Hair),
    ("唾液检测", TestMethod::Saliva),
    ("血检", TestMethod::Blood),
];
const RESULTS: &[(&str, TestResult)] = &[
    ("阴", TestResult::Negative),
    ("-", TestResult::Negative),
    ("阳", TestResult::Positive),
    ("+", TestResult::Positive),
    ("拒绝检测", TestResult::Refused),
    ("拒绝", TestResult::Refused),
    ("逃避", TestResult::Evaded),
];

/// The ledger of drug tests (检测记录).
pub struct TestLedger;

impl Ledger for TestLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "检测记录"
    }

    fn stage(&self) -> u8 {
        50
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
        &["personnel", "tests"]
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

impl Record for Filed<Test, CreateTest> {
    type Facts = About<CreateTest>;

    fn id(&self) -> Id {
        self.record.id
    }

    fn facts(&self) -> &Self::Facts {
        &self.about
    }
}

/// What tells one test from another: whose, when and how.
type Key = (Id, NaiveDate, TestMethod);

fn key_of(about: &About<CreateTest>) -> Key {
    (about.person_id, about.facts.tested_on, about.facts.method)
}

struct Plan {
    people: People,
    owners: HashMap<Id, Arc<Owner>>,
    matching: Matching<Key, Filed<Test, CreateTest>>,
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
    fn read(&self, row: &mut RowReader<'_>) -> Option<About<CreateTest>> {
        let person_id = self.people.of_row(row);
        let (tested_on, method) = (row.date("tested_on"), row.coded("method", METHODS));
        let result = row.coded("result", RESULTS);
        let (tester, witness) = (row.text("tester"), row.text("witness"));
        let (document_no, place, notes) = (row.text("document_no"), row.text("place"), row.text("notes"));
        let (person_id, tested_on, method, result) = (person_id?, tested_on?, method?, result?);
        let panel = Vec::new();
        let remote = None;
        let facts = CreateTest { tested_on, method, result, panel, tester, witness, document_no, place, remote, notes };
        let read = About { person_id, facts };
        let current = self.matching.current(&key_of(&read)).map(|filed| &filed.about.facts);
        let facts = match current {
            Some(current) => with_unspoken(read.facts, current.clone(), row),
            None => read.facts,
        };
        row.settled(facts, current).map(|facts| About { person_id, facts })
    }
}

/// What the row does not speak of stays as it is on file.
fn with_unspoken(read: CreateTest, mut facts: CreateTest, row: &RowReader<'_>) -> CreateTest {
    facts.result = read.result;
    for (column, to, from) in [
        ("tester", &mut facts.tester, read.tester),
        ("witness", &mut facts.witness, read.witness),
        ("document_no", &mut facts.document_no, read.document_no),
        ("place", &mut facts.place, read.place),
        ("notes", &mut facts.notes, read.notes),
    ] {
        if row.says(column) {
            *to = from;
        }
    }
    facts
}
