//! Why a whole file was not read.

use crate::platform::error::Rule;
use std::fmt::{Display, Formatter};

/// A file that was refused: the rule, and where in the file if one place is to blame. Never quotes a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRefusal {
    /// The rule that the file breaks.
    pub rule: Rule,
    /// The row as a person counts it (in a text file the line where the record starts), from 1.
    pub row: Option<u32>,
    /// The column as a person counts it, from 1.
    pub column: Option<u32>,
    /// What the rule speaks of: the name of a sheet or of a part of the archive.
    pub subject: Option<String>,
}

impl ReadRefusal {
    /// The same refusal, pointing at a row.
    #[must_use]
    pub fn at_row(self, row: u32) -> Self {
        Self { row: Some(row), ..self }
    }

    /// The same refusal, pointing at a column.
    #[must_use]
    pub fn at_column(self, column: u32) -> Self {
        Self { column: Some(column), ..self }
    }

    /// The same refusal, naming a sheet or a part of the archive, cut to a length that can be shown.
    #[must_use]
    pub fn about(self, subject: &str) -> Self {
        Self { subject: Some(subject.chars().take(100).collect()), ..self }
    }
}

impl From<Rule> for ReadRefusal {
    fn from(rule: Rule) -> Self {
        Self { rule, row: None, column: None, subject: None }
    }
}

impl Display for ReadRefusal {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.rule.code, self.rule.en)?;
        if let Some(row) = self.row {
            write!(formatter, " (row {row})")?;
        }
        self.column.map_or(Ok(()), |column| write!(formatter, " (column {column})"))
    }
}

impl std::error::Error for ReadRefusal {}
