//! Queries on `inspection_signatures`. Rows never leave this file.
mod reading;
pub(super) mod rows;

use chrono::SubsecRound;
use diesel::prelude::*;

use self::reading::Earlier;
pub use self::reading::{Marks, expect_sees_all, marks, signing};
use self::rows::{Attended, ContentSecrets, Plain, SignatureColumns, SignatureRow, SignerSecrets, digest};
use super::dto::{Attendance, Signature, SignatureRole, SignedContent};
use super::{content, haste, rules};
use crate::platform::access::Tx;
use crate::platform::auth::{Proof, accounts};
use crate::platform::canonical::Hash;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{inspection_signatures, inspections};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::inspections::dto::{Inspection, InspectionRecord};
use crate::premises::inspections::store::{self as records, campaign_of, find, find_any};
use crate::premises::store::alone;

/// The table.
pub const TABLE: &str = "inspection_signatures";

/// Refuses to change what is signed.
///
/// # Errors
/// 409.
pub fn expect_unsigned(record: &InspectionRecord) -> ApiResult<()> {
    if record.sign_off.signed_at.is_none() { Ok(()) } else { Err(ApiError::Conflict(rules::SIGNED)) }
}

/// Refuses to act on what another inspection corrects.
///
/// # Errors
/// 409.
pub fn expect_uncorrected(record: &InspectionRecord) -> ApiResult<()> {
    if record.sign_off.corrected_by_id.is_none() { Ok(()) } else { Err(ApiError::Conflict(rules::CORRECTED)) }
}

/// Refuses to withdraw what is signed, and what stands for something signed.
///
/// # Errors
/// 409.
pub fn expect_withdrawable(is_signed: bool, corrects_id: Option<Id>) -> ApiResult<()> {
    match (is_signed, corrects_id) {
        (true, _) => Err(ApiError::Conflict(rules::SIGNED)),
        (false, Some(_)) => Err(ApiError::Conflict(rules::IS_CORRECTION)),
        (false, None) => Ok(()),
    }
}

/// Signs an inspection in one capacity, as the person who proved to be there.
///
/// # Errors
/// 404; 403 when the caller does not see all of it; 412; 409 when it was corrected, it is not the turn of the capacity, or
/// the content is not what was shown; 422 when the person does not sign in this capacity.
pub fn sign(tx: &mut Tx<'_>, id: Id, version: i64, signature: Signature, proof: Proof) -> ApiResult<Inspection> {
    let premises_id = find_any(tx, id)?.site.id;
    alone(tx, premises_id)?;
    let record = find_any(tx, id)?;
    expect_sees_all(tx)?;
    tx.expect_version(id, record.version, version)?;
    expect_uncorrected(&record)?;
    let earlier = Earlier::of(tx, id)?;
    let account = accounts::find(tx, proof.account_id())?;
    earlier.check_turn(tx, signature.role, &account, &record)?;
    let signed = earlier.present_content(tx, &record)?;
    let (canonical, hash) = expect_shown(&record, &signed, &signature)?;
    let columns = columns(tx, &record, &signed, &signature, proof, hash);
    let plain = plain(account.display_name, signature, canonical)?;
    file(tx, &record, columns.clone(), &plain, hash)?;
    let campaign = if earlier.roles.is_empty() { campaign_of(tx, &record.facts)? } else { None };
    haste::note(tx, &columns, campaign.and_then(|campaign| campaign.ends_on))?;
    find(tx, id)
}

/// The bytes that are signed and their hash, which is that of what the signer was shown and of the inspection as it stands.
fn expect_shown(record: &InspectionRecord, signed: &SignedContent, signature: &Signature) -> ApiResult<(String, Hash)> {
    let (bytes, hash) = content::hashed(signed)?;
    let is_shown = hex::digits(&hash) == signature.content_hash;
    let stands = content::hashed(&content::as_it_stands(record, signed))?.1 == hash;
    if !is_shown || !stands {
        return Err(ApiError::Conflict(rules::CONTENT_CHANGED));
    }
    Ok((String::from_utf8(bytes).map_err(|error| ApiError::Internal(error.into()))?, hash))
}

fn columns(
    tx: &Tx<'_>,
    record: &InspectionRecord,
    signed: &SignedContent,
    signature: &Signature,
    proof: Proof,
    hash: Hash,
) -> SignatureColumns {
    SignatureColumns {
        id: Id::new(),
        inspection_id: record.id,
        inspection_version: signed.version,
        role: signature.role.code().to_owned(),
        account_id: proof.account_id(),
        signed_at: tx.at().naive_utc(),
        // A device may count finer than both databases do.
        device_time: signature.device_time.trunc_subsecs(6).naive_utc(),
        content_hash: hash.to_vec(),
    }
}

fn plain(signer: String, signature: Signature, content: String) -> ApiResult<Plain> {
    let statement = content::statement(signature.role).0.to_owned();
    let (attendance, strokes) = match signature.attendance {
        Some(Attendance { role, name, strokes, refused_because }) => {
            (Some(Attended { role, name, refused_because }), strokes)
        }
        None => (None, None),
    };
    Plain::of(&SignerSecrets { signer, attendance }, &ContentSecrets { content, statement, strokes })
}

/// Puts the signature down, with a journal entry that attests it, and the inspection as signed.
fn file(
    tx: &mut Tx<'_>,
    record: &InspectionRecord,
    columns: SignatureColumns,
    plain: &Plain,
    hash: Hash,
) -> ApiResult<()> {
    let (division_code, version) = (&record.site.division_code, record.version + 1);
    let is_first = columns.role == SignatureRole::Inspector.code();
    let mut filed = record.sign_off.clone();
    if is_first {
        (filed.signed_at, filed.content_hash) = (Some(tx.at()), Some(hash.to_vec()));
    }
    let entry = Entry::created(TABLE, columns.id, division_code).signed(digest(&columns, plain, &hash, &filed)?);
    let row = SignatureRow::new(tx.vault(), columns, plain)?;
    tx.apply(diesel::insert_into(inspection_signatures::table).values(row), entry)?;

    let inspection = diesel::update(inspections::table.find(record.id));
    let stamp = (inspections::version.eq(version), inspections::updated_at.eq(tx.at().naive_utc()));
    let changed = if is_first { vec!["signers", "is_signed", "signed_at", "content_hash"] } else { vec!["signers"] };
    let changed = changed.into_iter().map(Into::into).collect();
    let entry =
        Entry { action: "signed", ..Entry::updated(records::TABLE, record.id, division_code, version, changed) };
    if is_first {
        let signed = (
            inspections::is_signed.eq(true),
            inspections::signed_at.eq(tx.at().naive_utc()),
            inspections::content_hash.eq(hash.to_vec()),
        );
        tx.apply(inspection.set((signed, stamp)), entry)?;
    } else {
        tx.apply(inspection.set(stamp), entry)?;
    }
    Ok(())
}
