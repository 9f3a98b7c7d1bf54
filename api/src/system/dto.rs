//! What the API documents about the installation.
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::coded;
use crate::discloses;

coded! {
    /// How a backup came about.
    BackupKind in "backup_kind" {
        Copy = "copy", "本程序复制", "Copied by this program";
        Recorded = "recorded", "其他工具备份后登记", "Taken by another tool and recorded";
    }
}

/// A backup that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Backup {
    /// How it came about.
    pub kind: BackupKind,
    /// When it was taken.
    pub taken_at: DateTime<Utc>,
    /// Its size.
    pub bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    #[schema(example = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    pub sha256: String,
    /// When it was last opened and looked through (`jindu backup --check`), if it was.
    pub checked_at: Option<DateTime<Utc>>,
}

/// The journal and its newest signed head.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalStanding {
    /// Grows with every change.
    pub position: i64,
    /// Entries and groups of access lines that the newest head is over.
    pub sealed: i64,
    /// When that was signed; `null` before the first one. It is signed every two seconds while something changes.
    pub signed_at: Option<DateTime<Utc>>,
}

/// How the installation stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SystemState {
    /// Version of the program.
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// `sqlite` or `postgresql`.
    #[schema(example = "sqlite")]
    pub database: &'static str,
    /// Size of the database.
    pub database_bytes: i64,
    /// The newest step of its schema.
    #[schema(example = "20261126000025")]
    pub schema_version: String,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// The journal.
    pub journal: JournalStanding,
    /// The newest backup there is a record of.
    pub last_backup: Option<Backup>,
    /// The newest one that was looked through.
    pub last_checked_backup: Option<Backup>,
    /// Whether there is none of the last eight days.
    pub backup_is_overdue: bool,
}

discloses!(nobody: SystemState);
