//! The place a record hangs on: what the record's list shows of it, and the key the record is sealed under.
use diesel::prelude::*;

use crate::platform::access::Reading;
use crate::platform::db::Backend;
use crate::platform::db::schema::premises;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, Vault};
use crate::premises::dto::Site;

/// As much of a place as the records that hang on it need.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = premises, check_for_backend(Backend))]
pub struct Holder {
    /// The place.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The division that manages it.
    pub division_code: String,
    data_key: Vec<u8>,
}

impl Holder {
    /// The key of the place.
    ///
    /// # Errors
    /// 500 when it was wrapped under another key file.
    pub fn key(&self, vault: &Vault) -> ApiResult<DataKey> {
        vault.open_key(&self.data_key)
    }
}

impl From<&Site> for Holder {
    fn from(site: &Site) -> Self {
        let Site { id, code, name, division_code, data_key, .. } = site.clone();
        Self { id, code, name, division_code, data_key }
    }
}

/// The place with this id, whoever asks: for what follows from a change they were allowed to make.
///
/// # Errors
/// The database refuses, or there is no such place.
pub fn holder(reading: &mut Reading<'_>, id: Id) -> ApiResult<Holder> {
    Ok(premises::table.find(id).select(Holder::as_select()).first(reading.db)?)
}
