//! Many duties at once.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::TaskKind;
use crate::discloses;
use crate::platform::error::{FieldError, Refusal};
use crate::platform::http::{NO_VERSION, Versioned};
use crate::platform::id::Id;
use crate::tasks::rules;

/// Which duties, told by what they have in common: all that are open or missed.
#[derive(Debug, Clone, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AssignFilter {
    /// Those this member of staff has: whoever leaves hands over by it.
    pub assignee_id: Option<Id>,
    /// Division whose subtree is meant.
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
    /// Kinds; all when empty.
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub kind: Vec<TaskKind>,
}

/// Many duties for one member of staff: by their ids, or by what they have in common and how many they are.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_many, skip_on_field_errors = false))]
pub struct AssignMany {
    /// The duties.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub ids: Vec<Id>,
    /// What they have in common, in place of ids.
    #[serde(default)]
    #[validate(nested)]
    pub filter: Option<AssignFilter>,
    /// How many the caller has counted; when there are more or fewer now, nothing is done (409).
    #[serde(default)]
    #[validate(range(min = 1, max = 2000))]
    #[schema(minimum = 1, maximum = 2000, example = 37)]
    pub expected_count: Option<i64>,
    /// A member of staff; `null` takes them back.
    pub assignee_id: Option<Id>,
}

/// What became of one of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignedItem {
    /// The duty.
    pub id: Id,
    /// Whether it was assigned.
    pub assigned: bool,
    /// Why not, if not.
    pub refused: Option<Refusal>,
}

impl AssignedItem {
    pub(in crate::tasks) fn of(id: Id, refused: Option<&FieldError>) -> Self {
        Self { id, assigned: refused.is_none(), refused: refused.map(Refusal::from) }
    }
}

/// What became of each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignedMany {
    /// In the order they were sent.
    pub items: Vec<AssignedItem>,
}

// Which duties were given, by their ids.
discloses!(nobody: AssignedMany);

impl Versioned for AssignedMany {
    fn version(&self) -> i64 {
        NO_VERSION
    }

    fn has_refusals(&self) -> bool {
        self.items.iter().any(|item| !item.assigned)
    }
}
