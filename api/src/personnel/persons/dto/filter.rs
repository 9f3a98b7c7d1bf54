//! What narrows a list of persons, finds one by number, or takes a list out.
use std::str::FromStr;

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{Control, PersonStatus, RiskLevel};
use crate::codes::division::filled_up;
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

/// Who or what persons are assigned to, in a filter: `none`, or an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigned {
    /// Nobody and nothing.
    None,
    /// This one.
    To(Id),
}

impl FromStr for Assigned {
    type Err = <Id as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" { Ok(Self::None) } else { text.parse().map(Self::To) }
    }
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

/// Declares what narrows a list of persons: the same for showing a list and for taking it out.
macro_rules! person_filters {
    ($(#[$listed:meta])* $List:ident; $(#[$taken:meta])* $Export:ident { $(#[$of_form:meta])* $form:ident: $Form:ty };
     $($(#[$meta:meta])* $field:ident: $Type:ty,)+) => {
        $(#[$listed])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Validate, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(default, deny_unknown_fields)]
        pub struct $List { $($(#[$meta])* pub $field: $Type,)+ }

        $(#[$taken])*
        #[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(default, deny_unknown_fields)]
        pub struct $Export { $(#[$of_form])* pub $form: $Form, $($(#[$meta])* pub $field: $Type,)+ }

        impl $Export {
            /// The list it takes out.
            pub fn list(self) -> $List {
                $List { $($field: self.$field,)+ }
            }
        }
    };
}

person_filters! {
    /// Narrows a list of persons.
    PersonFilter;
    /// Which persons to take out, and in which form.
    ExportFilter {
        /// The form.
        #[param(inline)]
        format: ExportFormat
    };
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    division: Option<String>,
    /// Where they stand, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "community_treatment,community_rehabilitation")]
    status: Vec<PersonStatus>,
    /// In contact or not.
    control: Option<Control>,
    /// Grades, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "high,medium")]
    risk_level: Vec<RiskLevel>,
    /// Away for work or not.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    migrant: Option<bool>,
    /// The caseworker responsible; `none` for persons without one.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<String>, example = "none")]
    case_worker: Option<Assigned>,
    /// The grid; `none` for persons in no grid.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<String>, example = "none")]
    grid: Option<Assigned>,
    /// Entered into the provincial platform or not.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    platform_entered: Option<bool>,
    /// Of persons in community treatment or rehabilitation: whether they have reported in (戒毒条例 §14). Leaves out all others.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    reported_in: Option<bool>,
    /// First found on or after.
    first_found_on_from: Option<NaiveDate>,
    /// First found on or before.
    first_found_on_to: Option<NaiveDate>,
    /// Part of the name, its pinyin initials, or the file number. Where names are masked, the file number only.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    q: Option<String>,
    /// The order; ignored with `q`, whose matches come newest first, and in an export, which is in the order of entry.
    #[param(inline)]
    sort: PersonOrder,
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
