//! What the API documents about leaves.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// How a leave stands.
    LeaveState in "leave_state" {
        Applied = "applied", "已申请", "Asked for";
        Approved = "approved", "已批准", "Approved";
        Refused = "refused", "不予批准", "Refused";
        Unauthorised = "unauthorised", "擅自离开", "Left without leave";
    }
}

/// The facts of a leave, or of an absence without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateLeave {
    /// How it stands.
    pub state: LeaveState,
    /// First day away.
    pub left_on: NaiveDate,
    /// Last day of the leave; extending it moves this day.
    #[serde(default)]
    pub due_back_on: Option<NaiveDate>,
    /// The day the person reported back (销假).
    #[serde(default)]
    pub back_on: Option<NaiveDate>,
    /// The day it was asked for in writing (戒毒条例 §19).
    #[serde(default)]
    pub applied_on: Option<NaiveDate>,
    /// The day it was approved or refused; sealed.
    #[serde(default)]
    pub decided_on: Option<NaiveDate>,
    /// Where to; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "广东省东莞市长安镇")]
    pub destination: Option<String>,
    /// How the person can be reached there; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub contact: Option<String>,
    /// Number of the report or the decision; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "请假审批表（2025）第12号")]
    pub document_no: Option<String>,
    /// Why, and anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// A leave on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Leave {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateLeave,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Leave);

impl Versioned for Leave {
    fn version(&self) -> i64 {
        self.version
    }
}
