//! The columns of a person: facts in the form they are stored in.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::TABLE;
use crate::personnel::persons::dto::{CreatePerson, RiskLevel};
use crate::personnel::persons::lookup::Indexes;
use crate::personnel::persons::rules;
use crate::personnel::persons::sealed::PersonSecrets;
use crate::platform::access::Tx;
use crate::platform::coded::Coded;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::vault::DataKey;

/// The columns that hold facts; the same for inserting and changing. Absent values are written as NULL, not left out: one
/// form of the statement, which stays prepared.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = personnel, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::personnel::persons) struct PersonColumns {
    pub(in crate::personnel::persons) file_no: String,
    pub(in crate::personnel::persons) division_code: String,
    pub(in crate::personnel::persons) gender: &'static str,
    pub(in crate::personnel::persons) status: &'static str,
    pub(in crate::personnel::persons) control: &'static str,
    pub(in crate::personnel::persons) risk_level: &'static str,
    pub(in crate::personnel::persons) substances: String,
    pub(in crate::personnel::persons) first_found_on: Option<NaiveDate>,
    pub(in crate::personnel::persons) is_migrant: bool,
    pub(in crate::personnel::persons) migrant_since: Option<NaiveDate>,
    pub(in crate::personnel::persons) contact_every_days: Option<i32>,
    pub(in crate::personnel::persons) case_worker_id: Option<Id>,
    pub(in crate::personnel::persons) grid_id: Option<Id>,
    pub(in crate::personnel::persons) platform_entered_on: Option<NaiveDate>,
    pub(in crate::personnel::persons) external_refs: String,
    pub(in crate::personnel::persons) id_index: Option<Vec<u8>>,
    pub(in crate::personnel::persons) phone_index: Option<Vec<u8>>,
    pub(in crate::personnel::persons) sealed: Vec<u8>,
}

/// Facts in the form they are stored in, so that equal facts compare equal.
pub fn normal(facts: CreatePerson) -> CreatePerson {
    let secrets = PersonSecrets::of(&facts);
    CreatePerson {
        gender: rules::gender(&facts),
        control: Some(rules::control(&facts)),
        birth_date: secrets.birth_date,
        id_number: secrets.id_number,
        ..facts
    }
}

/// The columns of these facts; `assessed` is the grade of an assessment that stands in the place of the one entered.
pub(in crate::personnel::persons) fn columns(
    tx: &Tx<'_>,
    id: Id,
    key: &DataKey,
    facts: CreatePerson,
    assessed: Option<RiskLevel>,
) -> ApiResult<PersonColumns> {
    let entered_risk_level = assessed.map(|_| facts.risk_level);
    let secrets = PersonSecrets { entered_risk_level, ..PersonSecrets::of(&facts) };
    let indexes = Indexes::of(tx.vault(), facts.id_number.as_deref(), facts.phone.as_deref());
    let json = |error: serde_json::Error| ApiError::Internal(error.into());
    let (gender, control) = (rules::gender(&facts).code(), rules::control(&facts).code());
    let CreatePerson { file_no, division_code, status, risk_level, substances, first_found_on, migrant, .. } = facts;
    Ok(PersonColumns {
        file_no: file_no.unwrap_or_else(|| file_no_of(id)),
        division_code,
        gender,
        status: status.code(),
        control,
        risk_level: assessed.unwrap_or(risk_level).code(),
        substances: serde_json::to_string(&substances).map_err(json)?,
        first_found_on,
        is_migrant: migrant.away,
        migrant_since: migrant.since,
        contact_every_days: migrant.contact_every_days,
        case_worker_id: facts.case_worker_id,
        grid_id: facts.grid_id,
        platform_entered_on: facts.platform_entered_on,
        external_refs: serde_json::to_string(&facts.external_refs).map_err(json)?,
        id_index: indexes.id_number,
        phone_index: indexes.phone,
        sealed: key.seal(TABLE, id, &secrets)?,
    })
}

/// A file number out of the id's random end: short enough to say, made anywhere without asking a counter.
pub fn file_no_of(id: Id) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = id.as_bytes();
    let tail = bytes.iter().skip(11).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let digit = |place: u32| {
        DIGITS
            .get(usize::try_from(tail >> (5 * place) & 31).unwrap_or_default())
            .map_or('0', |digit| char::from(*digit))
    };
    (0..8).rev().map(digit).collect()
}
