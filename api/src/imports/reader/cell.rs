//! What was read: cells, rows, the sheet, and remarks about the file.

use crate::platform::error::Rule;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One cell, as its author left it. Short names on the wire: a ledger has hundreds of thousands of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing, or only blanks.
    #[serde(rename = "-")]
    Empty,
    /// Text exactly as entered, blanks around it included.
    #[serde(rename = "t")]
    Text(String),
    /// A number as Excel shows it: no `.0`, at most 15 significant digits.
    #[serde(rename = "n")]
    Number(String),
    /// A number of 16 digits or more, or one in scientific notation: the last digits are lost and nobody can restore them.
    /// An ID number keyed as a number ends here.
    #[serde(rename = "l")]
    LossyNumber(String),
    /// A number under a date format, its time of day left out.
    #[serde(rename = "d")]
    Date(NaiveDate),
    /// True or false.
    #[serde(rename = "b")]
    Boolean(bool),
    /// A formula, with the value it had when the file was saved (empty if none was saved).
    #[serde(rename = "f")]
    Formula {
        /// The saved value as a person saw it.
        #[serde(rename = "v")]
        value: String,
    },
    /// An error value such as `#REF!`.
    #[serde(rename = "e")]
    Error(String),
}

impl Cell {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees in the cell; dates as `2025-08-14`.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Boolean(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
            _ => Cow::Borrowed(self.text()),
        }
    }

    /// The text that the cell owns.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Empty | Self::Date(_) | Self::Boolean(_) => "",
            Self::Text(text) | Self::Number(text) | Self::LossyNumber(text) | Self::Error(text) => text,
            Self::Formula { value } => value,
        }
    }
}

/// A row that holds at least one value. Empty rows are left out, so numbers may jump.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The row as Excel numbers it; in a text file the line where the record starts. From 1.
    #[serde(rename = "r")]
    pub number: u32,
    /// The cells from column A on, without the empty ones at the end.
    #[serde(rename = "c")]
    pub cells: Vec<Cell>,
}

/// The sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The name on its tab; empty for a text file.
    pub name: String,
    /// The rows, titles and heading included, in order.
    pub rows: Vec<Row>,
}

/// In which form the file came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Text, UTF-8.
    Utf8,
    /// Text, UTF-8 after a byte order mark.
    Utf8Bom,
    /// Text, GB 18030 (GBK and GB 2312 are parts of it).
    Gb18030,
    /// An Excel workbook.
    Xlsx,
}

/// A remark that does not stop the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The remark.
    pub rule: Rule,
    /// The sheet or file it is about.
    pub subject: String,
}

/// A ledger that was read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// In which form it came.
    pub encoding: Encoding,
    /// The first sheet with content.
    pub sheet: Sheet,
    /// Remarks.
    pub notes: Vec<Note>,
}
