//! What is counted of the files, and nothing else of them: opened once, kept until a record changes.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::codes::mask;
use crate::indicators::{Evidence, FigureRemark, Question};
use crate::personnel::persons::{self, Control, Owner, Person, PersonStatus, RiskLevel};
use crate::personnel::tests::{self, TestResult};
use crate::personnel::treatments::{self, TreatmentKind};
use crate::personnel::visits;
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::db::schema::grids;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A person, as far as counted.
pub struct CountedPerson {
    pub id: Id,
    pub status: PersonStatus,
    pub is_away: bool,
    pub has_grid: bool,
    pub case_worker_id: Option<Id>,
    pub control: Control,
    pub risk_level: RiskLevel,
    pub first_found_on: Option<NaiveDate>,
    pub is_in_grid: bool,
    pub entered_on: Option<NaiveDate>,
    version: i64,
    /// File number and masked name, whoever asks: a report keeps its evidence and is read by people who may not see names.
    label: String,
    division_code: String,
    updated_at: DateTime<Utc>,
}

impl CountedPerson {
    /// On the register for what they do now, not for what they did.
    pub fn is_current(&self) -> bool {
        !matches!(self.status, PersonStatus::CleanThreeYears | PersonStatus::Deceased | PersonStatus::Abroad)
    }

    /// On the register and free to come and go: neither in custody nor in isolation.
    pub fn is_at_large(&self) -> bool {
        self.is_in_community()
            || matches!(
                self.status,
                PersonStatus::VoluntaryTreatment | PersonStatus::Maintenance | PersonStatus::InCommunity
            )
    }

    /// In one of the two measures the town carries out.
    pub fn is_in_community(&self) -> bool {
        matches!(self.status, PersonStatus::CommunityTreatment | PersonStatus::CommunityRehabilitation)
    }
}

/// An episode, as far as counted.
pub struct CountedTreatment {
    pub person_id: Id,
    pub kind: TreatmentKind,
    pub decided_on: Option<NaiveDate>,
    pub received_on: Option<NaiveDate>,
    pub reported_in_on: Option<NaiveDate>,
    pub agreement_signed_on: Option<NaiveDate>,
}

/// A test or a visit, as far as counted.
pub struct CountedRecord {
    pub id: Id,
    pub person_id: Id,
    pub on: NaiveDate,
    /// Of a test only.
    pub result: Option<TestResult>,
    version: i64,
}

/// Everything counted in an area, whatever the year.
pub struct Kept {
    persons: Vec<CountedPerson>,
    treatments: Vec<CountedTreatment>,
    tests: Vec<CountedRecord>,
    visits: Vec<CountedRecord>,
}

/// What is counted in the caller's part of an area.
///
/// # Errors
/// The database refuses.
pub fn of_area(reading: &mut Reading<'_>, division: &str) -> ApiResult<Arc<Kept>> {
    let (scope, shared) = (reading.scope, reading.shared);
    let narrowed = scope.narrowed(division);
    let question = format!("personnel counted {}..{}", narrowed.from, narrowed.to);
    shared.kept.get(reading.db, question, |db| load(&mut Reading { db, scope, shared }, division))
}

fn load(reading: &mut Reading<'_>, division: &str) -> ApiResult<Kept> {
    let owners: Vec<Owner> = persons::owners_in(reading, division)?;
    let persons = persons::all_in(reading, division)?;
    let grids = live_grids(reading, division)?;
    Ok(Kept {
        persons: persons.into_iter().map(|person| counted(person, &grids)).collect(),
        treatments: treatments::store::of_owners(reading, &owners)?.into_iter().map(treatment).collect(),
        tests: tests::store::of_owners(reading, &owners)?.into_iter().map(test).collect(),
        visits: visits::store::of_owners(reading, &owners)?.into_iter().map(visit).collect(),
    })
}

/// A withdrawn grid holds nobody.
fn live_grids(reading: &mut Reading<'_>, division: &str) -> ApiResult<HashSet<Id>> {
    let scope = reading.scope.narrowed(division);
    let query = grids::table
        .filter(grids::withdrawn_at.is_null())
        .filter(grids::division_code.ge(scope.from))
        .filter(grids::division_code.lt(scope.to));
    Ok(query.select(grids::id).load(reading.db)?.into_iter().collect())
}

