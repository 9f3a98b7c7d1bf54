//! The second gate for workbooks: streams the cells of a sheet and keeps to the grid.
//!
//! The range that a sheet declares and the whole-sheet functions of the library are never used: they reserve what is declared
//! (tafia/calamine#693). Coordinates are judged one cell at a time.

use super::budget::Budget;
use super::gates::damaged;
use super::metered::Metered;
use super::{Cell, Encoding, Limits, Note, ReadFile, ReadRefusal, Sheet, numbers, rules};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

type Workbook = Xlsx<Metered>;
type CellReader<'a> = XlsxCellReader<'a, Metered>;

/// Reads the first visible sheet with content of an archive that passed the first gate.
///
/// # Errors
/// The workbook is damaged or breaks a limit.
pub(super) fn read(package: Vec<u8>, limits: &Limits) -> Result<ReadFile, ReadRefusal> {
    let mut workbook = Workbook::new(Metered::new(package)).map_err(damaged)?;
    let mut sheets = workbook.sheets_metadata().to_vec();
    if sheets.len() > limits.sheets {
        return Err(rules::TOO_MANY_SHEETS.into());
    }
    sheets.retain(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut scan = Scan { limits, met: 0 };
    let mut chosen: Option<Sheet> = None;
    let mut notes = Vec::new();
    for sheet in sheets {
        let hidden = sheet.visible != SheetVisible::Visible;
        let Some(cells) = open(&mut workbook, &sheet.name)? else { continue };
        if chosen.is_none() && !hidden {
            let rows = scan.rows(cells).map_err(|refusal| refusal.about(&sheet.name))?.into_rows();
            chosen = (!rows.is_empty()).then_some(Sheet { name: sheet.name, rows });
        } else if scan.has_content(cells)? {
            let rule = if hidden { rules::HIDDEN_SHEET } else { rules::SHEET_LEFT_ASIDE };
            notes.push(Note { rule, subject: sheet.name });
        }
    }
    let sheet = chosen.ok_or(rules::EMPTY)?;
    Ok(ReadFile { encoding: Encoding::Xlsx, sheet, notes })
}

/// The cells of a sheet, or nothing when the part is another kind of sheet after all.
fn open<'a>(workbook: &'a mut Workbook, name: &str) -> Result<Option<CellReader<'a>>, ReadRefusal> {
    match workbook.worksheet_cells_reader(name) {
        Ok(cells) => Ok(Some(cells)),
        Err(XlsxError::NotAWorksheet(_)) => Ok(None),
        Err(error) => Err(damaged(error)),
    }
}

/// Counts the cells met over all sheets.
struct Scan<'a> {
    limits: &'a Limits,
    met: usize,
}

/// A cell that holds something, at its row and column as a person counts them.
struct Placed {
    row: u32,
    column: u32,
    cell: Cell,
}

impl<'a> Scan<'a> {
    /// The next cell that holds something. Cells with a format alone are passed over wherever they stand: people colour whole
    /// columns.
    fn next(&mut self, cells: &mut CellReader<'_>) -> Result<Option<Placed>, ReadRefusal> {
        while let Some(found) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
            self.met += 1;
            if self.met > self.limits.cells {
                return Err(rules::TOO_MANY_CELLS.into());
            }
            let (row, column) = (found.pos.0.saturating_add(1), found.pos.1.saturating_add(1));
            let cell = match found.formula {
                None => numbers::cell(found.value),
                Some(_) => formula(found.value),
            };
            if !cell.is_empty() {
                return self.inside(Placed { row, column, cell }).map(Some);
            }
        }
        Ok(None)
    }

    fn inside(&self, placed: Placed) -> Result<Placed, ReadRefusal> {
        let rule = match placed {
            Placed { row, .. } if row > self.limits.rows => rules::TOO_MANY_ROWS,
            Placed { column, .. } if column > self.limits.columns => rules::TOO_MANY_COLUMNS,
            placed => return Ok(placed),
        };
        Err(ReadRefusal::from(rule).at_row(placed.row).at_column(placed.column))
    }

    fn has_content(&mut self, mut cells: CellReader<'_>) -> Result<bool, ReadRefusal> {
        self.next(&mut cells).map(|found| found.is_some())
    }

    fn rows(&mut self, mut cells: CellReader<'_>) -> Result<Budget<'a>, ReadRefusal> {
        let mut budget = Budget::new(self.limits);
        let mut number = 0;
        let mut row: Vec<Cell> = Vec::new();
        while let Some(placed) = self.next(&mut cells).map_err(|refusal| near(refusal, number))? {
            if placed.row < number {
                return Err(ReadRefusal::from(rules::DISORDER).at_row(placed.row));
            }
            if placed.row > number {
                let width = row.len();
                budget.keep(number, std::mem::replace(&mut row, Vec::with_capacity(width)))?;
                number = placed.row;
            }
            put(&mut row, placed);
        }
        budget.keep(number, row)?;
        Ok(budget)
    }
}

/// A refusal that does not know its place happened after the row read last.
fn near(refusal: ReadRefusal, row: u32) -> ReadRefusal {
    if refusal.row.is_some() { refusal } else { refusal.at_row(row.max(1)) }
}

/// Sets a cell. The column was judged before: the row never grows beyond the grid.
fn put(row: &mut Vec<Cell>, placed: Placed) {
    let index = placed.column as usize - 1;
    if row.len() <= index {
        row.resize(index + 1, Cell::Empty);
    }
    if let Some(place) = row.get_mut(index) {
        *place = placed.cell;
    }
}

fn formula(value: DataRef<'_>) -> Cell {
    Cell::Formula { value: numbers::cell(value).shown().into_owned() }
}
