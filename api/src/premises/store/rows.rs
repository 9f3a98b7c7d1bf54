//! Rows of `premises`, and how they become records and back.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::platform::coded::Coded;
use crate::platform::db::schema::premises;
use crate::platform::db::{Backend, codes};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::Vault;
use crate::premises::dto::{Colour, CreatePremises, PrecursorClass, PremisesKind, PremisesRecord, PremisesRisk};
use crate::premises::rules;

/// What is sealed of a place.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct PremisesSecrets {
    pub(super) address: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) notes: Option<String>,
    pub(super) withdrawn_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = premises, check_for_backend(Backend))]
pub(super) struct PremisesRow {
    pub(super) id: Id,
    #[diesel(embed)]
    pub(super) facts: PremisesColumns,
    pub(super) colour: String,
    pub(super) last_inspected_on: Option<NaiveDate>,
    pub(super) data_key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) withdrawn_at: Option<NaiveDateTime>,
    pub(super) proposed_at: Option<NaiveDateTime>,
    pub(super) merged_into_id: Option<Id>,
    pub(super) version: i64,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

/// A row to be inserted; every column is named, so that many rows fit one statement.
#[derive(Insertable)]
#[diesel(table_name = premises, treat_none_as_default_value = false)]
pub(super) struct NewPremisesRow {
    id: Id,
    #[diesel(embed)]
    facts: PremisesColumns,
    colour: &'static str,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    proposed_at: Option<NaiveDateTime>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl NewPremisesRow {
    /// The same, for the office to decide on.
    pub(super) fn proposed(self) -> Self {
        Self { proposed_at: Some(self.created_at), ..self }
    }
}

/// A place that was never inspected, under a key of its own.
pub(super) fn new_row(vault: &Vault, at: NaiveDateTime, id: Id, facts: CreatePremises) -> ApiResult<NewPremisesRow> {
    let code = facts.code.or_else(|| Some(rules::made_code(id)));
    let (facts, secrets) = split(CreatePremises { code, ..facts })?;
    let (key, data_key) = vault.new_key()?;
    let (colour, sealed) = (Colour::Yellow.code(), key.seal(TABLE, id, &secrets)?);
    let (created_at, updated_at) = (at, at);
    Ok(NewPremisesRow { id, facts, colour, data_key, sealed, proposed_at: None, version: 1, created_at, updated_at })
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = premises, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct PremisesColumns {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) division_code: String,
    pub(super) longitude: Option<f64>,
    pub(super) latitude: Option<f64>,
    pub(super) risk_level: String,
    pub(super) registered_on: NaiveDate,
    pub(super) rooms: Option<i32>,
    pub(super) tenants: Option<i32>,
    pub(super) migrants: Option<i32>,
    pub(super) precursor_classes: String,
}

pub(super) fn open(vault: &Vault, row: PremisesRow) -> ApiResult<PremisesRecord> {
    let secrets = vault.open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
    Ok(PremisesRecord {
        id: row.id,
        facts: join(row.facts, secrets)?,
        colour: Colour::stored(&row.colour)?,
        last_inspected_on: row.last_inspected_on,
        is_withdrawn: row.withdrawn_at.is_some(),
        is_proposed: row.proposed_at.is_some(),
        merged_into_id: row.merged_into_id,
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        data_key: row.data_key,
    })
}

fn join(columns: PremisesColumns, secrets: PremisesSecrets) -> ApiResult<CreatePremises> {
    let PremisesColumns { code, kind, name, division_code, longitude, latitude, risk_level, .. } = columns;
    let PremisesColumns { registered_on, rooms, tenants, migrants, precursor_classes, .. } = columns;
    let PremisesSecrets { address, owner, phone, notes, .. } = secrets;
    Ok(CreatePremises {
        code: Some(code),
        kind: PremisesKind::stored(&kind)?,
        name,
        division_code,
        address,
        owner,
        phone,
        longitude,
        latitude,
        risk_level: PremisesRisk::stored(&risk_level)?,
        registered_on,
        rooms,
        tenants,
        migrants,
        precursor_classes: codes::parse::<PrecursorClass>(&precursor_classes)?,
        notes,
    })
}

pub(super) fn split(facts: CreatePremises) -> ApiResult<(PremisesColumns, PremisesSecrets)> {
    let CreatePremises { code, kind, name, division_code, address, owner, phone, .. } = facts;
    let CreatePremises { longitude, latitude, risk_level, registered_on, notes, .. } = facts;
    let CreatePremises { rooms, tenants, migrants, precursor_classes, .. } = facts;
    let columns = PremisesColumns {
        code: code.unwrap_or_default(),
        kind: kind.code().to_owned(),
        name,
        division_code,
        longitude,
        latitude,
        risk_level: risk_level.code().to_owned(),
        registered_on,
        rooms,
        tenants,
        migrants,
        precursor_classes: codes::text(&precursor_classes)?,
    };
    Ok((columns, PremisesSecrets { address, owner, phone, notes, withdrawn_because: None }))
}
