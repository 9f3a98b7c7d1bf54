//! What places are called, with the key of what is written about them: for what others keep on places.
use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::PremisesSecrets;
use super::selection::{in_scope, matching, visible};
use super::{CHUNK, TABLE};
use crate::platform::access::Reading;
use crate::platform::auth::FieldClass;
use crate::platform::clock;
use crate::platform::db::schema::premises;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::DataKey;
use crate::premises::dto::PremisesFilter;

/// A place in scope, whether it is still on the register or not.
pub struct NamedPlace {
    /// Its name.
    pub name: String,
    /// The division that manages it.
    pub division_code: String,
    /// Seals what is written about it.
    pub key: DataKey,
}

/// The places of these that lie in scope, those off the register included.
///
/// # Errors
/// The database refuses.
pub fn named(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, NamedPlace>> {
    let mut named = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(Id, String, String, Vec<u8>)> = in_scope(reading.scope)
            .filter(premises::id.eq_any(chunk.to_vec()))
            .select((premises::id, premises::name, premises::division_code, premises::data_key))
            .load(reading.db)?;
        for (id, name, division_code, data_key) in rows {
            named.insert(id, NamedPlace { name, division_code, key: reading.vault().open_key(&data_key)? });
        }
    }
    Ok(named)
}

/// Ids of the places whose number or name a search finds, so many at most, newest first.
///
/// # Errors
/// The database refuses.
pub fn found(reading: &mut Reading<'_>, q: &str, division: Option<&str>, most: i64) -> ApiResult<Vec<Id>> {
    let (q, division) = (Some(q.to_owned()), division.map(str::to_owned));
    let filter = PremisesFilter { division, q, ..PremisesFilter::default() };
    let query = matching(reading.scope, &filter, clock::today()).order(premises::id.desc()).limit(most);
    Ok(query.select(premises::id).load(reading.db)?)
}

/// Where those of these places that the caller may see stand, for a caller who sees it.
///
/// # Errors
/// The database refuses.
pub fn addresses(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<HashMap<Id, String>> {
    let mut addresses = HashMap::new();
    if !reading.scope.sees.has(FieldClass::Owner) {
        return Ok(addresses);
    }
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(Id, Vec<u8>, Vec<u8>)> = visible(reading.scope)
            .filter(premises::id.eq_any(chunk.to_vec()))
            .select((premises::id, premises::data_key, premises::sealed))
            .load(reading.db)?;
        for (id, data_key, sealed) in rows {
            let secrets: PremisesSecrets = reading.vault().open_key(&data_key)?.open(TABLE, id, &sealed)?;
            addresses.extend(secrets.address.map(|address| (id, address)));
        }
    }
    Ok(addresses)
}
