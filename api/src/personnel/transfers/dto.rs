//! What the API documents about changes of the place of execution.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{Array, Object, Type};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::Gender;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::personnel::treatments::TreatmentKind;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// How a transfer stands.
    TransferState in "transfer_state" {
        Requested = "requested", "待接收", "Requested";
        Accepted = "accepted", "已接收", "Accepted";
        Declined = "declined", "已退回", "Declined";
        Cancelled = "cancelled", "已撤回", "Cancelled";
    }

    /// On which side of a transfer the caller stands.
    TransferSide in "transfer_side" {
        Incoming = "incoming", "转入", "Incoming";
        Outgoing = "outgoing", "转出", "Outgoing";
    }
}

/// The facts of a transfer, as the town that lets go of the person enters them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateTransfer {
    /// The receiving town, where it keeps its files in this system.
    #[serde(default)]
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981108000")]
    pub to_division: Option<String>,
    /// The receiving office, where it does not: it is asked by letter; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub to_place: Option<String>,
    /// The day the change was approved: the days for sending the file run from here.
    pub decided_on: NaiveDate,
    /// Number of the approval; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "变更执行地审批表（2025）第2号")]
    pub document_no: Option<String>,
    /// Why; sealed.
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000, example = "现居住地变更")]
    pub reason: String,
    /// The day the file was sent; the other town sees nothing before.
    #[serde(default)]
    pub sent_on: Option<NaiveDate>,
    /// Number of the letter it was sent with; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub letter_no: Option<String>,
    /// What was sent, a line each; sealed.
    #[serde(default)]
    #[validate(length(max = 50), custom(function = rules::materials))]
    #[schema(schema_with = materials)]
    pub materials: Vec<String>,
}

/// As much of a person as the other town needs in order to answer, and no more: the file itself comes with the acceptance.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TransferPreview {
    /// Name; `罗**` where names are masked.
    #[schema(example = "罗**")]
    pub name: String,
    /// Sex.
    pub gender: Gender,
    /// The measure.
    pub kind: TreatmentKind,
    /// When the person reported in: the time runs on from here.
    pub reported_in_on: Option<NaiveDate>,
    /// Last day of the term.
    pub term_ends_on: Option<NaiveDate>,
}

/// A transfer, as both towns see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Transfer {
    /// Its id.
    pub id: Id,
    /// The person. Who has no access to the file learns no more of it than the preview.
    pub person_id: Id,
    /// The measure.
    pub treatment_id: Id,
    /// As much of the person as both towns need.
    pub preview: TransferPreview,
    /// The town that lets go of the person.
    pub from_division: String,
    /// How it stands.
    pub state: TransferState,
    /// Which side the caller is on.
    pub side: TransferSide,
    /// What was asked for.
    #[serde(flatten)]
    pub facts: CreateTransfer,
    /// The day the place changed: fifteen days for reporting in run from here (戒毒条例 §22).
    pub changed_on: Option<NaiveDate>,
    /// The day the person reported in at the new place.
    pub reported_in_on: Option<NaiveDate>,
    /// The day the new agreement was signed.
    pub agreement_signed_on: Option<NaiveDate>,
    /// The reason it was declined or cancelled, or the number of the reply.
    pub answer: Option<String>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Transfer);

impl Versioned for Transfer {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of transfers.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct TransferFilter {
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "requested")]
    pub state: Vec<TransferState>,
    /// Only those coming in, or those going out.
    pub side: Option<TransferSide>,
    /// Only those of this person.
    pub person: Option<Id>,
}

/// A town that can receive somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct Destination {
    /// Its code.
    #[schema(example = "990981108000")]
    pub code: String,
    /// Its name.
    #[schema(example = "清溪镇")]
    pub name: String,
}

discloses!(nobody: Destination);

/// The receiving town takes the person over.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptTransfer {
    /// The village (or town) that manages the person from now on.
    #[validate(length(min = 12, max = 12))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// The day the place changed.
    pub changed_on: NaiveDate,
    /// The caseworker responsible from now on.
    #[serde(default)]
    pub case_worker_id: Option<Id>,
    /// The grid the person belongs to from now on.
    #[serde(default)]
    pub grid_id: Option<Id>,
}

/// Why a transfer is declined or cancelled.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseTransfer {
    /// The reason; sealed.
    #[validate(length(min = 1, max = 500), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 500, example = "本人不在辖区居住，查无此住址")]
    pub reason: String,
}

/// The reply slip of a letter.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerTransfer {
    /// Whether the other town takes the person over.
    pub accepted: bool,
    /// The day of the reply.
    pub answered_on: NaiveDate,
    /// Its number, or what it says; sealed.
    #[validate(length(min = 1, max = 200), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 200, example = "接收回执（2025）第6号")]
    pub reply: String,
}

/// The person has come to the new place.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArriveTransfer {
    /// The day of reporting in.
    pub reported_in_on: NaiveDate,
    /// The day the new agreement was signed, if it was.
    #[serde(default)]
    pub agreement_signed_on: Option<NaiveDate>,
}

/// The document shows how long a line may be; [`rules::materials`] checks it.
fn materials() -> Array {
    let one = Object::builder().schema_type(Type::String).min_length(Some(1)).max_length(Some(rules::LONGEST_LINE));
    Array::builder().items(one).max_items(Some(50)).build()
}
