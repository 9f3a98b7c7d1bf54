//! A table, from figures measured once for the whole area and divided among its parts.
use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Column, Table};
use super::dto::{StatisticsColumn, StatisticsRow, StatisticsTable};
use crate::codes::DivisionCode;
use crate::divisions;
use crate::indicators::{
    Evidence, Eyes, FigureRemark, FigureValue, KeptBack, Measured, Question, Side, Sources, Split, Value, split,
};
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};

/// Who asks, of what.
pub struct Asked<'a> {
    pub sources: &'a Sources,
    pub eyes: &'a Eyes,
    pub question: &'a Question,
}

/// Figures of an area and its parts, with what these eyes may not see left out.
pub struct Parted {
    area: DivisionCode,
    /// As told of the whole.
    whole: BTreeMap<&'static str, Measured>,
    parts: BTreeMap<&'static str, Split>,
    kept_back: Option<KeptBack>,
    is_personal: BTreeSet<&'static str>,
}

impl Parted {
    /// Measures these figures.
    ///
    /// # Errors
    /// The database refuses.
    pub fn measure(reading: &mut Reading<'_>, asked: &Asked<'_>, wanted: &BTreeSet<&str>) -> ApiResult<Self> {
        let Asked { sources, eyes, question } = asked;
        let area = DivisionCode::parse(&question.division).map_err(|rule| ApiError::invalid("division", rule))?;
        let measured = sources.measure_here(reading, question, |one, _| wanted.contains(one.name))?;
        let parts = measured.iter().map(|one| (one.definition.name, split(&area, one))).collect();
        let kept_back = eyes.kept_back_below(reading, sources, question)?;
        let seen = eyes.seen(reading, sources, question, measured)?;
        let whole: BTreeMap<_, _> = seen.into_iter().map(|one| (one.definition.name, one)).collect();
        let is_personal = whole.keys().copied().filter(|name| sources.is_personal(name)).collect();
        Ok(Self { area, whole, parts, kept_back, is_personal })
    }

    /// A figure of the whole, or of a part; nothing where it is not counted in this area.
    pub fn of(&self, figure: &str, part: Option<&str>) -> Option<Measured> {
        let whole = self.whole.get(figure)?;
        let Some(part) = part else { return Some(whole.clone()) };
        let of_part = self.parts.get(figure)?.of(part).clone();
        Some(if self.hides(figure, part, whole) { of_part.withheld() } else { of_part })
    }

    fn hides(&self, figure: &str, part: &str, whole: &Measured) -> bool {
        let is_held = self.kept_back.as_ref().is_some_and(|kept| kept.holds(part, figure));
        // What is not told of the whole cannot be told of its parts, which add up to it.
        matches!(whole.value, FigureValue::Withheld { .. }) || (self.is_personal.contains(figure) && is_held)
    }

