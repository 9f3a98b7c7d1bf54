//! The rows of reconciliations and their findings, and what is sealed in them.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{FINDINGS, TABLE};
use crate::codes::mask;
use crate::exchange::reconciliation::dto::{
    Decision, FindingCounts, FindingKind, NumberHint, Reconciliation, RosterFinding,
};
use crate::exchange::reconciliation::rules::{Difference, Listed, Registered};
use crate::personnel::PersonStatus;
use crate::platform::auth::{FieldClass, FieldClasses};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::{reconciliation_findings, reconciliations};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, Vault};

/// What is sealed of a list.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListSecrets {
    pub file_name: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reconciliations, check_for_backend(Backend), treat_none_as_default_value = false)]
pub struct ReconciliationRow {
    pub id: Id,
    pub account_id: Option<Id>,
    pub division_code: String,
    pub source_sha256: String,
    pub row_count: i64,
    pub registered_count: i64,
    pub not_raised_count: i64,
    pub data_key: Vec<u8>,
    pub sealed: Vec<u8>,
    pub version: i64,
    pub created_at: NaiveDateTime,
}

impl ReconciliationRow {
    /// The reconciliation, with what its findings count.
    pub fn open(self, vault: &Vault, counts: FindingCounts, open: i64) -> ApiResult<Reconciliation> {
        let ListSecrets { file_name } = vault.open_key(&self.data_key)?.open(TABLE, self.id, &self.sealed)?;
        Ok(Reconciliation {
            id: self.id,
            division_code: self.division_code,
            file_name,
            sha256: self.source_sha256,
            rows: self.row_count,
            registered: self.registered_count,
            counts,
            open,
            not_raised: self.not_raised_count,
            created_at: self.created_at.and_utc(),
        })
    }
}

/// What is sealed of a finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindingSecrets {
    pub row: Option<u32>,
    pub other_row: Option<u32>,
    pub name: Option<String>,
    pub id_number: Option<String>,
    pub status_in_list: Option<PersonStatus>,
    pub division_code: Option<String>,
    pub status_on_file: Option<PersonStatus>,
    pub number_on_file: Option<String>,
    pub hints: Vec<NumberHint>,
    pub differs_at: Option<u32>,
    pub reason: Option<String>,
    pub decided_by: Option<String>,
}

impl FindingSecrets {
    /// What list and file say of a difference.
    pub fn of(difference: &Difference, listed: Option<&Listed>, person: Option<&Registered>) -> Self {
        Self {
            row: listed.map(|listed| listed.row),
            other_row: difference.other_row,
            name: listed.map(|listed| listed.name.clone()),
            id_number: listed.map(|listed| listed.number.text.clone()),
            status_in_list: listed.and_then(|listed| listed.status),
            division_code: listed.and_then(|listed| listed.village.clone()),
            status_on_file: person.map(|person| person.status),
            number_on_file: person.and_then(|person| person.number.as_ref()).map(|number| number.text.clone()),
            hints: difference.hints.clone(),
            differs_at: difference.differs_at,
            reason: None,
            decided_by: None,
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reconciliation_findings, check_for_backend(Backend), treat_none_as_default_value = false)]
pub struct FindingRow {
    pub id: Id,
    pub reconciliation_id: Id,
    pub position: i64,
    pub kind: String,
    pub person_id: Option<Id>,
    pub fingerprint: Vec<u8>,
    pub sealed: Vec<u8>,
    pub decision: Option<String>,
    pub decided_by_id: Option<Id>,
    pub decided_at: Option<NaiveDateTime>,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl FindingRow {
    /// What is sealed of it.
    pub fn secrets(&self, key: &DataKey) -> ApiResult<FindingSecrets> {
        key.open(FINDINGS, self.id, &self.sealed)
    }
}

/// The finding as a caller who sees `sees` gets it. Who is on the roster only has the name of the file, if it is in `names`.
pub fn open_finding(
    row: FindingRow,
    key: &DataKey,
    names: &HashMap<Id, String>,
    sees: FieldClasses,
) -> ApiResult<RosterFinding> {
    let secrets = row.secrets(key)?;
    let masked = |name: String| if sees.has(FieldClass::Name) { name } else { mask::name(&name) };
    let on_file = row.person_id.and_then(|person| names.get(&person).cloned());
    Ok(RosterFinding {
        id: row.id,
        reconciliation_id: row.reconciliation_id,
        kind: FindingKind::stored(&row.kind)?,
        row: secrets.row,
        other_row: secrets.other_row,
        person_id: row.person_id,
        name: secrets.name.map(masked).or(on_file),
        id_number_masked: secrets.id_number.as_deref().map(mask::id_number),
        id_number: secrets.id_number.filter(|_| sees.has(FieldClass::IdentityNumber)),
        hints: secrets.hints,
        differs_at: secrets.differs_at,
        status_in_list: secrets.status_in_list,
        status_on_file: secrets.status_on_file,
        division_code: secrets.division_code,
        decision: row.decision.as_deref().map(Decision::stored).transpose()?,
        reason: secrets.reason,
        decided_by: secrets.decided_by,
        decided_at: row.decided_at.map(|at| at.and_utc()),
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}
