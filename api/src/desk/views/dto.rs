//! What the API documents about views.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::codes::text::clean_field;
use crate::desk::dto::ListName;
use crate::desk::preferences::check_columns;
use crate::desk::preferences::dto::columns;
use crate::desk::rules::query_length;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

/// A search to come back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateView {
    /// What it is called; sealed.
    #[validate(length(min = 1, max = 60), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 60, example = "三个月未排查的旅馆")]
    pub name: String,
    /// The list; it stays as it was chosen.
    pub list: ListName,
    /// What narrows and orders it: the query string of the list, without pages and without free text (`q`). It is kept in the
    /// order of its names.
    #[serde(default)]
    #[validate(length(max = 2048), custom(function = query_length))]
    #[schema(max_length = 2048, default = "", example = "division=990981107")]
    pub query: String,
    /// The columns shown, in order; `null` leaves them to whoever opens it.
    #[serde(default)]
    #[validate(length(min = 1, max = 40), custom(function = check_columns))]
    #[schema(schema_with = columns)]
    pub columns: Option<Vec<String>>,
    /// Whether those of one's division and below may use it.
    #[serde(default)]
    #[schema(default = false)]
    pub is_shared: bool,
}

/// A view on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct View {
    /// Its id.
    pub id: Id,
    /// What it is.
    #[serde(flatten)]
    pub facts: CreateView,
    /// The division of whoever made it, which it is shared with.
    pub division_code: String,
    /// Who made it.
    pub owner: String,
    /// Whether it is the caller's own; others' are theirs to change.
    pub is_own: bool,
    /// Whether the list still takes its query: a newer version of the program may know a parameter no more.
    pub is_current: bool,
    /// Grows with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: View);

impl Versioned for View {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of views: one's own first, each group by name.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ViewFilter {
    /// Views of this list.
    pub list: Option<ListName>,
}
