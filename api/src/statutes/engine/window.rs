//! Duties in windows, one after the other by calendar months from the report-in: a test or a visit counts for the window it
//! falls in and for no other, so that one too many pays for nothing and one too late erases nothing.
use chrono::{Days, NaiveDate};

use super::facts::{Episode, TestFact};
use super::{Case, is_evasion};
use crate::codes::calendar::{corresponding, earlier, later, whole_months};
use crate::personnel::TestResult;
use crate::statutes::book::Rule;
use crate::statutes::pack::{DoneBy, Suspension};
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// One window, as the steps lay it.
struct Window {
    ordinal: i32,
    starts_on: NaiveDate,
    due_on: NaiveDate,
    /// The measure stands still in it and has not gone on.
    stands_still: bool,
}

/// The windows of a rule under one measure that have begun, over all its versions.
pub(super) fn of(case: &Case<'_>, rules: &[Rule]) -> Vec<Duty> {
    let (mut duties, mut free_from) = (Vec::new(), NaiveDate::MIN);
    // A version that is not in force yet takes nothing over.
    for rule in rules.iter().filter(|rule| rule.from <= case.as_of && case.applies(rule)) {
        for mut window in windows(case, rule) {
            if window.starts_on > rule.to || window.due_on < rule.from || window.due_on < free_from {
                continue;
            }
            window.starts_on = window.starts_on.max(free_from);
            if !has_begun(case, &window) {
                continue;
            }
            let is_superseded = window.due_on > rule.to;
            let duty = duty(case, rule, &window, is_superseded && case.as_of > rule.to);
            if !is_superseded {
                free_from = later(window.due_on, 1);
            }
            duties.push(duty);
        }
    }
    duties
}

fn has_begun(case: &Case<'_>, window: &Window) -> bool {
    let went_on = case.episode.ended_on.is_none_or(|ended| window.starts_on <= ended);
    window.starts_on <= case.as_of && went_on
}

/// Whole months of the term as it was ordered: a term on file has been extended by what it stood still.
pub(super) fn term_months(episode: &Episode) -> Option<u32> {
    let (first, last) = (episode.reported_in_on?, episode.term_ends_on?);
    let still = u64::try_from(episode.stood_still().num_days()).unwrap_or_default();
    Some(whole_months(first, later(last, 1).checked_sub_days(Days::new(still))?))
}

/// All windows of the term, whether they have begun or not.
fn windows(case: &Case<'_>, rule: &Rule) -> Vec<Window> {
    let Some(anchor) = case.episode.reported_in_on else { return Vec::new() };
    let still = if rule.text.suspension == Suspension::Extend { case.episode.suspended.as_slice() } else { &[] };
    let most = term_months(case.episode).unwrap_or(u32::MAX);
    let (mut windows, mut months) = (Vec::new(), 0_u32);
    for ordinal in 1.. {
        let from = corresponding(anchor, months);
        let Some(starts_on) = moved(from, still).filter(|starts_on| *starts_on <= case.as_of) else { break };
        let Some(length) = length(case, rule, ordinal, starts_on) else { break };
        months = months.saturating_add(length);
        if months > most {
            break;
        }
        let to = corresponding(anchor, months);
        let ended = moved(to, still);
        // While it stands still nobody knows how long: it is due when it would have been.
        let due_on = ended.or_else(|| moved(to, closed(still))).map_or(NaiveDate::MAX, |to| earlier(to, 1));
        windows.push(Window { ordinal, starts_on, due_on, stands_still: ended.is_none() });
    }
    windows
}

/// Months of the window that begins on `starts_on`: by the steps, or by the grade in force that day.
fn length(case: &Case<'_>, rule: &Rule, ordinal: i32, starts_on: NaiveDate) -> Option<u32> {
    if let Some(by_risk) = rule.text.by_risk {
        return Some(by_risk.months(case.facts.grade_on(starts_on)).max(1));
    }
    let nth = usize::try_from(ordinal).ok()?.checked_sub(1)?;
    let mut lengths = rule.text.steps.iter().flat_map(|step| (0..step.windows).map(|_| step.months));
    lengths.nth(nth)
}

/// The periods that are over.
fn closed(periods: &[(NaiveDate, Option<NaiveDate>)]) -> &[(NaiveDate, Option<NaiveDate>)] {
    let open = periods.iter().position(|(_, to)| to.is_none());
    periods.get(..open.unwrap_or(periods.len())).unwrap_or_default()
}

/// A boundary, moved by every period that began before it; nowhere while one of them is open.
fn moved(mut day: NaiveDate, periods: &[(NaiveDate, Option<NaiveDate>)]) -> Option<NaiveDate> {
    for (from, to) in periods {
        if *from < day {
            day = day.checked_add_signed((*to)? - *from)?;
        }
    }
    Some(day)
}

/// What lies inside a window.
#[derive(Default)]
struct Kept {
    by: Option<(Doer, NaiveDate)>,
    excuse: Option<Doer>,
    has_violation: bool,
}

fn kept(case: &Case<'_>, rule: &Rule, window: &Window) -> Kept {
    let is_inside = |on: NaiveDate| window.starts_on <= on && on <= window.due_on;
    if rule.text.done_by == DoneBy::Visit {
        let visit = case.facts.visits.iter().find(|visit| is_inside(visit.on));
        return Kept { by: visit.map(|visit| (Doer::Visit(visit.id), visit.on)), ..Kept::default() };
    }
    let tests: Vec<&TestFact> = case.episode.tests(case.facts).filter(|test| is_inside(test.on)).collect();
    let is_taken =
        |test: &&&TestFact| test.counts && matches!(test.result, TestResult::Negative | TestResult::Positive);
    let excuse = tests.iter().find(|test| test.result == TestResult::Excused && test.has_document);
    Kept {
        by: tests.iter().find(is_taken).map(|test| (Doer::Test(test.id), test.on)),
        excuse: excuse.map(|test| Doer::Test(test.id)),
        has_violation: tests.iter().any(|test| is_evasion(test.result)),
    }
}

fn duty(case: &Case<'_>, rule: &Rule, window: &Window, is_superseded: bool) -> Duty {
    let Kept { by, excuse, has_violation } = kept(case, rule, window);
    let has_closed = case.as_of > window.due_on;
    let (state, void_because, done_by) = match (by, excuse) {
        _ if is_superseded => (TaskState::Void, Some(VoidReason::Superseded), None),
        (Some((doer, _)), _) => (TaskState::Done, None, Some(doer)),
        _ if case.has_ended_by(window.due_on) => (TaskState::Void, Some(VoidReason::EpisodeEnded), None),
        _ if window.stands_still => (TaskState::Void, Some(VoidReason::Suspended), None),
        (None, Some(doer)) if has_closed => (TaskState::Excused, None, Some(doer)),
        _ if has_closed => (TaskState::Missed, None, None),
        _ => (TaskState::Open, None, None),
    };
    Duty {
        which: case.occurrence(rule, window.ordinal),
        kind: rule.text.kind,
        starts_on: window.starts_on,
        due_on: window.due_on,
        state,
        void_because,
        done_by,
        done_on: by.map(|(_, on)| on).filter(|_| state == TaskState::Done),
        has_violation,
    }
}
