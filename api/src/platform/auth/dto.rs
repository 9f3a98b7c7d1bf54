//! What the API documents about signing in.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::auth::Permission;
use crate::platform::id::Id;

/// Name and password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// Sign-in name.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, example = "zhoulan")]
    pub username: String,
    /// Password, compared exactly as received.
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 1, max_length = 128)]
    pub password: String,
}

/// An access token; the refresh token travels in a cookie that scripts cannot read.
#[derive(Serialize, ToSchema)]
pub struct AccessToken {
    /// To be sent as `Authorization: Bearer …`; keep it in memory only.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds it is good for.
    #[schema(example = 300)]
    pub expires_in: i64,
}

/// The first account, made with the one-time code from the server's console.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The code the console printed.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub code: String,
    /// Sign-in name.
    #[validate(length(min = 2, max = 64))]
    #[schema(min_length = 2, max_length = 64)]
    pub username: String,
    /// 12 to 128 characters.
    #[validate(length(min = 12, max = 128))]
    #[schema(min_length = 12, max_length = 128)]
    pub password: String,
    /// The official's name.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50)]
    pub display_name: String,
    /// The division the account belongs to: twelve digits.
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
}

/// A password, set with the one-time code that an administrator handed over.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// Sign-in name.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64, example = "zhoulan")]
    pub username: String,
    /// The code.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub code: String,
    /// The password, 12 to 128 characters.
    #[validate(length(min = 12, max = 128))]
    #[schema(min_length = 12, max_length = 128)]
    pub new_password: String,
}

/// Another password for one's own account.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present one.
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 1, max_length = 128)]
    pub current_password: String,
    /// The new one, 12 to 128 characters.
    #[validate(length(min = 12, max = 128))]
    #[schema(min_length = 12, max_length = 128)]
    pub new_password: String,
}

/// Oneself: who is signed in, and what they may do.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The account.
    pub account_id: Id,
    /// Sign-in name.
    pub username: String,
    /// The official's name.
    pub display_name: String,
    /// Name of the role.
    #[schema(example = "caseworker")]
    pub role: String,
    /// The role's title in Chinese.
    pub role_title_zh: String,
    /// The role's title in English.
    pub role_title_en: String,
    /// The division the account belongs to; it and all below it is in scope.
    pub division_code: String,
    /// All that the role may do.
    #[schema(value_type = Vec<Permission>)]
    pub capabilities: Vec<&'static str>,
}
