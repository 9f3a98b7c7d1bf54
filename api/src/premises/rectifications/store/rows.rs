//! Rows of `rectifications` with their place, and how they become answers and back.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::rectifications;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::Vault;
use crate::premises::rectifications::dto::{
    CreateRectification, Rectification, RectificationSeverity, ReferRectification, Referral,
};
use crate::premises::rectifications::rules;
use crate::premises::store::Holder;

/// What is sealed of an order, under the key of its place.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RectificationSecrets {
    pub(super) demand: String,
    pub(super) referral: Option<ReferRectification>,
    pub(super) withdrawn_because: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = rectifications, check_for_backend(Backend), treat_none_as_default_value = false)]
pub(super) struct RectificationRow {
    pub(super) id: Id,
    pub(super) premises_id: Id,
    pub(super) inspection_id: Id,
    #[diesel(embed)]
    pub(super) facts: RectificationColumns,
    pub(super) referred_on: Option<NaiveDate>,
    pub(super) closed_on: Option<NaiveDate>,
    pub(super) reinspection_id: Option<Id>,
    pub(super) sealed: Vec<u8>,
    pub(super) version: i64,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rectifications, check_for_backend(Backend))]
pub(super) struct RectificationColumns {
    severity: String,
    ordered_on: NaiveDate,
    due_on: NaiveDate,
}

/// The columns of an order.
pub(super) fn columns(facts: &CreateRectification) -> RectificationColumns {
    RectificationColumns {
        severity: facts.severity.code().to_owned(),
        ordered_on: facts.ordered_on,
        due_on: rules::due_on(facts),
    }
}

/// What is sealed of an order on record.
pub(super) fn secrets(vault: &Vault, row: &RectificationRow, place: &Holder) -> ApiResult<RectificationSecrets> {
    place.key(vault)?.open(TABLE, row.id, &row.sealed)
}

/// The order on record, nothing hidden.
pub(super) fn open(vault: &Vault, (row, place): (RectificationRow, Holder)) -> ApiResult<Rectification> {
    let RectificationSecrets { demand, referral, .. } = secrets(vault, &row, &place)?;
    let RectificationColumns { severity, ordered_on, due_on } = row.facts;
    Ok(Rectification {
        id: row.id,
        premises_id: place.id,
        premises_code: place.code,
        premises_name: place.name,
        division_code: place.division_code,
        inspection_id: row.inspection_id,
        severity: RectificationSeverity::stored(&severity)?,
        ordered_on,
        due_on,
        demand: Some(demand),
        state: rules::state(row.closed_on, row.referred_on, due_on, clock::today()),
        closed_on: row.closed_on,
        reinspection_id: row.reinspection_id,
        referral: referral.map(Referral::from),
        masked: Vec::new(),
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}

impl From<ReferRectification> for Referral {
    fn from(referral: ReferRectification) -> Self {
        let ReferRectification { to, document_no, referred_on, note } = referral;
        Self { to, document_no, referred_on, note }
    }
}

/// The facts of an order on record, to be changed.
pub(super) fn facts(order: &Rectification) -> CreateRectification {
    CreateRectification {
        severity: order.severity,
        ordered_on: order.ordered_on,
        due_on: Some(order.due_on),
        demand: order.demand.clone().unwrap_or_default(),
    }
}
