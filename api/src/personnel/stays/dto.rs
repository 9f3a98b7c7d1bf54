//! What the API documents about times away for work.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

/// Joint management by two places (双向管控): the letter to the other place and its answer; sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JointManagement {
    /// The office there.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "东莞市长安镇禁毒办")]
    pub partner: String,
    /// Number of the letter.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "双向管控函（2025）第3号")]
    pub letter_no: String,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// The day the answer came.
    #[serde(default)]
    pub answered_on: Option<NaiveDate>,
}

/// The facts of a time away for work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateStay {
    /// The day the person left.
    pub left_on: NaiveDate,
    /// The day the person was back.
    #[serde(default)]
    pub back_on: Option<NaiveDate>,
    /// Days between contacts, where it was agreed; otherwise the rule's.
    #[serde(default)]
    #[validate(range(min = 1, max = 366))]
    #[schema(minimum = 1, maximum = 366, example = 30)]
    pub contact_every_days: Option<i32>,
    /// Where to; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "广东东莞")]
    pub destination: Option<String>,
    /// How the person can be reached there; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub contact: Option<String>,
    /// Joint management with the other place.
    #[serde(default)]
    #[validate(nested)]
    pub joint: Option<JointManagement>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// A time away for work, on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stay {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateStay,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Stay);

impl Versioned for Stay {
    fn version(&self) -> i64 {
        self.version
    }
}
