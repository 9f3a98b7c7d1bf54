//! A duty as it follows from facts and rules, before it has a row.
use chrono::NaiveDate;

use super::dto::{DoneByType, TaskKind, TaskState, VoidReason};
use crate::platform::id::Id;

/// The fact that did a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// A test.
    Test(Id),
    /// The treatment's own record.
    Treatment(Id),
    /// The member who completed the team.
    TeamMember(Id),
    /// A visit or another contact.
    Visit(Id),
    /// An admonition or a warning.
    Notice(Id),
    /// A change of place.
    Transfer(Id),
    /// A leave.
    Leave(Id),
    /// A hand-over with its receipt.
    Handover(Id),
    /// An official's word.
    Confirmation,
}

impl Doer {
    pub(super) fn parts(self) -> (DoneByType, Option<Id>) {
        match self {
            Self::Test(id) => (DoneByType::Test, Some(id)),
            Self::Treatment(id) => (DoneByType::Treatment, Some(id)),
            Self::TeamMember(id) => (DoneByType::TeamMember, Some(id)),
            Self::Visit(id) => (DoneByType::Visit, Some(id)),
            Self::Notice(id) => (DoneByType::Notice, Some(id)),
            Self::Transfer(id) => (DoneByType::Transfer, Some(id)),
            Self::Leave(id) => (DoneByType::Leave, Some(id)),
            Self::Handover(id) => (DoneByType::Handover, Some(id)),
            Self::Confirmation => (DoneByType::Confirmation, None),
        }
    }
}

/// Which duty: the rule, the measure it is owed under, the how-manieth.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The measure; none for what is owed to a person under none.
    pub episode_id: Option<Id>,
    /// The rule.
    pub rule_id: String,
    /// Its pack.
    pub pack: String,
    /// That version.
    pub pack_version: i32,
    /// From 1.
    pub ordinal: i32,
}

/// Something owed, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Which.
    pub which: Occurrence,
    /// What is owed.
    pub kind: TaskKind,
    /// First day on which it can be done.
    pub starts_on: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// How it stands.
    pub state: TaskState,
    /// Why nothing is owed any more, if so.
    pub void_because: Option<VoidReason>,
    /// What did it.
    pub done_by: Option<Doer>,
    /// When.
    pub done_on: Option<NaiveDate>,
    /// Whether a test was refused or evaded in it.
    pub has_violation: bool,
}
