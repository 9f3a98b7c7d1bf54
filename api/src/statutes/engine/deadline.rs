//! Duties with one last day, counted from an event.
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Case, in_force, is_evasion, limit, team};
use crate::codes::calendar::{earlier, later};
use crate::personnel::{TestResult, TreatmentState};
use crate::statutes::book::Rule;
use crate::statutes::pack::{Anchor, DoneBy};
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// The duty of a rule under one measure, once its event has come. `before` has what was found by other rules.
pub(super) fn of(case: &Case<'_>, rules: &[Rule], before: &BTreeMap<String, Vec<Duty>>) -> Option<Duty> {
    let first = rules.first()?;
    let raised_by = match first.text.anchor()? {
        (Anchor::Missed, Some(of)) => Some(before.get(of)?.first().filter(|duty| was_missed(duty))?),
        _ => None,
    };
    let anchor = match raised_by {
        Some(duty) => later(duty.due_on, 1),
        None => event(case, first)?,
    };
    let rule = in_force(rules, anchor).filter(|rule| case.applies(rule))?;
    let starts_on = earlier(anchor, rule.text.opens_days_before);
    let due_on = limit(rule, anchor);
    if starts_on > case.as_of {
        return None;
    }
    let done = done(case, rule, anchor);
    let is_settled = raised_by.is_some_and(|duty| duty.state == TaskState::Late);
    let (state, void_because) = match done {
        Some((_, on)) if on <= due_on => (TaskState::Done, None),
        Some(_) => (TaskState::Late, None),
        None if is_settled => (TaskState::Void, Some(VoidReason::Settled)),
        None if ends_it(case, rule) && case.has_ended_by(due_on) => (TaskState::Void, Some(VoidReason::EpisodeEnded)),
        None if case.as_of <= due_on => (TaskState::Open, None),
        None => (TaskState::Missed, None),
    };
    Some(Duty {
        which: case.occurrence(rule, 1),
        kind: rule.text.kind,
        starts_on,
        due_on,
        state,
        void_because,
        done_by: done.map(|(doer, _)| doer),
        done_on: done.map(|(_, on)| on),
        has_violation: false,
    })
}

/// Whether the end of the measure ends the duty: a term that ran out is what a notice of release is owed for.
fn ends_it(case: &Case<'_>, rule: &Rule) -> bool {
    rule.text.done_by != DoneBy::Released || case.episode.state != TreatmentState::Expired
}

/// Whoever did it late had missed it before.
fn was_missed(duty: &Duty) -> bool {
    matches!(duty.state, TaskState::Missed | TaskState::Late)
}

/// The day of the event a rule counts from.
fn event(case: &Case<'_>, rule: &Rule) -> Option<NaiveDate> {
    let episode = case.episode;
    let nth = usize::try_from(rule.text.anchor_count.saturating_sub(1)).ok()?;
    let nth_test = |wanted: fn(TestResult) -> bool| {
        episode.tests(case.facts).filter(|test| wanted(test.result)).nth(nth).map(|test| test.on)
    };
    match rule.text.anchor()?.0 {
        Anchor::Received => episode.received_on,
        Anchor::ReportedIn => episode.reported_in_on,
        Anchor::TermEnd => episode.term_ends_on.filter(|_| episode.reported_in_on.is_some()),
        Anchor::Evasion => nth_test(is_evasion),
        Anchor::Positive => nth_test(|result| result == TestResult::Positive),
        Anchor::Absence => absences(case).nth(nth).map(|(from, _)| later(from, 1)),
        Anchor::AbsenceDays => too_long(absences(case), rule.text.anchor_count),
        // Each leave and each transfer is a duty of its own, others are owed under no measure, and a lapse is not an event.
        Anchor::Leave
        | Anchor::TransferDecided
        | Anchor::Moved
        | Anchor::Arrived
        | Anchor::Stay
        | Anchor::Clean
        | Anchor::Missed => None,
    }
}

