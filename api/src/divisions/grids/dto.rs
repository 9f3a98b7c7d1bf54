//! What the API documents about grids.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::{Versioned, from_text};
use crate::platform::id::Id;

/// The facts of a grid: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateGrid {
    /// The village it is part of.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// Its name, once in a village.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "第一网格")]
    pub name: String,
    /// The member of the work force who answers for it.
    #[serde(default)]
    pub worker_id: Option<Id>,
}

/// A grid on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Grid {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateGrid,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Grid);

impl Versioned for Grid {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of grids.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct GridFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Grids this member of the work force answers for.
    #[serde(deserialize_with = "from_text")]
    pub worker: Option<Id>,
    /// Part of the name.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
}
