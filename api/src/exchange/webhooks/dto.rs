//! What the API documents about webhooks.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// How messages are signed.
    WebhookSigning in "webhook_signing" {
        V1 = "v1", "共享密钥（HMAC-SHA256）", "A key both sides share (HMAC-SHA256)";
        V1a = "v1a", "公钥（Ed25519）", "A key pair of ours (Ed25519)";
    }
    /// How a webhook stands.
    WebhookState in "webhook_state" {
        Unverified = "unverified", "待验证", "Unverified";
        Active = "active", "使用中", "Active";
        Paused = "paused", "已暂停", "Paused";
        Disabled = "disabled", "已停用", "Disabled";
    }
}

/// The facts of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateWebhook {
    /// What people call it.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "市禁毒委平台")]
    pub name: String,
    /// Where messages go; host and port must be among the allowed ones. Sealed.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500, example = "https://receiver.example.com/jindu")]
    pub url: String,
    /// The types it is told of: `personnel.updated`, or `personnel.*` for all of a kind. None means all.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[schema(max_items = 50, value_type = Vec<EventType>)]
    pub event_types: Vec<String>,
    /// The area it is told of.
    #[validate(custom(function = rules::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// How messages are signed; it stays as it was chosen.
    pub signing: WebhookSigning,
    /// What it is for.
    #[serde(default)]
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub description: Option<String>,
}

/// The name of a type of event.
#[derive(ToSchema)]
#[schema(min_length = 3, max_length = 100, example = "personnel.updated")]
pub struct EventType(#[expect(dead_code, reason = "only its schema is used")] String);

/// A webhook on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateWebhook,
    /// How it stands. Nothing is sent before the address has answered a challenge.
    pub state: WebhookState,
    /// The keys that check its signatures (`whpk_…`), the newest first; two for a day after they were changed.
    pub public_keys: Vec<String>,
    /// The change up to which it has been told or is being told.
    pub after_seq: i64,
    /// Deliveries in a row that found no receiver; from five on the host is left alone and asked once a minute.
    pub failures_in_row: i32,
    /// When it last took a message.
    pub last_delivered_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A webhook with the key that was just made for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewSecret {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// The key to share with the receiver (`whsec_…`), shown this once; `null` where messages are signed by a key pair.
    pub secret: Option<String>,
}

discloses!(nobody: Webhook, NewSecret);

impl Versioned for Webhook {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Versioned for NewSecret {
    fn version(&self) -> i64 {
        self.webhook.version
    }
}

/// Narrows a list of webhooks, which are listed the newest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookFilter {
    /// Division whose subtree's webhooks to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "disabled,paused")]
    pub state: Vec<WebhookState>,
}
