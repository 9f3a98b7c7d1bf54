//! What the committee asks for, read from one file: tables of figures, and sheets of points.
use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::points::Points;
use crate::codes::PeriodKind;
use crate::indicators::{Side, Sources};
use crate::platform::error::{ApiError, ApiResult};

/// The shipped definitions.
const SHIPPED: &str = include_str!("committee.toml");

static COMMITTEE: LazyLock<Result<Committee, toml::de::Error>> = LazyLock::new(|| toml::from_str(SHIPPED));

/// Everything the committee asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// Tables of figures by area.
    #[serde(rename = "table")]
    pub tables: Vec<Table>,
    /// Sheets of points.
    #[serde(rename = "sheet")]
    pub sheets: Vec<Sheet>,
}

/// A table: a row for each part of an area, a column for each figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: String,
    pub title_zh: String,
    pub title_en: String,
    /// How often it is asked for.
    pub period: PeriodKind,
    pub columns: Vec<Column>,
}

/// A column: one figure, or the share of one in others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub figure: Option<String>,
    pub share: Option<Share>,
    /// The heading; the figure's title when left out.
    pub zh: Option<String>,
    pub en: Option<String>,
}

/// A figure among the sum of others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    pub part: String,
    pub of: Vec<String>,
}

impl Column {
    /// The figure a column is named after, and whose records are behind it.
    pub fn name(&self) -> &str {
        self.figure.as_deref().or(self.share.as_ref().map(|share| share.part.as_str())).unwrap_or_default()
    }

    /// Its key in the table: a figure may stand in it once by itself and once as a share.
    pub fn key(&self) -> String {
        if self.share.is_some() { format!("{}_share", self.name()) } else { self.name().to_owned() }
    }

    /// Every figure it needs.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        let whole = self.share.iter().flat_map(|share| share.of.iter().map(String::as_str));
        std::iter::once(self.name()).chain(whole)
    }
}

/// A sheet of points, by section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub id: String,
    pub title_zh: String,
    pub title_en: String,
    pub period: PeriodKind,
    /// From the best down.
    pub grades: Vec<Grade>,
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
}

/// What a score is called from so many points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    pub from: Points,
    pub zh: String,
    pub en: String,
}

/// A heading with its items.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub title_zh: String,
    pub title_en: String,
    pub items: Vec<Item>,
}

/// One line: what is asked, for how many points, and how points are lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub key: String,
    pub points: Points,
    pub zh: String,
    pub en: String,
    /// What proves it; nothing for what no record can prove.
    pub figure: Option<String>,
    pub rule: Deduction,
}

/// How points are lost.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Deduction {
    /// So many for each record on a side of the figure.
    Each { each: Points, side: Side },
    /// So many for each that is short of a number.
    AtLeast { at_least: i64, each: Points },
    /// So many for each kind that does not occur.
    EachMissing { each_missing: Points },
    /// All, unless the figure is what it should be.
    Unless { unless: Wanted },
    /// A person judges: nothing on record proves it.
    ByHand {
        #[serde(rename = "by_hand")]
        _by_hand: bool,
    },
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// On record at all.
    Known,
    /// A rate of all.
    Complete,
}

/// What the committee asks for.
///
/// # Errors
/// 500 when the shipped file cannot be read, which a test rules out.
pub fn committee() -> ApiResult<&'static Committee> {
    COMMITTEE.as_ref().map_err(|error| ApiError::Internal(error.to_string().into()))
}

impl Committee {
    /// Names in the file that nobody defines, and items without the figure their rule needs.
    pub fn faults(&self, sources: &Sources) -> Vec<String> {
        let columns = self.tables.iter().flat_map(|table| &table.columns).flat_map(Column::figures);
        let items = || self.sheets.iter().flat_map(|sheet| &sheet.sections).flat_map(|section| &section.items);
        let of_items = items().filter_map(|item| item.figure.as_deref());
        let names: BTreeSet<&str> = columns.chain(of_items).collect();
        let unknown = names.into_iter().filter(|name| sources.definition(name).is_none());
        let is_judged = |item: &&Item| matches!(item.rule, Deduction::ByHand { .. }) != item.figure.is_none();
        unknown
            .map(|name| format!("no figure is called {name:?}"))
            .chain(items().filter(is_judged).map(|item| format!("{}: a figure and its rule belong together", item.key)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Committee {
        toml::from_str(SHIPPED).expect("the shipped definitions are read")
    }

    #[test]
    fn the_shipped_file_is_read_whole() {
        let committee = shipped();
        assert_eq!(committee.tables.len(), super::committee().expect("the same").tables.len());
        let ids: Vec<&str> = committee.tables.iter().map(|table| table.id.as_str()).collect();
        assert_eq!(ids, ["monthly_register", "monthly_work", "quarterly_assessment"]);
    }

    #[test]
    fn a_column_is_one_thing_and_stands_once() {
        for table in shipped().tables {
            let keys: BTreeSet<String> = table.columns.iter().map(Column::key).collect();
            assert_eq!(keys.len(), table.columns.len(), "{}", table.id);
            assert!(
                table.columns.iter().all(|column| column.figure.is_some() != column.share.is_some()),
                "{}",
                table.id
            );
        }
    }

    #[test]
    fn a_sheet_adds_up_to_a_hundred_and_its_grades_fall() {
        for sheet in shipped().sheets {
            let points: Points = sheet.sections.iter().flat_map(|section| &section.items).map(|item| item.points).sum();
            assert_eq!(points.to_string(), "100", "{}", sheet.id);
            assert!(sheet.grades.is_sorted_by(|better, worse| better.from > worse.from), "{}", sheet.id);
            assert_eq!(sheet.grades.last().map(|grade| grade.from), Some(Points::default()));
        }
    }

    #[test]
    fn a_misspelled_word_is_refused() {
        let wrong = SHIPPED.replacen("each = \"0.5\", side", "each = \"0.5\", sides", 1);
        assert!(toml::from_str::<Committee>(&wrong).is_err());
        let wrong = SHIPPED.replacen("period = \"month\"", "period = \"week\"", 1);
        assert!(toml::from_str::<Committee>(&wrong).is_err());
    }
}
