//! What the API documents about code lists.
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::coded::{Coded, Label};

/// A code list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dictionary {
    /// Its name.
    #[schema(example = "division_kind")]
    pub name: &'static str,
    /// Its values in the order people expect, each with its labels.
    pub labels: Vec<Label>,
}

impl Dictionary {
    /// The list of `C`.
    pub fn of<C: Coded>() -> Self {
        Self { name: C::LIST, labels: C::labels() }
    }
}
