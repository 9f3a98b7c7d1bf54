//! Imports: ledgers in, checked, planned and committed.
pub mod reader;
