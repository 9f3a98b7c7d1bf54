//! What the API documents about treatments.
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
    /// The measure.
    TreatmentKind in "treatment_kind" {
        CommunityTreatment = "community_treatment", "社区戒毒", "Community treatment";
        CommunityRehabilitation = "community_rehabilitation", "社区康复", "Community rehabilitation";
        CompulsoryIsolation = "compulsory_isolation", "强制隔离戒毒", "Compulsory isolation";
        Voluntary = "voluntary", "自愿戒毒", "Voluntary treatment";
        Maintenance = "maintenance", "药物维持治疗", "Maintenance treatment";
    }

    /// Where an episode stands.
    TreatmentState in "treatment_state" {
        Ordered = "ordered", "已责令", "Ordered";
        ReportedIn = "reported_in", "已报到", "Reported in";
        Executing = "executing", "执行中", "Executing";
        Suspended = "suspended", "中止", "Suspended" | "中止中";
        OverdueNotReported = "overdue_not_reported", "逾期未报到", "Report-in overdue" | "未报到未移交";
        Violated = "violated", "严重违反协议", "Serious violation" | "违反协议未移交";
        HandedOver = "handed_over", "已移交", "Handed over" | "未报到已移交" | "违反协议已移交";
        TransferredOut = "transferred_out", "变更执行地", "Transferred out";
        Converted = "converted", "转强制隔离戒毒", "Converted";
        Terminated = "terminated", "终止", "Terminated" | "社戒社康终止";
        Expired = "expired", "期满", "Expired";
        Released = "released", "解除", "Released" | "已解除" | "已解除社区戒毒" | "已解除社区康复";
    }
}

/// A time in which the execution stood still (戒毒条例 §24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendedPeriod {
    /// First day.
    pub suspended_on: NaiveDate,
    /// The day it went on; `null` while it stands still.
    #[serde(default)]
    pub resumed_on: Option<NaiveDate>,
    /// Why, and on which document.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "刑事拘留，岚公拘字〔2025〕0031号")]
    pub reason: String,
}

/// The facts of an episode: what is entered from the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateTreatment {
    /// The measure.
    pub kind: TreatmentKind,
    /// Where it stands.
    pub state: TreatmentState,
    /// Number of the decision document.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "岚公（禁）社戒决字〔2025〕0100号")]
    pub document_no: Option<String>,
    /// Day of the decision.
    #[serde(default)]
    pub decided_on: Option<NaiveDate>,
    /// Day the person received it: the fifteen days for reporting in run from here (戒毒条例 §14).
    #[serde(default)]
    pub received_on: Option<NaiveDate>,
    /// Day the person reported in: the term runs from here (戒毒条例 §14).
    #[serde(default)]
    pub reported_in_on: Option<NaiveDate>,
    /// Day the agreement was signed (戒毒条例 §16).
    #[serde(default)]
    pub agreement_signed_on: Option<NaiveDate>,
    /// Last day of the term, as the document has it.
    #[serde(default)]
    pub term_ends_on: Option<NaiveDate>,
    /// Times in which the execution stood still, in order; sealed.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    pub suspended_periods: Vec<SuspendedPeriod>,
    /// The day it ended: released, terminated, converted, moved elsewhere or handed over to the police; sealed.
    #[serde(default)]
    pub ended_on: Option<NaiveDate>,
    /// How it ended and on which document: number of the notice or decision, receipt of the police, new place; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub outcome: Option<String>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// An episode on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Treatment {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateTreatment,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Treatment);

impl Versioned for Treatment {
    fn version(&self) -> i64 {
        self.version
    }
}
