//! What the API documents about the leading group.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// What someone is in the group.
    GroupRole in "group_role" {
        Head = "head", "组长", "Head";
        Deputy = "deputy", "副组长", "Deputy head";
        Member = "member", "成员", "Member";
    }
}

/// The facts of a post in the group: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateGroupPost {
    /// The division whose group it is.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// 组内职务
    pub group_role: GroupRole,
    /// 现任职务: what they are besides, as the document that appoints them writes it.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "镇党委书记")]
    pub title: String,
    /// Full name; sealed.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "章峰")]
    pub name: String,
    /// First day in the group.
    pub held_from: NaiveDate,
    /// Last day in the group; `null` while they hold the post.
    #[serde(default)]
    pub held_to: Option<NaiveDate>,
}

/// A post in the leading group, with who holds it. Names of officials are shown in full.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupPost {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateGroupPost,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: GroupPost);

impl Versioned for GroupPost {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of posts.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct GroupPostFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Posts held on this day; past ones too when not said.
    pub as_of: Option<NaiveDate>,
}
