//! What signatures cover as it is stored now: compared with the journal, it tells whether anything was changed behind the
//! program's back.
use std::collections::HashSet;

use diesel::prelude::*;

use super::content;
use super::store::rows::{SignatureRow, digest};
use crate::platform::access::Reading;
use crate::platform::canonical::Hash;
use crate::platform::db::schema::{inspection_signatures as signatures, inspections, journal};
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
        let records = any_of(reading, &ids)?;
        let told = Told::of(reading, &ids)?;
        let covered = |row: &SignatureRow| match records.get(&row.columns.inspection_id) {
            Some(Ok(record)) => covered(reading, row, record, &told).unwrap_or(UNREADABLE),
            Some(Err(_)) | None => UNREADABLE,
        };
        Ok(rows.iter().map(|row| (row.columns.id, covered(row))).collect())
    }
}

/// What the journal tells of signed inspections that no signature covers: that one was corrected, or went to another place.
struct Told {
    corrected: HashSet<Id>,
    moved: HashSet<Id>,
    /// Those that count no more, as the table has it.
    withdrawn: HashSet<Id>,
}

impl Told {
    fn of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Self> {
        let entries = |action: &'static str| {
            let about = journal::table.filter(journal::subject_id.eq_any(ids.to_vec()));
            about.filter(journal::action.eq(action)).select(journal::subject_id)
        };
        let corrected: Vec<Id> = entries("corrected").load(reading.db)?;
        let moved: Vec<Id> = entries("moved").load(reading.db)?;
        let withdrawn = inspections::table.filter(inspections::id.eq_any(ids.to_vec()));
        let withdrawn = withdrawn.filter(inspections::withdrawn_at.is_not_null()).select(inspections::id);
        let withdrawn: Vec<Id> = withdrawn.load(reading.db)?;
        let set = |ids: Vec<Id>| ids.into_iter().collect();
        Ok(Self { corrected: set(corrected), moved: set(moved), withdrawn: set(withdrawn) })
    }

    /// Whether it counts, or does not, as the journal has it, and stands where it was signed or was taken to.
    fn agrees(&self, record: &InspectionRecord, signed_at: Id) -> bool {
        let is_corrected = self.corrected.contains(&record.id);
        let is_moved = record.site.id != signed_at;
        record.sign_off.corrected_by_id.is_some() == is_corrected
            && self.withdrawn.contains(&record.id) == is_corrected
            && (!is_moved || self.moved.contains(&record.id))
    }
}

fn covered(
    reading: &Reading<'_>,
    row: &SignatureRow,
    record: &InspectionRecord,
    told: &Told,
) -> Result<Hash, ApiError> {
    let plain = row.open(reading.vault())?;
    let signed = plain.signed()?;
    if !told.agrees(record, signed.premises.id) {
        return Ok(UNREADABLE);
    }
    let (_, hash) = content::hashed(&content::as_it_stands(record, &signed))?;
    digest(&row.columns, &plain, &hash, &record.sign_off)
}