/// Absences without leave under the measure, by the day they are counted from and their last one.
fn absences(case: &Case<'_>) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let last = case.episode.ended_on.map_or(case.as_of, |ended| ended.min(case.as_of));
    case.episode.leaves(case.facts).filter_map(move |leave| leave.absence(last))
}

/// The first day on which all absences together are longer than `most` days. A day on which two leaves are overdue is one day: nobody
/// is absent twice, and counted twice the first day would move as time passes.
fn too_long(absences: impl Iterator<Item = (NaiveDate, NaiveDate)>, most: u32) -> Option<NaiveDate> {
    let mut absences: Vec<_> = absences.collect();
    absences.sort_unstable();
    let (mut left, mut counted_until) = (i64::from(most), NaiveDate::MIN);
    for (from, until) in absences {
        let from = from.max(counted_until);
        let days = (until - from).num_days().max(0);
        if days > left {
            return Some(later(from, u32::try_from(left + 1).ok()?));
        }
        left -= days;
        counted_until = counted_until.max(until);
    }
    None
}

fn done(case: &Case<'_>, rule: &Rule, anchor: NaiveDate) -> Option<(Doer, NaiveDate)> {
    use TreatmentState::{Converted, HandedOver, Released};
    let episode = case.episode;
    let ended_as = |states: &[TreatmentState]| episode.ended_on.filter(|_| states.contains(&episode.state));
    let on = match rule.text.done_by {
        DoneBy::ReportedIn => episode.reported_in_on,
        DoneBy::AgreementSigned => episode.agreement_signed_on,
        // What was handed over, or ended, before was no answer to what came after.
        DoneBy::HandedOver => match receipt(case, rule, anchor) {
            Some(receipted) => return Some(receipted),
            None => ended_as(&[HandedOver, Converted]).filter(|on| *on >= anchor),
        },
        DoneBy::Released => ended_as(&[Released]),
        DoneBy::Team => return team::complete_from(case.facts, anchor),
        DoneBy::Noticed => return noticed(case, rule, anchor),
        DoneBy::Test
        | DoneBy::Visit
        | DoneBy::Returned
        | DoneBy::FileSent
        | DoneBy::Arrived
        | DoneBy::AgreementRenewed => None,
        DoneBy::Confirmed => {
            return case.facts.confirmed.get(&case.occurrence(rule, 1)).map(|on| (Doer::Confirmation, *on));
        }
    };
    on.map(|on| (Doer::Treatment(episode.id), on))
}

/// The first paper of the rule's kind on or after `anchor`: one from before was about something else.
fn noticed(case: &Case<'_>, rule: &Rule, anchor: NaiveDate) -> Option<(Doer, NaiveDate)> {
    let mut of_kind = case.facts.notices.iter().filter(|notice| Some(notice.kind) == rule.text.notice);
    of_kind.find(|notice| notice.on >= anchor).map(|notice| (Doer::Notice(notice.id), notice.on))
}

/// The first receipt for the rule's reason on or after `anchor`.
fn receipt(case: &Case<'_>, rule: &Rule, anchor: NaiveDate) -> Option<(Doer, NaiveDate)> {
    let of_reason = case.facts.handovers.iter().filter(|handover| Some(handover.reason) == rule.text.reason);
    let mut receipts = of_reason.filter_map(|handover| Some((Doer::Handover(handover.id), handover.receipt_on?)));
    receipts.find(|(_, on)| *on >= anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_on_which_two_leaves_are_overdue_is_one_day() {
        let day = |month, day| NaiveDate::from_ymd_opt(2022, month, day).expect("a date");
        let until = |last: NaiveDate| [(day(10, 2), last), (day(9, 29), last)].into_iter();
        assert_eq!(too_long(until(day(10, 29)), 30), None, "30 days");
        for last in [day(10, 30), day(11, 20)] {
            assert_eq!(too_long(until(last), 30), Some(day(10, 30)));
        }
    }
}
