//! Whether what was read is a ledger at all: something in it, a row below the heading, and not formulas only.

use super::{Cell, ReadRefusal, Row, rules};

/// # Errors
/// The sheet is empty, has no row below its heading, or consists of formulas.
pub(super) fn check(rows: &[Row]) -> Result<(), ReadRefusal> {
    let filled = || rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_empty());
    match () {
        () if rows.is_empty() => Err(rules::EMPTY.into()),
        () if filled().all(|cell| matches!(cell, Cell::Formula { .. })) => Err(rules::FORMULAS_ONLY.into()),
        () if heading(rows) + 1 == rows.len() => Err(rules::HEADER_ONLY.into()),
        () => Ok(()),
    }
}

/// Where the heading is likely to stand: titles above it fill one merged cell, the heading fills several.
fn heading(rows: &[Row]) -> usize {
    let several = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).nth(1).is_some();
    rows.iter().position(several).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(widths: &[usize]) -> Vec<Row> {
        let row = |width: &usize| vec![Cell::Text("字".into()); *width];
        widths.iter().zip(1..).map(|(width, number)| Row { number, cells: row(width) }).collect()
    }

    #[test]
    fn a_heading_below_titles_needs_a_row_below_it() {
        assert_eq!(check(&rows(&[])).unwrap_err().rule, rules::EMPTY);
        assert_eq!(check(&rows(&[5])).unwrap_err().rule, rules::HEADER_ONLY);
        assert_eq!(check(&rows(&[1, 1, 5])).unwrap_err().rule, rules::HEADER_ONLY);
        assert_eq!(check(&rows(&[1, 1, 5, 2])), Ok(()));
        assert_eq!(check(&rows(&[1, 1])), Ok(()));
    }

    #[test]
    fn formulas_only_is_no_ledger() {
        let formula = || Cell::Formula { value: String::new() };
        let row = |number| Row { number, cells: vec![formula(), Cell::Empty, formula()] };
        assert_eq!(check(&[row(1), row(2)]).unwrap_err().rule, rules::FORMULAS_ONLY);
    }
}
