//! The reader of ledgers: bytes that a stranger wrote in, rows of cells out, or one refusal that names its rule.
//!
//! Three gates stand between a spreadsheet and the server. `gates` unpacks the archive while counting real bytes and hands on a
//! fresh archive of exactly what it counted; `workbook` and `separated` stream the cells under limits of rows, columns and
//! lengths; `worker` and `child` run both in a process of its own that the kernel limits. The server calls
//! [`read_in_child`] and nothing else: [`read`] may abort the process on a hostile file, that is what the child is for.

mod budget;
mod cell;
mod child;
mod gates;
mod kind;
mod limits;
mod metered;
mod numbers;
mod parts;
mod refusal;
pub mod rules;
mod separated;
mod separator;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod wire;
mod workbook;
pub mod worker;

pub use cell::{Cell, Encoding, Note, ReadFile, Row, Sheet};
pub use child::read_in_child;
pub use limits::Limits;
pub use refusal::ReadRefusal;
pub use worker::run_worker;

use kind::Kind;

/// Reads one ledger in this process. The type is decided by the content; `file_name` only serves a note when it promises another.
///
/// # Errors
/// The refusal of the first gate that the file does not pass. A hostile workbook may also panic or abort: see [`read_in_child`].
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<ReadFile, ReadRefusal> {
    if bytes.len() > limits.upload {
        return Err(rules::TOO_LARGE.into());
    }
    let mut file = match kind::of(bytes)? {
        Kind::Archive => workbook::read(gates::unpack(bytes, limits)?, limits)?,
        Kind::Text => separated::read(bytes, limits)?,
    };
    shape::check(&file.sheet.rows)?;
    file.notes.extend(kind::name_note(file_name, file.encoding));
    Ok(file)
}
