//! JSON as a ledger: one flat record, a list of them, or one a line, read as a table whose headings are the fields' names.
use serde_json::{Map, Value};

use super::reader::{Cell, Row};
use super::rules;
use super::table::Rows;
use crate::platform::error::Rule;

/// Bytes of JSON read: it is parsed in this process, unlike workbooks.
const LARGEST: usize = 4 * 1024 * 1024;
/// Records read.
const MOST: usize = 50_000;
/// Fields of one record.
const WIDEST: usize = 200;

/// Whether these bytes are meant to be JSON.
pub fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let opens = match text {
        [b'{', rest @ ..] => rest.trim_ascii_start().first().is_some_and(|next| matches!(next, b'"' | b'}')),
        [b'[', rest @ ..] => rest.trim_ascii_start().first().is_some_and(|next| matches!(next, b'{' | b']')),
        _ => false,
    };
    opens && !text.is_empty()
}

/// The records as rows: the first row holds the names of the fields.
///
/// # Errors
/// It is too large, cannot be read, or holds more than flat records.
pub fn read(bytes: &[u8]) -> Result<Rows, Rule> {
    if bytes.len() > LARGEST {
        return Err(super::reader::rules::TOO_LARGE);
    }
    let records = records(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))?;
    let mut names: Vec<String> = Vec::new();
    let mut rows = Vec::with_capacity(records.len() + 1);
    for (record, number) in records.into_iter().zip(2..) {
        rows.push(Row { number, cells: cells(record, &mut names)? });
    }
    let head = names.into_iter().map(Cell::Text).collect();
    rows.insert(0, Row { number: 1, cells: head });
    Ok(Rows { encoding: "json".to_owned(), rows, notes: Vec::new() })
}

fn records(bytes: &[u8]) -> Result<Vec<Map<String, Value>>, Rule> {
    let mut records = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        match value.map_err(|_any| rules::JSON_SYNTAX)? {
            Value::Object(record) => records.push(record),
            Value::Array(items) => {
                for item in items {
                    let Value::Object(record) = item else { return Err(rules::JSON_SHAPE) };
                    records.push(record);
                }
            }
            _ => return Err(rules::JSON_SHAPE),
        }
        if records.len() > MOST {
            return Err(super::reader::rules::TOO_MANY_ROWS);
        }
    }
    if records.is_empty() { Err(super::reader::rules::EMPTY) } else { Ok(records) }
}

fn cells(record: Map<String, Value>, names: &mut Vec<String>) -> Result<Vec<Cell>, Rule> {
    let mut cells = vec![Cell::Empty; names.len()];
    for (name, value) in record {
        let place = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            cells.push(Cell::Empty);
            names.len() - 1
        });
        if names.len() > WIDEST {
            return Err(super::reader::rules::TOO_MANY_COLUMNS);
        }
        if let Some(cell) = cells.get_mut(place) {
            *cell = cell_of(value)?;
        }
    }
    Ok(cells)
}

fn cell_of(value: Value) -> Result<Cell, Rule> {
    Ok(match value {
        Value::Null => Cell::Empty,
        Value::Bool(truth) => Cell::Boolean(truth),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::String(text) => Cell::Text(text),
        Value::Array(_) | Value::Object(_) => return Err(rules::JSON_SHAPE),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_become_rows_under_the_names_of_their_fields() {
        for text in [r#"[{"a":1,"b":"x"},{"b":null,"c":true}]"#, "{\"a\":1,\"b\":\"x\"}\n{\"b\":null,\"c\":true}\n"] {
            assert!(is_json(text.as_bytes()));
            let rows = read(text.as_bytes()).expect("read").rows;
            let text = |text: &str| Cell::Text(text.to_owned());
            assert_eq!(rows[0].cells, [text("a"), text("b"), text("c")]);
            assert_eq!(rows[1].cells, [Cell::Number("1".into()), text("x")]);
            assert_eq!(rows[2].cells, [Cell::Empty, Cell::Empty, Cell::Boolean(true)]);
        }
    }

    #[test]
    fn what_is_nested_or_broken_is_refused() {
        assert_eq!(read(br#"{"a":{"b":1}}"#).unwrap_err(), rules::JSON_SHAPE);
        assert_eq!(read(br#"{"a":"#).unwrap_err(), rules::JSON_SYNTAX);
        assert_eq!(read(b"[1]").unwrap_err(), rules::JSON_SHAPE);
        assert!(!is_json("[备注],姓名".as_bytes()));
    }
}
