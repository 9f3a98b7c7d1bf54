//! Signs of haste, noted when somebody signs. They are shown to who reviews, and nothing follows from them: five locked doors
//! in one stairwell are signed within a minute too.
use std::collections::HashSet;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::dto::{HasteSign, SignatureRole};
use super::store::rows::SignatureColumns;
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{haste_signs, inspection_signatures as signatures, inspections, premises};
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "haste_signs";
/// Signatures of one account within [`MINUTE`] that look hasty.
const MANY: usize = 5;
const MINUTE: Duration = Duration::seconds(60);
/// Clocks that differ by more were set wrong, or the signature was made at another time.
const APART: Duration = Duration::minutes(10);

#[derive(Insertable)]
#[diesel(table_name = haste_signs)]
struct NewSign {
    id: Id,
    inspection_id: Id,
    signature_id: Id,
    code: &'static str,
    noted_at: NaiveDateTime,
}

/// A signature of the last minute: which, of which inspection, and the division that manages its place.
type Recent = (Id, Id, String);

/// Notes what looks hasty about the signature just filed, and about those of the same account within a minute before, once
/// there are five. `ends_on` is the last day of the round, where the inspector signs.
///
/// # Errors
/// The database refuses.
pub fn note(tx: &mut Tx<'_>, signature: &SignatureColumns, ends_on: Option<NaiveDate>) -> ApiResult<()> {
    // Who signs two at once must not count four each time.
    sql::one_at_a_time(tx.db, &format!("signatures of {}", signature.account_id))?;
    let recent = recent(tx, signature)?;
    let own = own(signature, ends_on);
    let of_minute = recent.iter().filter(|_| recent.len() >= MANY).map(|one| (one, HasteSign::FiveInAMinute));
    let this = recent.iter().filter(|(id, ..)| *id == signature.id);
    let found = this.flat_map(|one| own.iter().map(move |code| (one, *code))).chain(of_minute);
    let known = known(tx, &recent)?;
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for ((signature_id, inspection_id, division_code), sign) in found {
        if known.contains(&(*inspection_id, sign.code().to_owned())) {
            continue;
        }
        let (id, noted_at) = (Id::new(), tx.at().naive_utc());
        entries.push(Entry::created(TABLE, id, division_code));
        let (inspection_id, signature_id) = (*inspection_id, *signature_id);
        rows.push(NewSign { id, inspection_id, signature_id, code: sign.code(), noted_at });
    }
    if rows.is_empty() { Ok(()) } else { tx.apply_all(haste_signs::table, rows, &entries) }
}

/// What looks hasty about one signature by itself. Who confirms after the round is over is on time; who inspected is not.
fn own(signature: &SignatureColumns, ends_on: Option<NaiveDate>) -> Vec<HasteSign> {
    let day = clock::legal_date(signature.signed_at.and_utc());
    let is_late = signature.role == SignatureRole::Inspector.code() && ends_on.is_some_and(|last| last < day);
    let is_apart = (signature.signed_at - signature.device_time).abs() > APART;
    let signs = [(is_late, HasteSign::AfterRoundClosed), (is_apart, HasteSign::ClocksApart)];
    signs.into_iter().filter(|(is_there, _)| *is_there).map(|(_, sign)| sign).collect()
}

fn recent(tx: &mut Tx<'_>, signature: &SignatureColumns) -> ApiResult<Vec<Recent>> {
    let query = signatures::table
        .inner_join(inspections::table.inner_join(premises::table))
        .filter(signatures::account_id.eq(signature.account_id))
        .filter(signatures::signed_at.ge(signature.signed_at - MINUTE))
        .order(signatures::id)
        .select((signatures::id, signatures::inspection_id, premises::division_code));
    Ok(query.load(tx.db)?)
}

fn known(tx: &mut Tx<'_>, recent: &[Recent]) -> ApiResult<HashSet<(Id, String)>> {
    let ids: Vec<Id> = recent.iter().map(|(_, inspection_id, _)| *inspection_id).collect();
    let query = haste_signs::table.filter(haste_signs::inspection_id.eq_any(ids));
    let known: Vec<(Id, String)> = query.select((haste_signs::inspection_id, haste_signs::code)).load(tx.db)?;
    Ok(known.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(role: SignatureRole, minutes_apart: i64) -> SignatureColumns {
        // 17:30 in Shanghai on the last day of a round.
        let signed_at =
            NaiveDate::from_ymd_opt(2025, 2, 28).and_then(|day| day.and_hms_opt(9, 30, 0)).expect("an instant");
        SignatureColumns {
            id: Id::new(),
            inspection_id: Id::new(),
            inspection_version: 1,
            role: role.code().to_owned(),
            account_id: Id::new(),
            signed_at,
            device_time: signed_at + Duration::minutes(minutes_apart),
            content_hash: vec![0; 32],
        }
    }

    #[test]
    fn a_round_is_over_when_its_last_day_is_in_shanghai() {
        let (last, before) = (NaiveDate::from_ymd_opt(2025, 2, 28), NaiveDate::from_ymd_opt(2025, 2, 27));
        assert_eq!(own(&signed(SignatureRole::Inspector, 0), last), []);
        assert_eq!(own(&signed(SignatureRole::Inspector, 0), before), [HasteSign::AfterRoundClosed]);
        let mut late = signed(SignatureRole::Inspector, 0);
        // Past midnight in Shanghai, the same day in UTC.
        late.signed_at += Duration::hours(7);
        late.device_time = late.signed_at;
        assert_eq!(own(&late, last), [HasteSign::AfterRoundClosed]);
        assert_eq!(own(&signed(SignatureRole::VillageHead, 0), before), []);
        assert_eq!(own(&signed(SignatureRole::Inspector, 0), None), []);
    }

    #[test]
    fn clocks_may_differ_by_ten_minutes_either_way() {
        for (minutes, is_apart) in [(0, false), (10, false), (-10, false), (11, true), (-11, true)] {
            let found = own(&signed(SignatureRole::TownOffice, minutes), None);
            assert_eq!(found == [HasteSign::ClocksApart], is_apart, "{minutes}");
        }
    }
}
