//! Answers that are streamed: pieces are read on a connection of their own, and whom a piece tells of is on record before it
//! is sent.
use super::{Access, Allowance, Line, Place, Reading};
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// A place among the answers that are streamed at the same time, held until it is dropped.
pub struct Streaming {
    #[expect(dead_code, reason = "it is held")]
    pub(in crate::platform) place: Place,
    pub(in crate::platform) access: Access,
    pub(in crate::platform) line: Line,
    pub(in crate::platform) allowance: Option<Allowance>,
}

impl Streaming {
    /// Reads on a connection of its own; blocks.
    ///
    /// # Errors
    /// What `work` answers; 500 when no connection can be opened.
    pub fn read<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> ApiResult<T>) -> ApiResult<T> {
        self.access.read_apart(work)
    }

    /// Records whom the next piece tells of; blocks until it is durable.
    ///
    /// # Errors
    /// 503 when it could not be recorded, 429 when a machine has been shown enough today: the piece must not be sent.
    pub fn disclose(&self, persons: &[Id]) -> ApiResult<()> {
        let line = Line { at: clock::now(), persons: persons.to_vec(), ..self.line.clone() };
        self.access.shared().access_log.record_blocking(line, self.allowance)
    }
}
