//! What the API documents about orders to put defects right.
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

coded! {
    /// How grave the defects are.
    RectificationSeverity in "rectification_severity" {
        Minor = "minor", "轻微", "Minor";
        Ordinary = "ordinary", "一般", "Ordinary";
        Serious = "serious", "严重", "Serious";
    }

    /// How an order stands today.
    RectificationState in "rectification_state" {
        Open = "open", "整改中", "Open";
        Overdue = "overdue", "逾期未整改", "Overdue";
        Referred = "referred", "已移送", "Referred";
        Closed = "closed", "已整改", "Closed";
    }

    /// Whom a matter is referred to.
    ReferralAuthority in "referral_authority" {
        Police = "police", "公安机关", "Police";
        Culture = "culture", "文化和旅游部门", "Culture and tourism";
        Market = "market", "市场监督管理部门", "Market regulation";
        Emergency = "emergency", "应急管理部门", "Emergency management";
        Other = "other", "其他部门", "Another authority";
    }
}

/// The facts of an order: what is entered, and what may be changed. Whether it is fulfilled follows from the inspections of
/// the place and cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateRectification {
    /// How grave the defects are.
    pub severity: RectificationSeverity,
    /// The day of the order (Asia/Shanghai): the day of the inspection or a later one.
    pub ordered_on: NaiveDate,
    /// The last day for putting the defects right. Left out, it is 15 days after the order for minor defects, 7 for ordinary
    /// and 3 for serious ones: local practice, for the statutes say only 责令(限期)改正 (浙江省禁毒条例 §45, §49).
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    /// What is to be put right; sealed.
    #[validate(length(min = 1, max = 4000), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 4000, example = "拆除封窗，张贴禁毒标牌，登记承租人")]
    pub demand: String,
}

/// That a matter was referred to another authority. It stays referred until the place is found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_referral, skip_on_field_errors = false))]
pub struct ReferRectification {
    /// Whom to.
    pub to: ReferralAuthority,
    /// Number of the letter.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "秀禁毒移〔2025〕3号")]
    pub document_no: String,
    /// The day.
    pub referred_on: NaiveDate,
    /// Why, and what was handed over; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 1000), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 1000)]
    pub note: Option<String>,
}

/// To whom, when and on which document a matter was referred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Referral {
    /// Whom to.
    pub to: ReferralAuthority,
    /// Number of the letter.
    pub document_no: String,
    /// The day.
    pub referred_on: NaiveDate,
    /// Why, and what was handed over; `null` when hidden.
    pub note: Option<String>,
}

/// An order as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rectification {
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
    /// The inspection that found the defects.
    pub inspection_id: Id,
    /// How grave they are.
    pub severity: RectificationSeverity,
    /// The day of the order.
    pub ordered_on: NaiveDate,
    /// The last day for putting them right.
    pub due_on: NaiveDate,
    /// What is to be put right; `null` when hidden.
    pub demand: Option<String>,
    /// How it stands today.
    pub state: RectificationState,
    /// The day the place was found sound.
    pub closed_on: Option<NaiveDate>,
    /// The inspection that found it sound.
    pub reinspection_id: Option<Id>,
    /// Whom the matter was referred to, if it was; it stays on record when the place is found sound.
    pub referral: Option<Referral>,
    /// Names of the fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Rectification);

impl Versioned for Rectification {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of orders. Those not fulfilled come first, by their last day.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct RectificationFilter {
    /// Division whose subtree's places to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// How they stand today, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "open,overdue")]
    pub state: Vec<RectificationState>,
    /// Orders to this place.
    pub premises: Option<Id>,
    /// How grave, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "serious")]
    pub severity: Vec<RectificationSeverity>,
}
