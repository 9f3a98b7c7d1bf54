//! What the files add up to: the register, the orders and report-ins, the tests, the visits.
use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};

use super::persons::{self, Owner, Person, PersonStatus};
use super::tests::{self, Test, TestResult};
use super::treatments::{self, REPORT_IN_DAYS, Treatment, TreatmentKind};
use super::visits::{self, Visit};
use crate::codes::mask;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question, Tally, TallySource, Value};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Figures of the files.
pub struct PersonnelFigures;

crate::indicators::definitions! {
    REGISTERED_TOTAL = "registered_total", "在册登记总人数", "Registered in all", "人", Stock, "截止日在册的全部人员，含戒断三年未复吸人员";
    REGISTERED_CURRENT = "registered_current", "现有在册吸毒人员", "Registered now", "人", Stock, "截止日在册人员，不含戒断三年未复吸、死亡、出国（境）";
    COMMUNITY_TREATMENT = "community_treatment", "社区戒毒人员", "In community treatment", "人", Stock, "截止日管控现状为社区戒毒的人员，含中止";
    COMMUNITY_REHABILITATION = "community_rehabilitation", "社区康复人员", "In community rehabilitation", "人", Stock, "截止日管控现状为社区康复的人员，含中止";
    COMMUNITY_MEASURES = "community_measures", "社区戒毒、社区康复人员", "In community treatment or rehabilitation", "人", Stock, "社区戒毒与社区康复人员之和";
    ISOLATION_DECIDED = "compulsory_isolation_decided_in_year", "当年送强制隔离戒毒", "Ordered into compulsory isolation in the year", "人", Flow, "强制隔离戒毒决定日期在当年的人员，按人计";
    ISOLATION_NOW = "compulsory_isolation_now", "强制隔离戒毒人员", "In compulsory isolation", "人", Stock, "截止日管控现状为强制隔离戒毒的人员";
    CLEAN_THREE_YEARS = "clean_three_years", "戒断三年未复吸人员", "Three years without relapse", "人", Stock, "截止日管控现状为戒断三年未复吸的人员";
    REPORTED_IN = "reported_in", "已报到", "Reported in", "人", Stock, "社区戒毒、社区康复人员中截止日前已报到的";
    NOT_REPORTED_IN = "not_reported_in", "未报到", "Not reported in", "人", Stock, "社区戒毒、社区康复人员中截止日未报到的";
    REPORTED_IN_LATE = "reported_in_late", "逾期报到", "Reported in late", "人", Stock, "收到决定书15日后才报到的（戒毒条例第14条）";
    TESTS = "tests", "检测总次数", "Tests in all", "次", Total, "截止日前全部检测记录，含拒检";
    TESTS_IN_YEAR = "tests_in_year", "当年检测次数", "Tests in the year", "次", Flow, "检测日期在当年的记录，含拒检";
    TESTS_POSITIVE = "tests_positive_in_year", "当年检测阳性", "Positive tests in the year", "次", Flow, "当年结果为阳性的检测";
    TESTS_REFUSED = "tests_refused_in_year", "当年拒检", "Refused tests in the year", "次", Flow, "当年结果为拒检的检测";
    VISITS = "visits", "走访谈话", "Visits", "次", Flow, "走访日期在当年的记录";
    MIGRANTS = "migrants", "外出务工人员", "Away for work", "人", Stock, "截止日登记为外出务工的在册人员，含戒断三年未复吸";
    PERSONS_VERIFIED = "persons_verified", "当年走访到的人员", "Visited in the year", "人", Flow, "现有在册人员中当年至少走访一次的";
    PLATFORM_ENTERED = "platform_entered", "已录入管理平台", "Entered into the provincial platform", "人", Stock, "现有在册人员中登记了录入平台日期的";
    GRID_ASSIGNED = "grid_assigned", "已纳入网格", "Assigned to a grid", "人", Stock, "现有在册人员中已分配网格的";
}

struct Facts {
    persons: Vec<Person>,
    treatments: Vec<Treatment>,
    tests: Vec<Test>,
    visits: Vec<Visit>,
}

impl FigureSource for PersonnelFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let facts = load(reading, question)?;
        let mut measured = register(&facts);
        measured.extend(measures(&facts, question));
        measured.extend(tests_and_visits(&facts, question));
        measured.extend(completeness(&facts, question));
        Ok(measured)
    }
}

