//! What the child writes and the parent reads: one line that says what follows, then a line for each row.

use super::budget::weight;
use super::{Encoding, Limits, Note, ReadFile, ReadRefusal, Row, Sheet, rules};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

/// Longest line that a child within its limits can write: a row's text with every byte escaped.
const LINE: usize = 8 * 1024 * 1024;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Head {
    /// The file was read; `rows` lines follow.
    File { encoding: Encoding, sheet: String, notes: Vec<Remark>, rows: usize },
    /// The file was refused; nothing follows.
    Refusal { code: String, row: Option<u32>, column: Option<u32>, subject: Option<String> },
}

/// A note, its rule by code.
#[derive(Debug, Serialize, Deserialize)]
struct Remark {
    code: String,
    subject: String,
}

/// Writes the outcome of reading.
///
/// # Errors
/// The other side went away.
pub(super) fn write(outcome: &Result<ReadFile, ReadRefusal>, mut to: impl Write) -> io::Result<()> {
    let rows = outcome.as_ref().map_or(&[][..], |file| &file.sheet.rows);
    line(&mut to, &head(outcome))?;
    rows.iter().try_for_each(|row| line(&mut to, row))?;
    to.flush()
}

fn line(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, value)?;
    to.write_all(b"\n")
}

fn head(outcome: &Result<ReadFile, ReadRefusal>) -> Head {
    match outcome {
        Ok(file) => Head::File {
            encoding: file.encoding,
            sheet: file.sheet.name.clone(),
            notes: file.notes.iter().map(remark).collect(),
            rows: file.sheet.rows.len(),
        },
        Err(refusal) => Head::Refusal {
            code: refusal.rule.code.to_owned(),
            row: refusal.row,
            column: refusal.column,
            subject: refusal.subject.clone(),
        },
    }
}

fn remark(note: &Note) -> Remark {
    Remark { code: note.rule.code.to_owned(), subject: note.subject.clone() }
}

/// Reads an outcome that was written whole; nothing when it breaks off, is not ours, or holds more than the limits.
pub(super) fn read(from: impl BufRead, limits: &Limits) -> Option<Result<ReadFile, ReadRefusal>> {
    let mut from = Lines { from, buffer: Vec::new() };
    match from.next::<Head>()? {
        Head::File { encoding, sheet, notes, rows } => {
            let notes = notes.into_iter().map(note).collect::<Option<_>>()?;
            let sheet = Sheet { name: sheet, rows: read_rows(&mut from, rows, limits)? };
            Some(Ok(ReadFile { encoding, sheet, notes }))
        }
        Head::Refusal { code, row, column, subject } => {
            Some(Err(ReadRefusal { rule: rules::by_code(&code)?, row, column, subject }))
        }
    }
}

fn note(remark: Remark) -> Option<Note> {
    Some(Note { rule: rules::by_code(&remark.code)?, subject: remark.subject })
}

fn read_rows(from: &mut Lines<impl BufRead>, count: usize, limits: &Limits) -> Option<Vec<Row>> {
    let mut rows = Vec::with_capacity(count.min(limits.rows as usize));
    let mut held = 0;
    for _ in 0..count {
        let mut row = from.next::<Row>()?;
        row.cells.shrink_to_fit();
        held += weight(&row.cells);
        if held > limits.held {
            return None;
        }
        rows.push(row);
    }
    Some(rows)
}

/// Lines of a stream, each no longer than [`LINE`].
struct Lines<R> {
    from: R,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn next<T: for<'de> Deserialize<'de>>(&mut self) -> Option<T> {
        self.buffer.clear();
        self.from.by_ref().take(LINE as u64).read_until(b'\n', &mut self.buffer).ok()?;
        serde_json::from_slice(self.buffer.strip_suffix(b"\n")?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    fn file() -> ReadFile {
        let cells = vec![
            Cell::Empty,
            Cell::Text("甲\n\"\u{1}".into()),
            Cell::Number("1".into()),
            Cell::LossyNumber("9.9E+17".into()),
            Cell::Date("2025-08-14".parse().unwrap()),
            Cell::Boolean(true),
            Cell::Formula { value: String::new() },
            Cell::Error("#REF!".into()),
        ];
        let sheet = Sheet { name: "表 1".into(), rows: vec![Row { number: 4, cells }] };
        let notes = vec![Note { rule: rules::HIDDEN_SHEET, subject: "表 2".into() }];
        ReadFile { encoding: Encoding::Gb18030, sheet, notes }
    }

    fn written(outcome: &Result<ReadFile, ReadRefusal>) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(outcome, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn everything_comes_back_as_it_went() {
        let refusal = ReadRefusal::from(rules::TOO_MANY_ROWS).at_row(50_001).at_column(2).about("表");
        for outcome in [Ok(file()), Err(refusal)] {
            assert_eq!(read(&*written(&outcome), &Limits::default()), Some(outcome));
        }
    }

    #[test]
    fn what_breaks_off_is_nothing() {
        let bytes = written(&Ok(file()));
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end], &Limits::default()), None, "cut at {end}");
        }
        assert_eq!(read(&*bytes, &Limits { held: 100, ..Limits::default() }), None);
        assert_eq!(read(&b"{\"refusal\":{\"code\":\"x\"}}\n"[..], &Limits::default()), None);
    }
}
