//! Names in memory: loaded at start, held current from the journal, searched without leaving anything on disk.
use diesel::prelude::*;

use super::persons::store::{self, PersonRow};
use crate::codes::text;
use crate::platform::access::Reading;
use crate::platform::auth::Scope;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::MOST_COUNTED;
use crate::platform::id::Id;
use crate::platform::journal::{self, Mark};
use crate::platform::vault::names::NameEntry;

/// Persons decrypted at once.
const CHUNK: i64 = 1000;
/// Changed persons read in one statement.
const IDS_AT_ONCE: usize = 500;

/// Ids of the persons in scope whose name, initials or file number contain `q`, newest first; counted so far and no
/// further.
///
/// # Errors
/// The database refuses.
pub fn find(reading: &mut Reading<'_>, q: &str, division: Option<&str>) -> ApiResult<Vec<Id>> {
    follow(reading)?;
    let scope = division.map_or_else(|| reading.scope.clone(), |division| reading.scope.narrowed(division));
    let most = usize::try_from(MOST_COUNTED + 1).unwrap_or(usize::MAX);
    Ok(reading.shared.names.find(&text::search_key(q), &scope.from, &scope.to, most))
}

/// Brings the names in memory to the journal's present position.
///
/// # Errors
/// The database refuses; 503 while they are loaded for the first time: whoever searches then is not kept waiting, and
/// keeps no connection from others.
pub fn follow(reading: &mut Reading<'_>) -> ApiResult<()> {
    let names = &reading.shared.names;
    let position = journal::position(reading.db)?;
    let known = names.mark();
    if known.is_some_and(|known| known.is_at(position)) {
        return Ok(());
    }
    // One thread follows; the others wait for it and look again.
    let _turn = match known {
        Some(_) => names.turn(),
        None => names.turn_if_free().ok_or(ApiError::Unavailable("the names are being loaded"))?,
    };
    let mark = journal::mark(reading.db)?;
    match names.mark() {
        Some(known) if known == mark => Ok(()),
        Some(known) => {
            let ids = journal::subjects_since(reading.db, store::TABLE_NAME, &known)?;
            let entries = entries_of(reading, &ids)?;
            names.follow(mark, entries, &ids);
            Ok(())
        }
        None => load(reading, mark),
    }
}

/// Everyone, in pieces; a piece is decrypted and forgotten before the next is read.
fn load(reading: &mut Reading<'_>, mark: Mark) -> ApiResult<()> {
    let everything = Scope::everything();
    let mut last: Option<Id> = None;
    reading.shared.names.start_over();
    loop {
        let mut query = store::visible(&everything).order(personnel::id.asc()).limit(CHUNK);
        if let Some(last) = last {
            query = query.filter(personnel::id.gt(last));
        }
        let rows: Vec<PersonRow> = query.select(PersonRow::as_select()).load(reading.db)?;
        let Some(row) = rows.last() else { break };
        last = Some(row.id);
        reading.shared.names.add(rows.iter().filter_map(|row| entry(reading, row)).collect());
    }
    reading.shared.names.loaded(mark);
    Ok(())
}

fn entries_of(reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<NameEntry>> {
    let everything = Scope::everything();
    let mut entries = Vec::new();
    for chunk in ids.chunks(IDS_AT_ONCE) {
        let query = store::among(&everything, chunk).order(personnel::id.asc());
        let rows: Vec<PersonRow> = query.select(PersonRow::as_select()).load(reading.db)?;
        entries.extend(rows.iter().filter_map(|row| entry(reading, row)));
    }
    Ok(entries)
}

/// One file that does not open must not keep everyone else from being found.
fn entry(reading: &Reading<'_>, row: &PersonRow) -> Option<NameEntry> {
    let opened = store::secrets(reading, row);
    let (_, secrets) = opened
        .inspect_err(|_| tracing::error!(person = %row.id, "a file does not open; it cannot be found by name"))
        .ok()?;
    let keys = vec![text::search_key(&secrets.name), text::initials(&secrets.name), row.file_no.to_lowercase()];
    Some(NameEntry { id: row.id, division_code: row.division_code.clone(), keys })
}