fn load(reading: &mut Reading<'_>, question: &Question) -> ApiResult<Facts> {
    let owners: Vec<Owner> = persons::owners_in(reading, &question.division)?;
    let mut persons = persons::all_in(reading, &question.division)?;
    persons.retain(|person| person.first_found_on.is_none_or(|day| question.by_then(day)));
    let mut treatments = treatments::store::of_owners(reading, &owners)?;
    treatments.retain(|one| one.facts.decided_on.is_none_or(|day| question.by_then(day)));
    let mut tests = tests::store::of_owners(reading, &owners)?;
    tests.retain(|test| question.by_then(test.facts.tested_on));
    let mut visits = visits::store::of_owners(reading, &owners)?;
    visits.retain(|visit| question.by_then(visit.facts.visited_on));
    Ok(Facts { persons, treatments, tests, visits })
}

fn is_current(person: &Person) -> bool {
    !matches!(person.status, PersonStatus::CleanThreeYears | PersonStatus::Deceased | PersonStatus::Abroad)
}

fn is_in_community(person: &Person) -> bool {
    matches!(person.status, PersonStatus::CommunityTreatment | PersonStatus::CommunityRehabilitation)
}

fn of_persons(facts: &Facts, keep: impl Fn(&Person) -> bool) -> Vec<Evidence> {
    facts.persons.iter().filter(|person| keep(person)).map(person_evidence).collect()
}

fn person_evidence(person: &Person) -> Evidence {
    Evidence {
        subject_type: "personnel".into(),
        subject_id: person.id,
        owner_id: None,
        version: person.version,
        // Masked whoever asks: a report keeps its evidence and is read by people who may not see names.
        label: format!("{} {}", person.file_no, mask::name(&person.name)),
        on: person.first_found_on,
        division_code: person.division_code.clone(),
        amount: None,
    }
}

fn register(facts: &Facts) -> Vec<Measured> {
    let with_status = |status| of_persons(facts, |person| person.status == status);
    vec![
        Measured::count(REGISTERED_TOTAL, of_persons(facts, |_| true)),
        Measured::count(REGISTERED_CURRENT, of_persons(facts, is_current)),
        Measured::count(COMMUNITY_TREATMENT, with_status(PersonStatus::CommunityTreatment)),
        Measured::count(COMMUNITY_REHABILITATION, with_status(PersonStatus::CommunityRehabilitation)),
        Measured::count(COMMUNITY_MEASURES, of_persons(facts, is_in_community)),
        Measured::count(ISOLATION_NOW, with_status(PersonStatus::CompulsoryIsolation)),
        Measured::count(CLEAN_THREE_YEARS, with_status(PersonStatus::CleanThreeYears)),
        Measured::count(MIGRANTS, of_persons(facts, |person| person.migrant.away)),
    ]
}

/// Orders and report-ins: a person counts once, by the newest episode in the community.
fn measures(facts: &Facts, question: &Question) -> Vec<Measured> {
    let isolated: HashSet<Id> =
        facts.treatments.iter().filter(|one| decided_isolation(one, question)).map(|one| one.person_id).collect();
    let mut newest: BTreeMap<Id, &Treatment> = BTreeMap::new();
    for treatment in facts.treatments.iter().filter(|one| is_community_kind(one.facts.kind)) {
        let known = newest.entry(treatment.person_id).or_insert(treatment);
        if treatment.facts.decided_on > known.facts.decided_on {
            *known = treatment;
        }
    }
    let reported = |person: &Person| {
        newest.get(&person.id).and_then(|one| one.facts.reported_in_on).filter(|day| question.by_then(*day))
    };
    let is_late =
        |person: &Person| newest.get(&person.id).is_some_and(|one| is_late(one.facts.received_on, reported(person)));
    vec![
        Measured::count(ISOLATION_DECIDED, of_persons(facts, |person| isolated.contains(&person.id))),
        Measured::count(REPORTED_IN, of_persons(facts, |person| is_in_community(person) && reported(person).is_some())),
        Measured::count(
            NOT_REPORTED_IN,
            of_persons(facts, |person| is_in_community(person) && reported(person).is_none()),
        ),
        Measured::count(REPORTED_IN_LATE, of_persons(facts, |person| is_in_community(person) && is_late(person))),
    ]
}

fn is_community_kind(kind: TreatmentKind) -> bool {
    matches!(kind, TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation)
}

