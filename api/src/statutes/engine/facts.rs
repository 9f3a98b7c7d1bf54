//! What duties follow from, as the engine takes it: dates and results, no names.
use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use crate::personnel::{HandoverReason, LeaveState, TestResult, TreatmentKind, TreatmentState};
use crate::platform::id::Id;
use crate::tasks::Occurrence;

/// A measure a person is or was under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The treatment's id.
    pub id: Id,
    /// The measure.
    pub kind: TreatmentKind,
    /// How it stands, or how it ended.
    pub state: TreatmentState,
    /// The order was received.
    pub received_on: Option<NaiveDate>,
    /// The person reported in.
    pub reported_in_on: Option<NaiveDate>,
    /// The agreement was signed.
    pub agreement_signed_on: Option<NaiveDate>,
    /// Last day of the term, as on file.
    pub term_ends_on: Option<NaiveDate>,
    /// The day it ended.
    pub ended_on: Option<NaiveDate>,
    /// Suspensions: the first day, and the day it went on.
    pub suspended: Vec<(NaiveDate, Option<NaiveDate>)>,
}

/// A test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFact {
    /// Its id.
    pub id: Id,
    /// The day.
    pub on: NaiveDate,
    /// How it came out.
    pub result: TestResult,
    /// Whether an excuse has its document.
    pub has_document: bool,
}

/// A leave, or an absence without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveFact {
    /// Its id.
    pub id: Id,
    /// How it stands.
    pub state: LeaveState,
    /// First day away.
    pub left_on: NaiveDate,
    /// Last day of the leave.
    pub due_back_on: Option<NaiveDate>,
    /// The return.
    pub back_on: Option<NaiveDate>,
}

impl LeaveFact {
    /// The day from which somebody is absent without leave, which itself does not count (民法典 §201), and the last one: the
    /// return, or `today` while there is none.
    pub fn absence(&self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let from = match self.state {
            LeaveState::Unauthorised => self.left_on,
            LeaveState::Approved => self.due_back_on?,
            LeaveState::Applied | LeaveState::Refused => return None,
        };
        let until = self.back_on.unwrap_or(today);
        (self.state == LeaveState::Unauthorised || until > from).then_some((from, until))
    }
}

/// A report to the police.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverFact {
    /// Its id.
    pub id: Id,
    /// Why.
    pub reason: HandoverReason,
    /// The day of the receipt: before it nothing has been handed over.
    pub receipt_on: Option<NaiveDate>,
}

/// Everything of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The measures.
    pub episodes: Vec<Episode>,
    /// The tests.
    pub tests: Vec<TestFact>,
    /// Leaves and absences.
    pub leaves: Vec<LeaveFact>,
    /// Reports to the police.
    pub handovers: Vec<HandoverFact>,
    /// Duties that an official confirmed as done.
    pub confirmed: BTreeMap<Occurrence, NaiveDate>,
}

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
            confirmed: confirmed.map(|(which, on)| (which.clone(), *on)).collect(),
        }
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

    /// How long it stood still in periods that are over.
    pub fn stood_still(&self) -> Duration {
        self.suspended.iter().filter_map(|(from, to)| Some((*to)? - *from)).sum()
    }

    /// The tests taken under it.
    pub fn tests<'f>(&self, facts: &'f Facts) -> impl Iterator<Item = &'f TestFact> + use<'f> {
        let (from, to) = (self.reported_in_on, self.ended_on);
        facts
            .tests
            .iter()
            .filter(move |test| from.is_some_and(|from| from <= test.on) && to.is_none_or(|to| test.on <= to))
    }

    /// The leaves and absences that began under it.
    pub fn leaves<'f>(&self, facts: &'f Facts) -> impl Iterator<Item = &'f LeaveFact> + use<'f> {
        let (from, to) = (self.reported_in_on, self.ended_on);
        facts.leaves.iter().filter(move |leave| {
            from.is_some_and(|from| from <= leave.left_on) && to.is_none_or(|to| leave.left_on <= to)
        })
    }
}
