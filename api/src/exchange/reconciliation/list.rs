//! The committee's list as it was read: persons by name and number, all that is wrong with it told at once.
use super::rules::Listed;
use super::typing::Written;
use crate::imports::{CellError, Registry, RowReader, Rows, Table, Villages, recognise};
use crate::personnel::PersonStatus;
use crate::platform::error::{ApiError, ApiResult, FieldError, Sentence};

/// The ledger that the list is.
const ROSTER: &str = "roster";

/// The sheet, known to be such a list.
///
/// # Errors
/// 422 when it is another ledger, or none.
pub fn table(rows: Rows, registry: &Registry) -> ApiResult<Table> {
    let (_, table) = recognise(rows, Some(ROSTER), &[], registry).map_err(|error| ApiError::Invalid(vec![error]))?;
    Ok(table)
}

/// The persons on the list.
///
/// # Errors
/// 422 with every cell that cannot be read, by row and column.
pub fn persons(table: &Table, registry: &Registry, villages: &Villages) -> ApiResult<Vec<Listed>> {
    let ledger = registry.find(ROSTER).ok_or_else(|| ApiError::Internal("the list is no ledger any more".into()))?;
    let (mut listed, mut wrong) = (Vec::with_capacity(table.records.len()), Vec::new());
    for record in &table.records {
        let row = RowReader::new(ledger.columns(), &table.layout, record);
        match person(row, villages) {
            Ok(person) => listed.push(person),
            Err(errors) => wrong.extend(errors.into_iter().map(|error| at(record.number, error))),
        }
    }
    ApiError::all(wrong)?;
    Ok(listed)
}

fn person(mut row: RowReader<'_>, villages: &Villages) -> Result<Listed, Vec<CellError>> {
    let (name, number) = (row.text("name"), row.text("id_number"));
    let status = row.coded::<PersonStatus>("status", &[]);
    // A list names villages of other towns too: nothing is wrong with that.
    let village = row.text("division").and_then(|named| villages.code(&named).map(str::to_owned).ok());
    let line = row.number();
    match (name, number, row.is_refused()) {
        (Some(name), Some(number), false) => {
            Ok(Listed { row: line, name, number: Written::of(&number), status, village })
        }
        _ => Err(row.into_findings().0),
    }
}

fn at(row: u32, error: CellError) -> FieldError {
    let CellError { column, code, zh, en } = error;
    FieldError { pointer: format!("/row/{row}/{column}"), code, detail: Sentence { zh: zh.into(), en: en.into() } }
}