fn counted(person: Person, grids: &HashSet<Id>) -> CountedPerson {
    CountedPerson {
        id: person.id,
        status: person.status,
        is_away: person.migrant.away,
        has_grid: person.grid_id.is_some(),
        case_worker_id: person.case_worker_id,
        control: person.control,
        risk_level: person.risk_level,
        is_in_grid: person.grid_id.is_some_and(|grid| grids.contains(&grid)),
        entered_on: person.platform_entered_on,
        version: person.version,
        label: format!("{} {}", person.file_no, mask::name(&person.name)),
        division_code: person.division_code,
        first_found_on: person.first_found_on,
        updated_at: person.updated_at,
    }
}

fn treatment(one: treatments::Treatment) -> CountedTreatment {
    let treatments::Treatment { person_id, facts, .. } = one;
    let (decided_on, received_on) = (facts.decided_on, facts.received_on);
    let (reported_in_on, agreement_signed_on) = (facts.reported_in_on, facts.agreement_signed_on);
    CountedTreatment { person_id, kind: facts.kind, decided_on, received_on, reported_in_on, agreement_signed_on }
}

fn test(one: tests::Test) -> CountedRecord {
    let tests::Test { id, person_id, facts, version, .. } = one;
    CountedRecord { id, person_id, on: facts.tested_on, result: Some(facts.result), version }
}

fn visit(one: visits::Visit) -> CountedRecord {
    let visits::Visit { id, person_id, facts, version, .. } = one;
    CountedRecord { id, person_id, on: facts.visited_on, result: None, version }
}

/// What is counted by a day.
pub struct Facts<'a> {
    pub question: &'a Question,
    pub persons: Vec<&'a CountedPerson>,
    pub treatments: Vec<&'a CountedTreatment>,
    pub tests: Vec<&'a CountedRecord>,
    pub visits: Vec<&'a CountedRecord>,
    by_id: HashMap<Id, &'a CountedPerson>,
}

impl<'a> Facts<'a> {
    /// Those that had come by the as-of day.
    pub fn by_then(kept: &'a Kept, question: &'a Question) -> Self {
        let by_then = |day: Option<NaiveDate>| day.is_none_or(|day| question.by_then(day));
        Self {
            question,
            persons: kept.persons.iter().filter(|person| by_then(person.first_found_on)).collect(),
            treatments: kept.treatments.iter().filter(|one| by_then(one.decided_on)).collect(),
            tests: kept.tests.iter().filter(|test| question.by_then(test.on)).collect(),
            visits: kept.visits.iter().filter(|visit| question.by_then(visit.on)).collect(),
            by_id: kept.persons.iter().map(|person| (person.id, person)).collect(),
        }
    }

    /// The persons of whom something holds, as evidence.
    pub fn persons_who(&self, holds: impl Fn(&CountedPerson) -> bool) -> Vec<Evidence> {
        self.persons.iter().filter(|person| holds(person)).map(|person| evidence(person)).collect()
    }

    /// A record of a person as evidence.
    pub fn record(&self, subject_type: &str, record: &CountedRecord) -> Evidence {
        let owner = self.by_id.get(&record.person_id);
        Evidence {
            subject_type: subject_type.to_owned(),
            subject_id: record.id,
            owner_id: Some(record.person_id),
            version: record.version,
            label: owner.map(|owner| owner.label.clone()).unwrap_or_default(),
            on: Some(record.on),
            division_code: owner.map(|owner| owner.division_code.clone()).unwrap_or_default(),
            amount: None,
        }
    }

    /// Files that were entered or changed after the as-of day: what they say now may not have been so then.
    pub fn changed_since(&self) -> Option<FigureRemark> {
        let as_of = self.question.as_of;
        let later = self.persons.iter().filter(|person| clock::legal_date(person.updated_at) > as_of).count();
        (later > 0).then(|| {
            FigureRemark::new(
                format!("{later}份人员档案在截止日{as_of}之后登记或改动，数字按当前登记计算"),
                format!("{later} files were entered or changed after {as_of}; the figure follows what they say now"),
            )
        })
    }
}

fn evidence(person: &CountedPerson) -> Evidence {
    Evidence {
        subject_type: "personnel".into(),
        subject_id: person.id,
        owner_id: None,
        version: person.version,
        label: person.label.clone(),
        on: person.first_found_on,
        division_code: person.division_code.clone(),
        amount: None,
    }
}
