//! Places as they are on record.
use chrono::{DateTime, NaiveDate, Utc};

use super::{Colour, CreatePremises};
use crate::platform::id::Id;

/// A place as it is on record, nothing hidden: for rules, changes and imports. It is never sent; [`super::Premises`] is.
pub struct PremisesRecord {
    /// Its id.
    pub id: Id,
    /// All facts; the code is always there.
    pub facts: CreatePremises,
    /// How it stands, after its inspections.
    pub colour: Colour,
    /// The day of its last inspection, whatever came of it.
    pub last_inspected_on: Option<NaiveDate>,
    /// Whether it was withdrawn: its code stays taken.
    pub is_withdrawn: bool,
    /// Whether it is only proposed.
    pub is_proposed: bool,
    /// The place it was merged into.
    pub merged_into_id: Option<Id>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    pub(in crate::premises) data_key: Vec<u8>,
}

impl PremisesRecord {
    /// Whether it counts as a place: neither withdrawn nor only proposed nor merged into another.
    pub fn is_on_register(&self) -> bool {
        !self.is_withdrawn && !self.is_proposed && self.merged_into_id.is_none()
    }

    /// What an inspection needs to know of this place.
    pub fn site(&self) -> Site {
        Site {
            id: self.id,
            code: self.facts.code.clone().unwrap_or_default(),
            name: self.facts.name.clone(),
            division_code: self.facts.division_code.clone(),
            registered_on: self.facts.registered_on,
            is_withdrawn: self.is_withdrawn,
            data_key: self.data_key.clone(),
        }
    }
}

/// What an inspection needs to know of its place.
#[derive(Clone)]
pub struct Site {
    /// The place.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The division that manages it.
    pub division_code: String,
    /// The day it was entered in the register.
    pub registered_on: NaiveDate,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
    pub(in crate::premises) data_key: Vec<u8>,
}
