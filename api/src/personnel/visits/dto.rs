//! What the API documents about visits.
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
    /// How contact was made.
    VisitMode in "visit_mode" {
        HomeVisit = "home_visit", "家访", "Home visit";
        Interview = "interview", "面谈", "Interview";
        Phone = "phone", "电话", "Phone";
        Video = "video", "视频", "Video";
        Other = "other", "其他", "Other";
    }
}

/// The facts of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateVisit {
    /// The day.
    pub visited_on: NaiveDate,
    /// How contact was made.
    pub mode: VisitMode,
    /// Who visited.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub visitor: Option<String>,
    /// Who else was present.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "家属在场")]
    pub present: Option<String>,
    /// What was found; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000, example = "思想稳定，有正当工作")]
    pub summary: Option<String>,
}

/// A visit on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Visit {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateVisit,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Visit);

impl Versioned for Visit {
    fn version(&self) -> i64 {
        self.version
    }
}
