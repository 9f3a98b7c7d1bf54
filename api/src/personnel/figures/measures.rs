//! Orders and report-ins, tests and visits.
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::facts::{CountedPerson, CountedRecord, CountedTreatment, Facts};
use super::register::{EMPTY, rate, stock};
use super::{
    AGREEMENTS, ISOLATION_DECIDED, NOT_REPORTED_IN, REPORT_IN_RATE, REPORTED_IN, REPORTED_IN_LATE, TESTS,
    TESTS_IN_YEAR, TESTS_POSITIVE, TESTS_REFUSED, VISITS,
};
use crate::indicators::{Definition, Measured, Question};
use crate::personnel::tests::TestResult;
use crate::personnel::treatments::{TreatmentKind, last_day_to_report};
use crate::platform::id::Id;

const NO_DECISION: (&str, &str) =
    ("没有社区戒毒、社区康复决定书记录", "no decision on community measures is on record");

/// A person counts once, by the newest episode in the community.
pub fn measures(facts: &Facts<'_>) -> Vec<Measured> {
    let newest = Newest::of(facts);
    let in_community = |definition, holds: &dyn Fn(&CountedPerson) -> bool| {
        newest.or_unknown(stock(facts, definition, |person| person.is_in_community() && holds(person)))
    };
    let rate = |definition, gap, concerns: &dyn Fn(&CountedPerson) -> bool, holds: &dyn Fn(&CountedPerson) -> bool| {
        newest.or_unknown(rate(facts, definition, gap, |one| one.is_in_community() && concerns(one), holds))
    };
    let has_reported = |person: &CountedPerson| newest.reported_on(person).is_some();
    vec![
        isolated(facts),
        in_community(REPORTED_IN, &has_reported),
        in_community(NOT_REPORTED_IN, &|person| !has_reported(person)),
        in_community(REPORTED_IN_LATE, &|person| newest.is_late(person)),
        rate(REPORT_IN_RATE, ("逾期未报到", "Not reported in"), &|person| newest.is_due(person), &has_reported),
        rate(AGREEMENTS, ("未签协议", "No agreement"), &has_reported, &|person| newest.has_agreed(person)),
    ]
}

fn isolated(facts: &Facts<'_>) -> Measured {
    let isolated: HashSet<Id> = facts
        .treatments
        .iter()
        .filter(|one| one.kind == TreatmentKind::CompulsoryIsolation)
        .filter(|one| one.decided_on.is_some_and(|day| facts.question.in_period(day)))
        .map(|one| one.person_id)
        .collect();
    Measured::count(ISOLATION_DECIDED, facts.persons_who(|person| isolated.contains(&person.id)))
        .unknown_if(facts.treatments.is_empty(), "没有戒毒措施决定书记录", "no decision is on record")
        .unknown_if(facts.persons.is_empty(), EMPTY.0, EMPTY.1)
}

/// The newest episode in the community of each person.
struct Newest<'a> {
    question: &'a Question,
    episodes: HashMap<Id, &'a CountedTreatment>,
}

impl<'a> Newest<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let mut episodes: HashMap<Id, &CountedTreatment> = HashMap::new();
        for treatment in &facts.treatments {
            if matches!(treatment.kind, TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation) {
                let known = episodes.entry(treatment.person_id).or_insert(treatment);
                if treatment.decided_on > known.decided_on {
                    *known = treatment;
                }
            }
        }
        Self { question: facts.question, episodes }
    }

    fn or_unknown(&self, figure: Measured) -> Measured {
        figure.unknown_if(self.episodes.is_empty(), NO_DECISION.0, NO_DECISION.1)
    }

    fn day(&self, person: &CountedPerson, of: fn(&CountedTreatment) -> Option<NaiveDate>) -> Option<NaiveDate> {
        self.episodes.get(&person.id).and_then(|one| of(one))
    }

    fn reported_on(&self, person: &CountedPerson) -> Option<NaiveDate> {
        self.day(person, |one| one.reported_in_on).filter(|day| self.question.by_then(*day))
    }

    /// Reported in, or the time for it is over.
    fn is_due(&self, person: &CountedPerson) -> bool {
        let last = self.day(person, |one| one.received_on).map(last_day_to_report);
        self.reported_on(person).is_some() || last.is_some_and(|last| last < self.question.as_of)
    }

    fn has_agreed(&self, person: &CountedPerson) -> bool {
        self.day(person, |one| one.agreement_signed_on).is_some_and(|day| self.question.by_then(day))
    }

    fn is_late(&self, person: &CountedPerson) -> bool {
        is_late(self.day(person, |one| one.received_on), self.reported_on(person))
    }
}

/// The start day is excluded: received on the 3rd, the 18th is the last day (戒毒条例 §14); the duty counts the same.
fn is_late(received_on: Option<NaiveDate>, reported_in_on: Option<NaiveDate>) -> bool {
    reported_in_on.zip(received_on.map(last_day_to_report)).is_some_and(|(reported, last)| reported > last)
}

/// Tests and visits. A year without a single record was not written down, so that nothing in it is none.
pub fn tests_and_visits(facts: &Facts<'_>) -> Vec<Measured> {
    let in_year = |record: &CountedRecord| facts.question.in_period(record.on);
    let has_tests = facts.tests.iter().any(|test| in_year(test));
    let tests = |definition: &'static Definition, holds: &dyn Fn(&CountedRecord) -> bool| {
        let found = facts.tests.iter().filter(|test| holds(test)).map(|test| facts.record("tests", test));
        Measured::count(definition, found.collect())
    };
    let in_year_with = |definition, result: Option<TestResult>| {
        tests(definition, &|test| in_year(test) && (result.is_none() || test.result == result)).unknown_if(
            !has_tests,
            "期内没有检测记录",
            "no test of the period is on record",
        )
    };
    let visits: Vec<_> = facts.visits.iter().filter(|visit| in_year(visit)).collect();
    let no_visits = visits.is_empty();
    let visits = visits.into_iter().map(|visit| facts.record("visits", visit)).collect();
    vec![
        tests(TESTS, &|_| true).unknown_if(facts.tests.is_empty(), "没有检测记录", "no test is on record"),
        in_year_with(TESTS_IN_YEAR, None),
        in_year_with(TESTS_POSITIVE, Some(TestResult::Positive)),
        in_year_with(TESTS_REFUSED, Some(TestResult::Refused)),
        Measured::count(VISITS, visits).unknown_if(
            no_visits,
            "期内没有走访记录",
            "no visit of the period is on record",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifteenth_day_after_receipt_is_not_late() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 3, day);
        assert!(!is_late(day(3), day(18)) && is_late(day(3), day(19)));
        assert!(!is_late(None, day(18)) && !is_late(day(3), None));
    }

    #[test]
    fn a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 3, day);
        // The fifteenth day after the 7th is a Saturday.
        assert!(!is_late(day(7), day(24)) && is_late(day(7), day(25)));
    }
}
