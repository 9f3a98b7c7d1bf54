//! What the API documents about risk assessments.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::personnel::persons::RiskLevel;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// The grade somebody was assessed at: a decision with an approval, not a label to show to everyone.
    AssessedLevel in "assessed_level" {
        High = "high", "高", "High" | "高风险";
        Medium = "medium", "中", "Medium" | "中风险";
        Low = "low", "低", "Low" | "低风险";
    }
}

impl From<AssessedLevel> for RiskLevel {
    fn from(level: AssessedLevel) -> Self {
        match level {
            AssessedLevel::High => Self::High,
            AssessedLevel::Medium => Self::Medium,
            AssessedLevel::Low => Self::Low,
        }
    }
}

/// The facts of a risk assessment (风险分类评估审批表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateAssessment {
    /// The day it was approved: the grade counts from here.
    pub assessed_on: NaiveDate,
    /// The grade; sealed.
    pub level: AssessedLevel,
    /// What it rests on: substances, years, relapses, family, work; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000, example = "戒断两年，家庭支持好，有稳定工作")]
    pub factors: Option<String>,
    /// Who assessed.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "周岚")]
    pub assessor: String,
    /// Who approved.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "派出所 钱进")]
    pub approved_by: String,
    /// Number of the approval form.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "风险评估审批表（2025）第8号")]
    pub document_no: String,
    /// Last day it holds, where it was limited.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// A risk assessment on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assessment {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateAssessment,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Assessment);

impl Versioned for Assessment {
    fn version(&self) -> i64 {
        self.version
    }
}
