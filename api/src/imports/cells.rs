//! Typed reading of one row: each cell as what its column holds, every error noted with its column, none with its value.
use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use validator::Validate;

use super::headings::Layout;
use super::ledger::{Column, Presence};
use super::reader::{Cell, Row};
use super::report::CellError;
use super::rules;
use super::villages::Villages;
use crate::codes::{IdNumber, dates, text};
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult, Rule};

/// What a cell says to take away what is on record; an empty cell leaves it as it is.
pub const CLEARED: &str = "清空";

/// Numbers that may be meant as a day although no date format says so: 1950 to 2099.
const PLAUSIBLE_DAYS: std::ops::RangeInclusive<i64> = 18_264..=73_050;

/// Reads one row, cell by cell, and collects what is wrong with it.
///
/// A method answers nothing when the cell is empty or wrong; which of both, [`RowReader::is_refused`] tells for the row.
pub struct RowReader<'a> {
    columns: &'static [Column],
    layout: &'a Layout,
    row: &'a Row,
    errors: Vec<CellError>,
    warnings: Vec<CellError>,
}

impl<'a> RowReader<'a> {
    /// A reader of `row`.
    pub fn new(columns: &'static [Column], layout: &'a Layout, row: &'a Row) -> Self {
        Self { columns, layout, row, errors: Vec::new(), warnings: Vec::new() }
    }

    /// The row as a person counts it.
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// Whether the file has the column at all.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Whether the row says anything there: what it does not speak of stays as it is on record. [`CLEARED`] says that
    /// nothing shall be there, and reads as nothing.
    pub fn says(&self, name: &str) -> bool {
        self.cell(name).is_some_and(|cell| !cell.shown().trim().is_empty())
    }

