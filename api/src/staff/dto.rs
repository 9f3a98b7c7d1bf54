//! What the API documents about the work force.
use chrono::{DateTime, Utc};
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
    /// What someone is for the work.
    StaffPost in "staff_post" {
        SecurityDirector = "security_director", "治保主任", "Public-security director";
        GridWorker = "grid_worker", "网格员", "Grid worker";
        CaseWorker = "case_worker", "禁毒专干", "Caseworker";
        PoliceOfficer = "police_officer", "民警", "Police officer";
        OfficeHead = "office_head", "禁毒办主任", "Head of the drug-control office";
        Leader = "leader", "领导", "Leader";
        Inspector = "inspector", "排查员", "Inspector";
        InformationOfficer = "information_officer", "信息员", "Information officer";
        Other = "other", "其他", "Other";
    }
}

/// The facts of a member of the work force: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateStaff {
    /// Full name; sealed.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "邹春家")]
    pub name: String,
    /// Phone; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 50), custom(function = rules::phone))]
    #[schema(min_length = 1, max_length = 50, example = "13800000072")]
    pub phone: Option<String>,
    /// What they are for the work.
    pub post: StaffPost,
    /// Their title as documents write it.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "镇党委委员、派出所所长")]
    pub title: Option<String>,
    /// The village or town they work for.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// Whether they are in post now.
    #[serde(default = "rules::in_post")]
    #[schema(default = true)]
    pub active: bool,
}

/// A member of the work force. Names of officials are shown in full; a phone only to whoever may see contacts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StaffMember {
    /// Their id.
    pub id: Id,
    /// Full name.
    #[schema(example = "邹春家")]
    pub name: String,
    /// What they are for the work.
    pub post: StaffPost,
    /// Their title as documents write it.
    pub title: Option<String>,
    /// The village or town they work for.
    #[schema(example = "990981107201")]
    pub division_code: String,
    /// Stars and the last two digits; `null` when no phone is known.
    #[schema(example = "*********72")]
    pub phone_masked: Option<String>,
    /// In full, for whoever may see contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether they are in post now.
    pub active: bool,
    /// Fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: StaffMember);

impl Versioned for StaffMember {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of the work force.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct StaffFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Posts, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "security_director,grid_worker")]
    pub post: Vec<StaffPost>,
    /// Whether they are in post now.
    #[serde(deserialize_with = "from_text")]
    pub active: Option<bool>,
    /// Part of the name or its pinyin initials. Names are sealed, so those that match the other filters are opened and
    /// read: at most 5 000, beyond which the search is refused until it is narrowed.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    pub q: Option<String>,
}
