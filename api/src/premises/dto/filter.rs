//! How a list of places is narrowed and ordered.
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{Colour, PremisesKind, PremisesRisk};
use crate::codes::division::filled_up;
use crate::platform::http::{comma_separated, from_text};
use crate::platform::id::Id;

/// The order of a list of premises.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
pub enum PremisesOrder {
    /// Last changed first.
    #[default]
    #[serde(rename = "-updated_at")]
    Changed,
    /// By number.
    #[serde(rename = "code")]
    Code,
    /// Never inspected first, then those not inspected for longest.
    #[serde(rename = "last_inspected_on")]
    LastInspected,
}

/// Narrows a list of premises.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PremisesFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "rental,hotel")]
    pub kind: Vec<PremisesKind>,
    /// Colours, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "red,yellow")]
    pub colour: Vec<Colour>,
    /// Risk levels, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "high,medium")]
    pub risk_level: Vec<PremisesRisk>,
    /// Whether it was ever inspected.
    #[serde(deserialize_with = "from_text")]
    pub inspected: Option<bool>,
    /// Places not inspected on or after this day.
    pub inspected_before: Option<NaiveDate>,
    /// Whether they are overdue to be looked at.
    #[serde(deserialize_with = "from_text")]
    pub overdue: Option<bool>,
    /// Those that are only proposed, instead of those on the register.
    #[serde(deserialize_with = "from_text")]
    pub proposed: Option<bool>,
    /// Those that were merged into this place, instead of those on the register.
    pub merged_into: Option<Id>,
    /// Part of the number or the name.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// The order.
    #[param(inline)]
    pub sort: PremisesOrder,
}
