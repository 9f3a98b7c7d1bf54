//! Collects rows and stops when they hold too much.

use super::{Cell, Limits, ReadRefusal, Row, rules};
use memchr::memchr;

/// The rows read so far and what they weigh.
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    held: usize,
    rows: Vec<Row>,
}

impl<'a> Budget<'a> {
    /// Nothing read yet.
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, held: 0, rows: Vec::new() }
    }

    /// Keeps a row unless nothing is in it.
    ///
    /// # Errors
    /// A cell, a row or the whole is too long.
    pub(super) fn keep(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), ReadRefusal> {
        cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
        if cells.is_empty() {
            return Ok(());
        }
        cells.shrink_to_fit();
        self.weigh(&cells).map_err(|refusal| refusal.at_row(number))?;
        self.rows.push(Row { number, cells });
        Ok(())
    }

    fn weigh(&mut self, cells: &[Cell]) -> Result<(), ReadRefusal> {
        let mut length = 0;
        for (cell, column) in cells.iter().zip(1..) {
            if cell.text().len() > self.limits.cell {
                return Err(ReadRefusal::from(rules::CELL_TOO_LONG).at_column(column));
            }
            if memchr(0, cell.text().as_bytes()).is_some() {
                return Err(ReadRefusal::from(rules::TEXT_NUL).at_column(column));
            }
            length += cell.text().len();
        }
        self.held += weight(cells);
        match () {
            () if length > self.limits.line => Err(rules::ROW_TOO_LONG.into()),
            () if self.held > self.limits.held => Err(rules::TOO_MUCH.into()),
            () => Ok(()),
        }
    }

    /// The rows.
    pub(super) fn into_rows(self) -> Vec<Row> {
        self.rows
    }
}

/// Bytes that a row takes in memory: its own record, its cells, and a block of the allocator for each text.
pub(super) fn weight(cells: &[Cell]) -> usize {
    let texts: usize = cells.iter().map(|cell| cell.text().len()).filter(|length| *length > 0).map(block).sum();
    size_of::<Row>() + block(size_of_val(cells)) + texts
}

/// What the allocator takes for a request: eight bytes of its own, in steps of sixteen, at least 32.
fn block(bytes: usize) -> usize {
    (bytes + 8).next_multiple_of(16).max(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_cells_at_the_end_and_empty_rows_are_left_out() {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        budget.keep(1, vec![Cell::Empty, Cell::Boolean(true), Cell::Empty]).unwrap();
        budget.keep(2, vec![Cell::Empty]).unwrap();
        assert_eq!(budget.into_rows(), [Row { number: 1, cells: vec![Cell::Empty, Cell::Boolean(true)] }]);
    }

    #[test]
    fn a_long_cell_is_refused_with_its_place() {
        let limits = Limits { cell: 3, ..Limits::default() };
        let refusal = Budget::new(&limits).keep(7, vec![Cell::Empty, Cell::Text("abcd".into())]).unwrap_err();
        assert_eq!((refusal.rule, refusal.row, refusal.column), (rules::CELL_TOO_LONG, Some(7), Some(2)));
    }

    #[test]
    fn a_nul_is_refused_even_when_a_workbook_escapes_it() {
        let limits = Limits::default();
        let refusal = Budget::new(&limits).keep(7, vec![Cell::Text("甲\0".into())]).unwrap_err();
        assert_eq!((refusal.rule, refusal.row, refusal.column), (rules::TEXT_NUL, Some(7), Some(1)));
    }

    #[test]
    fn memory_is_bounded_over_all_rows() {
        let limits = Limits { held: 1000, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        let refused = (1..100).find_map(|number| budget.keep(number, vec![Cell::Text("ab".into())]).err());
        assert_eq!(refused.map(|refusal| refusal.rule), Some(rules::TOO_MUCH));
    }
}
