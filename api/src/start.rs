//! From settings to an open platform: what every command that touches data does first.
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::app;
use crate::config::Config;
use crate::platform::auth::{Sessions, roles};
use crate::platform::db::{AnyConnection, Db, DbOptions, Purpose, migrations};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::journal::{self, JournalKey};
use crate::platform::vault::{KEY_BYTES, Vault, fill_random, read_or_create};
use crate::platform::{Keys, Platform, settings};

/// Permission bits that belong to others than the owner.
const OTHERS: u32 = 0o077;
const OTHER_KEY: Rule = Rule {
    code: "key_file.other",
    zh: "数据库是用另一把密钥写成的",
    en: "the database was written under another key file",
};

/// Why a command does not do what it was asked: one line for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A setting or a file is wrong, and stays wrong until someone mends it.
    #[error("{0}")]
    Settings(String),
    /// Anything else; nothing was done.
    #[error("{0}")]
    Failed(String),
}

impl Refusal {
    /// What the process ends with: 78 (`EX_CONFIG`) tells a supervisor that trying again is of no use.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Settings(_) => 78,
            Self::Failed(_) => 2,
        }
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        let mut text = error.to_string();
        match &error {
            ApiError::Internal(source) => text = source.to_string(),
            ApiError::Conflict(rule) | ApiError::NotFound(rule) => text = both(rule.zh, rule.en),
            ApiError::Invalid(errors) | ApiError::Syntax(errors) => {
                let told = errors.iter().map(|error| {
                    let field = error.pointer.trim_start_matches('/');
                    format!("{field}: {}", both(&error.detail.zh, &error.detail.en))
                });
                text = told.collect::<Vec<_>>().join("; ");
            }
            _ => {}
        }
        Self::Failed(text.replace('\n', " "))
    }
}

fn both(zh: &str, en: &str) -> String {
    format!("{en} ({zh})")
}

/// Where the key that seals fields is.
pub fn vault_key_file(data_dir: &Path) -> PathBuf {
    key_file(data_dir, "vault.key")
}

fn key_file(data_dir: &Path, name: &str) -> PathBuf {
    data_dir.join("keys").join(name)
}

/// Opens keys and database, brings the schema and the shipped roles up to date, and makes sure that database and key file
/// belong together.
///
/// # Errors
/// The first thing that is not as it must be.
pub fn open(config: &Config) -> Result<Platform, Refusal> {
    make_private_folder(&config.data_dir)?;
    if let Some(file) = config.database_file() {
        refuse_readable_by_others(file)?;
    }
    migrations::run(&config.address).map_err(|error| migration_failed(&error))?;
    let mut connection = config.address.connect(Purpose::Write).map_err(unreachable)?;
    let vault = open_vault(&mut connection, config)?;
    let sessions = open_sessions(config, &vault)?;
    let journal = open_journal_key(&mut connection, config, &vault)?;
    synchronise_roles(&mut connection)?;
    expect_order_goes_on(&mut connection)?;
    drop(connection);
    let options = DbOptions { replica: config.replica.clone(), ..DbOptions::new(config.address.clone()) };
    let db = Db::open(&options).map_err(unreachable)?;
    let platform = Platform::new(db, Keys { vault, journal }, sessions, config.worker_program.clone(), app::reactors());
    platform.data_folder.get_or_init(|| config.data_dir.clone());
    Ok(platform)
}

/// Opens a database only to look at it: a copy, a backup, or one that others write. Nothing is migrated or made.
///
/// # Errors
/// The database cannot be reached, is not of this version, or a key is missing or another one's.
pub fn open_unchanged(config: &Config) -> Result<Platform, Refusal> {
    if let Some(missing) = config.database_file().filter(|file| !file.exists()) {
        return Err(Refusal::Settings(format!("the database {} is missing", missing.display())));
    }
    let pending = migrations::pending(&config.address).map_err(|error| migration_failed(&error))?;
    if !pending.is_empty() {
        return Err(Refusal::Failed(
            "the database is of an earlier version: `jindu migrate` brings it up to date".into(),
        ));
    }
    let mut connection = config.address.connect(Purpose::Read).map_err(unreachable)?;
    for name in ["vault.key", "journal.key"] {
        let file = key_file(&config.data_dir, name);
        if !file.exists() {
            return Err(Refusal::Settings(format!("the key file {} is missing", file.display())));
        }
    }
    let vault = open_vault(&mut connection, config)?;
    let journal = open_journal_key(&mut connection, config, &vault)?;
    drop(connection);
    // Nobody signs in here: a key for tokens is made and forgotten.
    let mut seed = [0; KEY_BYTES];
    fill_random(&mut seed);
    let sessions = Sessions::new(&seed)?;
    let db = Db::open(&DbOptions::new(config.address.clone())).map_err(unreachable)?;
    Ok(Platform::new(db, Keys { vault, journal }, sessions, config.worker_program.clone(), Vec::new()))
}

fn make_private_folder(folder: &Path) -> Result<(), Refusal> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| Refusal::Settings(format!("JINDU_DATA_DIR: {}: {error}", folder.display())))
}

fn refuse_readable_by_others(file: &Path) -> Result<(), Refusal> {
    let mode = std::fs::metadata(file).map_or(0, |found| found.permissions().mode());
    if mode & OTHERS == 0 {
        return Ok(());
    }
    let file = file.display();
    Err(Refusal::Settings(format!("{file} may be read by others (mode {:o}): run chmod 600 {file}", mode & 0o777)))
}

fn unreachable(error: diesel::ConnectionError) -> Refusal {
    Refusal::Failed(format!("the database cannot be reached: {}", one_line(&error)))
}

