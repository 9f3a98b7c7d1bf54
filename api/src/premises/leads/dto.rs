//! What the API documents about leads to the police.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;
use crate::premises::inspections::WarningSign;

coded! {
    /// How a lead stands.
    LeadState in "lead_state" {
        Raised = "raised", "待公安接收", "Raised";
        Received = "received", "公安已接收", "Received";
    }
}

/// A lead: signs of a laboratory that an inspection saw. It follows the inspection until the police have received it, and
/// stays as received from then on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lead {
    /// Its id.
    pub id: Id,
    /// The place.
    pub premises_id: Id,
    /// The place's number.
    pub premises_code: String,
    /// The place's name.
    pub premises_name: String,
    /// The division that manages the place.
    pub division_code: String,
    /// The inspection that saw them.
    pub inspection_id: Id,
    /// What was seen.
    pub signs: Vec<WarningSign>,
    /// The day they were seen: that of the inspection.
    pub raised_on: NaiveDate,
    /// How it stands.
    pub state: LeadState,
    /// The day the police received it.
    pub received_on: Option<NaiveDate>,
    /// Number of the receipt.
    pub receipt_no: Option<String>,
    /// What the police wrote.
    pub note: Option<String>,
    /// Grows with each change.
    pub version: i64,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Lead);

impl Versioned for Lead {
    fn version(&self) -> i64 {
        self.version
    }
}

/// That the police have received a lead.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveLead {
    /// The day (Asia/Shanghai).
    #[validate(custom(function = rules::not_in_future))]
    pub received_on: NaiveDate,
    /// Number of the receipt; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100)]
    pub receipt_no: Option<String>,
    /// What the police have to say; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 1000), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 1000)]
    pub note: Option<String>,
}

/// Narrows a list of leads. Those nobody has received come first, the oldest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct LeadFilter {
    /// Division whose subtree's places to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "raised")]
    pub state: Vec<LeadState>,
}
