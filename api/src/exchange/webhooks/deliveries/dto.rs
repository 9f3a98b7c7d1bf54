//! What the API documents about deliveries.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::{Validate, ValidationError};

use crate::coded;
use crate::discloses;
use crate::platform::error::{Broken, Rule};
use crate::platform::http::comma_separated;
use crate::platform::id::Id;

coded! {
    /// How a delivery stands.
    DeliveryState in "webhook_delivery_state" {
        Pending = "pending", "待送达", "Pending";
        Delivered = "delivered", "已送达", "Delivered";
        Failed = "failed", "未送达", "Failed";
        Parked = "parked", "已搁置", "Put aside";
    }
}

const ONE_START: Rule = Rule {
    code: "webhook.replay.start",
    zh: "请在 after_seq 和 since 中只填一项",
    en: "name either `after_seq` or `since`",
};

/// A delivery. What was sent says no more than this.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Its id: `webhook-id` of each of its attempts, and of any replay.
    pub id: Id,
    /// The number of the change in the feed; −2 for a challenge, which is none.
    pub seq: i64,
    /// What happened.
    #[schema(example = "personnel.updated")]
    pub event_type: String,
    /// The kind of record.
    #[schema(example = "personnel")]
    pub subject_type: String,
    /// The record.
    pub subject_id: Id,
    /// Its version from then on.
    pub subject_version: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// How the delivery stands. What was begun three times and never ended is put aside.
    pub state: DeliveryState,
    /// Attempts begun.
    pub started_attempts: i32,
    /// Attempts that ended; the tenth is the last.
    pub finished_attempts: i32,
    /// When the next one is due, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The status the last attempt was answered with.
    pub last_status: Option<i32>,
    /// Why the last attempt did not succeed.
    pub last_error: Option<String>,
    /// When it was taken.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
}

discloses!(nobody: Delivery);

/// Narrows a list of deliveries, which are listed the newest change first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DeliveryFilter {
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "failed,parked")]
    pub state: Vec<DeliveryState>,
}

/// From where changes are told again.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = check, skip_on_field_errors = false))]
pub struct Replay {
    /// After the change of this number (`data.seq` of a message); −1 for all there are.
    #[serde(default)]
    #[validate(range(min = -1))]
    #[schema(minimum = -1)]
    pub after_seq: Option<i64>,
    /// From this instant.
    #[serde(default)]
    pub since: Option<DateTime<Utc>>,
}

fn check(replay: &Replay) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(replay.after_seq.is_some() == replay.since.is_some(), "after_seq", ONE_START);
    broken.done()
}
