//! What the API documents about mappings of headings.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// The heading, as the sheet writes it; width, spaces and marks of obligation do not count.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "地点")]
    pub heading: String,
    /// The field of the ledger, as a suggestion names it.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60, example = "division_code")]
    pub field: String,
}

/// What is said of the headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateImportMapping {
    /// The ledger.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "events")]
    pub resource: String,
    /// All headings of the sheet: by them the next one is known, in whichever order they stand.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200, value_type = Vec<HeadingText>)]
    pub headings: Vec<String>,
    /// What stands under those that were mapped. The others are read by what they say.
    #[validate(length(min = 1, max = 100), nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub columns: Vec<MappedColumn>,
}

/// A heading.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 100, example = "地点")]
pub struct HeadingText(#[expect(dead_code, reason = "only its schema is used")] String);

/// A mapping on record. It holds for the imports of its area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportMapping {
    /// Its id.
    pub id: Id,
    /// What was said.
    #[serde(flatten)]
    pub facts: CreateImportMapping,
    /// The area it holds for: that of who entered it.
    pub division_code: String,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Narrows a list of mappings.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ImportMappingFilter {
    /// Division whose subtree's mappings to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The ledger.
    #[validate(length(min = 1, max = 40))]
    #[param(min_length = 1, max_length = 40)]
    pub resource: Option<String>,
}

/// As which ledger a file is to be looked at.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct SuggestFor {
    /// The ledger; told by the headings when left out.
    #[validate(length(min = 1, max = 40))]
    #[param(min_length = 1, max_length = 40, example = "events")]
    pub resource: Option<String>,
    /// The division it is to be imported for.
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
}

/// How the headings of a sheet are read, for whoever is to map the others.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestion {
    /// The row they stand in, as a person counts it.
    pub row: u32,
    /// All of them, as the sheet writes them.
    pub headings: Vec<String>,
    /// The ledger; `null` where they are those of none and none was named.
    pub resource: Option<String>,
    /// The saved mapping that an import would use.
    pub mapping_id: Option<Id>,
    /// The fields of the ledger, in the order of the usual form.
    pub columns: Vec<SuggestedColumn>,
}

/// A field of a ledger, and where the sheet has it.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestedColumn {
    /// The field.
    #[schema(example = "division_code")]
    pub field: String,
    /// Its usual heading.
    #[schema(example = "所在村（居）")]
    pub usual: String,
    /// Whether the sheet cannot be read without it.
    pub is_required: bool,
    /// The heading it is read from; `null` where the sheet has none.
    pub heading: Option<String>,
    /// Whether a saved mapping says so, and not the heading itself.
    pub is_mapped: bool,
}

discloses!(nobody: ImportMapping, Suggestion);

impl Versioned for ImportMapping {
    fn version(&self) -> i64 {
        self.version
    }
}
