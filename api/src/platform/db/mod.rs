//! The database: who may read runs on reader threads, who writes runs in one transaction.
pub mod about;
pub mod address;
mod checkpoint;
pub mod codes;
mod connection;
pub mod image;
pub mod migrations;
mod pool;
mod present;
mod queries;
pub mod schema;
pub mod sql;
#[cfg(test)]
mod tests;
mod writer;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

pub use self::address::{Address, Purpose};
pub use self::connection::{AnyConnection, Backend};
use self::pool::Pool;
pub use self::queries::Queries;
pub(in crate::platform) use self::queries::Raw;
use self::writer::Writer;
use super::error::{ApiError, ApiResult};

/// How many connections to hold, and where reads may go.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// The database that is written.
    pub address: Address,
    /// A PostgreSQL replica that answers reads, if there is one.
    pub replica: Option<Address>,
    /// Reader threads, each with its own connection.
    pub readers: usize,
    /// Writer threads on PostgreSQL; SQLite has one.
    pub writers: usize,
}

impl DbOptions {
    /// Sensible sizes for `address` on this machine.
    pub fn new(address: Address) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let (readers, writers) = match address {
            Address::Sqlite(_) => (cores.max(2), 1),
            Address::Postgres(_) => ((2 * cores).max(8), 8),
        };
        Self { address, replica: None, readers, writers }
    }
}

#[derive(Clone)]
enum Writers {
    Group(Writer),
    Pool(Pool),
}

/// Handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Pool,
    /// Reads of the database that is written: what a replica does not know yet, it must know already.
    primary: Pool,
    writers: Writers,
    streams: Address,
}

impl Db {
    /// Opens the connections. The schema must be current: see [`migrations::run`].
    ///
    /// # Errors
    /// A connection cannot be opened.
    pub fn open(options: &DbOptions) -> ConnectionResult<Self> {
        let DbOptions { address, replica, readers, writers } = options;
        let writers = match address {
            Address::Sqlite(_) => {
                let (writing, copying) = (address.connect(Purpose::Write)?, address.connect(Purpose::Checkpoint)?);
                Writers::Group(Writer::start(Queries::of(writing), Queries::of(copying)))
            }
            Address::Postgres(_) => Writers::Pool(Pool::start(address, Purpose::Write, *writers)?),
        };
        let primary = Pool::start(address, Purpose::Read, *readers)?;
        let streams = replica.as_ref().unwrap_or(address).clone();
        let readers = match replica {
            Some(replica) => Pool::start(replica, Purpose::Read, *readers)?,
            None => primary.clone(),
        };
        Ok(Self { readers, primary, writers, streams })
    }

    /// Opens a connection of one's own, for a long stream that must not hold a reader up.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn dedicated(&self) -> ApiResult<Queries> {
        self.streams.connect(Purpose::Read).map(Queries::of).map_err(|error| {
            tracing::warn!(%error, "no connection for a stream");
            ApiError::Unavailable("the database cannot be reached")
        })
    }

    /// Reads on a connection of one's own, all as of one instant; blocks.
    ///
    /// # Errors
    /// What `work` answers; 503 when the database cannot be reached.
    pub fn snapshot<T>(&self, work: impl FnOnce(&mut Queries) -> ApiResult<T>) -> ApiResult<T> {
        let mut connection = self.dedicated()?;
        if let AnyConnection::Postgres(connection) = connection.raw() {
            connection.batch_execute("SET default_transaction_isolation = 'repeatable read'")?;
        }
        connection.transaction(work)
    }

    /// Runs `work` on a reader.
    ///
    /// # Errors
    /// What `work` answers; 503 when too many wait.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        self.readers.run(work).await
    }

    /// Runs `work` on a reader of the database that is written, even if others answer from a replica: for accounts,
    /// sessions and stored answers.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_primary<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        self.primary.run(work).await
    }

    /// [`Db::read`] for the command line.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        self.readers.run_blocking(work)
    }

    /// Runs `work` in one transaction; an `Err` rolls it back. Answers after the commit is durable.
    ///
    /// # Errors
    /// What `work` answers; 503 when it could not be saved.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        match &self.writers {
            Writers::Group(writer) => {
                writer.send(work)?.await.map_err(|_gone| ApiError::Unavailable("the change was not saved"))?
            }
            Writers::Pool(pool) => pool.run(|connection| connection.transaction(work)).await,
        }
    }

    /// [`Db::write`] for the command line.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static,
    {
        match &self.writers {
            Writers::Group(writer) => {
                writer.send(work)?.blocking_recv().map_err(|_gone| ApiError::Unavailable("the change was not saved"))?
            }
            Writers::Pool(pool) => pool.run_blocking(|connection| connection.transaction(work)),
        }
    }
}
