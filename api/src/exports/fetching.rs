//! Fetching a file: a link of one use, for whoever asked for it and still sees all that is in it.
use std::path::PathBuf;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Bytes;
use diesel::prelude::*;
use futures_util::stream;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Sender, channel};

use super::deciding::entry;
use super::dto::{ExportFormat, ExportLink, ExportState};
use super::job::{ID_BYTES, files};
use super::rules;
use super::sealed_file::SealedReader;
use super::store::{ExportRow, find_row};
use super::table::Registry;
use crate::platform::access::{Reading, Streaming, Tx};
use crate::platform::auth::CapabilitySet;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{export_jobs, exports};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, fill_random};

const TOKEN_BYTES: usize = 32;
/// Pieces that wait for a slow reader.
const PIECES_AHEAD: usize = 4;

/// Makes a link; the one before it is good no more.
///
/// # Errors
/// 404; 409 when there is no file, or somebody else asked for it.
pub fn link(tx: &mut Tx<'_>, id: Id) -> ApiResult<ExportLink> {
    let row = find_row(tx, id)?;
    expect_own(tx, &row)?;
    if row.state()? != ExportState::Ready || row.expires_at.is_none_or(|at| at <= tx.at().naive_utc()) {
        return Err(ApiError::Conflict(rules::NOT_READY));
    }
    let mut secret = [0; TOKEN_BYTES];
    fill_random(&mut secret);
    let token = hex::digits(&secret);
    let expires_at = tx.at() + rules::LINK_KEPT;
    let changes = (
        exports::link_hash.eq(hash_of(&token)),
        exports::link_expires_at.eq(expires_at.naive_utc()),
        exports::version.eq(row.version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(id)).set(changes), entry("linked", &row))?;
    Ok(ExportLink { id, token, expires_at })
}

fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn expect_own(tx: &Tx<'_>, row: &ExportRow) -> ApiResult<()> {
    if tx.author().account_id() == Some(row.account_id) { Ok(()) } else { Err(ApiError::Conflict(rules::NOT_YOURS)) }
}

/// A file that may be sent.
pub struct Fetched {
    id: Id,
    claim: Id,
    resource: String,
    format: ExportFormat,
    key: DataKey,
    /// The same key, for the other file.
    also: DataKey,
}

/// Takes a link, which is good no more.
///
/// # Errors
/// 404; 409 for a link that is wrong, used or over, and for who sees less now than is in the file.
pub fn take(
    tx: &mut Tx<'_>,
    id: Id,
    token: &str,
    (registry, capabilities): (&Registry, CapabilitySet),
) -> ApiResult<Fetched> {
    let row = find_row(tx, id)?;
    expect_own(tx, &row)?;
    let now = tx.at().naive_utc();
    let is_good = row.link_hash.as_deref() == Some(&hash_of(token)[..])
        && row.link_expires_at.is_some_and(|until| now < until)
        && row.expires_at.is_some_and(|until| now < until);
    if !is_good || row.state()? != ExportState::Ready {
        return Err(ApiError::Conflict(rules::LINK));
    }
    let is_open = registry.find(&row.resource).is_some_and(|list| list.is_open_to(capabilities));
    let area = row.secrets(tx.vault())?.area;
    let is_inside = area.is_some_and(|(from, to)| tx.scope.from <= from && to <= tx.scope.to);
    if !is_open || !is_inside || !tx.scope.sees.covers(row.classes()) {
        return Err(ApiError::Conflict(rules::STANDING));
    }
    let changes = (
        exports::link_hash.eq(None::<Vec<u8>>),
        exports::link_expires_at.eq(None::<chrono::NaiveDateTime>),
        exports::downloaded_at.eq(now),
        exports::version.eq(row.version + 1),
        exports::updated_at.eq(now),
    );
    tx.apply(diesel::update(exports::table.find(id)).set(changes), entry("downloaded", &row))?;
    let claim = claim_of(tx, id)?;
    let (key, also) = (row.key(tx.vault())?, row.key(tx.vault())?);
    Ok(Fetched { id, claim, resource: row.resource.clone(), format: ExportFormat::stored(&row.format)?, key, also })
}

/// The attempt that made the file.
pub(super) fn claim_of(reading: &mut Reading<'_>, id: Id) -> ApiResult<Id> {
    let query = export_jobs::table.find(id).filter(export_jobs::is_done.eq(true)).select(export_jobs::claim_id);
    let claim: Option<Option<Id>> = query.first(reading.db).optional()?;
    claim.flatten().ok_or(ApiError::Conflict(rules::NOT_READY))
}

impl Fetched {
    /// Sends the file. Whom it tells of is on record before its first byte leaves.
    ///
    /// # Errors
    /// 409 when the file is gone.
    pub fn send(self, streaming: Streaming, folder: &std::path::Path) -> ApiResult<HttpResponse> {
        let [content, persons]: [PathBuf; 2] = files(folder, self.id, self.claim);
        let gone = |_missing| ApiError::Conflict(rules::NOT_READY);
        let content = SealedReader::open(&content, self.key, self.id).map_err(gone)?;
        let persons = SealedReader::open(&persons, self.also, self.id).map_err(gone)?;
        let (sender, receiver) = channel::<Result<Bytes, ApiError>>(PIECES_AHEAD);
        std::thread::spawn(move || {
            if let Err(error) = send_all(&streaming, persons, content, &sender) {
                let _ = sender.blocking_send(Err(error));
            }
        });
        let body =
            stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|piece| (piece, receiver)) });
        let name = format!("attachment; filename=\"{}-{}.{}\"", self.resource, self.id, self.format.code());
        Ok(HttpResponse::Ok()
            .content_type("application/octet-stream")
            .insert_header((CONTENT_DISPOSITION, name))
            .streaming(body))
    }
}

fn send_all(
    streaming: &Streaming,
    mut persons: SealedReader,
    mut content: SealedReader,
    sender: &Sender<Result<Bytes, ApiError>>,
) -> ApiResult<()> {
    // A piece holds whole ids: its size is a multiple of theirs.
    while let Some(piece) = persons.next()? {
        let told: Vec<Id> = piece.as_chunks::<ID_BYTES>().0.iter().map(|bytes| Id::from_bytes(*bytes)).collect();
        if !told.is_empty() {
            streaming.disclose(&told)?;
        }
    }
    while let Some(piece) = content.next()? {
        if sender.blocking_send(Ok(piece.into())).is_err() {
            // The reader has gone away.
            break;
        }
    }
    Ok(())
}
