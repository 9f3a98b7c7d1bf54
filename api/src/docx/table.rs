//! Tables of labels and values.
use docx_rs::{RunFonts, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType};

use super::{kept, numbered, printable};

/// Columns in twips (1/20 pt): label, value, label, value; together the measure of the page.
const COLUMNS: [usize; 4] = [1_750, 2_786, 1_750, 2_786];

/// A table; a row of two cells has its value over the other three columns.
pub(super) fn of(index: usize, rows: &[Vec<String>], is_kept: bool) -> Table {
    let rows = rows.iter().enumerate().map(|(number, cells)| row(index, number, cells, is_kept)).collect();
    let width = COLUMNS.iter().sum();
    Table::new(rows).set_grid(COLUMNS.to_vec()).width(width, WidthType::Dxa).layout(TableLayoutType::Fixed)
}

fn row(index: usize, number: usize, cells: &[String], is_kept: bool) -> TableRow {
    let last = cells.len().saturating_sub(1);
    let cells = cells.iter().enumerate().map(|(column, text)| {
        let spanned = if column == last { COLUMNS.len().saturating_sub(last) } else { 1 };
        let width = COLUMNS.iter().skip(column).take(spanned).sum();
        // Ids of table paragraphs: the block, the row and the column, apart from those of plain paragraphs.
        let id = format!("6{:03x}{:02x}{:02x}", index + 1, number + 1, column + 1);
        let lines = text.split('\n').enumerate().map(|(line, text)| {
            let run = docx_rs::Run::new().fonts(RunFonts::new().hint("eastAsia")).add_text(printable(text));
            let id = if line == 0 { id.clone() } else { format!("5{:03x}{:02x}{:02x}", index + 1, number + 1, line) };
            kept(numbered(&id).style("Cell").add_run(run), is_kept)
        });
        let cell = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        let cell = if spanned > 1 { cell.grid_span(spanned) } else { cell };
        lines.fold(cell, TableCell::add_paragraph)
    });
    TableRow::new(cells.collect()).cant_split()
}
