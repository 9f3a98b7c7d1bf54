//! Returns from leave: one duty a leave, due on its last day.
use super::Case;
use crate::personnel::LeaveState;
use crate::statutes::book::Rule;
use crate::tasks::{Doer, Duty, TaskState, VoidReason};

/// The duty of each approved leave under one measure that has begun.
pub(super) fn of(case: &Case<'_>, rules: &[Rule]) -> Vec<Duty> {
    let approved = case.episode.leaves(case.facts).filter(|leave| leave.state == LeaveState::Approved);
    let mut duties = Vec::new();
    for (leave, ordinal) in approved.zip(1..) {
        let in_force = rules.iter().find(|rule| rule.from <= leave.left_on && leave.left_on <= rule.to);
        let (Some(rule), Some(due_on)) = (in_force.filter(|rule| case.applies(rule)), leave.due_back_on) else {
            continue;
        };
        let (state, void_because) = match leave.back_on {
            Some(on) if on <= due_on => (TaskState::Done, None),
            Some(_) => (TaskState::Late, None),
            None if case.has_ended_by(due_on) => (TaskState::Void, Some(VoidReason::EpisodeEnded)),
            None if case.as_of <= due_on => (TaskState::Open, None),
            None => (TaskState::Missed, None),
        };
        duties.push(Duty {
            which: case.occurrence(rule, ordinal),
            kind: rule.text.kind,
            starts_on: leave.left_on,
            due_on,
            state,
            void_because,
            done_by: leave.back_on.map(|_| Doer::Leave(leave.id)),
            done_on: leave.back_on,
            has_violation: false,
        });
    }
    duties
}
