//! What follows from a change in the same transaction: who registers a reactor is told of every record that changed.
use super::work::Tx;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A record that a transaction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its table.
    pub subject_type: &'static str,
    /// The record.
    pub subject_id: Id,
    /// Whose record it is, where it is not its own subject.
    pub about: Option<Id>,
    /// Whether it came to be.
    pub is_creation: bool,
}

/// Follows changes up. What it changes itself is not told again.
pub trait Reactor: Send + Sync {
    /// Does what follows, before the transaction is committed.
    ///
    /// # Errors
    /// Whatever it answers undoes the transaction.
    fn react(&self, tx: &mut Tx<'_>, changes: &[Change]) -> ApiResult<()>;
}
