//! What duties follow from in the files themselves, for everyone, wherever they are.
use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use diesel::prelude::*;

use super::dto::{CreatePerson, PersonStatus, RiskLevel};
use super::lookup::{Owner, open_files};
use super::store::{PersonRow, secrets};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::personnel;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Persons read in one statement; both databases take far more parameters.
const CHUNK: usize = 500;
/// Months without relapse after which control ends (戒毒条例 §7).
pub const CLEAN_MONTHS: u32 = 36;

/// A person on file, as far as duties follow from the file.
pub struct OnRoll {
    /// For the records under the file.
    pub owner: Owner,
    /// Who does what is new.
    pub case_worker_id: Option<Id>,
    /// Where the person stands.
    pub status: PersonStatus,
    /// When the police found them first.
    pub first_found_on: Option<NaiveDate>,
    /// The grade on file.
    pub risk_level: RiskLevel,
    /// Whether they are away for work since a day nobody wrote down.
    pub is_away_undated: bool,
    /// Since when they are away for work now, and how often to be in touch.
    pub away: Option<(NaiveDate, Option<i32>)>,
}

/// These persons as far as they are on file: not the withdrawn, not the sealed.
///
/// # Errors
/// The database refuses.
pub fn on_roll(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<OnRoll>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let query = open_files().filter(personnel::id.eq_any(chunk.to_vec())).order(personnel::id.asc());
        let rows: Vec<RollRow> = query.select(RollRow::as_select()).load(reading.db)?;
        for row in rows {
            let owner = Owner {
                person_id: row.id,
                key: reading.vault().open_key(&row.data_key)?,
                division_code: row.division_code,
            };
            let since = row.migrant_since.filter(|_| row.is_migrant);
            found.push(OnRoll {
                owner,
                case_worker_id: row.case_worker_id,
                status: PersonStatus::stored(&row.status)?,
                first_found_on: row.first_found_on,
                risk_level: RiskLevel::stored(&row.risk_level)?,
                is_away_undated: row.is_migrant && since.is_none(),
                away: since.map(|since| (since, row.contact_every_days)),
            });
        }
    }
    Ok(found)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = personnel, check_for_backend(crate::platform::db::Backend))]
struct RollRow {
    id: Id,
    data_key: Vec<u8>,
    division_code: String,
    case_worker_id: Option<Id>,
    status: String,
    first_found_on: Option<NaiveDate>,
    risk_level: String,
    is_migrant: bool,
    migrant_since: Option<NaiveDate>,
    contact_every_days: Option<i32>,
}

/// The grades these persons had before the first assessment took the place of what was entered.
///
/// # Errors
/// The database refuses.
pub fn entered_grades(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, RiskLevel>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let query = open_files().filter(personnel::id.eq_any(chunk.to_vec())).select(PersonRow::as_select());
        for row in query.load::<PersonRow>(reading.db)? {
            let (_, secrets) = secrets(reading, &row)?;
            found.extend(secrets.entered_risk_level.map(|level| (row.id, level)));
        }
    }
    Ok(found)
}

/// Whether anything may follow from a file alone, before there is a record under it: contact with who is away, and the end of
/// control for who was found long ago.
pub fn may_owe(person: &CreatePerson) -> bool {
    let is_away = person.migrant.away && person.migrant.since.is_some();
    let long_ago = clock::today().checked_sub_months(Months::new(CLEAN_MONTHS));
    let was_found_long_ago = person.first_found_on.zip(long_ago).is_some_and(|(found, long_ago)| found <= long_ago);
    is_away || (was_found_long_ago && is_at_large(person.status))
}

/// Whether the person lives in the community under no measure (社会面): whoever is under one is not proposed to be let go.
pub fn is_at_large(status: PersonStatus) -> bool {
    matches!(status, PersonStatus::InCommunity | PersonStatus::CleanThreeYears)
}
