//! What the API documents about counting lists.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::desk::dto::ListName;
use crate::desk::rules::query_length;
use crate::discloses;

/// A list, narrowed.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListToCount {
    /// Which list.
    pub list: ListName,
    /// What narrows it, as in its address; no paging, no order, and nothing that somebody types (`q`) or that names
    /// one person or place.
    #[serde(default)]
    #[validate(length(max = 2048), custom(function = query_length))]
    #[schema(max_length = 2048, default = "", example = "state=open&due_on_to=2025-06-25")]
    pub query: String,
}

/// Lists to be counted.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountLists {
    /// The lists.
    #[validate(length(min = 1, max = 40), nested)]
    #[schema(min_items = 1, max_items = 40)]
    pub lists: Vec<ListToCount>,
}

/// What a list says of itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListCount {
    /// How many records there are; counting stops at 10 000.
    pub total: i64,
    /// Whether there are more than `total`.
    pub total_is_lower_bound: bool,
}

/// How much each list holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListCounts {
    /// In the order in which they were named.
    pub counts: Vec<ListCount>,
}

discloses!(nobody: ListCounts);
