//! What duties follow from, as the engine takes it: dates and results, no names.
mod until;

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use crate::personnel::{
    HandoverReason, LeaveState, NoticeKind, RiskLevel, TeamRole, TestResult, TreatmentKind, TreatmentState,
};
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
    /// Whether it counts for its window: one taken elsewhere does once it is approved.
    pub counts: bool,
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

/// A visit, or contact by another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitFact {
    /// Its id.
    pub id: Id,
    /// The day.
    pub on: NaiveDate,
}

/// A time away for work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayFact {
    /// The day the person left.
    pub left_on: NaiveDate,
    /// The day they were back.
    pub back_on: Option<NaiveDate>,
    /// Days between contacts, where they were agreed.
    pub every_days: Option<u32>,
}

/// An admonition or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFact {
    /// Its id.
    pub id: Id,
    /// Which.
    pub kind: NoticeKind,
    /// The day.
    pub on: NaiveDate,
}

/// A member of the case team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFact {
    /// Its id.
    pub id: Id,
    /// Which of the five kinds.
    pub role: TeamRole,
    /// First day.
    pub since: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
}

/// A change of the place of execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferFact {
    /// Its id.
    pub id: Id,
    /// The measure.
    pub episode_id: Id,
    /// It was approved.
    pub decided_on: NaiveDate,
    /// The file was sent.
    pub sent_on: Option<NaiveDate>,
    /// The place changed.
    pub changed_on: Option<NaiveDate>,
    /// The person reported in at the new place.
    pub reported_in_on: Option<NaiveDate>,
    /// The new agreement was signed.
    pub agreement_signed_on: Option<NaiveDate>,
}

/// What the file itself says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFact {
    /// The day the police found them first.
    pub first_found_on: Option<NaiveDate>,
    /// Whether they live in the community under no measure (社会面).
    pub is_in_community: bool,
    /// Whether they are away for work since a day nobody wrote down.
    pub is_away_undated: bool,
    /// The grade before the first assessment.
    pub entered_risk_level: Option<RiskLevel>,
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
    /// What the file says.
    pub person: PersonFact,
    /// Visits and other contacts.
    pub visits: Vec<VisitFact>,
    /// Grades, each from its day.
    pub grades: Vec<(NaiveDate, RiskLevel)>,
    /// Times away for work.
    pub stays: Vec<StayFact>,
    /// Admonitions and warnings.
    pub notices: Vec<NoticeFact>,
    /// The case team.
    pub team: Vec<MemberFact>,
    /// Changes of place.
    pub transfers: Vec<TransferFact>,
    /// Duties that an official confirmed as done.
    pub confirmed: BTreeMap<Occurrence, NaiveDate>,
}

impl Episode {
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
