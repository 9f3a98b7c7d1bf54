//! What the journal attests of a reveal, reckoned anew from what is stored: whoever changes a purpose behind the program's back
//! is found out.
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::store;
use crate::platform::access::Reading;
use crate::platform::canonical::{self, Hash};
use crate::platform::error::ApiResult;
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::journal::Signed;

/// All that stands in a row.
#[derive(Debug, Serialize)]
pub(super) struct Attested<'a> {
    pub format: &'static str,
    pub id: Id,
    pub person_id: Id,
    pub account_id: Id,
    pub division_code: &'a str,
    pub fields: &'a str,
    pub purpose: &'a str,
    pub sealed: String,
    pub at: DateTime<Utc>,
}

impl Attested<'_> {
    /// Its form, so that another one can be told from it.
    pub const FORMAT: &'static str = "jindu/reveal/1";

    /// Its SHA-256, as canonical JSON.
    pub fn digest(&self) -> ApiResult<Hash> {
        Ok(canonical::sha256(&canonical::to_bytes(self)?))
    }
}

/// Sealed bytes as they are attested.
pub(super) fn sealed(bytes: &[u8]) -> String {
    hex::digits(bytes)
}

/// The reveals on record, for whoever verifies the journal.
pub struct Reveals;

impl Signed for Reveals {
    fn digests(&self, reading: &mut Reading<'_>, after: Option<Id>, limit: i64) -> ApiResult<Vec<(Id, Hash)>> {
        store::digests(reading, after, limit)
    }
}