/// Why the schema was not migrated; one of a newer version stays so until that version is started.
pub fn migration_failed(error: &migrations::MigrationError) -> Refusal {
    match error.downcast_ref::<migrations::Newer>() {
        Some(newer) => Refusal::Settings(format!("the database: {newer}")),
        None => database_failed(error),
    }
}

/// What the database said, on one line.
fn database_failed(error: &dyn std::fmt::Display) -> Refusal {
    Refusal::Failed(format!("the database: {}", one_line(error)))
}

fn one_line(error: &dyn std::fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key file that belongs to one database: the database remembers the name of the key under `setting`.
struct OwnKey {
    file: PathBuf,
    setting: &'static str,
}

impl OwnKey {
    /// A database that names its key must find it: a key made anew would open nothing in it.
    fn expect_present(&self, db: &mut AnyConnection) -> Result<(), Refusal> {
        let known = settings::find(db, self.setting)?;
        let Some(key_id) = known.filter(|_| !self.file.exists()) else { return Ok(()) };
        let file = self.file.display();
        Err(Refusal::Settings(format!(
            "the database was written under the key {key_id}, and {file} is missing: put that key file back"
        )))
    }

    /// Makes sure that the key is the database's, or makes it so in a new one.
    fn expect_own(&self, db: &mut AnyConnection, key_id: &str) -> Result<(), Refusal> {
        let known = settings::find(db, self.setting)?;
        if known.as_deref() == Some(key_id) {
            return Ok(());
        }
        match migrations::alone(db, |db| belong_together(db, self.setting, key_id)) {
            Ok(()) => Ok(()),
            Err(ApiError::Conflict(OTHER_KEY)) => Err(other_key(&self.file, key_id, known)),
            Err(error) => Err(error.into()),
        }
    }

    fn refused(&self, problem: &dyn std::fmt::Display) -> Refusal {
        Refusal::Settings(format!("key file {}: {problem}", self.file.display()))
    }
}

fn open_vault(db: &mut AnyConnection, config: &Config) -> Result<Vault, Refusal> {
    let own = OwnKey { file: vault_key_file(&config.data_dir), setting: settings::VAULT_KEY_ID };
    own.expect_present(db)?;
    let vault = Vault::open(&own.file).map_err(|error| own.refused(&error))?;
    own.expect_own(db, &vault.key_id())?;
    Ok(vault)
}

fn open_journal_key(db: &mut AnyConnection, config: &Config, vault: &Vault) -> Result<JournalKey, Refusal> {
    let own = OwnKey { file: key_file(&config.data_dir, "journal.key"), setting: settings::JOURNAL_KEY };
    own.expect_present(db)?;
    let seed = read_or_create(&own.file).map_err(|error| own.refused(&error))?;
    expect_apart(&seed, vault).map_err(|problem| own.refused(&problem))?;
    let key = JournalKey::from_seed(&seed);
    own.expect_own(db, &key.name())?;
    Ok(key)
}

fn expect_apart(seed: &[u8; KEY_BYTES], vault: &Vault) -> Result<(), &'static str> {
    let is_same = Vault::from_key(seed).key_id() == vault.key_id();
    if is_same { Err("is the same key as vault.key; each must be a key of its own") } else { Ok(()) }
}

fn belong_together(db: &mut AnyConnection, setting: &str, key_id: &str) -> ApiResult<()> {
    match settings::find(db, setting)? {
        Some(known) if known == key_id => Ok(()),
        Some(_) => Err(ApiError::Conflict(OTHER_KEY)),
        None => settings::insert(db, setting, key_id),
    }
}

fn other_key(file: &Path, key_id: &str, known: Option<String>) -> Refusal {
    let known = known.unwrap_or_else(|| "another one".to_owned());
    Refusal::Settings(format!(
        "{} holds the key {key_id}, but the database was written under {known}: use the key file that belongs to this database, \
         or another database",
        file.display()
    ))
}

fn open_sessions(config: &Config, vault: &Vault) -> Result<Sessions, Refusal> {
    let file = key_file(&config.data_dir, "token.key");
    let named = |problem: &dyn std::fmt::Display| Refusal::Settings(format!("key file {}: {problem}", file.display()));
    let seed: zeroize::Zeroizing<[u8; KEY_BYTES]> = read_or_create(&file).map_err(|error| named(&error))?;
    expect_apart(&seed, vault).map_err(|problem| named(&problem))?;
    Ok(Sessions::new(&seed)?)
}

/// The order of the journal on PostgreSQL rests on transaction numbers, which a restored dump begins anew with: what is
/// written under lower ones than before would never be sealed.
fn expect_order_goes_on(db: &mut AnyConnection) -> Result<(), Refusal> {
    if journal::order_goes_on(db)? {
        return Ok(());
    }
    let message = "the database was restored into a cluster that numbers transactions anew: stop it and run pg_resetwal with \
                   --next-transaction-id beyond the highest transaction_id in the table journal";
    Err(Refusal::Settings(message.to_owned()))
}

/// Writes only what differs, so that a start is quick.
fn synchronise_roles(db: &mut AnyConnection) -> ApiResult<()> {
    let (mut outdated, mut replaced) = (Vec::new(), Vec::new());
    for (name, role) in roles::shipped()? {
        let known = roles::find(db, &name)?;
        if known.as_ref() != Some(&role) {
            replaced.extend(known.map(|_| name.clone()));
            outdated.push((name, role));
        }
    }
    if outdated.is_empty() {
        return Ok(());
    }
    migrations::alone(db, |db| outdated.iter().try_for_each(|(name, role)| roles::put(db, name, role)))?;
    // A new database has had no roles to lose: nothing to tell whoever starts it for the first time.
    replaced.iter().for_each(|role| tracing::info!(role, "brought to what this version ships"));
    Ok(())
}
