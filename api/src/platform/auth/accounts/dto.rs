//! What the API documents about accounts.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::auth::{FieldClass, Permission};
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// How an account stands.
    AccountState in "account_state" {
        Invited = "invited", "待启用", "Not set up yet";
        Active = "active", "在用", "In use";
        Locked = "locked", "已停用", "Locked";
        Closed = "closed", "已注销", "Closed";
    }

    /// What is asked for an account that a second person confirms.
    AccountRequestKind in "account_request_kind" {
        Role = "role", "授予角色", "A role and its area";
        SetUp = "set_up", "重置密码", "A new password";
    }

    /// How a request stands.
    AccountRequestState in "account_request_state" {
        Open = "open", "待确认", "Waits to be confirmed";
        Confirmed = "confirmed", "已确认", "Confirmed";
        Declined = "declined", "已驳回", "Declined";
        Withdrawn = "withdrawn", "已失效", "Overtaken by another";
    }
}

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DescribeAccount {
    /// The official's name; sealed.
    #[validate(length(min = 1, max = 50), custom(function = rules::display_name))]
    #[schema(min_length = 1, max_length = 50, example = "周岚")]
    pub display_name: String,
    /// Their post; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "禁毒专干")]
    pub post: Option<String>,
}

/// A new account. It has no role: that is asked for apart, and confirmed by somebody else.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateAccount {
    /// Sign-in name: 2 to 64 letters, digits, dots, underscores or hyphens, nobody else's, and for good.
    #[validate(length(min = 2, max = 64))]
    #[schema(min_length = 2, max_length = 64, example = "zhoulan")]
    pub username: String,
    /// The official's name; sealed.
    #[validate(length(min = 1, max = 50), custom(function = rules::display_name))]
    #[schema(min_length = 1, max_length = 50, example = "周岚")]
    pub display_name: String,
    /// Their post; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "禁毒专干")]
    pub post: Option<String>,
    /// The division they belong to, within the caller's area. Which one they see is said with their role.
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
}

/// An account of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Account {
    /// Its id, as the journal names it.
    pub id: Id,
    /// Sign-in name.
    #[schema(example = "zhoulan")]
    pub username: String,
    /// Whose it is.
    #[serde(flatten)]
    pub who: DescribeAccount,
    /// Name of its role; `unassigned` while it has none.
    #[schema(example = "caseworker")]
    pub role: String,
    /// The division whose subtree it sees.
    pub division_code: String,
    /// How it stands.
    pub state: AccountState,
    /// Until when the set-up code that was handed over is good, if one is.
    pub set_up_until: Option<DateTime<Utc>>,
    /// When somebody last signed in with it.
    pub last_signed_in_at: Option<DateTime<Utc>>,
    /// Devices that are signed in.
    pub open_sessions: i64,
    /// Requests about it that wait to be confirmed.
    pub open_requests: i64,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Narrows the list of accounts; closed ones are listed when asked for by their state.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct AccountFilter {
    /// Part of the sign-in name or of the official's name.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
    /// Name of a role.
    #[validate(length(min = 1, max = 64))]
    #[param(min_length = 1, max_length = 64, example = "caseworker")]
    pub role: Option<String>,
    /// This division and all below it; the first digits of a code will do.
    #[validate(length(min = 2, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// How it stands.
    #[param(inline)]
    pub state: Option<AccountState>,
}

/// A code for setting a password, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewSetUpCode {
    /// The account.
    pub account_id: Id,
    /// Its sign-in name.
    pub username: String,
    /// The code, to be handed to its holder on paper. It is stored nowhere: what it was cannot be asked again.
    #[schema(example = "K7QX2M4RHT9WB3ZD")]
    pub code: String,
    /// Until when it is good; `null` while somebody has to confirm it.
    pub good_until: Option<DateTime<Utc>>,
    /// The request that has to be confirmed first, where the account has a role.
    pub request_id: Option<Id>,
}

/// A role and the area it is held in.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestRole {
    /// Name of the role.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, example = "publicity")]
    pub role: String,
    /// The division whose subtree it will see, within the caller's area.
    #[validate(length(min = 12, max = 12), custom(function = rules::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
}

/// An account that did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NamedAccount {
    /// Its id.
    pub id: Id,
    /// Its sign-in name.
    pub username: String,
}

/// What somebody asks for an account, and how it was decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountRequest {
    /// Its id.
    pub id: Id,
    /// The account it is about.
    pub account: NamedAccount,
    /// Whose that is.
    #[serde(flatten)]
    pub who: DescribeAccount,
    /// What is asked.
    pub kind: AccountRequestKind,
    /// The role that is asked for, where one is.
    pub role: Option<String>,
    /// The role the account has now.
    pub present_role: String,
    /// The area of that role; of a new password the account's own.
    pub division_code: String,
    /// How it stands.
    pub state: AccountRequestState,
    /// Who asked.
    pub asked_by: NamedAccount,
    /// Who decided.
    pub decided_by: Option<NamedAccount>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Narrows the list of requests.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct AccountRequestFilter {
    /// How it stands.
    #[param(inline)]
    pub state: Option<AccountRequestState>,
    /// About this account.
    pub account: Option<Id>,
}

/// A role: what its holders may do, and which classes of fields they see in full.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoleInUse {
    /// Its name.
    #[schema(example = "caseworker")]
    pub name: String,
    /// Its title in Chinese.
    #[schema(example = "禁毒专干")]
    pub title_zh: String,
    /// Its title in English.
    #[schema(example = "Caseworker")]
    pub title_en: String,
    /// Whether it is one of the three administrators, none of whom sees a case.
    pub is_administrator: bool,
    /// All it may do.
    #[schema(value_type = Vec<Permission>)]
    pub capabilities: Vec<&'static str>,
    /// The classes of fields it sees in full.
    #[schema(value_type = Vec<FieldClass>)]
    pub sees: Vec<&'static str>,
    /// Accounts of the caller's area that have it, closed ones left out.
    pub accounts: i64,
}

/// Every role there is. They come with the program: what a role may do is changed in no other place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Roles {
    /// The roles, the administrators first.
    pub items: Vec<RoleInUse>,
}

// Officials, not persons in the files.
discloses!(nobody: Account, NewSetUpCode, AccountRequest, Roles);

impl Versioned for Account {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Versioned for AccountRequest {
    fn version(&self) -> i64 {
        self.version
    }
}
