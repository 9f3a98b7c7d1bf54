//! Workbooks that go out: an empty one to be filled, and a ledger back with what is wrong marked.
mod annotated;
mod template;

use rust_xlsxwriter::{Color, Format, XlsxError};

pub use self::annotated::{Annotated, REASONS, annotated};
#[cfg(test)]
pub use self::template::marked;
pub use self::template::template;
use crate::platform::error::ApiError;

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Cells are text, whatever they look like: digits of an ID number stay digits, and nothing is a formula.
fn text() -> Format {
    Format::new().set_num_format("@")
}

fn bold() -> Format {
    text().set_bold().set_background_color(Color::RGB(0x00E8_F1EC))
}

fn failed(error: XlsxError) -> ApiError {
    ApiError::Internal(error.into())
}
