//! What the API documents about the document register.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::{Versioned, comma_separated, from_text};
use crate::platform::id::Id;

coded! {
    /// What a document is.
    DocumentKind in "document_kind" {
        Plan = "plan", "方案", "Plan";
        Notice = "notice", "通知", "Notice";
        Report = "report", "报告", "Report";
        Minutes = "minutes", "纪要", "Minutes";
        Other = "other", "其他", "Other";
    }
}

/// The facts of a document: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateDocument {
    /// The division that issued it.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// Its title.
    #[validate(length(min = 1, max = 300))]
    #[schema(min_length = 1, max_length = 300, example = "关于开展“全民禁毒宣传月活动”的通知")]
    pub title: String,
    /// 文号
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "秀禁毒〔2025〕7号")]
    pub document_no: Option<String>,
    /// The day it was issued (Asia/Shanghai); not in the future.
    pub issued_on: NaiveDate,
    /// What it is.
    pub kind: DocumentKind,
}

/// A document in the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegisteredDocument {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateDocument,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: RegisteredDocument);

impl Versioned for RegisteredDocument {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of documents.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Documents issued in this year.
    #[serde(deserialize_with = "from_text")]
    #[validate(range(min = 1949, max = 2100))]
    #[param(minimum = 1949, maximum = 2100)]
    pub year: Option<i32>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "plan,notice")]
    pub kind: Vec<DocumentKind>,
    /// Part of the title or the number.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
}
