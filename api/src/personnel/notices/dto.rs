//! What the API documents about admonitions and warnings.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// How serious it is.
    NoticeKind in "notice_kind" {
        Admonition = "admonition", "劝诫", "Admonition" | "劝诫书";
        Warning = "warning", "告诫", "Warning" | "告诫书";
    }
}

/// The facts of an admonition or a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateNotice {
    /// Which.
    pub kind: NoticeKind,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// What happened, as the records say it; sealed.
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000, example = "2025年6月20日未按通知参加检测")]
    pub cause: String,
    /// Number of the paper; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "劝诫书（2025）第4号")]
    pub document_no: Option<String>,
    /// The day it was delivered; sealed.
    #[serde(default)]
    pub delivered_on: Option<NaiveDate>,
    /// Who received it, or the note that it was refused; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "本人签收")]
    pub received_by: Option<String>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// An admonition or a warning on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateNotice,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Notice);

impl Versioned for Notice {
    fn version(&self) -> i64 {
        self.version
    }
}
