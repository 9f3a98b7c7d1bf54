//! What the API documents about hand-overs.
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
    /// Why the police are told (戒毒条例 §20, §21).
    HandoverReason in "handover_reason" {
        ReportInOverdue = "report_in_overdue", "逾期未报到", "Report-in overdue";
        Evasions = "evasions", "三次以上逃避或者拒绝检测", "Three or more tests refused or evaded";
        Absences = "absences", "三次以上擅自离开", "Three or more absences without leave";
        AbsenceDays = "absence_days", "擅自离开累计超过三十日", "More than thirty days of absence without leave";
        Relapse = "relapse", "又吸食、注射毒品", "Drug use again";
        Other = "other", "其他", "Other";
    }

    /// A document that goes with it.
    HandoverPaper in "handover_paper" {
        WarningLetter = "warning_letter", "告诫书", "Written warning";
        OverdueProof = "overdue_proof", "逾期未报到证明", "Proof that the report-in is overdue";
        TestNotice = "test_notice", "吸毒检测通知书", "Notice of a test";
        ViolationProof = "violation_proof", "严重违反协议证明", "Proof of serious violation";
        TestReport = "test_report", "检测报告", "Report of a test";
        Other = "other", "其他材料", "Other";
    }
}

/// A document handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandoverDocument {
    /// What it is.
    pub kind: HandoverPaper,
    /// Its number.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "秀禁告〔2025〕3号")]
    pub document_no: Option<String>,
    /// The day it was issued.
    #[serde(default)]
    pub issued_on: Option<NaiveDate>,
}

/// The facts of a report to the police and its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateHandover {
    /// Why.
    pub reason: HandoverReason,
    /// The day the police were told (未移交 until there is a receipt).
    pub reported_on: NaiveDate,
    /// The day of the receipt (已移交).
    #[serde(default)]
    pub receipt_on: Option<NaiveDate>,
    /// Number of the receipt; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "移交回执（2025）第7号")]
    pub receipt_no: Option<String>,
    /// The police station; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "秀河派出所")]
    pub police_station: Option<String>,
    /// The documents handed over; sealed.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    pub documents: Vec<HandoverDocument>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// A hand-over on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Handover {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateHandover,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Handover);

impl Versioned for Handover {
    fn version(&self) -> i64 {
        self.version
    }
}
