//! A workbook whose rows never lie in memory, and whose cells are text and nothing else.
use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::Mark;
use crate::exports::table::Column;

/// The sheet that holds the records.
const SHEET: usize = 0;
/// Characters a header may have; the rest of the mark stands in the first row.
const LONGEST_HEADER: usize = 250;

/// A workbook being written.
pub struct Book {
    workbook: Workbook,
    next: u32,
}

impl Book {
    /// Begins one, with its mark on every printed page and in the first row.
    ///
    /// # Errors
    /// `folder` cannot be written.
    pub fn begin(columns: &[Column], mark: &Mark, folder: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(refused)?;
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(refused)?;
        let printed: String = mark.line().replace('&', "&&").chars().take(LONGEST_HEADER).collect();
        sheet.set_header(format!("&C{printed}")).set_footer(format!("&C{printed}"));
        let mut book = Self { workbook, next: 0 };
        book.row([mark.line()])?;
        book.row(columns.iter().map(|column| column.heading.to_owned()))?;
        Ok(book)
    }

    /// One row of text: nothing is a formula, and a number of eighteen digits keeps them all.
    ///
    /// # Errors
    /// The sheet is full, or cannot be written.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        let row = self.next;
        let sheet: &mut Worksheet = self.workbook.worksheet_from_index(SHEET).map_err(refused)?;
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, cell).map_err(refused)?;
            }
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(mut self, out: &mut (impl Write + Send)) -> io::Result<()> {
        self.workbook.save_to_writer(out).map_err(refused)
    }
}

fn refused(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
