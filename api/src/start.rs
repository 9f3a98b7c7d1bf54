//! From settings to an open platform: what every command that touches data does first.
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::app;
use crate::config::Config;
use crate::platform::auth::{Sessions, roles};
use crate::platform::db::{AnyConnection, Db, DbOptions, Purpose, migrations};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::vault::{KEY_BYTES, Vault, read_or_create};
use crate::platform::{Platform, settings};

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
    data_dir.join("keys").join("vault.key")
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
    synchronise_roles(&mut connection)?;
    drop(connection);
    let options = DbOptions { replica: config.replica.clone(), ..DbOptions::new(config.address.clone()) };
    let db = Db::open(&options).map_err(unreachable)?;
    Ok(Platform::new(db, vault, sessions, config.worker_program.clone(), app::reactors()))
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

/// A database that names its key must find it: a key made anew would open nothing in it.
fn open_vault(db: &mut AnyConnection, config: &Config) -> Result<Vault, Refusal> {
    let file = vault_key_file(&config.data_dir);
    let known = settings::find(db, settings::VAULT_KEY_ID)?;
    if let Some(key_id) = known.as_deref().filter(|_| !file.exists()) {
        let file = file.display();
        return Err(Refusal::Settings(format!(
            "the database was written under the key {key_id}, and {file} is missing: put that key file back"
        )));
    }
    let vault =
        Vault::open(&file).map_err(|error| Refusal::Settings(format!("key file {}: {error}", file.display())))?;
    if known.as_deref() == Some(vault.key_id().as_str()) {
        return Ok(vault);
    }
    match migrations::alone(db, |db| belong_together(db, &vault.key_id())) {
        Ok(()) => Ok(vault),
        Err(ApiError::Conflict(OTHER_KEY)) => Err(other_key(&file, &vault.key_id(), known)),
        Err(error) => Err(error.into()),
    }
}

fn belong_together(db: &mut AnyConnection, key_id: &str) -> ApiResult<()> {
    match settings::find(db, settings::VAULT_KEY_ID)? {
        Some(known) if known == key_id => Ok(()),
        Some(_) => Err(ApiError::Conflict(OTHER_KEY)),
        None => settings::insert(db, settings::VAULT_KEY_ID, key_id),
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
    let file = config.data_dir.join("keys").join("token.key");
    let named = |problem: &dyn std::fmt::Display| Refusal::Settings(format!("key file {}: {problem}", file.display()));
    let seed: zeroize::Zeroizing<[u8; KEY_BYTES]> = read_or_create(&file).map_err(|error| named(&error))?;
    if Vault::from_key(&seed).key_id() == vault.key_id() {
        return Err(named(&"is the same key as vault.key; each must be a key of its own"));
    }
    Ok(Sessions::new(&seed)?)
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
