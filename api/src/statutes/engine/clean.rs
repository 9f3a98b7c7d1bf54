//! Three clean years (戒毒条例 §7): counted from the last event that tells of drugs, and proposed when they are full. The police
//! confirm it; the town only says that the day has come.
use chrono::NaiveDate;

use super::facts::{Episode, Facts};
use super::{in_force, limit, occurrence};
use crate::codes::calendar::{corresponding, later};
use crate::personnel::{TestResult, TreatmentKind, TreatmentState};
use crate::statutes::book::Rule;
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// Something from which the years count anew, or after which they do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    on: NaiveDate,
    /// Whether clean years count from it.
    counts: bool,
    /// Before this day the measure it began was not over.
    not_before: NaiveDate,
}

/// The proposal of each clean time that was long enough, the earlier ones as they were left by a relapse.
pub(super) fn of(facts: &Facts, rules: &[Rule], as_of: NaiveDate) -> Vec<Duty> {
    if !facts.person.is_in_community {
        return Vec::new();
    }
    let events = events(facts);
    let pairs = events.iter().zip(events.iter().skip(1).map(|event| Some(event.on)).chain([None]));
    let mut duties = Vec::new();
    for (event, next) in pairs.filter(|(event, _)| event.counts) {
        let ordinal = i32::try_from(duties.len() + 1).unwrap_or(i32::MAX);
        duties.extend(duty(facts, rules, event, next, (ordinal, as_of)));
    }
    duties
}

/// The day on which three clean years are full, as things stand; none while no years count.
pub fn full_on(facts: &Facts, rules: &[Rule], as_of: NaiveDate) -> Option<NaiveDate> {
    let facts = facts.by(as_of);
    let last = events(&facts).pop().filter(|event| event.counts && facts.person.is_in_community)?;
    Some(corresponding(last.on, rules.first()?.text.after_months?).max(last.not_before))
}

fn duty(
    facts: &Facts,
    rules: &[Rule],
    event: &Event,
    next: Option<NaiveDate>,
    (ordinal, as_of): (i32, NaiveDate),
) -> Option<Duty> {
    let full = corresponding(event.on, rules.first()?.text.after_months?).max(event.not_before);
    let first = rules.iter().map(|rule| rule.from).min()?;
    let starts_on = full.max(first);
    let rule = in_force(rules, starts_on)?;
    if starts_on > as_of || next.is_some_and(|next| next <= starts_on) {
        return None;
    }
    let due_on = limit(rule, starts_on);
    let which = occurrence(rule, None, ordinal);
    let confirmed = facts.confirmed.get(&which).copied();
    let (state, void_because) = match (confirmed, next) {
        (Some(on), _) if on <= due_on => (TaskState::Done, None),
        (Some(_), _) => (TaskState::Late, None),
        (None, Some(next)) if next <= due_on => (TaskState::Void, Some(VoidReason::Restarted)),
        (None, _) if as_of <= due_on => (TaskState::Open, None),
        (None, _) => (TaskState::Missed, None),
    };
    Some(Duty {
        which,
        kind: rule.text.kind,
        starts_on,
        due_on,
        state,
        void_because,
        done_by: confirmed.map(|_| Doer::Confirmation),
        done_on: confirmed,
        has_violation: false,
    })
}

/// What happened, in the order of days; of one day the last word is that no years count.
fn events(facts: &Facts) -> Vec<Event> {
    let plain = |on, counts| Event { on, counts, not_before: NaiveDate::MIN };
    let mut events: Vec<Event> = facts.person.first_found_on.map(|on| plain(on, true)).into_iter().collect();
    events.extend(facts.episodes.iter().flat_map(of_episode));
    let positive = facts.tests.iter().filter(|test| test.result == TestResult::Positive);
    events.extend(positive.map(|test| plain(test.on, true)));
    events.sort_by_key(|event| (event.on, !event.counts));
    events
}

/// Community measures count from the report-in, where they were not refused and not seriously broken; isolation from the release
/// (as two of the provincial regulations define it).
fn of_episode(episode: &Episode) -> Vec<Event> {
    let begun = episode.reported_in_on.or(episode.received_on);
    let plain = |on, counts| Event { on, counts, not_before: NaiveDate::MIN };
    match episode.kind {
        TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation => {
            let over = over_on(episode);
            let start = begun.map(|on| Event {
                on,
                counts: episode.reported_in_on.is_some() && !is_broken(episode.state),
                not_before: over.unwrap_or(NaiveDate::MAX),
            });
            let broken = episode.ended_on.filter(|_| is_broken(episode.state)).map(|on| plain(on, false));
            start.into_iter().chain(broken).collect()
        }
        TreatmentKind::CompulsoryIsolation => {
            let end = episode.ended_on.map(|on| plain(on, true));
            let start = begun.or_else(|| Some(NaiveDate::MAX).filter(|_| end.is_none()));
            // An isolation nobody knows the beginning of lasts until its end is known.
            start.map(|on| plain(on, false)).into_iter().chain(end).collect()
        }
        TreatmentKind::Voluntary | TreatmentKind::Maintenance => Vec::new(),
    }
}

/// The day after which a measure in the community is over; none while it runs.
fn over_on(episode: &Episode) -> Option<NaiveDate> {
    let run_out = episode.term_ends_on.filter(|_| episode.state == TreatmentState::Expired);
    episode.ended_on.or_else(|| run_out.map(|last| later(last, 1)))
}

/// Refused, seriously broken, converted, ended in prison, or going on elsewhere: no clean years count from it here.
fn is_broken(state: TreatmentState) -> bool {
    use TreatmentState::{Converted, HandedOver, OverdueNotReported, Terminated, TransferredOut, Violated};
    matches!(state, Converted | HandedOver | OverdueNotReported | Terminated | TransferredOut | Violated)
}
