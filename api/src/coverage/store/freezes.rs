//! Freezes: one a campaign.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::coverage::dto::Freeze;
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::campaign_freezes;
use crate::platform::db::{Backend, codes};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// The table, as journal entries name it.
pub const TABLE: &str = "campaign_freezes";

#[derive(Queryable, Selectable)]
#[diesel(table_name = campaign_freezes, check_for_backend(Backend))]
struct FreezeRow {
    id: Id,
    campaign_id: Id,
    division_code: String,
    kinds: String,
    frozen_on: NaiveDate,
    source: String,
    units: i64,
    version: i64,
    created_at: NaiveDateTime,
}

impl FreezeRow {
    fn open(self) -> ApiResult<Freeze> {
        Ok(Freeze {
            id: self.id,
            campaign_id: self.campaign_id,
            frozen_on: self.frozen_on,
            source: self.source,
            division_code: self.division_code,
            kinds: codes::parse(&self.kinds)?,
            units: self.units,
            version: self.version,
            created_at: self.created_at.and_utc(),
        })
    }
}

/// The freeze of a campaign, which the caller may see.
///
/// # Errors
/// The database refuses.
pub fn find(reading: &mut Reading<'_>, campaign_id: Id) -> ApiResult<Option<Freeze>> {
    let query = campaign_freezes::table.filter(campaign_freezes::campaign_id.eq(campaign_id));
    let row: Option<FreezeRow> = query.select(FreezeRow::as_select()).first(reading.db).optional()?;
    row.map(FreezeRow::open).transpose()
}

/// All freezes by their campaigns.
///
/// # Errors
/// The database refuses.
pub fn frozen(reading: &mut Reading<'_>) -> ApiResult<HashMap<Id, Freeze>> {
    let rows: Vec<FreezeRow> = campaign_freezes::table.select(FreezeRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| Ok((row.campaign_id, row.open()?))).collect()
}

/// Puts a freeze on record.
///
/// # Errors
/// 409 when the campaign has one.
pub fn insert(tx: &mut Tx<'_>, freeze: &Freeze) -> ApiResult<()> {
    let statement = diesel::insert_into(campaign_freezes::table).values((
        campaign_freezes::id.eq(freeze.id),
        campaign_freezes::campaign_id.eq(freeze.campaign_id),
        campaign_freezes::division_code.eq(freeze.division_code.clone()),
        campaign_freezes::kinds.eq(codes::text(&freeze.kinds)?),
        campaign_freezes::frozen_on.eq(freeze.frozen_on),
        campaign_freezes::source.eq(freeze.source.clone()),
        campaign_freezes::units.eq(freeze.units),
        campaign_freezes::version.eq(freeze.version),
        campaign_freezes::created_at.eq(freeze.created_at.naive_utc()),
    ));
    tx.apply(statement, Entry::created(TABLE, freeze.id, &freeze.division_code)).map(drop)
}