fn decided_isolation(treatment: &Treatment, question: &Question) -> bool {
    treatment.facts.kind == TreatmentKind::CompulsoryIsolation
        && treatment.facts.decided_on.is_some_and(|day| question.in_year(day))
}

/// The start day is excluded: received on the 2nd, the 17th is the last day (戒毒条例 §14).
fn is_late(received_on: Option<NaiveDate>, reported_in_on: Option<NaiveDate>) -> bool {
    let last = received_on.and_then(|day| day.checked_add_days(Days::new(REPORT_IN_DAYS)));
    reported_in_on.zip(last).is_some_and(|(reported, last)| reported > last)
}

fn tests_and_visits(facts: &Facts, question: &Question) -> Vec<Measured> {
    let in_year = |test: &&Test| question.in_year(test.facts.tested_on);
    let with_result = |result| {
        facts
            .tests
            .iter()
            .filter(in_year)
            .filter(|test| test.facts.result == result)
            .map(|test| test_evidence(facts, test))
            .collect()
    };
    let visits = facts.visits.iter().filter(|visit| question.in_year(visit.facts.visited_on));
    vec![
        Measured::count(TESTS, facts.tests.iter().map(|test| test_evidence(facts, test)).collect()),
        Measured::count(
            TESTS_IN_YEAR,
            facts.tests.iter().filter(in_year).map(|test| test_evidence(facts, test)).collect(),
        ),
        Measured::count(TESTS_POSITIVE, with_result(TestResult::Positive)),
        Measured::count(TESTS_REFUSED, with_result(TestResult::Refused)),
        Measured::count(VISITS, visits.map(|visit| visit_evidence(facts, visit)).collect()),
    ]
}

fn owned(facts: &Facts, subject_type: &str, id: Id, person_id: Id, version: i64, on: NaiveDate) -> Evidence {
    let owner = facts.persons.iter().find(|person| person.id == person_id).map(person_evidence);
    Evidence {
        subject_type: subject_type.to_owned(),
        subject_id: id,
        owner_id: Some(person_id),
        version,
        label: owner.as_ref().map(|owner| owner.label.clone()).unwrap_or_default(),
        on: Some(on),
        division_code: owner.map(|owner| owner.division_code).unwrap_or_default(),
        amount: None,
    }
}

fn test_evidence(facts: &Facts, test: &Test) -> Evidence {
    owned(facts, "tests", test.id, test.person_id, test.version, test.facts.tested_on)
}

fn visit_evidence(facts: &Facts, visit: &Visit) -> Evidence {
    owned(facts, "visits", visit.id, visit.person_id, visit.version, visit.facts.visited_on)
}

/// How complete the register is. Where nobody has recorded a thing at all, the answer is unknown, not none.
fn completeness(facts: &Facts, question: &Question) -> Vec<Measured> {
    let visited: HashSet<Id> = facts
        .visits
        .iter()
        .filter(|visit| question.in_year(visit.facts.visited_on))
        .map(|visit| visit.person_id)
        .collect();
    let entered = |person: &Person| person.platform_entered_on.is_some_and(|day| question.by_then(day));
    let in_grid = |person: &Person| person.grid_id.is_some();
    vec![
        rate(facts, PERSONS_VERIFIED, |person| visited.contains(&person.id)),
        rate(facts, PLATFORM_ENTERED, entered)
            .or_unknown("未登记录入平台情况", "nobody recorded who is entered into the platform"),
        rate(facts, GRID_ASSIGNED, in_grid)
            .or_unknown("未登记网格分配情况", "nobody recorded who belongs to which grid"),
    ]
}

fn rate(facts: &Facts, definition: &'static Definition, holds: impl Fn(&Person) -> bool) -> Measured {
    let evidence = of_persons(facts, |person| is_current(person) && holds(person));
    let all = facts.persons.iter().filter(|person| is_current(person)).count();
    let parts = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Measured::known(definition, Value::Rate { numerator: parts(evidence.len()), denominator: parts(all) }, evidence)
}

impl TallySource for PersonnelFigures {
    fn tally(&self, reading: &mut Reading<'_>, division: &str, _today: NaiveDate) -> ApiResult<Vec<Tally>> {
        let counts = persons::by_village_and_status(reading, division)?;
        Ok(counts
            .into_iter()
            .map(|(division_code, status, count)| Tally { what: "persons", division_code, key: Some(status), count })
            .collect())
    }
}
