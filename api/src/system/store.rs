//! Queries on `backups`, and what database and journal say of themselves.
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::dto::{Backup, BackupKind, JournalStanding, SystemState};
use super::rules;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::WHOLE_COUNTRY;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{backups, journal_heads};
use crate::platform::db::{Backend, about};
use crate::platform::error::ApiResult;
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::journal::{self, Entry};

const TABLE: &str = "backups";

#[derive(Queryable, Selectable)]
#[diesel(table_name = backups, check_for_backend(Backend))]
struct BackupRow {
    id: Id,
    kind: String,
    taken_at: NaiveDateTime,
    bytes: i64,
    sha256: Vec<u8>,
    checked_at: Option<NaiveDateTime>,
    version: i64,
}

/// A backup that was taken.
#[derive(Debug, Clone)]
pub struct TakenBackup {
    /// How.
    pub kind: BackupKind,
    /// When.
    pub taken_at: DateTime<Utc>,
    /// Its size.
    pub bytes: i64,
    /// Digest of the file.
    pub sha256: [u8; 32],
}

/// How the installation stands.
///
/// # Errors
/// The database refuses.
pub fn state(reading: &mut Reading<'_>) -> ApiResult<SystemState> {
    let now = clock::now();
    let newest = journal_heads::table.order(journal_heads::size.desc());
    let head: Option<(i64, NaiveDateTime)> =
        newest.select((journal_heads::size, journal_heads::signed_at)).first(reading.db).optional()?;
    let (sealed, signed_at) = head.map_or((0, None), |(size, at)| (size, Some(at.and_utc())));
    let last_backup = newest_backup(reading, false)?;
    Ok(SystemState {
        version: env!("CARGO_PKG_VERSION"),
        database: about::kind(reading.db),
        database_bytes: about::bytes(reading.db)?,
        schema_version: about::newest_step(reading.db)?,
        now,
        journal: JournalStanding { position: journal::position(reading.db)?, sealed, signed_at },
        backup_is_overdue: rules::is_overdue(last_backup.as_ref().map(|backup| backup.taken_at), now),
        last_backup,
        last_checked_backup: newest_backup(reading, true)?,
    })
}

fn newest_backup(reading: &mut Reading<'_>, is_checked: bool) -> ApiResult<Option<Backup>> {
    let mut query = backups::table.into_boxed::<Backend>().order((backups::taken_at.desc(), backups::id.desc()));
    if is_checked {
        query = query.filter(backups::checked_at.is_not_null());
    }
    let row: Option<BackupRow> = query.select(BackupRow::as_select()).first(reading.db).optional()?;
    row.map(shown).transpose()
}

fn shown(row: BackupRow) -> ApiResult<Backup> {
    Ok(Backup {
        kind: BackupKind::stored(&row.kind)?,
        taken_at: row.taken_at.and_utc(),
        bytes: row.bytes,
        sha256: hex::digits(&row.sha256),
        checked_at: row.checked_at.map(|at| at.and_utc()),
    })
}

/// Records that a backup was taken.
///
/// # Errors
/// The database refuses.
pub fn record(tx: &mut Tx<'_>, taken: &TakenBackup) -> ApiResult<()> {
    let (id, at) = (Id::new(), tx.at().naive_utc());
    let statement = diesel::insert_into(backups::table).values((
        backups::id.eq(id),
        backups::kind.eq(taken.kind.code()),
        backups::taken_at.eq(taken.taken_at.naive_utc()),
        backups::bytes.eq(taken.bytes),
        backups::sha256.eq(taken.sha256.to_vec()),
        (backups::version.eq(1), backups::created_at.eq(at), backups::updated_at.eq(at)),
    ));
    tx.apply(statement, Entry::created(TABLE, id, WHOLE_COUNTRY)).map(drop)
}

/// Records that the backup with this digest was looked through and is whole; `false` when none was recorded.
///
/// # Errors
/// The database refuses.
pub fn note_check(tx: &mut Tx<'_>, sha256: &[u8; 32]) -> ApiResult<bool> {
    let known = backups::table.filter(backups::sha256.eq(sha256.to_vec())).order(backups::taken_at.desc());
    let row: Option<BackupRow> = known.select(BackupRow::as_select()).first(tx.db).optional()?;
    let Some(row) = row else { return Ok(false) };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let set = (backups::checked_at.eq(at), backups::version.eq(version), backups::updated_at.eq(at));
    let entry = Entry::updated(TABLE, row.id, WHOLE_COUNTRY, version, vec!["checked_at".into()]);
    tx.apply(diesel::update(backups::table.find(row.id)).set(set), Entry { action: "checked", ..entry })?;
    Ok(true)
}
