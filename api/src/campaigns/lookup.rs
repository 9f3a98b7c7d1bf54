//! What other domains ask: the campaigns in which places were really looked at.
use chrono::NaiveDate;
use diesel::dsl::{max, min};
use diesel::prelude::*;

use super::dto::CampaignKind;
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{campaigns, inspections, premises};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A campaign that was carried out.
#[derive(Debug)]
pub struct Campaigning {
    /// Its id.
    pub id: Id,
    /// What it was for.
    pub kind: CampaignKind,
    /// Its name.
    pub title: String,
    /// The area it covers.
    pub division_code: String,
    /// Its version.
    pub version: i64,
    /// The first day a place at or below the division was inspected in it.
    pub first_on: NaiveDate,
}

/// The campaigns in which places in scope at or below `division` were inspected between two days, by id.
///
/// # Errors
/// The database refuses.
pub fn carried_out(
    reading: &mut Reading<'_>,
    division: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> ApiResult<Vec<Campaigning>> {
    type Row = (Id, String, String, String, i64, Option<NaiveDate>);
    let scope = reading.scope.narrowed(division);
    let columns = (campaigns::id, campaigns::kind, campaigns::title, campaigns::division_code, campaigns::version);
    let rows: Vec<Row> = inspections::table
        .inner_join(premises::table)
        .inner_join(campaigns::table)
        .filter(inspections::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null())
        .filter(premises::division_code.ge(scope.from))
        .filter(premises::division_code.lt(scope.to))
        .filter(inspections::inspected_on.ge(from))
        .filter(inspections::inspected_on.le(to))
        .group_by(columns)
        .order(campaigns::id)
        .select((
            campaigns::id,
            campaigns::kind,
            campaigns::title,
            campaigns::division_code,
            campaigns::version,
            min(inspections::inspected_on),
        ))
        .load(reading.db)?;
    let carried_out = rows.into_iter().filter_map(|(id, kind, title, division_code, version, first_on)| {
        let first_on = first_on?;
        Some(CampaignKind::stored(&kind).map(|kind| Campaigning { id, kind, title, division_code, version, first_on }))
    });
    carried_out.collect()
}

/// First and last day a place was inspected in a campaign, wherever the place lies; nothing when none was.
///
/// # Errors
/// The database refuses.
pub fn inspected_between(reading: &mut Reading<'_>, id: Id) -> ApiResult<Option<(NaiveDate, NaiveDate)>> {
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = inspections::table
        .filter(inspections::campaign_id.eq(id))
        .filter(inspections::withdrawn_at.is_null())
        .select((min(inspections::inspected_on), max(inspections::inspected_on)))
        .first(reading.db)?;
    Ok(first.zip(last))
}