    /// Text as entered, without blanks around it.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let shown = self.shown(name)?;
        self.tried(name, text::is_clean(&shown).map(|()| shown))
    }

    /// A day, in any of the ways people write one.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        if let Some(Cell::Date(date)) = self.cell(name) {
            return Some(*date);
        }
        let is_number = matches!(self.cell(name), Some(Cell::Number(_)));
        let shown = self.shown(name)?;
        self.tried(name, day(&shown, is_number))
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str) -> Option<i64> {
        let shown = self.shown(name)?;
        let number = plain_number(&shown);
        let number = number.strip_suffix(".0").unwrap_or(&number);
        self.tried(name, number.parse().map_err(|_any| rules::INTEGER))
    }

    /// A number.
    pub fn decimal(&mut self, name: &str) -> Option<f64> {
        let shown = self.shown(name)?;
        let number = plain_number(&shown).parse::<f64>().ok().filter(|number| number.is_finite());
        self.tried(name, number.ok_or(rules::DECIMAL))
    }

    /// Yes or no.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        let shown = self.shown(name)?;
        let answer = match shown.nfkc().collect::<String>().to_ascii_lowercase().as_str() {
            "是" | "有" | "已" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" => Ok(true),
            "否" | "无" | "未" | "没有" | "×" | "x" | "✗" | "✘" | "n" | "no" | "false" | "0" => Ok(false),
            _ => Err(rules::YES_NO),
        };
        self.tried(name, answer)
    }

    /// One value of a code list, by its labels or by other words people use.
    pub fn coded<C: Coded>(&mut self, name: &str, synonyms: &[(&str, C)]) -> Option<C> {
        let shown = self.shown(name)?;
        let value = value_of(&shown, synonyms);
        if value.is_none() {
            self.refuse_code::<C>(name);
        }
        value
    }

    /// Several values of a code list, parted by 、 , ; or /. Each is taken once; an empty cell gives none.
    pub fn coded_list<C: Coded + PartialEq>(&mut self, name: &str, synonyms: &[(&str, C)]) -> Vec<C> {
        let Some(shown) = self.shown(name) else { return Vec::new() };
        let words =
            shown.split(['、', ',', '，', ';', '；', '/', '／', '+']).map(str::trim).filter(|word| !word.is_empty());
        let mut values = Vec::new();
        for word in words {
            match value_of(word, synonyms) {
                Some(value) if !values.contains(&value) => values.push(value),
                Some(_) => {}
                None => self.refuse_code::<C>(name),
            }
        }
        values
    }

    /// An ID number, checked.
    pub fn id_number(&mut self, name: &str) -> Option<IdNumber> {
        let shown = self.shown(name)?;
        self.tried(name, IdNumber::parse(&shown))
    }

    /// What `parse` makes of the cell's text.
    pub fn parsed<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Rule>) -> Option<T> {
        let shown = self.shown(name)?;
        self.tried(name, parse(&shown))
    }

    /// The code of the village that is named.
    pub fn village(&mut self, name: &str, villages: &Villages) -> Option<String> {
        let shown = self.shown(name)?;
        self.tried(name, villages.code(&shown).map(str::to_owned))
    }

    /// [`RowReader::checked`] for facts that differ from those on record; what stands there already is not judged again.
    pub fn settled<T: Validate + PartialEq>(&mut self, facts: T, current: Option<&T>) -> Option<T> {
        if current == Some(&facts) { Some(facts) } else { self.checked(facts) }
    }

    /// Checks facts as a whole by the rules they have everywhere, and notes each under its column.
    pub fn checked<T: Validate>(&mut self, facts: T) -> Option<T> {
        let Err(errors) = facts.validate() else { return Some(facts) };
        self.noted(Err(ApiError::from(errors)));
        None
    }

    /// [`RowReader::checked`] for facts that come from one column.
    pub fn checked_under<T: Validate>(&mut self, name: &str, facts: T) -> Option<T> {
        let Err(errors) = facts.validate() else { return Some(facts) };
        if let ApiError::Invalid(errors) = ApiError::from(errors) {
            let column = self.heading(name);
            self.errors.extend(errors.into_iter().map(|error| CellError::new(column, error.code, error.detail)));
        }
        None
    }

    /// Notes what rules of several records say against the row, each under its column.
    pub fn noted(&mut self, verdict: ApiResult<()>) {
        let Err(ApiError::Invalid(errors)) = verdict else { return };
        for error in errors {
            let column = self.column_of(error.pointer.trim_start_matches('/'), &error.code);
            self.errors.push(CellError::new(column, error.code, error.detail));
        }
    }

    /// Notes that a cell breaks a rule.
    pub fn refuse(&mut self, name: &str, rule: Rule) {
        let finding = self.finding(name, rule);
        if !self.errors.contains(&finding) {
            self.errors.push(finding);
        }
    }

    /// What to say of a cell that breaks a rule, for who notes it elsewhere.
    pub fn finding(&self, name: &str, rule: Rule) -> CellError {
        CellError::new(self.heading(name), rule.code, rule.into())
    }

    /// Notes something a person should look at.
    pub fn warn(&mut self, name: &str, rule: Rule) {
        let finding = self.finding(name, rule);
        if !self.warnings.contains(&finding) {
            self.warnings.push(finding);
        }
    }

    /// Whether anything is wrong so far.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Errors and warnings found.
    pub fn into_findings(self) -> (Vec<CellError>, Vec<CellError>) {
        (self.errors, self.warnings)
    }

    fn refuse_code<C: Coded>(&mut self, name: &str) {
        let labels: Vec<&str> = C::ALL.iter().map(|value| value.label().zh).collect();
        let (code, detail) = rules::unknown_code(&labels);
        let column = self.heading(name);
        self.errors.push(CellError::new(column, code, detail));
    }

    fn tried<T>(&mut self, name: &str, result: Result<T, Rule>) -> Option<T> {
        result.map_err(|rule| self.refuse(name, rule)).ok()
    }

    fn column(&self, name: &str) -> Option<usize> {
        let found = self.columns.iter().position(|column| column.name == name);
        debug_assert!(found.is_some(), "the ledger has no column {name}");
        found
    }

    fn place(&self, name: &str) -> Option<usize> {
        let place = self.layout.places.get(self.column(name)?)?.as_ref()?;
        Some(place.index)
    }

    fn cell(&self, name: &str) -> Option<&'a Cell> {
        self.row.cells.get(self.place(name)?)
    }

    fn heading(&self, name: &str) -> &'a str {
        self.layout.heading(self.columns, name)
    }

    /// The heading of the field that a rule of the facts speaks of. A rule of the whole record names it in its code.
    fn column_of(&self, pointer: &str, code: &str) -> &'a str {
        let is_known = |name: &&str| self.columns.iter().any(|column| column.name == *name);
        let named = Some(pointer).filter(is_known).or_else(|| pointer.split('/').find(is_known));
        named.or_else(|| code.split('.').find(is_known)).map(|name| self.heading(name)).unwrap_or_default()
    }

    /// What a person sees in the cell, trimmed; notes what cannot be taken.
    fn shown(&mut self, name: &str) -> Option<String> {
        let column = self.columns.get(self.column(name)?)?;
        let shown = match self.cell(name).unwrap_or(&Cell::Empty) {
            Cell::Formula { .. } if column.is_identity => Err(rules::FORMULA),
            Cell::Formula { value } if value.starts_with('=') => Err(rules::FORMULA_TEXT),
            Cell::LossyNumber(_) => Err(rules::LOSSY_NUMBER),
            Cell::Error(_) => Err(rules::ERROR_VALUE),
            cell => Ok(cell.shown()),
        };
        if matches!(self.cell(name), Some(Cell::Formula { .. })) && shown.is_ok() {
            self.warn(name, rules::FORMULA_VALUE);
        }
        let shown = self.tried(name, shown)?;
        let trimmed = Some(shown.trim()).filter(|text| *text != CLEARED).unwrap_or_default();
        if trimmed.is_empty() && column.presence == Presence::Required {
            self.refuse(name, rules::REQUIRED);
        }
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }
}

fn value_of<C: Coded>(shown: &str, synonyms: &[(&str, C)]) -> Option<C> {
    let folded: Cow<'_, str> = if shown.is_ascii() { shown.into() } else { shown.nfkc().collect::<String>().into() };
    let known = C::from_label(shown).or_else(|| C::from_label(&folded));
    known.or_else(|| {
        let key = text::search_key(&folded);
        synonyms.iter().find(|(word, _)| text::search_key(word) == key).map(|(_, value)| *value)
    })
}

/// A time of day behind the date is left out; a bare number is a day of the spreadsheet calendar if it can be one.
fn day(shown: &str, is_number: bool) -> Result<NaiveDate, Rule> {
    let date = match shown.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => date,
        _ => shown,
    };
    if is_number && date.parse::<f64>().is_ok_and(is_plausible_serial) {
        return dates::parse_serial(date);
    }
    dates::parse_date(date)
}

#[expect(clippy::cast_possible_truncation, reason = "only the whole days of a small number count")]
fn is_plausible_serial(serial: f64) -> bool {
    serial.abs() < 1.0e6 && PLAUSIBLE_DAYS.contains(&(serial as i64))
}

/// Half-width, without spaces and the commas between thousands.
fn plain_number(shown: &str) -> String {
    shown.nfkc().filter(|character| !character.is_whitespace() && *character != ',').collect()
}
