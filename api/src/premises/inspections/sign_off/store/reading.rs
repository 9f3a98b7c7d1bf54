//! What is read of signatures: for the lists of inspections, and for who is about to sign.
use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::{Plain, SignatureRow, SignerRow};
use crate::platform::access::Reading;
use crate::platform::auth::FieldClass;
use crate::platform::auth::accounts::{self, Account};
use crate::platform::coded::Coded;
use crate::platform::db::schema::{haste_signs, inspection_signatures as signatures};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::premises::inspections::dto::InspectionRecord;
use crate::premises::inspections::sign_off::content;
use crate::premises::inspections::sign_off::dto::{
    AttendanceRole, HasteSign, SignatureRole, SignedContent, Signer, SignerRole, Signing,
};
use crate::premises::inspections::sign_off::rules::{self, Signatory};
use crate::premises::inspections::store::{campaign_of, find_any};
use crate::staff;

/// What an inspection bears beside its facts.
#[derive(Debug, Default)]
pub struct Marks {
    /// Who has signed.
    pub signers: Vec<Signer>,
    /// What looks hasty about it.
    pub haste: Vec<HasteSign>,
}

/// The marks of these inspections, for those that have any.
///
/// # Errors
/// The database refuses.
pub fn marks(reading: &mut Reading<'_>, records: &[InspectionRecord]) -> ApiResult<HashMap<Id, Marks>> {
    let signed = records.iter().filter(|record| record.sign_off.signed_at.is_some());
    let ids: Vec<Id> = signed.map(|record| record.id).collect();
    let mut marks: HashMap<Id, Marks> = HashMap::new();
    if ids.is_empty() {
        return Ok(marks);
    }
    let rows: Vec<SignerRow> = signatures::table
        .filter(signatures::inspection_id.eq_any(ids.clone()))
        .order(signatures::id)
        .select(SignerRow::as_select())
        .load(reading.db)?;
    for row in rows {
        let signers = signers(reading, &row)?;
        marks.entry(row.columns.inspection_id).or_default().signers.extend(signers);
    }
    if reading.scope.reviews_inspections {
        let rows = haste_signs::table.filter(haste_signs::inspection_id.eq_any(ids)).order(haste_signs::code);
        let rows: Vec<(Id, String)> = rows.select((haste_signs::inspection_id, haste_signs::code)).load(reading.db)?;
        for (id, code) in rows {
            marks.entry(id).or_default().haste.push(HasteSign::stored(&code)?);
        }
    }
    Ok(marks)
}

/// Who signed with one signature: the account's person, and with the inspector whoever was there. Officials go by their
/// names; companion and occupant are named to who sees the owners of places.
fn signers(reading: &Reading<'_>, row: &SignerRow) -> ApiResult<Vec<Signer>> {
    let (signed_at, secrets) = (row.columns.signed_at.and_utc(), row.signer(reading.vault())?);
    let role = match SignatureRole::stored(&row.columns.role)? {
        SignatureRole::Inspector => SignerRole::Inspector,
        SignatureRole::VillageHead => SignerRole::VillageHead,
        SignatureRole::TownOffice => SignerRole::TownOffice,
    };
    let official = Signer { role, name: Some(secrets.signer), refused: false, signed_at };
    let sees_all = reading.scope.sees.has(FieldClass::Owner);
    let attended = secrets.attendance.map(|attended| Signer {
        role: match attended.role {
            AttendanceRole::Companion => SignerRole::Companion,
            AttendanceRole::Occupant => SignerRole::Occupant,
        },
        name: attended.name.filter(|_| sees_all),
        refused: attended.refused_because.is_some(),
        signed_at,
    });
    Ok(std::iter::once(official).chain(attended).collect())
}

/// What there is to sign of an inspection, and whether this account may sign it now.
///
/// # Errors
/// 404 when there is none in scope, 403 when the caller does not see all of it.
pub fn signing(reading: &mut Reading<'_>, id: Id, signatory: Id, may_sign: bool) -> ApiResult<Signing> {
    let record = find_any(reading, id)?;
    expect_sees_all(reading)?;
    let earlier = Earlier::of(reading, id)?;
    let account = accounts::find(reading, signatory)?;
    let turn = rules::next(&earlier.roles);
    let next_roles = match turn.filter(|_| may_sign && record.sign_off.corrected_by_id.is_none()) {
        Some(role) if earlier.check_turn(reading, role, &account, &record).is_ok() => vec![role],
        _ => Vec::new(),
    };
    let content = earlier.present_content(reading, &record)?;
    let (bytes, hash) = content::hashed(&content)?;
    let (statement_zh, statement_en) = content::statement(turn.unwrap_or(SignatureRole::TownOffice));
    let version = record.version;
    let signers = marks(reading, &[record])?.remove(&id).unwrap_or_default().signers;
    Ok(Signing {
        canonical: String::from_utf8(bytes).map_err(|error| ApiError::Internal(error.into()))?,
        content,
        content_hash: hex::digits(&hash),
        statement_zh: statement_zh.to_owned(),
        statement_en: statement_en.to_owned(),
        signers,
        attendance: earlier.first.map(|first| first.attendance()).transpose()?.flatten(),
        next_roles,
        version,
    })
}

/// Nobody signs what they do not see.
///
/// # Errors
/// 403.
pub fn expect_sees_all(reading: &Reading<'_>) -> ApiResult<()> {
    if reading.scope.sees.has(FieldClass::Owner) { Ok(()) } else { Err(ApiError::Forbidden("owner")) }
}

/// The signatures an inspection bears already.
pub struct Earlier {
    pub roles: Vec<SignatureRole>,
    accounts: Vec<Id>,
    /// The inspector's, which all others follow.
    pub first: Option<Plain>,
}

impl Earlier {
    pub fn of(reading: &mut Reading<'_>, inspection_id: Id) -> ApiResult<Self> {
        let query = signatures::table.filter(signatures::inspection_id.eq(inspection_id)).order(signatures::id);
        let rows: Vec<SignatureRow> = query.select(SignatureRow::as_select()).load(reading.db)?;
        let roles = rows.iter().map(|row| SignatureRole::stored(&row.columns.role)).collect::<ApiResult<_>>()?;
        let accounts = rows.iter().map(|row| row.columns.account_id).collect();
        let first = rows.first().map(|row| row.open(reading.vault())).transpose()?;
        Ok(Self { roles, accounts, first })
    }

    /// Whether this account may sign in `role` now.
    pub fn check_turn(
        &self,
        reading: &mut Reading<'_>,
        role: SignatureRole,
        account: &Account,
        record: &InspectionRecord,
    ) -> ApiResult<()> {
        let (site, facts) = (&record.site, &record.facts);
        let on_staff = match facts.inspector_id {
            Some(id) => staff::name_of(reading, id, &site.division_code)?,
            None => None,
        };
        let inspectors: Vec<String> = facts.inspector.clone().into_iter().chain(on_staff).collect();
        let has_signed = self.accounts.contains(&account.id);
        let who = Signatory { role: &account.role, name: &account.display_name, has_signed };
        rules::check_turn(role, &self.roles, &who, &inspectors)
    }

    /// What is signed: what the inspector signed, or before that the inspection as it is.
    pub fn present_content(&self, reading: &mut Reading<'_>, record: &InspectionRecord) -> ApiResult<SignedContent> {
        match &self.first {
            Some(first) => first.signed(),
            None => {
                let campaign = campaign_of(reading, &record.facts)?;
                Ok(content::of(record, campaign.map(|campaign| campaign.title)))
            }
        }
    }
}
