//! A list that came in, held against the roster of its division.
use sha2::{Digest, Sha256};

use super::dto::ReconciliationOptions;
use super::list;
use super::rules::{self, Registered};
use super::store::Compared;
use super::typing::Written;
use crate::divisions::within;
use crate::imports::{Registry, Rows, Table, Villages};
use crate::personnel::{self, CreatePerson};
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;

/// A list that was read.
pub struct Received {
    options: ReconciliationOptions,
    sha256: String,
    table: Table,
}

impl Received {
    /// The rows of a file, if they are such a list.
    ///
    /// # Errors
    /// 422 when they are none.
    pub fn new(
        options: ReconciliationOptions,
        (bytes, rows, _): (Vec<u8>, Rows, String),
        registry: &Registry,
    ) -> ApiResult<Self> {
        let sha256 = hex::digits(&Sha256::digest(&bytes));
        Ok(Self { options, sha256, table: list::table(rows, registry)? })
    }
}

/// Compares a list with the roster of its division.
///
/// # Errors
/// 422 when the division is outside the caller's area, when cells cannot be read, or when hardly anything agrees.
pub fn compare(reading: &mut Reading<'_>, received: Received, registry: &Registry) -> ApiResult<Compared> {
    let Received { options: ReconciliationOptions { division, file_name }, sha256, table } = received;
    let division_code = division.unwrap_or_else(|| reading.scope.division_code.clone());
    within(reading.scope, "division", &division_code)?;
    let villages = Villages::load(reading.db, &reading.scope.narrowed(&division_code))?;
    let list = list::persons(&table, registry, &villages)?;
    let roster: Vec<Registered> = personnel::files_in(reading, &division_code)?.into_iter().map(registered).collect();
    let differences = rules::differences(&list, &roster);
    if differences.len() > rules::MOST_FINDINGS {
        return Err(ApiError::invalid("division", rules::OTHER_ROSTER));
    }
    Ok(Compared { division_code, file_name, sha256, list, roster, differences })
}

fn registered((id, facts): (Id, CreatePerson)) -> Registered {
    let CreatePerson { name, id_number, status, .. } = facts;
    Registered { id, name, number: id_number.as_deref().map(Written::of), status }
}
