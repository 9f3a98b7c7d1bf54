//! Facts as they were known by the end of a day, in an order that does not depend on how they were entered.
use chrono::NaiveDate;

use super::{Episode, Facts, HandoverFact, LeaveFact, MemberFact, StayFact, TestFact, TransferFact};
use crate::personnel::RiskLevel;

impl Facts {
    /// What had happened by the end of `day`, in an order that does not depend on how it was entered.
    pub fn by(&self, day: NaiveDate) -> Self {
        let mut episodes: Vec<Episode> = self.episodes.iter().map(|episode| episode.by(day)).collect();
        episodes.sort_by_key(|episode| (episode.reported_in_on, episode.id));
        let mut tests: Vec<TestFact> = self.tests.iter().filter(|test| test.on <= day).cloned().collect();
        tests.sort_by_key(|test| (test.on, test.id));
        let begun = self.leaves.iter().filter(|leave| leave.left_on <= day);
        let until = |leave: &LeaveFact| LeaveFact { back_on: leave.back_on.filter(|on| *on <= day), ..leave.clone() };
        let mut leaves: Vec<LeaveFact> = begun.map(until).collect();
        leaves.sort_by_key(|leave| (leave.left_on, leave.id));
        let receipted = self.handovers.iter().filter(|handover| handover.receipt_on.is_some_and(|on| on <= day));
        let mut handovers: Vec<HandoverFact> = receipted.cloned().collect();
        handovers.sort_by_key(|handover| (handover.receipt_on, handover.id));
        let confirmed = self.confirmed.iter().filter(|(_, on)| **on <= day);
        Self {
            episodes,
            tests,
            leaves,
            handovers,
            person: self.person.clone(),
            visits: sorted(self.visits.iter().filter(|visit| visit.on <= day), |visit| (visit.on, visit.id)),
            grades: sorted(self.grades.iter().filter(|(on, _)| *on <= day), |grade| *grade),
            stays: self.stays_by(day),
            notices: sorted(self.notices.iter().filter(|notice| notice.on <= day), |notice| (notice.on, notice.id)),
            team: self.team_by(day),
            transfers: self.transfers_by(day),
            confirmed: confirmed.map(|(which, on)| (which.clone(), *on)).collect(),
        }
    }
}

/// What is kept of some facts, in an order of their own.
fn sorted<'f, F: Clone + 'f, K: Ord>(facts: impl Iterator<Item = &'f F>, key: impl Fn(&F) -> K) -> Vec<F> {
    let mut facts: Vec<F> = facts.cloned().collect();
    facts.sort_by_key(key);
    facts
}

impl Facts {
    fn stays_by(&self, day: NaiveDate) -> Vec<StayFact> {
        let until = |stay: &StayFact| StayFact { back_on: stay.back_on.filter(|on| *on <= day), ..stay.clone() };
        let begun: Vec<StayFact> = self.stays.iter().filter(|stay| stay.left_on <= day).map(until).collect();
        sorted(begun.iter(), |stay| (stay.left_on, stay.back_on, stay.every_days))
    }

    fn team_by(&self, day: NaiveDate) -> Vec<MemberFact> {
        let until = |member: &MemberFact| MemberFact { until: member.until.filter(|on| *on < day), ..member.clone() };
        let joined: Vec<MemberFact> = self.team.iter().filter(|member| member.since <= day).map(until).collect();
        sorted(joined.iter(), |member| (member.since, member.id))
    }

    fn transfers_by(&self, day: NaiveDate) -> Vec<TransferFact> {
        let known = |date: Option<NaiveDate>| date.filter(|date| *date <= day);
        let until = |one: &TransferFact| TransferFact {
            sent_on: known(one.sent_on),
            changed_on: known(one.changed_on),
            reported_in_on: known(one.reported_in_on),
            agreement_signed_on: known(one.agreement_signed_on),
            ..one.clone()
        };
        let decided: Vec<TransferFact> = self.transfers.iter().filter(|one| one.decided_on <= day).map(until).collect();
        sorted(decided.iter(), |one| (one.decided_on, one.id))
    }

    /// The grade in force on a day.
    pub fn grade_on(&self, day: NaiveDate) -> RiskLevel {
        let assessed = self.grades.iter().rev().find(|(from, _)| *from <= day).map(|(_, level)| *level);
        assessed.or(self.person.entered_risk_level).unwrap_or(RiskLevel::Unrated)
    }
}

impl Episode {
    fn by(&self, day: NaiveDate) -> Self {
        let until = |date: Option<NaiveDate>| date.filter(|date| *date <= day);
        let begun = self.suspended.iter().filter(|(from, _)| *from <= day);
        let mut suspended: Vec<_> = begun.map(|(from, to)| (*from, until(*to))).collect();
        suspended.sort_unstable();
        Self {
            received_on: until(self.received_on),
            reported_in_on: until(self.reported_in_on),
            agreement_signed_on: until(self.agreement_signed_on),
            ended_on: until(self.ended_on),
            suspended,
            ..self.clone()
        }
    }
}
