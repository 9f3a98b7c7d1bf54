//! A database for one run.
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use jindu::config::Config;
use jindu::platform::Platform;
use jindu::platform::db::{Address, Purpose};

/// Where it is, and where the key files go.
pub struct Database {
    /// `sqlite://…` or `postgres://…`.
    pub url: String,
    /// Key files, and the database if it is a file.
    pub data_dir: PathBuf,
}

impl Database {
    /// One file in `folder`.
    pub fn sqlite(folder: &Path) -> Self {
        let data_dir = folder.join("sqlite");
        Self { url: format!("sqlite://{}", data_dir.join("jindu.db").display()), data_dir }
    }

    /// The empty PostgreSQL database at `url`.
    pub fn postgres(url: String, folder: &Path) -> Self {
        Self { url, data_dir: folder.join("postgres") }
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Its name in the report.
    pub fn title(&self) -> &'static str {
        if self.is_postgres() {
            "PostgreSQL 15, fsync and synchronous_commit on, shared_buffers 512 MB"
        } else {
            "SQLite, synchronous=FULL"
        }
    }

    fn address(&self) -> Result<Address> {
        Address::parse(&self.url).map_err(Error::other)
    }

    /// Opens it as the server would.
    ///
    /// # Errors
    /// It cannot be reached or migrated.
    pub fn open(&self, program: &Path) -> Result<Platform> {
        let mut config = Config::in_folder(&self.data_dir, program.to_owned());
        config.address = self.address()?;
        jindu::start::open(&config).map_err(|refusal| Error::other(refusal.to_string()))
    }

    /// Lets PostgreSQL do at once what it would do by itself within a minute of so many inserts.
    ///
    /// # Errors
    /// It cannot be reached.
    pub fn settle(&self) -> Result<()> {
        if !self.is_postgres() {
            return Ok(());
        }
        let mut connection = self.address()?.connect(Purpose::Write).map_err(Error::other)?;
        // One at a time: several in one text are one transaction, in which there is no VACUUM.
        let statements = ["SET statement_timeout = 0", "VACUUM ANALYZE", "CHECKPOINT"];
        statements.into_iter().try_for_each(|statement| connection.batch_execute(statement)).map_err(Error::other)
    }
}
