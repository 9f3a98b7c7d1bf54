//! Records as a file: a workbook, comma-separated text or JSON lines. What a spreadsheet would take for a formula is text, long
//! numbers stay as they are, and the file says for whom it was made.
mod workbook;

use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::{Map, Value, json};

use self::workbook::Book;
use super::dto::ExportFormat;
use super::sealed_file::{SealedWriter, Written};
use super::table::{Column, Record};
use crate::platform::id::Id;

/// Characters that make a spreadsheet take a cell of a text file for a formula, or skip to where one begins.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
/// What is put before such a cell: spreadsheets show the rest as text.
const QUOTE: char = '\'';
/// Seconds Asia/Shanghai is ahead of UTC.
const SHANGHAI: i32 = 8 * 3600;

/// For whom a file is made.
#[derive(Debug, Clone)]
pub struct Mark {
    /// What the list is called.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The official.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Of which export.
    pub export_id: Id,
}

impl Mark {
    /// As a line for people.
    pub fn line(&self) -> String {
        let Self { title, unit, name, export_id, .. } = self;
        format!("{title} 依法保密 导出单位：{unit} 导出人：{name} 时间：{} 导出编号：{export_id}", self.time())
    }

    fn time(&self) -> String {
        let zone = FixedOffset::east_opt(SHANGHAI);
        let local = zone.map_or_else(|| self.at.naive_utc(), |zone| self.at.with_timezone(&zone).naive_local());
        local.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// A file in one of the forms.
pub struct Sheet {
    columns: &'static [Column],
    form: Form,
}

enum Form {
    Csv(SealedWriter),
    Ndjson(SealedWriter),
    Xlsx(Box<Book>, SealedWriter),
}

impl Sheet {
    /// Begins a file with its mark and its headings. A workbook keeps its rows in a file without a name in `folder`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(
        format: ExportFormat,
        columns: &'static [Column],
        mark: &Mark,
        (mut out, folder): (SealedWriter, &Path),
    ) -> io::Result<Self> {
        let form = match format {
            ExportFormat::Csv => {
                out.write_all("\u{feff}".as_bytes())?;
                line(&mut out, [mark.line()])?;
                line(&mut out, columns.iter().map(|column| column.heading.to_owned()))?;
                Form::Csv(out)
            }
            ExportFormat::Ndjson => {
                let Mark { title, unit, name, export_id, .. } = mark;
                let said = json!({ "标题": title, "单位": unit, "导出人": name, "时间": mark.time(), "导出编号": export_id, "密级": "依法保密" });
                object(&mut out, &json!({ "watermark": said }))?;
                Form::Ndjson(out)
            }
            ExportFormat::Xlsx => Form::Xlsx(Box::new(Book::begin(columns, mark, folder)?), out),
        };
        Ok(Self { columns, form })
    }

    /// Writes records.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, records: &[Record]) -> io::Result<()> {
        for Record { value, .. } in records {
            let texts = || self.columns.iter().map(|column| column.text(value));
            match &mut self.form {
                Form::Csv(out) => line(out, texts())?,
                Form::Xlsx(book, _) => book.row(texts())?,
                Form::Ndjson(out) => {
                    let fields =
                        self.columns.iter().map(|column| (column.name.replace('/', "_"), column.value(value).clone()));
                    object(out, &Value::Object(fields.collect::<Map<_, _>>()))?;
                }
            }
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(self) -> io::Result<Written> {
        match self.form {
            Form::Csv(out) | Form::Ndjson(out) => out.close(),
            Form::Xlsx(book, mut out) => {
                book.end(&mut out)?;
                out.close()
            }
        }
    }
}

fn line(out: &mut impl Write, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    csv.write_record(cells.into_iter().map(|cell| harmless(&cell)))?;
    out.write_all(&csv.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
}

fn object(out: &mut impl Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A cell of a text file that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let begins = |text: &str| text.starts_with(FORMULA);
    if begins(cell) || begins(cell.trim_start_matches(' ')) || begins(cell.trim_start()) {
        format!("{QUOTE}{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_cell_begins_like_a_formula(cell in "\\PC{0,20}", sign in prop::sample::select(FORMULA.to_vec()), blanks in " {0,3}") {
            let written = harmless(&format!("{blanks}{sign}{cell}"));
            prop_assert!(written.starts_with(QUOTE) && written.ends_with(&cell));
            let plain = harmless(&cell);
            prop_assert!(!plain.trim_start().starts_with(FORMULA));
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for cell in ["罗会腾", "990981196211294939", "", "a=b", "1-2", "****************39"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
