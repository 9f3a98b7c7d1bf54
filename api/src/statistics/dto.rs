//! What the API documents about the committee's tables and sheets.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::points::Points;
use crate::codes::division::filled_up;
use crate::codes::{Period, PeriodKind};
use crate::discloses;
use crate::indicators::{Clock, FigureRemark, FigureValue, Side};

/// What can be asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsForms {
    /// Tables of figures by area.
    pub tables: Vec<StatisticsForm>,
    /// Sheets of points.
    pub sheets: Vec<StatisticsForm>,
}

/// A table or a sheet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsForm {
    /// Its name in the address.
    #[schema(example = "monthly_register")]
    pub id: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// How often it is asked for.
    pub period: PeriodKind,
    /// The last one that has ended.
    pub latest: Period,
}

discloses!(nobody: StatisticsForms);

/// Which table or sheet: an area and a period.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct StatisticsFilter {
    /// Division whose parts are counted; the caller's own when left out. Its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The period; the last that has ended when left out.
    pub period: Option<Period>,
}

/// A table: a row for each part of the area, a column for each figure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsTable {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The area.
    pub division_code: String,
    /// What it is called.
    pub division_name: String,
    /// The period.
    pub period: Period,
    /// What people call the period.
    #[schema(example = "2025年第三季度")]
    pub period_zh: String,
    /// First day of the flows.
    pub from: NaiveDate,
    /// Last day of the flows, and the day of the stocks: the period's end, or today.
    pub as_of: NaiveDate,
    /// The columns, in order.
    pub columns: Vec<StatisticsColumn>,
    /// The area as a whole.
    pub total: StatisticsRow,
    /// Its parts, in the order of their codes; records of the area itself come first, as a row of its own code.
    pub rows: Vec<StatisticsRow>,
    /// What one should know before handing it in: that files were changed after the last day, for example.
    pub remarks: Vec<FigureRemark>,
}

discloses!(nobody: StatisticsTable);

/// A column.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsColumn {
    /// Its key in the table.
    #[schema(example = "test_rate")]
    pub key: String,
    /// The heading.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The figure whose records are behind it.
    pub figure: String,
    /// What exactly is counted.
    pub meaning_zh: String,
    /// The same in English.
    pub meaning_en: String,
    /// The unit.
    pub unit: String,
    /// Its clock.
    pub clock: Clock,
    /// The figures whose sum it is a share of, where it is one.
    pub share_of: Vec<String>,
}

/// A row: an area and its cells, in the order of the columns.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsRow {
    /// The area.
    pub division_code: String,
    /// What it is called.
    pub name: String,
    /// A cell for each column. Unknown is never zero; what tells of few persons is withheld.
    pub cells: Vec<FigureValue>,
}

/// Which records behind a table: a column of a row.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CellFilter {
    /// Division whose parts are counted; the caller's own when left out. Its first digits will do.
    #[serde(default, deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The period; the last that has ended when left out.
    #[serde(default)]
    pub period: Option<Period>,
    /// The row's area; the whole when left out.
    #[serde(default, deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107201")]
    pub row: Option<String>,
    /// Those that are counted, or those that are lacking.
    #[serde(default)]
    #[param(inline)]
    pub side: Side,
}

/// A figure by part of which area, and by period of which year.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SeriesFilter {
    /// Division whose parts are counted; the caller's own when left out. Its first digits will do.
    #[serde(default, deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The year that is divided; this year when left out.
    #[serde(default, deserialize_with = "crate::platform::http::from_text")]
    #[validate(range(min = 1990, max = 2100))]
    #[param(value_type = Option<i32>, minimum = 1990, maximum = 2100)]
    pub year: Option<i32>,
    /// Into what; months when left out.
    #[serde(default)]
    #[param(inline)]
    pub by: PeriodKind,
}

/// A figure by part and period of a year, up to today.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Series {
    /// Name of the figure.
    pub figure: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The unit.
    pub unit: String,
    /// The periods, the earliest first; those that have not begun are left out.
    pub periods: Vec<Period>,
    /// The area as a whole, a cell for each period.
    pub total: StatisticsRow,
    /// Its parts.
    pub rows: Vec<StatisticsRow>,
}

discloses!(nobody: Series);

/// A sheet of points, as far as records prove them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SelfAssessment {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The area.
    pub division_code: String,
    /// What it is called.
    pub division_name: String,
    /// The period.
    pub period: Period,
    /// What people call the period.
    pub period_zh: String,
    /// The day it stands at.
    pub as_of: NaiveDate,
    /// All points of the sheet.
    pub points: Points,
    /// Points of the items that records prove or disprove.
    pub provable: Points,
    /// Points lost among those.
    pub lost: Points,
    /// What is kept of the provable points.
    pub score: Points,
    /// Points nobody can tell from records: a person judges them.
    pub open: Points,
    /// What the score is called if all open points are lost.
    pub grade_at_least: Grading,
    /// What it is called if none of them is.
    pub grade_at_most: Grading,
    /// The items by section.
    pub sections: Vec<AssessmentSection>,
}

discloses!(nobody: SelfAssessment);

/// What a score is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Grading {
    /// In Chinese.
    #[schema(example = "合格")]
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A heading with its items.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSection {
    /// The heading.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The items.
    pub items: Vec<AssessmentItem>,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Records prove it or disprove it.
    Assessed,
    /// Nothing on record says; nobody may claim the points from here.
    Unknown,
    /// The figure is withheld from these eyes.
    Withheld,
    /// No record can prove it: a person judges.
    ByHand,
}

/// An item: what is asked, and what was lost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentItem {
    /// Its key in the sheet.
    #[schema(example = "tests")]
    pub key: String,
    /// What is asked.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// Its points.
    pub points: Points,
    /// How it stands.
    pub state: ItemState,
    /// Points lost; none of an item that is not assessed.
    pub lost: Option<Points>,
    /// Why, in Chinese.
    #[schema(example = "缺检3期，每期扣0.5分")]
    pub reason_zh: String,
    /// Why, in English.
    pub reason_en: String,
    /// The figure that proves it; its records open at `/indicators/{name}/records` with the same area, period and `as_of`.
    pub figure: Option<String>,
    /// What the figure is.
    pub value: Option<FigureValue>,
    /// The side of the figure whose records cost points.
    pub side: Option<Side>,
    /// How many records cost points.
    pub record_count: Option<usize>,
}
