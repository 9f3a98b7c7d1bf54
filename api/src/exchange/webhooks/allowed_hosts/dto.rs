//! What the API documents about allowed hosts.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::discloses;
use crate::exchange::webhooks::rules::{Target, network};
use crate::platform::error::Broken;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

/// A host that webhooks may lead to.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = check, skip_on_field_errors = false))]
pub struct CreateAllowedHost {
    /// Its name, or its address.
    #[validate(length(min = 1, max = 253))]
    #[schema(min_length = 1, max_length = 253, example = "receiver.example.com")]
    pub host: String,
    /// The port.
    #[validate(range(min = 1, max = 65_535))]
    #[schema(minimum = 1, maximum = 65_535, example = 443)]
    pub port: i32,
    /// The networks its name may lead to. Those of a county are private, and allowed like others; loopback, link-local and
    /// the server's own database are reached through none.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20, value_type = Vec<NetworkText>)]
    pub networks: Vec<String>,
    /// Whether it may be spoken to without TLS.
    #[serde(default)]
    pub allows_plain_http: bool,
}

/// A network: an address with the length of its prefix.
#[derive(ToSchema)]
#[schema(min_length = 2, max_length = 43, example = "10.20.0.0/16")]
pub struct NetworkText(#[expect(dead_code, reason = "only its schema is used")] String);

fn check(new: &CreateAllowedHost) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.check("host", Target::host_of(&new.host).map(drop));
    for (index, text) in new.networks.iter().enumerate() {
        broken.check(&format!("networks/{index}"), network(text).map(drop));
    }
    broken.done()
}

/// An allowed host on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllowedHost {
    /// Its id.
    pub id: Id,
    /// What is allowed.
    #[serde(flatten)]
    pub facts: CreateAllowedHost,
    /// The area whose webhooks may lead there: that of who entered it.
    pub division_code: String,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: AllowedHost);

impl Versioned for AllowedHost {
    fn version(&self) -> i64 {
        self.version
    }
}
