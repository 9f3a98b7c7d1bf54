//! Copies SQLite's log into the file beside the writer: a copy takes as long as what has gathered, and would keep everyone who
//! writes waiting.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::{AnyConnection, Queries, Raw};

/// Changes gather so long before they are copied: a page that changes often is copied once.
const GATHER: Duration = Duration::from_millis(250);
/// Pages in the log from which on it is worth starting it anew, which only the writer can.
const LONG: i32 = 4000;

/// Wakes the thread that copies, and learns from it when the log is long.
pub struct Checkpointer {
    committed: Sender<()>,
    is_long: Arc<AtomicBool>,
}

#[derive(QueryableByName)]
struct Copied {
    /// Pages in the log.
    #[diesel(sql_type = Integer)]
    log: i32,
}

impl Checkpointer {
    /// Starts the thread with a connection of its own.
    pub fn start(mut connection: Queries) -> Self {
        let (committed, waiting): (Sender<()>, Receiver<()>) = bounded(1);
        let is_long = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_long);
        std::thread::spawn(move || {
            while waiting.recv().is_ok() {
                std::thread::sleep(GATHER);
                if copy(&mut connection).is_some_and(|pages| pages > LONG) {
                    // What came meanwhile is little; what comes during this, less: the writer is left with next to nothing.
                    copy(&mut connection);
                    flag.store(true, Ordering::Relaxed);
                }
            }
        });
        Self { committed, is_long }
    }

    /// Says that something was committed on `connection`; finishes a long log, so that the next commit begins it anew.
    pub fn committed(&self, connection: &mut Queries) {
        // One who has not been heard yet is enough.
        let _ = self.committed.try_send(());
        if self.is_long.swap(false, Ordering::Relaxed) {
            copy(connection);
        }
    }
}

/// Copies what no reader still needs in the log, without waiting for anyone. Answers the length of the log.
fn copy(connection: &mut Queries) -> Option<i32> {
    let AnyConnection::Sqlite(connection) = connection.raw() else { return None };
    let copied = diesel::sql_query("PRAGMA wal_checkpoint(PASSIVE)").get_result::<Copied>(connection);
    copied.inspect_err(|error| tracing::warn!(%error, "the log could not be copied")).ok().map(|copied| copied.log)
}
