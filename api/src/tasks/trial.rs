//! What would change in the ledger, duty by duty: for whoever tries a rule before it is adopted.
use super::dto::VoidReason;
use super::store::DutyColumns;
use super::sync::{Owed, plan};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// What would happen to a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It would be added.
    New,
    /// It would be rewritten.
    Changed,
    /// It would no longer follow.
    Void,
}

/// A duty that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Whose it is.
    pub subject_id: Id,
    /// The rule it follows from.
    pub rule_id: String,
    /// What would happen.
    pub fate: Fate,
}

/// Every duty of these subjects that would change.
///
/// # Errors
/// The database refuses.
pub fn differences(reading: &mut Reading<'_>, owed: &[Owed]) -> ApiResult<Vec<Difference>> {
    let plan = plan(reading, owed)?;
    let of = |subject_id, columns: DutyColumns, fate| Difference { subject_id, rule_id: columns.rule_id, fate };
    let new = plan.new.into_iter().map(|(subject_id, _, columns)| of(subject_id, columns, Fate::New));
    let changes = plan.changes.into_iter().map(|change| {
        let is_void = change.columns.void_because.as_deref() == Some(VoidReason::Corrected.code());
        of(change.subject_id, change.columns, if is_void { Fate::Void } else { Fate::Changed })
    });
    Ok(new.chain(changes).collect())
}
