//! Who writes which file: one process at a time, for as long as it says every now and then that it still does.
use diesel::prelude::*;

use super::rules::{LEASE, MOST_ATTEMPTS};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::db::schema::export_jobs;
use crate::platform::db::sql;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// The lock under which jobs are taken on PostgreSQL.
const TASK: &str = "jindu export jobs";

/// A job that is ours until its lease runs out.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// The export.
    pub export_id: Id,
    /// Names this attempt.
    pub id: Id,
    /// Whether there were too many before it.
    pub is_hopeless: bool,
}

/// Takes the oldest job that nobody is at.
///
/// # Errors
/// The database refuses.
pub fn take(tx: &mut Tx<'_>) -> ApiResult<Option<Claim>> {
    sql::one_at_a_time(tx.db, TASK)?;
    let now = clock::now();
    let query = export_jobs::table
        .filter(export_jobs::is_done.eq(false))
        .filter(export_jobs::leased_until.le(now.naive_utc()))
        .order(export_jobs::id.asc())
        .select((export_jobs::id, export_jobs::attempts));
    let Some((export_id, attempts)): Option<(Id, i64)> = query.first(tx.db).optional()? else { return Ok(None) };
    let id = Id::new();
    let changes = (
        export_jobs::claim_id.eq(id),
        export_jobs::leased_until.eq((now + LEASE).naive_utc()),
        export_jobs::attempts.eq(attempts + 1),
    );
    tx.file(diesel::update(export_jobs::table.find(export_id)).set(changes))?;
    Ok(Some(Claim { export_id, id, is_hopeless: attempts >= MOST_ATTEMPTS }))
}

impl Claim {
    /// Keeps the job for another while. `false`: another process has taken it over.
    ///
    /// # Errors
    /// The database refuses.
    pub fn renew(self, tx: &mut Tx<'_>) -> ApiResult<bool> {
        let until = (clock::now() + LEASE).naive_utc();
        let own = export_jobs::table.find(self.export_id).filter(export_jobs::claim_id.eq(self.id));
        Ok(tx.file(diesel::update(own).set(export_jobs::leased_until.eq(until)))? == 1)
    }

    /// Ends the job, if it is still ours.
    ///
    /// # Errors
    /// The database refuses.
    pub fn finish(self, tx: &mut Tx<'_>) -> ApiResult<bool> {
        let own = export_jobs::table.find(self.export_id).filter(export_jobs::claim_id.eq(self.id));
        let own = own.filter(export_jobs::is_done.eq(false));
        Ok(tx.file(diesel::update(own).set(export_jobs::is_done.eq(true)))? == 1)
    }
}
