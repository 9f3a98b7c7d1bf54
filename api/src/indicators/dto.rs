//! What the API documents about figures.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::source::{Clock, Measured, Question, Tally};
use super::value::FigureValue;
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
    /// The unit.
    pub unit: &'static str,
    /// Its clock: stock, flow, total or profile.
    pub clock: Clock,
    /// First day counted.
    pub from: NaiveDate,
    /// Last day counted.
    pub to: NaiveDate,
    /// Division whose subtree is counted.
    pub division_code: String,
    /// What it is; unknown is never zero.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// How many records stand behind it; see `/indicators/{name}/records`.
    pub record_count: usize,
}

impl Indicator {
    /// The figure as sent.
    pub fn of(measured: Measured, question: &Question) -> Self {
        let Measured { definition, value, source, evidence } = measured;
        Self {
            name: definition.name,
            title_zh: definition.title_zh,
            title_en: definition.title_en,
            meaning_zh: definition.meaning_zh,
            unit: definition.unit,
            clock: definition.clock,
            from: question.from(),
            to: question.to(),
            division_code: question.division.clone(),
            value,
            source,
            record_count: evidence.len(),
        }
    }
}

/// All figures of an area and a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorList {
    /// In the order of the domains.
    pub items: Vec<Indicator>,
}

/// The records behind one figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidencePage {
    /// The records of this page.
    pub items: Vec<Evidence>,
    /// How many there are in all.
    pub total: i64,
    /// Always false: they are all counted.
    pub total_is_lower_bound: bool,
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

/// Which figures: an area, a year, a day.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFilter {
    /// Division whose subtree is counted; the caller's own when left out.
    #[serde(default)]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12)]
    pub division: Option<String>,
    /// The year of the flows; this year when left out.
    #[serde(default, deserialize_with = "crate::platform::http::from_text")]
    #[validate(range(min = 1990, max = 2100))]
    #[param(value_type = Option<i32>, minimum = 1990, maximum = 2100)]
    pub year: Option<i32>,
    /// The day of the stocks and the last day of the flows; today when left out.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Which overview.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct OverviewFilter {
    /// Division whose subtree is counted; the caller's own when left out.
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12)]
    pub division: Option<String>,
}
