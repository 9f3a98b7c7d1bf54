//! What the API documents about case teams.
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
    /// The five kinds a case team has (戒毒条例 §17).
    TeamRole in "team_role" {
        CaseWorker = "case_worker", "专职工作人员", "Full-time worker" | "禁毒专干" | "禁毒社工";
        Police = "police", "社区民警", "Community police officer";
        Medic = "medic", "社区医务人员", "Community medic";
        Family = "family", "家庭成员", "Family member";
        Volunteer = "volunteer", "禁毒志愿者", "Volunteer";
    }
}

/// The facts of a member of a person's case team (社区戒毒工作小组).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateTeamMember {
    /// Which of the five kinds.
    pub role: TeamRole,
    /// Name; sealed, since it may be a relative's.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "周岚")]
    pub name: String,
    /// The first day in the team.
    pub since: NaiveDate,
    /// The last day, if they have left it.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Office, or relation to the person; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "镇禁毒办")]
    pub organisation: Option<String>,
    /// Telephone; sealed.
    #[serde(default)]
    #[validate(length(min = 3, max = 32))]
    #[schema(min_length = 3, max_length = 32, example = "16000000000")]
    pub phone: Option<String>,
}

/// A member of a case team on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamMember {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateTeamMember,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: TeamMember);

impl Versioned for TeamMember {
    fn version(&self) -> i64 {
        self.version
    }
}
