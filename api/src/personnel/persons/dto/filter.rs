//! What narrows a list of persons, finds one by number, or takes a list out.
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{Control, PersonStatus, RiskLevel};
use crate::personnel::persons::rules;
use crate::platform::http::{comma_separated, from_text};
use crate::platform::id::Id;

/// The order of a list of persons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub enum PersonOrder {
    /// Last changed first.
    #[default]
    #[serde(rename = "-updated_at")]
    LastChanged,
    /// Longest unchanged first.
    #[serde(rename = "updated_at")]
    LongestUnchanged,
    /// By file number.
    #[serde(rename = "file_no")]
    FileNo,
    /// Most recently found first.
    #[serde(rename = "-first_found_on")]
    LastFound,
}

/// Narrows a list of persons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PersonFilter {
    /// Division whose subtree to show.
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12)]
    pub division: Option<String>,
    /// Where they stand, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "community_treatment,community_rehabilitation")]
    pub status: Vec<PersonStatus>,
    /// In contact or not.
    pub control: Option<Control>,
    /// Grades, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "high,medium")]
    pub risk_level: Vec<RiskLevel>,
    /// Away for work or not.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    pub migrant: Option<bool>,
    /// The caseworker responsible.
    pub case_worker: Option<Id>,
    /// The grid.
    pub grid: Option<Id>,
    /// First found on or after.
    pub first_found_on_from: Option<NaiveDate>,
    /// First found on or before.
    pub first_found_on_to: Option<NaiveDate>,
    /// Part of the name, its pinyin initials, or the file number. Where names are masked, the file number only.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    pub q: Option<String>,
    /// The order; ignored with `q`, whose matches come newest first.
    #[param(inline)]
    pub sort: PersonOrder,
}

/// Exact look-up by a number that may not stand in an address.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchPersonnel {
    /// Identity number.
    #[serde(default)]
    #[validate(length(min = 15, max = 24), custom(function = rules::id_number))]
    #[schema(min_length = 15, max_length = 24)]
    pub id_number: Option<String>,
    /// Phone number.
    #[serde(default)]
    #[validate(length(min = 3, max = 32), custom(function = rules::phone))]
    #[schema(min_length = 3, max_length = 32)]
    pub phone: Option<String>,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated, UTF-8 with a byte-order mark, for spreadsheets.
    #[default]
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// Which persons to take out, and in which form.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ExportFilter {
    /// The form.
    #[param(inline)]
    pub format: ExportFormat,
    /// Division whose subtree to take.
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12)]
    pub division: Option<String>,
    /// Where they stand, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>)]
    pub status: Vec<PersonStatus>,
    /// Grades, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>)]
    pub risk_level: Vec<RiskLevel>,
    /// Away for work or not.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    pub migrant: Option<bool>,
}
