//! What every domain stands on: HTTP, SQL, tokens, keys, the journal. Knows no domain.
pub mod access;
pub mod auth;
pub mod canonical;
pub mod clock;
pub mod coded;
pub mod db;
pub mod error;
pub mod hex;
pub mod housekeeping;
pub mod http;
pub mod id;
pub mod journal;
pub mod kept;
pub mod settings;
pub mod vault;

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use actix_web::web::ServiceConfig;

use self::access::{Access, AccessLog, Places, Principal, Reactor};
use self::auth::{Scope, Sessions};
use self::db::Db;
use self::journal::{Author, Followers, JournalKey};
use self::kept::Kept;
use self::vault::{Vault, names::NameIndex};

/// The keys a platform is opened with, each of a file of its own.
pub struct Keys {
    /// Seals fields.
    pub vault: Vault,
    /// Signs the journal.
    pub journal: JournalKey,
}

/// What all requests share.
pub struct Shared {
    pub(in crate::platform) db: Db,
    /// The keys to sealed fields.
    pub vault: Vault,
    /// Signs the journal.
    pub(in crate::platform) journal_key: Arc<JournalKey>,
    /// Who was shown whom.
    pub(in crate::platform) access_log: AccessLog,
    /// Who waits for what is sealed next.
    pub followers: Followers,
    /// Names in memory, for searching.
    pub names: NameIndex,
    /// Answers kept per journal position.
    pub kept: Kept,
    pub(in crate::platform) sessions: Sessions,
    pub(in crate::platform) places: Places,
    pub(in crate::platform) reactors: Vec<Box<dyn Reactor>>,
    /// The program that reads uploaded files in a process of its own (`jindu import-worker`).
    pub worker_program: PathBuf,
    /// The folder for files, where the process has one.
    pub data_folder: OnceLock<PathBuf>,
}

impl Shared {
    /// The name of the journal and the public key (Base64) that checks its heads.
    pub fn journal_identity(&self) -> (String, String) {
        (self.journal_key.name(), self.journal_key.public_text())
    }
}

/// Everything a request may need. Handlers reach it through [`auth::Caller`] or [`auth::Anonymous`], never directly.
#[derive(Clone)]
pub struct Platform(Arc<Shared>);

impl Deref for Platform {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Platform {
    /// A platform on an open database whose schema is current. `reactors` follow every change up.
    pub fn new(
        db: Db,
        keys: Keys,
        sessions: Sessions,
        worker_program: PathBuf,
        reactors: Vec<Box<dyn Reactor>>,
    ) -> Self {
        let journal_key = Arc::new(keys.journal);
        Self(Arc::new(Shared {
            access_log: AccessLog::start(db.clone(), Arc::clone(&journal_key)),
            db,
            vault: keys.vault,
            journal_key,
            followers: Followers::default(),
            names: NameIndex::default(),
            kept: Kept::default(),
            places: Places::default(),
            sessions,
            worker_program,
            data_folder: OnceLock::new(),
            reactors,
        }))
    }

    /// Signing in: hashes passwords, holds the code that makes the first account.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Puts the platform where extractors find it.
    pub fn install(self, cfg: &mut ServiceConfig) {
        cfg.app_data(Installed(self));
    }

    /// The road for what the system does by itself: everything is visible, and the journal says that nobody asked for it.
    pub fn system(&self) -> Access {
        let principal = Principal { author: Author::System, scope: Scope::everything() };
        Access::new(self.clone(), Arc::new(principal), format!("system-{}", id::Id::new()).into())
    }

    /// The road for what an account began and the server finishes: it sees and does what the account may now. Nothing when the
    /// account does not hold `C` any more. Blocks.
    ///
    /// # Errors
    /// The database refuses.
    pub fn on_behalf_of<C: auth::Capability>(&self, account_id: id::Id) -> error::ApiResult<Option<Access>> {
        let found = self.db.read_blocking(move |db| auth::standing_of(db, account_id))?;
        let found = found.filter(|standing| standing.capabilities.has::<C>());
        Ok(found.map(|standing| self.acting(standing.principal)))
    }

    /// The road for what somebody asked to be done later, with what they may see.
    pub fn acting(&self, principal: Arc<Principal>) -> Access {
        Access::new(self.clone(), principal, format!("continued-{}", id::Id::new()).into())
    }

    /// The road for whoever holds the server's own files: everything is visible, and the journal says it was the console.
    pub fn command_line(&self) -> Access {
        let principal = Principal { author: Author::CommandLine, scope: Scope::everything() };
        Access::new(self.clone(), Arc::new(principal), format!("console-{}", id::Id::new()).into())
    }
}

struct Installed(Platform);
