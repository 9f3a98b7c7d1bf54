//! Files that tell of somebody whose file was sealed or withdrawn since they were written: they are erased, and until then not
//! given out. Whom a file tells of lies beside it.
use std::io::ErrorKind;
use std::path::Path;

use diesel::prelude::*;

use super::deciding::entry;
use super::dto::ExportState;
use super::fetching::claim_of;
use super::job::{ID_BYTES, fault, files};
use super::rules;
use super::sealed_file::SealedReader;
use super::store::{ExportRow, ExportSecrets, TABLE, find_row};
use crate::platform::Platform;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::schema::exports;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal;

/// What is done to a person's file after which nothing may hold it any more.
const GONE: [&str; 2] = ["sealed", "withdrawn"];
/// Ids asked for with one statement.
const AT_ONCE: usize = 500;

/// Erases the files that are ready and tell of somebody who is gone.
///
/// # Errors
/// The database refuses, or a file was altered.
pub fn recall(platform: &Platform, folder: &Path) -> ApiResult<()> {
    let ready = platform.system().read_blocking(|reading| {
        let query = exports::table.filter(exports::state.eq(ExportState::Ready.code())).select(exports::id);
        Ok(query.load::<Id>(reading.db)?)
    })?;
    for id in ready {
        let folder = folder.to_owned();
        if platform.system().read_blocking(move |reading| tells_of_gone(reading, id, &folder))? {
            platform.system().write_blocking(move |tx| recall_one(tx, id))?;
        }
    }
    Ok(())
}

/// Whether a file may be given out as far as it is about persons.
///
/// # Errors
/// 404; 409 when somebody in it is gone.
pub fn expect_whole(reading: &mut Reading<'_>, id: Id, folder: &Path) -> ApiResult<()> {
    if tells_of_gone(reading, id, folder)? { Err(ApiError::Conflict(rules::RECALLED)) } else { Ok(()) }
}

fn tells_of_gone(reading: &mut Reading<'_>, id: Id, folder: &Path) -> ApiResult<bool> {
    let row = find_row(reading, id)?;
    if row.state()? != ExportState::Ready {
        return Ok(false);
    }
    let [_, persons] = files(folder, id, claim_of(reading, id)?);
    let mut persons = match SealedReader::open(&persons, row.key(reading.vault())?, id) {
        // It lies with another process, which looks after it.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        opened => opened.map_err(fault)?,
    };
    // A piece holds whole ids: its size is a multiple of theirs.
    while let Some(piece) = persons.next()? {
        let told: Vec<Id> = piece.as_chunks::<ID_BYTES>().0.iter().map(|bytes| Id::from_bytes(*bytes)).collect();
        for ids in told.chunks(AT_ONCE) {
            if journal::has_happened(reading.db, ids, &GONE)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn recall_one(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let row: ExportRow = find_row(tx, id)?;
    if row.state()? != ExportState::Ready {
        return Ok(());
    }
    let secrets = ExportSecrets { is_recalled: true, ..row.secrets(tx.vault())? };
    let changes = (
        exports::state.eq(ExportState::Expired.code()),
        exports::link_hash.eq(None::<Vec<u8>>),
        exports::link_expires_at.eq(None::<chrono::NaiveDateTime>),
        exports::sealed.eq(row.key(tx.vault())?.seal(TABLE, id, &secrets)?),
        exports::version.eq(row.version + 1),
        exports::updated_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::update(exports::table.find(id)).set(changes), entry("recalled", &row)).map(drop)
}
