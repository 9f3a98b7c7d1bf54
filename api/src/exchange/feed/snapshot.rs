//! What there is now, and the cursor to go on from: for who begins, or has to begin anew. Memory does not grow with it.
use actix_web::HttpResponse;
use actix_web::web::Bytes;
use futures_util::stream;
use serde::Serialize;
use tokio::sync::mpsc::{Sender, channel};

use super::dto::{SnapshotFilter, SnapshotLine, SnapshotStart};
use super::rules::types;
use super::subjects::{SUBJECTS, Subject};
use super::view::view;
use super::waiting::UNKNOWN_TYPE;
use crate::platform::access::{Reading, Streaming};
use crate::platform::auth::CapabilitySet;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::journal::{Cursor, reached};

/// Records read at once; also how much of the answer waits for a slow reader.
const CHUNK: i64 = 2000;
const CHUNKS_AHEAD: usize = 2;

/// The kinds that are asked for and that the caller may read.
///
/// # Errors
/// 422 for a kind that there is not.
pub fn subjects(filter: &SnapshotFilter, capabilities: CapabilitySet) -> ApiResult<Vec<Subject>> {
    let wanted = types(filter.types.as_deref()).ok_or_else(|| ApiError::invalid("types", UNKNOWN_TYPE))?;
    let is_wanted = |subject: &Subject| wanted.is_empty() || wanted.iter().any(|kind| kind == subject.table);
    let may_read = |subject: &Subject| capabilities.holds(subject.needs);
    Ok(SUBJECTS.iter().copied().filter(|subject| is_wanted(subject) && may_read(subject)).collect())
}

/// Answers with the records as they are read. A fault in the middle breaks the answer off: a short one would look whole.
pub fn stream(streaming: Streaming, subjects: Vec<Subject>, capabilities: CapabilitySet) -> HttpResponse {
    let (sender, receiver) = channel::<Result<Bytes, ApiError>>(CHUNKS_AHEAD);
    std::thread::spawn(move || {
        if let Err(error) = streaming.read(|reading| write_all(reading, &subjects, capabilities, &sender)) {
            let _ = sender.blocking_send(Err(error));
        }
    });
    let body = stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) });
    HttpResponse::Ok().content_type("application/x-ndjson").streaming(body)
}

fn write_all(
    reading: &mut Reading<'_>,
    subjects: &[Subject],
    capabilities: CapabilitySet,
    sender: &Sender<Result<Bytes, ApiError>>,
) -> ApiResult<()> {
    // Before the first record is read: whatever changes meanwhile is sealed behind it and told again.
    let cursor = Cursor { seq: reached(reading.db)?, view: view(reading.scope, capabilities) };
    let mut text = Vec::new();
    line(&mut text, &SnapshotStart { cursor: cursor.text(reading.shared) })?;
    if sender.blocking_send(Ok(text.into())).is_err() {
        return Ok(());
    }
    for subject in subjects {
        let mut last = None;
        loop {
            let records = (subject.present)(reading, last, CHUNK)?;
            let Some((newest, _)) = records.last() else { break };
            last = Some(*newest);
            let mut text = Vec::new();
            for (id, version) in records {
                line(&mut text, &SnapshotLine { kind: subject.table, id, version })?;
            }
            if sender.blocking_send(Ok(text.into())).is_err() {
                // The reader has gone away.
                return Ok(());
            }
        }
    }
    Ok(())
}

fn line(text: &mut Vec<u8>, line: &impl Serialize) -> ApiResult<()> {
    serde_json::to_writer(&mut *text, line).map_err(|error| ApiError::Internal(error.into()))?;
    text.push(b'\n');
    Ok(())
}
