//! The second gate for text: the records of a separated file, each with the line where it starts.

use super::budget::Budget;
use super::{Cell, Limits, ReadFile, ReadRefusal, Sheet, numbers, rules, separator, text};
use csv::{ReaderBuilder, StringRecord};
use memchr::memchr_iter;

/// Reads a text file.
///
/// # Errors
/// The encoding is unknown, a quotation mark stays open, or a limit is broken.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<ReadFile, ReadRefusal> {
    let (text, encoding) = text::decode(bytes, limits)?;
    let rows = records(&text, limits)?.into_rows();
    Ok(ReadFile { encoding, sheet: Sheet { name: String::new(), rows }, notes: Vec::new() })
}

fn records<'a>(text: &str, limits: &'a Limits) -> Result<Budget<'a>, ReadRefusal> {
    let delimiter = separator::of(text);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut budget = Budget::new(limits);
    let mut lines = Lines { text: text.as_bytes(), counted: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut met = 0_u32;
    // Fails on bytes that are not UTF-8 only, and the text is a string already.
    while reader.read_record(&mut record).map_err(super::gates::damaged)? {
        let start = record.position().map_or(0, csv::Position::byte);
        let number = lines.of_record(usize::try_from(start).unwrap_or(usize::MAX));
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        check_closed(lines.rest(), end.saturating_sub(lines.counted), &record, number)?;
        met += 1;
        check_grid(&record, met, limits).map_err(|refusal| refusal.at_row(number))?;
        budget.keep(number, record.iter().map(cell).collect())?;
    }
    Ok(budget)
}

fn check_grid(record: &StringRecord, met: u32, limits: &Limits) -> Result<(), ReadRefusal> {
    match () {
        () if met > limits.rows => Err(rules::TOO_MANY_ROWS.into()),
        () if record.len() > limits.columns as usize => Err(rules::TOO_MANY_COLUMNS.into()),
        () => Ok(()),
    }
}

/// An open quotation mark swallows the rest of the file into one field: the last record spans lines and has an odd number of
/// marks.
fn check_closed(rest: &[u8], length: usize, record: &StringRecord, number: u32) -> Result<(), ReadRefusal> {
    if length < rest.len() || !record.iter().any(|field| field.contains('\n')) {
        return Ok(());
    }
    let marks = memchr_iter(b'"', rest).count();
    if marks.is_multiple_of(2) { Ok(()) } else { Err(ReadRefusal::from(rules::TEXT_QUOTE).at_row(number)) }
}

/// Counts lines up to a record. The reader's own position stands before the empty lines that it is about to skip.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn of_record(&mut self, start: usize) -> u32 {
        let tail = self.text.get(start..).unwrap_or_default();
        let skipped = tail.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.get(self.counted..start + skipped).unwrap_or_default();
        self.line = self.line.saturating_add(u32::try_from(line_ends(passed)).unwrap_or(u32::MAX));
        self.counted = start + skipped;
        self.line
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.counted..).unwrap_or_default()
    }
}

/// Ends of lines: LF, CR LF, or the lone CR of old Macintosh programs.
fn line_ends(bytes: &[u8]) -> usize {
    let lone = memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    memchr_iter(b'\n', bytes).count() + lone
}

/// A field as a cell. Text files have no types; `="…"` is how programs keep Excel from turning digits into a number.
fn cell(field: &str) -> Cell {
    let literal = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('"'));
    match field {
        _ if literal.is_some() => numbers::text_cell(literal.unwrap_or_default().to_owned()),
        _ if field.len() > 1 && field.starts_with('=') => Cell::Formula { value: field.to_owned() },
        _ if numbers::is_scientific(field) => Cell::LossyNumber(field.trim().to_owned()),
        _ => numbers::text_cell(field.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encoding, Row};
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        read(text.as_bytes(), &Limits::default()).unwrap().sheet.rows
    }

    fn numbers_of(text: &str) -> Vec<u32> {
        rows(text).iter().map(|row| row.number).collect()
    }

    fn words(row: &Row) -> Vec<String> {
        row.cells.iter().map(|cell| cell.shown().into_owned()).collect()
    }

    #[test]
    fn rows_carry_the_line_where_they_start() {
        assert_eq!(numbers_of("a,b\n\n\nc,\"d\ne\"\nf,g\n"), [1, 4, 6]);
        assert_eq!(numbers_of("a,b\r\n\r\nc,\"d\r\ne\"\r\nf,g\r\n"), [1, 3, 5]);
        assert_eq!(numbers_of("a,b\rc,d\re,f"), [1, 2, 3]);
        assert_eq!(numbers_of("\n\na,b\n,\nc,d"), [3, 5]);
    }

    #[test]
    fn quotes_and_separators() {
        let found = rows("姓名;备注\n甲;\"他说\"\"好\"\"; 走了\n第二行\"\n");
        assert_eq!(words(&found[1]), ["甲", "他说\"好\"; 走了\n第二行"]);
    }

    #[test]
    fn an_open_quote_is_refused_where_it_starts() {
        let refusal = read("a,b\nc,\"d\ne,f\ng,h\n".as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!((refusal.rule, refusal.row), (rules::TEXT_QUOTE, Some(2)));
        assert_eq!(words(&rows("管径,备注\n5\",x\n")[1]), ["5\"", "x"]);
    }

    #[test]
    fn digits_stay_digits() {
        let found = rows("号码,值\n990981199507250023,=\"007\"\n9.90981E+17,=1+1\n０９９,　\n");
        assert_eq!(found[1].cells, [Cell::Text("990981199507250023".into()), Cell::Text("007".into())]);
        assert_eq!(found[2].cells, [Cell::LossyNumber("9.90981E+17".into()), Cell::Formula { value: "=1+1".into() }]);
        assert_eq!(found[3].cells, [Cell::Text("０９９".into())]);
    }

    #[test]
    fn the_grid_is_kept() {
        let limits = Limits { rows: 2, columns: 3, ..Limits::default() };
        let refused = |text: &str| read(text.as_bytes(), &limits).unwrap_err();
        assert_eq!((refused("a\nb\nc\n").rule, refused("a\nb\nc\n").row), (rules::TOO_MANY_ROWS, Some(3)));
        assert_eq!(refused("a,b,c,d\n").rule, rules::TOO_MANY_COLUMNS);
        assert_eq!(read(b"a,b,c\n", &limits).unwrap().encoding, Encoding::Utf8);
    }
}
