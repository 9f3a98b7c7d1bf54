//! Changes of the place of execution (戒毒条例 §22): a duty each for sending the file, for reporting in anew and for the new
//! agreement. The clock of the measure runs on.
use chrono::NaiveDate;

use super::facts::TransferFact;
use super::{Case, in_force, limit};
use crate::personnel::TreatmentState;
use crate::statutes::book::Rule;
use crate::statutes::pack::{Anchor, DoneBy};
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// The duty of each transfer of one measure that has come to its event.
pub(super) fn of(case: &Case<'_>, rules: &[Rule]) -> Vec<Duty> {
    let of_episode = case.facts.transfers.iter().filter(|transfer| transfer.episode_id == case.episode.id);
    of_episode.zip(1..).filter_map(|(transfer, ordinal)| duty(case, rules, transfer, ordinal)).collect()
}

fn duty(case: &Case<'_>, rules: &[Rule], transfer: &TransferFact, ordinal: i32) -> Option<Duty> {
    let anchor = event(case, rules.first()?, transfer)?;
    let rule = in_force(rules, anchor).filter(|rule| case.applies(rule))?;
    let due_on = limit(rule, anchor);
    let done_on = done(rule, transfer);
    let (state, void_because) = match done_on {
        Some(on) if on <= due_on => (TaskState::Done, None),
        Some(_) => (TaskState::Late, None),
        None if case.has_ended_by(due_on) => (TaskState::Void, Some(VoidReason::EpisodeEnded)),
        None if case.as_of <= due_on => (TaskState::Open, None),
        None => (TaskState::Missed, None),
    };
    Some(Duty {
        which: case.occurrence(rule, ordinal),
        kind: rule.text.kind,
        starts_on: anchor,
        due_on,
        state,
        void_because,
        done_by: done_on.map(|_| Doer::Transfer(transfer.id)),
        done_on,
        has_violation: false,
    })
}

/// The day a rule counts from. What was settled by letter goes on in another town's books.
fn event(case: &Case<'_>, rule: &Rule, transfer: &TransferFact) -> Option<NaiveDate> {
    let goes_on_here = case.episode.state != TreatmentState::TransferredOut;
    match rule.text.anchor()?.0 {
        Anchor::TransferDecided => Some(transfer.decided_on),
        Anchor::Moved => transfer.changed_on.filter(|_| goes_on_here),
        Anchor::Arrived => transfer.reported_in_on.filter(|_| goes_on_here),
        _ => None,
    }
}

fn done(rule: &Rule, transfer: &TransferFact) -> Option<NaiveDate> {
    match rule.text.done_by {
        DoneBy::FileSent => transfer.sent_on,
        DoneBy::Arrived => transfer.reported_in_on,
        DoneBy::AgreementRenewed => transfer.agreement_signed_on,
        _ => None,
    }
}
