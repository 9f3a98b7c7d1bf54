//! What the API documents about campaigns.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// What a campaign is for.
    CampaignKind in "campaign_kind" {
        LabScreening = "lab_screening", "制毒窝点排查", "Screening for clandestine laboratories";
        AwarenessMonth = "awareness_month", "宣传月", "Awareness month";
        CropSurvey = "crop_survey", "禁种踏查", "Survey for illicit crops";
        RentalCheck = "rental_check", "出租房排查", "Check of rental housing";
        Routine = "routine", "日常排查", "Routine round";
        Other = "other", "其他", "Other";
    }
}

/// The facts of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateCampaign {
    /// What it is for.
    pub kind: CampaignKind,
    /// Its name, once in its area.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "2025年第1次制毒工厂和制毒窝点排查")]
    pub title: String,
    /// The area it covers; it concerns every place below.
    #[validate(custom(function = rules::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// First day (Asia/Shanghai); `null` when it was not set.
    #[serde(default)]
    pub starts_on: Option<NaiveDate>,
    /// Last day; `null` when it was not set.
    #[serde(default)]
    pub ends_on: Option<NaiveDate>,
}

/// A campaign on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateCampaign,
    /// Inspections made in it, of places the caller may see.
    pub inspections: i64,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Campaign);

impl Versioned for Campaign {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The order of a list of campaigns.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
pub enum CampaignOrder {
    /// Newest entry first.
    #[default]
    #[serde(rename = "-created_at")]
    Newest,
    /// By title.
    #[serde(rename = "title")]
    Title,
}

/// Narrows a list of campaigns.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct CampaignFilter {
    /// Division that the campaigns concern: its own, those below it and those of the areas above; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "lab_screening,rental_check")]
    pub kind: Vec<CampaignKind>,
    /// Part of the title.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// The order.
    #[param(inline)]
    pub sort: CampaignOrder,
}
