//! Why one of many was refused, where the others were not.
use serde::Serialize;
use utoipa::ToSchema;

use super::FieldError;

/// Why one of many was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Refusal {
    /// Stable code of the rule.
    #[schema(example = "task.closed")]
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl From<&FieldError> for Refusal {
    fn from(error: &FieldError) -> Self {
        Self {
            code: error.code.clone(),
            zh: error.detail.zh.clone().into_owned(),
            en: error.detail.en.clone().into_owned(),
        }
    }
}
