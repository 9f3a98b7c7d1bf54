//! What every domain stands on: HTTP, SQL, tokens, keys, the journal. Knows no domain.
pub mod access;
pub mod auth;
pub mod canonical;
pub mod clock;
pub mod coded;
pub mod db;
pub mod error;
pub mod housekeeping;
pub mod http;
pub mod id;
pub mod journal;
pub mod kept;
pub mod settings;
pub mod vault;

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use self::access::{Access, Places, Principal, Reactor};
use self::auth::{Scope, Sessions};
use self::db::Db;
use self::journal::Author;
use self::kept::Kept;
use self::vault::{Vault, names::NameIndex};

/// What all requests share.
pub struct Shared {
    pub(in crate::platform) db: Db,
    /// The keys to sealed fields.
    pub vault: Vault,
    /// Names in memory, for searching.
    pub names: NameIndex,
    /// Answers kept per journal position.
    pub kept: Kept,
    pub(in crate::platform) sessions: Sessions,
    pub(in crate::platform) places: Places,
    pub(in crate::platform) reactors: Vec<Box<dyn Reactor>>,
    /// The program that reads uploaded files in a process of its own (`jindu import-worker`).
    pub worker_program: PathBuf,
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
        vault: Vault,
        sessions: Sessions,
        worker_program: PathBuf,
        reactors: Vec<Box<dyn Reactor>>,
    ) -> Self {
        Self(Arc::new(Shared {
            db,
            vault,
            names: NameIndex::default(),
            kept: Kept::default(),
            places: Places::default(),
            sessions,
            worker_program,
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

    /// The road for whoever holds the server's own files: everything is visible, and the journal says it was the console.
    pub fn command_line(&self) -> Access {
        let principal = Principal { author: Author::CommandLine, scope: Scope::everything() };
        Access::new(self.clone(), Arc::new(principal), format!("console-{}", id::Id::new()).into())
    }
}

struct Installed(Platform);
