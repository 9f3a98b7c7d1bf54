//! How far the journal has come, for whoever keeps something that follows from it.
use diesel::dsl::max;
use diesel::prelude::*;

use super::store::newest;
use crate::platform::db::schema::journal;
use crate::platform::db::{AnyConnection, Raw, sql};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// How far somebody has followed the journal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    position: i64,
    /// The oldest transaction whose end was not known then on PostgreSQL.
    oldest_open: i64,
}

impl Mark {
    /// Whether the journal still stands there.
    pub fn is_at(self, position: i64) -> bool {
        self.position == position
    }
}

/// Grows with every commit that changed data, and with no other: equal positions mean equal data.
///
/// On SQLite it is the number of the newest entry. PostgreSQL commits out of order, so there it is how many entries can be
/// seen: those sealed are counted already, and few come after them.
///
/// # Errors
/// The database refuses.
pub fn position(db: &mut impl Raw) -> ApiResult<i64> {
    // Asked with nearly every read: as a typed query it stays prepared, which SQL text does not.
    if let AnyConnection::Sqlite(connection) = db.raw() {
        let last: Option<i64> = numbered_journal::table.select(max(numbered_journal::seq)).get_result(connection)?;
        return Ok(last.unwrap_or_default());
    }
    let sealed = newest(db)?;
    // Two ranges of the index, so that a large transaction sealed last (an import) is not counted through at each question.
    let beside = journal::transaction_id.eq(sealed.entry_key).and(journal::id.gt(sealed.entry_id));
    let since = journal::table.filter(journal::transaction_id.gt(sealed.entry_key).or(beside));
    Ok(sealed.entries + since.count().get_result::<i64>(db.raw())?)
}

/// The present mark.
///
/// # Errors
/// The database refuses.
pub fn mark(db: &mut impl Raw) -> ApiResult<Mark> {
    // Asked before the position: what ends in between is looked at again, never missed.
    let oldest_open = match db.raw() {
        AnyConnection::Sqlite(_) => 0,
        AnyConnection::Postgres(connection) => diesel::select(sql::oldest_open()).get_result(connection)?,
    };
    Ok(Mark { position: position(db)?, oldest_open })
}

/// Whether what is written from now on comes after all that was sealed; on SQLite it always does.
///
/// # Errors
/// The database refuses.
pub fn order_goes_on(db: &mut impl Raw) -> ApiResult<bool> {
    let sealed = newest(db)?;
    let AnyConnection::Postgres(connection) = db.raw() else { return Ok(true) };
    let next: i64 = diesel::select(sql::next_transaction()).get_result(connection)?;
    Ok(sealed.entry_key.max(sealed.access_key) < next)
}

/// Records of one kind that may have changed after `mark`.
///
/// # Errors
/// The database refuses.
pub fn subjects_since(db: &mut impl Raw, subject_type: &str, mark: &Mark) -> ApiResult<Vec<Id>> {
    let query = journal::table
        .filter(journal::subject_type.eq(subject_type.to_owned()))
        .select(journal::subject_id)
        .into_boxed();
    let mut ids: Vec<Id> = match db.raw() {
        // SQLite's one writer numbers the rows in the order of their commits.
        db @ AnyConnection::Sqlite(_) => query.filter(sql::seq().gt(mark.position)).load(db)?,
        // PostgreSQL commits out of order, however long a transaction took.
        db @ AnyConnection::Postgres(_) => query.filter(journal::transaction_id.ge(mark.oldest_open)).load(db)?,
    };
    ids.sort();
    ids.dedup();
    Ok(ids)
}

diesel::table! {
    /// The journal by the number SQLite gives each row.
    #[sql_name = "journal"]
    numbered_journal (seq) {
        seq -> BigInt,
    }
}
