//! The road to the data: reads carry a scope, writes carry an author and leave a journal entry.
mod allowance;
mod keepsake;
mod places;
mod reactor;
mod streaming;
mod trace;
mod work;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::allowance::Allowance;
pub(in crate::platform) use self::allowance::purge;
pub use self::keepsake::Touched;
pub use self::places::{Place, Places};
pub use self::reactor::{Change, Reactor};
pub use self::streaming::Streaming;
pub use self::trace::{About, AccessLog, Discloses, Line, OfNobody};
pub use self::work::{Reading, Tx, WorkingPaper};
use super::auth::Scope;
use super::db::{Db, Queries};
use super::error::{ApiError, ApiResult};
use super::journal::Author;
use super::{Platform, Shared, clock};

/// Who asks, and what they may see.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Named in the journal.
    pub author: Author,
    /// Rows and classes of fields they may see.
    pub scope: Scope,
}

/// A principal on the platform, with a request to name in the journal.
#[derive(Clone)]
pub struct Access {
    platform: Platform,
    principal: Arc<Principal>,
    request_id: Arc<str>,
}

impl Access {
    pub(in crate::platform) fn new(platform: Platform, principal: Arc<Principal>, request_id: Arc<str>) -> Self {
        Self { platform, principal, request_id }
    }

    /// Who asks.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// What all requests share.
    pub fn shared(&self) -> &Shared {
        &self.platform
    }

    fn db(&self) -> &Db {
        &self.platform.db
    }

    /// Reads.
    ///
    /// # Errors
    /// What `work` answers; 503 when the database is busy.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().read(self.reader(work)).await
    }

    /// Reads the database that is written, even if others answer from a replica.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub(in crate::platform) async fn read_primary<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().read_primary(self.reader(work)).await
    }

    /// Reads, on a thread that may block.
    ///
    /// # Errors
    /// As [`Access::read`].
    pub fn read_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().read_blocking(self.reader(work))
    }

    /// Reads on a connection of its own, for a stream that takes long; blocks.
    ///
    /// # Errors
    /// What `work` answers; 500 when no connection can be opened.
    pub fn read_apart<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T>) -> ApiResult<T> {
        let mut connection = self.db().dedicated()?;
        work(&mut Reading { db: &mut connection, scope: &self.principal.scope, shared: &self.platform })
    }

    /// Reads on a connection of its own, all as of one instant; blocks.
    ///
    /// # Errors
    /// What `work` answers; 503 when no connection can be opened.
    pub fn read_snapshot<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T>) -> ApiResult<T> {
        self.db().snapshot(|db| work(&mut Reading { db, scope: &self.principal.scope, shared: &self.platform }))
    }

    /// Reads for seconds, on a connection of its own, so that no reader is held up.
    ///
    /// # Errors
    /// As [`Access::read`]; 429 when too many such reads wait.
    pub async fn read_long<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        let place = self.platform.places.long_read().await?;
        let access = self.clone();
        let done = actix_web::web::block(move || {
            let answer = access.read_apart(work);
            drop(place);
            answer
        });
        done.await.map_err(|error| ApiError::Internal(error.into()))?
    }

    /// A place for an answer that is streamed with [`Access::read_apart`], to be held until it ends.
    ///
    /// # Errors
    /// 429 when all are taken.
    pub fn stream_place(&self) -> ApiResult<Place> {
        self.platform.places.stream()
    }

    /// Writes in one transaction; answers once it is durable.
    ///
    /// # Errors
    /// What `work` answers, and everything is undone; 503 when it could not be saved.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.write_told(work).await.map(|(answer, _)| answer)
    }

    /// [`Access::write`], and whether the journal tells of it: what changed nothing left no entry.
    ///
    /// # Errors
    /// As [`Access::write`].
    pub(in crate::platform) async fn write_told<T, F>(&self, work: F) -> ApiResult<(T, bool)>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        let written = self.db().write(self.writer(work)).await?;
        let has_entries = written.has_entries;
        Ok((self.committed(written), has_entries))
    }

    /// Writes, on a thread that may block.
    ///
    /// # Errors
    /// As [`Access::write`].
    pub fn write_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.db().write_blocking(self.writer(work)).map(|written| self.committed(written))
    }

    fn reader<T>(
        &self,
        work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    ) -> impl FnOnce(&mut Queries) -> ApiResult<T> + Send + 'static {
        let (platform, principal) = (self.platform.clone(), Arc::clone(&self.principal));
        move |db| work(&mut Reading { db, scope: &principal.scope, shared: &platform })
    }

    fn writer<T>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    ) -> impl FnOnce(&mut Queries) -> ApiResult<Written<T>> + Send + 'static {
        let Self { platform, principal, request_id } = self.clone();
        move |db| {
            let reading = Reading { db, scope: &principal.scope, shared: &platform };
            let (author, at) = (principal.author, clock::now());
            let mut tx = Tx {
                reading,
                author,
                at,
                request_id: &request_id,
                changes_standings: false,
                has_entries: false,
                read_at: HashMap::new(),
                changes: Vec::new(),
                keepsakes: None,
            };
            let answer = work(&mut tx)?;
            tx.follow_up()?;
            Ok(Written { answer, changes_standings: tx.changes_standings, has_entries: tx.has_entries })
        }
    }

    /// Whoever asks from now on is answered by what was committed.
    fn committed<T>(&self, written: Written<T>) -> T {
        if written.changes_standings {
            self.platform.sessions.forget_all();
        }
        if written.has_entries {
            self.platform.followers.committed();
        }
        written.answer
    }
}

/// What a write answers once it is committed, and what must follow then.
struct Written<T> {
    answer: T,
    changes_standings: bool,
    has_entries: bool,
}
