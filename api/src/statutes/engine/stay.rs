//! Contact with those who are away for work: windows of so many days from the day they left, until they are back.
use chrono::NaiveDate;

use super::facts::{Facts, StayFact};
use super::{in_force, occurrence};
use crate::codes::calendar::later;
use crate::statutes::book::Rule;
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// The windows of all times away that have begun, numbered from the first.
pub(super) fn of(facts: &Facts, rules: &[Rule], as_of: NaiveDate) -> Vec<Duty> {
    let mut duties = Vec::new();
    let mut next_free = NaiveDate::MIN;
    for stay in &facts.stays {
        let last = stay.back_on.unwrap_or(as_of).min(as_of);
        let mut starts_on = later(stay.left_on, 1).max(next_free);
        while let Some((rule, from)) = next(rules, starts_on).filter(|(_, from)| *from <= last) {
            let days = stay.every_days.or(rule.text.every_days).unwrap_or(1).max(1);
            let due_on = later(from, days - 1);
            let ordinal = i32::try_from(duties.len() + 1).unwrap_or(i32::MAX);
            duties.push(duty(facts, rule, stay, (from, due_on), ordinal, as_of));
            starts_on = later(due_on, 1);
        }
        // Nobody is away twice on one day.
        next_free = starts_on;
    }
    duties
}

/// The rule in force on a day, or the first one after it, and the day on which its window begins.
fn next(rules: &[Rule], day: NaiveDate) -> Option<(&Rule, NaiveDate)> {
    let now = in_force(rules, day).map(|rule| (rule, day));
    now.or_else(|| rules.iter().find(|rule| rule.from > day).map(|rule| (rule, rule.from)))
}

fn duty(
    facts: &Facts,
    rule: &Rule,
    stay: &StayFact,
    (starts_on, due_on): (NaiveDate, NaiveDate),
    ordinal: i32,
    as_of: NaiveDate,
) -> Duty {
    let contact = facts.visits.iter().find(|visit| starts_on <= visit.on && visit.on <= due_on);
    let (state, void_because) = match contact {
        Some(_) => (TaskState::Done, None),
        None if stay.back_on.is_some_and(|back| back <= due_on) => (TaskState::Void, Some(VoidReason::Returned)),
        None if as_of <= due_on => (TaskState::Open, None),
        None => (TaskState::Missed, None),
    };
    Duty {
        which: occurrence(rule, None, ordinal),
        kind: rule.text.kind,
        starts_on,
        due_on,
        state,
        void_because,
        done_by: contact.map(|visit| Doer::Visit(visit.id)),
        done_on: contact.map(|visit| visit.on),
        has_violation: false,
    }
}
