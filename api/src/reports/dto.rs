//! What the API documents about reports.
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::{Validate, ValidationError};

use super::changes::Change;
use super::document::Document;
use super::drift::Drift;
use super::figures::FigureValue;
use super::findings::Finding;
use crate::coded;
use crate::codes::DivisionCode;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::indicators::{Clock, FigureRemark, Lacking};
use crate::platform::access::Discloses;
use crate::platform::http::{Versioned, comma_separated, from_text};
use crate::platform::id::Id;

coded! {
    /// Which report.
    ReportKind in "report_kind" {
        AnnualSummary = "annual_summary", "年度总结", "Annual summary";
    }

    /// Where a report stands.
    ReportState in "report_state" {
        Draft = "draft", "草稿", "Draft";
        Frozen = "frozen", "已冻结", "Frozen";
    }
}

/// A report to draft.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateReport {
    /// Which report.
    pub kind: ReportKind,
    /// The town.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division_code: String,
    /// The year reported on.
    #[validate(range(min = 1990, max = 2100))]
    #[schema(minimum = 1990, maximum = 2100, example = 2025)]
    pub year: i32,
    /// The day of the stocks and the last day of the flows.
    pub as_of: NaiveDate,
}

fn division_code(code: &str) -> Result<(), ValidationError> {
    DivisionCode::parse(code).map(drop).map_err(Into::into)
}

/// A figure of a report, as it was meant when the report took it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportFigure {
    /// Name of the indicator.
    #[schema(example = "leaflets")]
    pub name: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// What exactly is counted.
    pub meaning_zh: String,
    /// The same in English.
    pub meaning_en: String,
    /// The unit.
    pub unit: String,
    /// Its clock: stock, flow, total or profile.
    pub clock: Clock,
    /// What it is; unknown is never zero.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// How many records stand behind it.
    pub record_count: usize,
    /// The records it lacks, where lacking means something; see `/reports/{id}/figures/{name}/records?side=lacking`.
    pub lacking: Option<Lacking>,
    /// What the drafter should know before printing it.
    pub remarks: Vec<FigureRemark>,
    /// Over what was counted.
    #[schema(example = "3f9a51c2d07e44b1")]
    pub hash: String,
}

/// A report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Report {
    /// Its id.
    pub id: Id,
    /// Which report.
    pub kind: ReportKind,
    /// The town.
    pub division_code: String,
    /// The year reported on.
    pub year: i32,
    /// The day of the stocks and the last day of the flows.
    pub as_of: NaiveDate,
    /// Where it stands.
    pub state: ReportState,
    /// When it was frozen.
    pub frozen_at: Option<DateTime<Utc>>,
    /// What is printed; sealed as it was when the report is frozen.
    pub document: Document,
    /// Each paragraph's text for editing, by key: figures stand in it as `⟦9800余←leaflets|approx:2⟧`.
    pub editable: BTreeMap<String, String>,
    /// Every figure.
    pub figures: Vec<ReportFigure>,
    /// Figures behind which something has changed since.
    pub drift: Vec<Drift>,
    /// What should be looked at before signing: contradictions, places to be filled in, judgements nobody adopted. Of a
    /// frozen report, what was accepted when it was frozen.
    pub findings: Vec<Finding>,
    /// What the refresh that answers with this report moved; empty in every other answer.
    pub changes: Vec<Change>,
    /// Grows with each change.
    pub version: i64,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: ReportSummary);

/// The document itself is printed without names; what has changed behind a figure is told by records.
impl Discloses for Report {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.drift.iter().flat_map(|drift| &drift.persons));
    }
}

impl Versioned for Report {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A report in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportSummary {
    /// Its id.
    pub id: Id,
    /// Which report.
    pub kind: ReportKind,
    /// The town.
    pub division_code: String,
    /// The year reported on.
    pub year: i32,
    /// The as-of day.
    pub as_of: NaiveDate,
    /// Where it stands.
    pub state: ReportState,
    /// Grows with each change.
    pub version: i64,
    /// When it was drafted.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A paragraph in the drafter's own words.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditParagraph {
    /// The text with its figures as shown for editing; `null` brings the template's words back.
    #[validate(length(min = 1, max = 8000))]
    #[schema(min_length = 1, max_length = 8000)]
    pub text: Option<String>,
}

/// Narrows a list of reports.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReportFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The year reported on.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<i32>)]
    pub year: Option<i32>,
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "draft,frozen")]
    pub state: Vec<ReportState>,
}

/// How a report is frozen.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FreezeReport {
    /// Whether the findings have been read and are accepted; without it a report with findings is refused.
    #[schema(example = true)]
    pub accept_findings: bool,
}
