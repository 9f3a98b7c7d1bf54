//! What the API documents about machine clients.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::networks::Network;
use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::auth::{FieldClass, Permission};
use crate::platform::http::{NO_VERSION, Versioned};
use crate::platform::id::Id;

coded! {
    /// What a machine client is for: the most it may ever do.
    ClientKind in "client_kind" {
        Reader = "reader", "数据交换", "Reads records and records facts";
        Importer = "importer", "只交不看", "Hands in ledgers, is shown no person";
        Statistics = "statistics", "统计", "Reads figures, is shown no person";
    }
}

/// The facts of a machine client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateClient {
    /// Its name, as the journal shows it: 2 to 64 letters, digits, dots, underscores or hyphens, and nobody else's.
    #[validate(length(min = 2, max = 64))]
    #[schema(min_length = 2, max_length = 64, example = "city-committee")]
    pub name: String,
    /// What it is for: the most it may ever do.
    pub kind: ClientKind,
    /// The agency that runs it.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "江岚市禁毒委员会办公室")]
    pub agency: String,
    /// What it does, and whom to call.
    #[serde(default)]
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub description: Option<String>,
    /// The division whose subtree it sees; within the caller's area.
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// What it may do, among what its kind may. Besides, it may ask who it is and read code lists and the heads of the journal.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_items = 1, max_items = 64, example = json!(["divisions:read"]))]
    pub capabilities: Vec<Permission>,
    /// Classes of fields it sees in full.
    #[validate(length(max = 6))]
    #[schema(max_items = 6, example = json!([]))]
    pub sees: Vec<FieldClass>,
    /// Networks it may call from. To allow every address, say so: `0.0.0.0/0` and `::/0`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50, example = json!(["10.12.0.0/16"]))]
    pub networks: Vec<Network>,
    /// Rows about persons it may be shown in a day (Asia/Shanghai); 0 shows it no person.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 5000)]
    pub rows_a_day: i64,
    /// The last day it may be used, within a year.
    pub expires_on: NaiveDate,
}

/// A machine client on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Client {
    /// Its id, which is its `client_id`.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateClient,
    /// The account that the journal names for what it does.
    pub account_id: Id,
    /// Secrets in use; at most two, so that one can be replaced without a pause.
    pub secrets: Vec<ClientSecret>,
    /// Keys in use.
    pub keys: Vec<ClientKey>,
    /// Rows about persons it was shown today.
    pub rows_today: i64,
    /// When it last got a token.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A secret in use; what it is was shown once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientSecret {
    /// Its id.
    pub id: Id,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A secret, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewClientSecret {
    /// Its id.
    pub id: Id,
    /// The client, as `client_id`.
    pub client_id: Id,
    /// The secret. It is stored nowhere: keep it now.
    #[schema(example = "dcs_…")]
    pub client_secret: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A public key whose private half the client keeps.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateClientKey {
    /// An Ed25519 or P-256 public key, as PEM (`-----BEGIN PUBLIC KEY-----`) or as the text of a JWK.
    #[validate(length(min = 1, max = 2000))]
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
    )]
    pub public_key: String,
}

/// A public key in use.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClientKey {
    /// Its id.
    pub id: Id,
    /// `EdDSA` or `ES256`.
    #[schema(example = "EdDSA")]
    pub algorithm: &'static str,
    /// Its thumbprint (RFC 7638): the `kid` an assertion may name.
    pub thumbprint: String,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
}

discloses!(nobody: Client, NewClientSecret, ClientKey);

impl Versioned for Client {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Versioned for ClientKey {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}

/// Narrows a list of machine clients.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ClientFilter {
    /// Whether those that were revoked are listed too.
    pub with_revoked: bool,
}
