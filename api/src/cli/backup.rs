//! `jindu backup`: a copy of the database, and whether one is whole.
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Args;
use sha2::{Digest, Sha256};

use super::{Outcome, backup_check};
use crate::config::{Config, Settings};
use crate::platform::clock;
use crate::platform::db::{about, migrations};
use crate::platform::hex;
use crate::start::{Refusal, migration_failed, open_unchanged};
use crate::system::{self, BackupKind, TakenBackup};

const POSTGRES: &str = "the database is a PostgreSQL server: back it up with its own tools (pg_basebackup, or pg_dump) and \
    record the file with `jindu backup --record FILE`, so that its age is known \
    (PostgreSQL 请用其自带工具备份，再用 --record 登记)";
const BESIDE_KEYS: &str = "the folder lies in the data folder, beside the key files: whoever gets a backup must not get the keys \
    with it; name a folder on another disk (备份不得与密钥放在一起)";
const NO_KEYS: &str =
    "The key files are not in it: back up the folder keys apart, to another place 密钥不在备份中，请另行保存";

/// Take a backup of the database, or look whether one is whole 备份数据库
///
/// Copies a database that is a file, as of one instant, while the server goes on; the key files are never part of it, so that who
/// gets the one does not get the other. Beside the copy lies its SHA-256, as `sha256sum -c` reads it. When, how large and which is
/// recorded; the system administrator's page tells its age.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu backup /mnt/backup                       a copy of today, named after the instant
  jindu backup --check /mnt/backup/jindu-….db    opens a copy of it, and verifies journal and signatures
  jindu backup --record /mnt/backup/base.tar.gz  notes one that PostgreSQL's own tools took

Exit codes: 0 done, the backup is whole; 1 it is not, and what is wrong is named; 2 nothing done.")]
#[group(required = true, multiple = false)]
pub struct Backup {
    /// The folder the copy is laid in
    folder: Option<PathBuf>,
    /// Look whether a copy is whole, without touching it 检查备份
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// Note a backup that another tool took 登记备份
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

impl Backup {
    /// Does it.
    ///
    /// # Errors
    /// The copy cannot be made, the file cannot be read, the database cannot be reached.
    pub fn run(self, settings: &Settings) -> Outcome {
        let config = Config::try_from(settings)?;
        match (self.folder, self.check, self.record) {
            (Some(folder), ..) => take(&config, &folder),
            (_, Some(file), _) => backup_check::run(&config, &file),
            (_, _, Some(file)) => record(&config, &file),
            (None, None, None) => Err(Refusal::Failed("name a folder".into())),
        }
    }
}

fn take(config: &Config, folder: &Path) -> Outcome {
    let database = config.database_file().ok_or_else(|| Refusal::Failed(POSTGRES.into()))?;
    if !database.exists() {
        return Err(Refusal::Settings(format!("the database {} is missing", database.display())));
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(cannot_be(folder, "used"))?;
    refuse_beside_keys(config, folder)?;
    let taken_at = clock::now();
    let file = folder.join(format!("jindu-{}.db", taken_at.format("%Y%m%d-%H%M%S-%3f")));
    let partial = folder.join(format!(".{}.partial", file_name(&file)));
    // Readable by its owner alone from its first byte; a copy is written into an empty file.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&partial)
        .map_err(cannot_be(&partial, "written"))?;
    let copied = about::copy_into(&config.address, &partial).map_err(|error| Refusal::Failed(error.to_string()));
    let finished = copied.and_then(|()| finish(&partial, &file).map_err(cannot_be(&file, "written")));
    let (bytes, sha256) = finished.inspect_err(|_| drop(fs::remove_file(&partial)))?;
    println!("{} {bytes} bytes sha256 {}", file.display(), hex::digits(&sha256));
    println!("{NO_KEYS}");
    note(config, TakenBackup { kind: BackupKind::Copy, taken_at, bytes, sha256 })
}

/// The copy is on the disk before it gets its name; a power cut leaves a backup or none.
fn finish(partial: &Path, file: &Path) -> std::io::Result<(i64, [u8; 32])> {
    File::open(partial)?.sync_all()?;
    let found = digest(partial)?;
    let sum = file.with_extension("db.sha256");
    let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&sum)?;
    writeln!(written, "{}  {}", hex::digits(&found.1), file_name(file))?;
    written.sync_all()?;
    fs::rename(partial, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(found)
}

fn record(config: &Config, file: &Path) -> Outcome {
    let written = fs::metadata(file).and_then(|found| found.modified()).map_err(cannot_be(file, "read"))?;
    let (bytes, sha256) = digest(file).map_err(cannot_be(file, "read"))?;
    if bytes == 0 {
        return Err(Refusal::Failed(format!("{} is empty", file.display())));
    }
    // Another tool wrote it when it was last written, not now.
    let taken_at = DateTime::<Utc>::from(written).min(clock::now());
    println!("{} {bytes} bytes sha256 {} of {taken_at}", file.display(), hex::digits(&sha256));
    note(config, TakenBackup { kind: BackupKind::Recorded, taken_at, bytes, sha256 })
}

/// Notes a backup in the database. One of an earlier version has no place for it, and a backup is what is wanted before it is
/// brought up to date: it is not touched then.
fn note(config: &Config, taken: TakenBackup) -> Outcome {
    if !migrations::pending(&config.address).map_err(|error| migration_failed(&error))?.is_empty() {
        println!(
            "The database is of an earlier version; that the backup was taken is not recorded 数据库版本较旧，未登记"
        );
        return Ok(ExitCode::SUCCESS);
    }
    open_unchanged(config)?.command_line().write_blocking(move |tx| system::record(tx, &taken))?;
    Ok(ExitCode::SUCCESS)
}

fn refuse_beside_keys(config: &Config, folder: &Path) -> Result<(), Refusal> {
    let (Ok(data), Ok(folder)) = (config.data_dir.canonicalize(), folder.canonicalize()) else { return Ok(()) };
    if folder.starts_with(data) { Err(Refusal::Failed(BESIDE_KEYS.into())) } else { Ok(()) }
}

/// Size and SHA-256 of a file.
pub(super) fn digest(file: &Path) -> std::io::Result<(i64, [u8; 32])> {
    let (mut read, mut hash, mut bytes) = (File::open(file)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = read.read(&mut buffer)?;
        let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else { break };
        hash.update(piece);
        bytes += i64::try_from(count).unwrap_or_default();
    }
    Ok((bytes, hash.finalize().into()))
}

pub(super) fn file_name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn cannot_be(path: &Path, done: &str) -> impl FnOnce(std::io::Error) -> Refusal + use<> {
    let text = format!("{} cannot be {done}", path.display());
    move |error| Refusal::Failed(format!("{text}: {error}"))
}
