//! An inspection as a row tells it, and what tells it from others.
use chrono::NaiveDate;
use serde::Serialize;

use crate::imports::Record;
use crate::platform::id::Id;
use crate::premises::inspections::dto::{CreateInspection, InspectionRecord};

/// An inspection with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Look {
    /// The place.
    pub premises_id: Id,
    #[serde(flatten)]
    /// What was entered.
    pub facts: CreateInspection,
}

/// An inspection on file.
pub struct Filed {
    /// As it is kept.
    pub record: InspectionRecord,
    /// As a row would tell it.
    pub look: Look,
}

impl Record for Filed {
    type Facts = Look;

    fn id(&self) -> Id {
        self.record.id
    }

    fn facts(&self) -> &Look {
        &self.look
    }
}

/// What tells one inspection from another: of which place, in which round, when.
pub type Key = (Id, Option<Id>, NaiveDate);

/// The key of an inspection.
pub fn key_of(look: &Look) -> Key {
    (look.premises_id, look.facts.campaign_id, look.facts.inspected_on)
}
