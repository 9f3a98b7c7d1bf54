//! What the API documents about preferences.
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::desk::dto::{ColourTheme, Density, Language, Topic};
use crate::discloses;
use crate::platform::http::Versioned;

/// What an account has chosen; what it has not is `null`, and the client's to decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CreatePreferences {
    /// The language of the pages; `null` follows the browser.
    pub language: Option<Language>,
    /// The colours; `null` follows the system.
    pub theme: Option<ColourTheme>,
    /// How close the rows of lists stand that say nothing of their own.
    pub density: Option<Density>,
    /// Each list by itself.
    #[serde(deserialize_with = "cleared")]
    #[validate(nested)]
    pub lists: ListsPreferences,
    /// Topics that the account is not told of.
    #[serde(deserialize_with = "cleared")]
    #[validate(length(max = 40), custom(function = rules::topics))]
    #[schema(max_items = 40)]
    pub topics_off: Vec<Topic>,
}

/// How one list looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListPreferences {
    /// The columns shown, in order, by the client's own names; `null` shows those it shows to everybody.
    #[validate(length(min = 1, max = 40), custom(function = rules::columns))]
    #[schema(schema_with = columns)]
    pub columns: Option<Vec<String>>,
    /// How close its rows stand.
    pub density: Option<Density>,
    /// Rows on a page.
    #[validate(range(min = 10, max = 200))]
    #[schema(minimum = 10, maximum = 200, example = 50)]
    pub per_page: Option<i64>,
}

/// In a patch `null` clears.
fn cleared<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(input: D) -> Result<T, D::Error> {
    Option::deserialize(input).map(Option::unwrap_or_default)
}

/// Columns in the document: a list of names, or nothing.
pub fn columns() -> utoipa::openapi::Array {
    use utoipa::openapi::schema::SchemaType;
    use utoipa::openapi::{Array, Object, Type};
    let one = Object::builder()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(40))
        .pattern(Some(rules::COLUMN))
        .examples(["file_no"]);
    let list = Array::builder().items(one).min_items(Some(1)).max_items(Some(40));
    list.schema_type(SchemaType::from_iter([Type::Array, Type::Null])).build()
}

/// Declares one field for each list.
macro_rules! lists {
    ($($list:ident,)+) => {
        /// How the lists look, each under its name; a list that is `null` looks as the client shows it to everybody.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct ListsPreferences {
            $(
                /// How this list looks.
                #[serde(skip_serializing_if = "Option::is_none")]
                #[validate(nested)]
                pub $list: Option<ListPreferences>,
            )+
        }

        #[cfg(test)]
        pub(super) const LISTS: &[&str] = &[$(stringify!($list)),+];
    };
}

lists! {
    personnel, transfers, tasks, premises, inspections, rectifications, leads, campaigns, events, staff, documents, divisions,
    grids, imports, reconciliations, exports, reports, clients, webhooks,
}

/// The preferences of an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Preferences {
    /// What it has chosen.
    #[serde(flatten)]
    pub facts: CreatePreferences,
    /// Grows with each change; 1 while nothing was chosen.
    pub version: i64,
}

discloses!(nobody: Preferences);

impl Versioned for Preferences {
    fn version(&self) -> i64 {
        self.version
    }
}