    /// The areas that are rows: the area itself where it has records of its own, and its parts by code.
    ///
    /// # Errors
    /// The database refuses.
    pub fn rows(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<(String, String)>> {
        let on_record = divisions::parts_of(reading, &self.area, question.as_of)?;
        let mut rows: BTreeMap<String, String> =
            on_record.into_iter().map(|one| (one.facts.code, one.facts.name)).collect();
        // Records of areas closed since are rows too, so that rows always add up to the whole.
        let others: BTreeSet<String> = self.parts.values().flat_map(Split::parts).map(str::to_owned).collect();
        let missing: Vec<String> = others.into_iter().filter(|code| !rows.contains_key(code)).collect();
        let mut names = divisions::names(reading, &missing)?;
        for code in missing {
            let name =
                if code == self.area.as_str() { "本级".to_owned() } else { names.remove(&code).unwrap_or_default() };
            rows.insert(code, name);
        }
        Ok(rows.into_iter().collect())
    }

    /// What is worth knowing of the figures of the whole, each sentence once.
    fn remarks(&self) -> Vec<FigureRemark> {
        let mut remarks: Vec<FigureRemark> = Vec::new();
        for remark in self.whole.values().flat_map(|one| &one.remarks) {
            if !remarks.contains(remark) {
                remarks.push(remark.clone());
            }
        }
        remarks
    }

    /// What one column holds of the whole or of a part.
    fn cell(&self, column: &Column, part: Option<&str>) -> FigureValue {
        let values: Vec<FigureValue> = column.figures().map(|figure| self.value(figure, part)).collect();
        match (&column.share, values.split_first()) {
            (None, Some((value, _))) => value.clone(),
            (Some(_), Some((part, of))) => share(part, of),
            (_, None) => not_counted(),
        }
    }

    fn value(&self, figure: &str, part: Option<&str>) -> FigureValue {
        self.of(figure, part).map_or_else(not_counted, |measured| measured.value)
    }
}

fn not_counted() -> FigureValue {
    FigureValue::Unknown {
        reason_zh: "这一级不统计".to_owned(), reason_en: "not counted at this level".to_owned()
    }
}

/// A count among the sum of others; what is not known of one of them is not known of the share.
fn share(part: &FigureValue, of: &[FigureValue]) -> FigureValue {
    let count = |value: &FigureValue| match value {
        FigureValue::Known(Value::Integer(count)) => Ok(*count),
        FigureValue::Known(_) => Err(not_counted()),
        other => Err(other.clone()),
    };
    let numerator = match count(part) {
        Ok(numerator) => numerator,
        Err(why) => return why,
    };
    match of.iter().map(count).sum::<Result<i64, FigureValue>>() {
        Ok(denominator) => FigureValue::Known(Value::Rate { numerator, denominator }),
        Err(why) => why,
    }
}

/// The table.
///
/// # Errors
/// The database refuses.
pub fn table(reading: &mut Reading<'_>, asked: &Asked<'_>, table: &Table) -> ApiResult<StatisticsTable> {
    let question = asked.question;
    let wanted: BTreeSet<&str> = table.columns.iter().flat_map(Column::figures).collect();
    let parted = Parted::measure(reading, asked, &wanted)?;
    let row = |code: &str, name: String, part: Option<&str>| StatisticsRow {
        division_code: code.to_owned(),
        name,
        cells: table.columns.iter().map(|column| parted.cell(column, part)).collect(),
    };
    let rows = parted.rows(reading, question)?;
    let division_name = name_of(reading, &question.division)?;
    Ok(StatisticsTable {
        id: table.id.clone(),
        title_zh: table.title_zh.clone(),
        title_en: table.title_en.clone(),
        division_code: question.division.clone(),
        division_name: division_name.clone(),
        period: question.period,
        period_zh: question.period.title_zh(),
        from: question.from(),
        as_of: question.as_of,
        columns: table.columns.iter().filter_map(|column| heading(asked.sources, column)).collect(),
        total: row(&question.division, division_name, None),
        rows: rows.into_iter().map(|(code, name)| row(&code, name, Some(&code))).collect(),
        remarks: parted.remarks(),
    })
}

/// What an area is called today.
///
/// # Errors
/// The database refuses.
pub fn name_of(reading: &mut Reading<'_>, code: &str) -> ApiResult<String> {
    let mut names = divisions::names(reading, &[code.to_owned()])?;
    Ok(names.remove(code).unwrap_or_default())
}

fn heading(sources: &Sources, column: &Column) -> Option<StatisticsColumn> {
    let definition = sources.definition(column.name())?;
    let or = |own: &Option<String>, title: &str| own.clone().unwrap_or_else(|| title.to_owned());
    Some(StatisticsColumn {
        key: column.key(),
        title_zh: or(&column.zh, definition.title_zh),
        title_en: or(&column.en, definition.title_en),
        figure: definition.name.to_owned(),
        meaning_zh: definition.meaning_zh.to_owned(),
        meaning_en: definition.meaning_en.to_owned(),
        unit: definition.unit.to_owned(),
        clock: definition.clock,
        share_of: column.share.as_ref().map(|share| share.of.clone()).unwrap_or_default(),
    })
}

/// The records behind a cell; nothing where the cell is withheld.
///
/// # Errors
/// The database refuses.
pub fn records(
    reading: &mut Reading<'_>,
    asked: &Asked<'_>,
    figure: &str,
    row: Option<&str>,
    side: Side,
) -> ApiResult<Option<Vec<Evidence>>> {
    let parted = Parted::measure(reading, asked, &BTreeSet::from([figure]))?;
    let measured = parted.of(figure, row);
    Ok(measured.filter(|one| !matches!(one.value, FigureValue::Withheld { .. })).map(|one| one.on_side(side)))
}
