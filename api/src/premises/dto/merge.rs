//! What is said when two places turn out to be one, or one turns out to be two after all.
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::id::Id;
use crate::premises::rules;

/// Into which place a duplicate goes, and why.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePremises {
    /// The place that stays: of the same town, on the register.
    pub into_id: Id,
    /// Why they are one; sealed.
    #[validate(length(min = 2, max = 500), custom(function = rules::clean))]
    #[schema(min_length = 2, max_length = 500, example = "同一处房屋登记了两次")]
    pub reason: String,
}

/// Why they are two after all.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergePremises {
    /// The reason; sealed.
    #[validate(length(min = 2, max = 500), custom(function = rules::clean))]
    #[schema(min_length = 2, max_length = 500, example = "核实为相邻的两处房屋")]
    pub reason: String,
}
