//! The case team: five kinds of people at the same time (戒毒条例 §17).
use chrono::NaiveDate;

use super::facts::{Facts, MemberFact};
use crate::personnel::TeamRole;
use crate::platform::coded::Coded;
use crate::tasks::Doer;

/// The first day, from `anchor` on, on which all five kinds are there, and the member who completed them.
pub(super) fn complete_from(facts: &Facts, anchor: NaiveDate) -> Option<(Doer, NaiveDate)> {
    let mut days: Vec<NaiveDate> = facts.team.iter().map(|member| member.since.max(anchor)).collect();
    days.sort_unstable();
    let day = days.into_iter().find(|day| is_complete(&facts.team, *day))?;
    let there = facts.team.iter().filter(|member| is_there(member, day));
    let last = there.max_by_key(|member| (member.since, member.id))?;
    Some((Doer::TeamMember(last.id), day))
}

fn is_complete(team: &[MemberFact], day: NaiveDate) -> bool {
    TeamRole::ALL.iter().all(|role| team.iter().any(|member| member.role == *role && is_there(member, day)))
}

fn is_there(member: &MemberFact, day: NaiveDate) -> bool {
    member.since <= day && member.until.is_none_or(|until| day <= until)
}
