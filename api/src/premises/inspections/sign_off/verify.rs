//! What signatures cover as it is stored now: compared with the journal, it tells whether anything was changed behind the
//! program's back.
use diesel::prelude::*;

use super::content;
use super::store::rows::{SignatureRow, digest};
use crate::platform::access::Reading;
use crate::platform::canonical::Hash;
use crate::platform::db::schema::inspection_signatures as signatures;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Signed;
use crate::premises::inspections::dto::InspectionRecord;
use crate::premises::inspections::store::any_of;

/// What no signature covers: stands for one that does not open any more, or whose inspection does not.
const UNREADABLE: Hash = [0; 32];

/// The signatures of inspections, for whoever verifies the journal.
pub struct SignedInspections;

impl Signed for SignedInspections {
    /// The digest of each signature after this id, at most `limit` of them by id, whatever the scope: what the journal
    /// entry that made it (`inspection_signatures`, `created`) says, unless the signature, what is sealed in it, or the
    /// facts and links of its inspection have been changed since. Zeroes when one of them does not open. A place that was
    /// renamed, moved or merged, a campaign with a new title, further signatures and a correction change no digest.
    ///
    /// # Errors
    /// The database refuses.
    fn digests(&self, reading: &mut Reading<'_>, after: Option<Id>, limit: i64) -> ApiResult<Vec<(Id, Hash)>> {
        let mut query = signatures::table.order(signatures::id).limit(limit).into_boxed();
        if let Some(after) = after {
            query = query.filter(signatures::id.gt(after));
        }
        let rows: Vec<SignatureRow> = query.select(SignatureRow::as_select()).load(reading.db)?;
        let ids: Vec<Id> = rows.iter().map(|row| row.columns.inspection_id).collect();
        let inspections = any_of(reading, &ids)?;
        let covered = |row: &SignatureRow| match inspections.get(&row.columns.inspection_id) {
            Some(Ok(record)) => covered(reading, row, record).unwrap_or(UNREADABLE),
            Some(Err(_)) | None => UNREADABLE,
        };
        Ok(rows.iter().map(|row| (row.columns.id, covered(row))).collect())
    }
}

fn covered(reading: &Reading<'_>, row: &SignatureRow, record: &InspectionRecord) -> Result<Hash, ApiError> {
    let plain = row.open(reading.vault())?;
    let (_, hash) = content::hashed(&content::as_it_stands(record, &plain.signed()?))?;
    digest(&row.columns, &plain, &hash, &record.sign_off)
}
