//! What the API documents about figures.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::measured::{FigureRemark, Measured};
use super::question::Question;
use super::source::{Clock, Tally};
use super::value::FigureValue;
use crate::codes::Period;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::access::Discloses;
use crate::platform::http::Paging;
use crate::platform::id::Id;

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// Its table.
    #[schema(example = "events")]
    pub subject_type: String,
    /// Its id.
    pub subject_id: Id,
    /// The record it belongs to, where it has no page of its own (a test belongs to a person).
    pub owner_id: Option<Id>,
    /// The version that was counted.
    pub version: i64,
    /// What people call it, masked as the caller's role requires.
    pub label: String,
    /// The day that matters.
    pub on: Option<NaiveDate>,
    /// Where.
    pub division_code: String,
    /// How much it adds, where amounts are added up.
    pub amount: Option<i64>,
}

impl Evidence {
    /// What of it is counted: that it is this record, and how much it adds.
    pub fn counted(&self) -> (&str, Id, Option<i64>) {
        (&self.subject_type, self.subject_id, self.amount)
    }
}

/// A figure: what it means, what it is, and how many records stand behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Indicator {
    /// Stable name.
    #[schema(example = "leaflets")]
    pub name: &'static str,
    /// What people call it.
    pub title_zh: &'static str,
    /// In English.
    pub title_en: &'static str,
    /// What exactly is counted.
    pub meaning_zh: &'static str,
    /// The same in English.
    pub meaning_en: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// Its clock: stock, flow, total or profile.
    pub clock: Clock,
    /// First day counted; `null` for everything but flows, which alone begin with the period.
    pub from: Option<NaiveDate>,
    /// Last day counted.
    pub to: NaiveDate,
    /// The day it stands at.
    pub as_of: NaiveDate,
    /// Division whose subtree is counted.
    pub division_code: String,
    /// What it is; unknown is never zero.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// How many records stand behind it; see `/indicators/{name}/records`.
    pub record_count: usize,
    /// The records it lacks, where lacking means something; see `/indicators/{name}/records?side=lacking`.
    pub lacking: Option<Lacking>,
    /// What one should know before printing it.
    pub remarks: Vec<FigureRemark>,
}

/// The records a figure lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lacking {
    /// What people call them.
    #[schema(example = "未录入")]
    pub title_zh: String,
    /// In English.
    #[schema(example = "Not entered")]
    pub title_en: String,
    /// How many there are.
    pub count: usize,
}

impl Lacking {
    /// So many of these.
    pub fn new(title: &FigureRemark, count: usize) -> Self {
        Self { title_zh: title.zh.clone(), title_en: title.en.clone(), count }
    }
}

impl Indicator {
    /// The figure as sent.
    pub fn of(measured: Measured, question: &Question) -> Self {
        let Measured { definition, value, source, evidence, lacking, remarks } = measured;
        let is_flow = definition.clock == Clock::Flow;
        Self {
            name: definition.name,
            title_zh: definition.title_zh,
            title_en: definition.title_en,
            meaning_zh: definition.meaning_zh,
            meaning_en: definition.meaning_en,
            unit: definition.unit,
            clock: definition.clock,
            from: is_flow.then(|| question.from()),
            to: if is_flow { question.to() } else { question.as_of },
            as_of: question.as_of,
            division_code: question.division.clone(),
            value,
            source,
            record_count: evidence.len(),
            lacking: lacking.map(|gap| Lacking::new(&gap.title, gap.evidence.len())),
            remarks,
        }
    }
}

/// All figures of an area and a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorList {
    /// In the order of the domains.
    pub items: Vec<Indicator>,
}

discloses!(nobody: IndicatorList);

/// The records behind one figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidencePage {
    /// The records of this page.
    pub items: Vec<Evidence>,
    /// How many there are in all.
    pub total: i64,
    /// True only where the figure itself is withheld, and its number with it.
    pub total_is_lower_bound: bool,
    /// They belong to persons, whom the caller may not read (`personnel:read`): only their number is told, or not even that.
    pub withheld: bool,
    /// Whether they belong to persons.
    #[serde(skip)]
    is_personal: bool,
}

impl Discloses for EvidencePage {
    fn persons(&self, told: &mut Vec<Id>) {
        if self.is_personal {
            told.extend(self.items.iter().map(|record| record.owner_id.unwrap_or(record.subject_id)));
        }
    }
}

impl EvidencePage {
    /// Nothing of a figure that is withheld.
    pub fn of_nothing() -> Self {
        Self { items: Vec::new(), total: 0, total_is_lower_bound: true, withheld: true, is_personal: true }
    }

    /// A page of these records, or only their number: they are told to who `may_open` them.
    pub fn of(evidence: &[Evidence], paging: Paging, is_personal: bool, may_open: bool) -> Self {
        let withheld = !may_open;
        let items = if withheld { Vec::new() } else { paging.slice(evidence).to_vec() };
        let total = i64::try_from(evidence.len()).unwrap_or(i64::MAX);
        Self { items, total, total_is_lower_bound: false, withheld, is_personal }
    }
}

/// Which records of a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those that are counted.
    #[default]
    Counted,
    /// Those it lacks: not entered, in no grid, not inspected, without an amount.
    Lacking,
}

/// Which records of a report's figure.
#[derive(Debug, Clone, Copy, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct SideFilter {
    /// Those that are counted, or those that are lacking.
    #[param(inline)]
    pub side: Side,
}

/// The overview of an area: counts by village, kept while nothing changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    /// The area.
    pub division_code: String,
    /// The day.
    pub on: NaiveDate,
    /// Counts by village and kind.
    pub tallies: Vec<Tally>,
}

/// Which figures: an area, a period, a day.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFilter {
    /// Division whose subtree is counted; the caller's own when left out. Its first digits will do.
    #[serde(default, deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The period of the flows: `2025`, `2025-H1`, `2025-Q3`, `2025-09`; this year when left out.
    #[serde(default)]
    pub period: Option<Period>,
    /// The day of the stocks and the last day of the flows; the last day of the period when left out, or today before that.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Which records of a figure: its area, period and day, and the side.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFilter {
    /// Division whose subtree is counted; the caller's own when left out. Its first digits will do.
    #[serde(default, deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The period of the flows: `2025`, `2025-H1`, `2025-Q3`, `2025-09`; this year when left out.
    #[serde(default)]
    pub period: Option<Period>,
    /// The day of the stocks and the last day of the flows; the last day of the period when left out, or today before that.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Those that are counted, or those that are lacking.
    #[serde(default)]
    #[param(inline)]
    pub side: Side,
}

/// Which overview.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct OverviewFilter {
    /// Division whose subtree is counted; the caller's own when left out. Its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
}
