//! What the API documents about code lists.
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::coded::{Coded, Label};

/// One value of a code list and every word for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    /// Its code and labels.
    #[serde(flatten)]
    pub label: Label,
    /// Other words ledgers use for it, which imports understand.
    #[schema(value_type = Vec<String>, example = json!(["强戒", "强制戒毒中"]))]
    pub synonyms: &'static [&'static str],
}

/// A code list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dictionary {
    /// Its name.
    #[schema(example = "division_kind")]
    pub name: &'static str,
    /// Its values in the order people expect, each with its labels.
    pub labels: Vec<Entry>,
}

impl Dictionary {
    /// The list of `C`.
    pub fn of<C: Coded>() -> Self {
        let entry = |value: &C| Entry { label: value.label(), synonyms: value.synonyms() };
        Self { name: C::LIST, labels: C::ALL.iter().map(entry).collect() }
    }
}
