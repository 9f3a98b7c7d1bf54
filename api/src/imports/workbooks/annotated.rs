//! A ledger as it came, its bad cells marked and a column that says why.
use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, Workbook, Worksheet, XlsxError};

use super::{bold, failed, text};
use crate::imports::headings::Layout;
use crate::imports::ledger::{Ledger, Registry};
use crate::imports::reader::Row;
use crate::imports::report::{CellError, RowReport};
use crate::platform::auth::FieldClasses;
use crate::platform::error::{ApiResult, Language, Sentence};

/// Rows a sheet can have.
const LAST_ROW: u32 = 1_048_575;
/// Stands above what is said of each row.
pub const REASONS: &str = "错误说明";
/// What stands in cells that the caller may not see.
const HIDDEN: &str = "***";
const WIDTH: f64 = 60.0;

/// A ledger that was read, and what is said of it.
pub struct Annotated<'a> {
    /// The ledger it is.
    pub ledger: &'a dyn Ledger,
    /// All ledgers, which know the classes of fields.
    pub registry: &'a Registry,
    /// Its rows, titles and heading included.
    pub rows: &'a [Row],
    /// Where its columns stand.
    pub layout: &'a Layout,
    /// What is said of its rows.
    pub reports: &'a [RowReport],
    /// The language it is said in.
    pub language: Language,
    /// What the caller may see.
    pub sees: FieldClasses,
}

/// The workbook as a file.
///
/// # Errors
/// 500 when it cannot be made.
pub fn annotated(file: &Annotated<'_>) -> ApiResult<Vec<u8>> {
    let mut workbook = Workbook::new();
    file.write(workbook.add_worksheet()).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}

/// What is said of one row.
#[derive(Default)]
struct Said<'a> {
    errors: Vec<&'a CellError>,
    warnings: Vec<&'a CellError>,
}

impl<'a> Annotated<'a> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let said = self.said();
        let width = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let last = column(width);
        sheet.set_column_width(last, WIDTH)?;
        for (index, row) in self.rows.iter().enumerate() {
            let line = self.line(index, row);
            let said = said.get(&row.number).filter(|_| index > self.layout.row);
            self.cells(sheet, line, index, row, said)?;
            if index == self.layout.row {
                sheet.write_string_with_format(line, last, REASONS, &bold())?;
            } else if let Some(said) = said {
                sheet.write_string_with_format(line, last, self.told(said), &text().set_text_wrap())?;
            }
        }
        Ok(())
    }

    fn cells(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        index: usize,
        row: &Row,
        said: Option<&Said<'_>>,
    ) -> Result<(), XlsxError> {
        for (place, cell) in row.cells.iter().enumerate() {
            let is_hidden = index > self.layout.row && !cell.is_empty() && self.hides(place);
            let shown = if is_hidden { HIDDEN.into() } else { cell.shown() };
            let marks = |findings: &[&CellError]| findings.iter().any(|finding| self.is_at(finding, place));
            let format = match said {
                Some(said) if marks(&said.errors) => filled(0x00F8_CBC6),
                Some(said) if marks(&said.warnings) => filled(0x00FF_EFC2),
                _ if index == self.layout.row => bold(),
                _ => text(),
            };
            sheet.write_string_with_format(line, column(place), shown, &format)?;
        }
        Ok(())
    }

    /// The line as the file has it, as long as a sheet is that long; a text file may have more empty lines.
    fn line(&self, index: usize, row: &Row) -> u32 {
        let is_short = self.rows.last().is_none_or(|last| last.number <= LAST_ROW);
        if is_short { row.number.saturating_sub(1) } else { u32::try_from(index).unwrap_or(LAST_ROW) }
    }

    fn said(&self) -> HashMap<u32, Said<'a>> {
        let mut said: HashMap<u32, Said<'a>> = HashMap::new();
        for report in self.reports.iter().filter(|report| !report.errors.is_empty() || !report.warnings.is_empty()) {
            let row = said.entry(report.row).or_default();
            row.errors.extend(&report.errors);
            row.warnings.extend(&report.warnings);
        }
        said
    }

    fn told(&self, said: &Said<'_>) -> String {
        let line = |finding: &&CellError| {
            let CellError { column, zh, en, .. } = finding;
            let detail = self.language.pick(&Sentence { zh: zh.clone().into(), en: en.clone().into() });
            format!("【{column}】{detail}")
        };
        said.errors.iter().chain(&said.warnings).map(line).collect::<Vec<_>>().join("\n")
    }

    fn is_at(&self, finding: &CellError, place: usize) -> bool {
        self.layout.places.iter().flatten().any(|found| found.index == place && found.heading == finding.column)
    }

    /// Columns that hold what the caller may not see, and those of which nobody knows what they hold.
    fn hides(&self, place: usize) -> bool {
        if self.sees == FieldClasses::ALL {
            return false;
        }
        let is_here =
            |found: &Option<crate::imports::headings::Place>| found.as_ref().is_some_and(|found| found.index == place);
        let Some(known) = self.layout.places.iter().position(is_here) else { return true };
        let Some(known) = self.ledger.columns().get(known) else { return true };
        let mut classes =
            self.ledger.feeds().iter().filter_map(|resource| self.registry.class_of(resource, known.name));
        classes.any(|class| !self.sees.has(class))
    }
}

fn filled(colour: u32) -> Format {
    text().set_background_color(Color::RGB(colour))
}

fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
