//! What a machine's token may do now.
use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::ClientKind;
use super::machine::Machine;
use super::networks::Network;
use super::{credentials, rules};
use crate::platform::access::Principal;
use crate::platform::auth::sessions::Standing;
use crate::platform::auth::token::MachineClaims;
use crate::platform::auth::{CapabilitySet, FieldClasses, ReadClues, ReadDuties, ReviewInspections, Scope, UseSession};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{accounts, clients};
use crate::platform::db::{Backend, Raw, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Author;

/// A client that may be used today.
pub struct Usable {
    /// The client.
    pub id: Id,
    account_id: Id,
    division_code: String,
    kind: ClientKind,
    sees: FieldClasses,
    /// What it may do.
    pub capabilities: CapabilitySet,
    /// From where.
    pub networks: Vec<Network>,
    rows_a_day: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = clients, check_for_backend(Backend))]
struct Rights {
    id: Id,
    account_id: Id,
    kind: String,
    capabilities: String,
    sees: String,
    networks: String,
    rows_a_day: i64,
}

/// The client of this id, unless it is revoked, has run out, or its account is disabled.
///
/// # Errors
/// The database refuses, or a column holds nonsense.
pub fn usable(db: &mut impl Raw, id: Id) -> ApiResult<Option<Usable>> {
    let row: Option<(Rights, String)> = clients::table
        .inner_join(accounts::table)
        .filter(clients::id.eq(id))
        .filter(clients::revoked_at.is_null())
        .filter(clients::expires_on.ge(clock::today()))
        .filter(accounts::is_active.eq(true))
        .select((Rights::as_select(), accounts::division_code))
        .first(db.raw())
        .optional()?;
    let Some((rights, division_code)) = row else { return Ok(None) };
    let kind = ClientKind::stored(&rights.kind)?;
    let (held, sees): (Vec<String>, Vec<String>) = (list(&rights.capabilities)?, list(&rights.sees)?);
    // What was granted under rules that have since become stricter is granted no more.
    let capabilities = CapabilitySet::of(held.iter().map(String::as_str)).within(rules::may_hold(kind));
    Ok(Some(Usable {
        id: rights.id,
        account_id: rights.account_id,
        division_code,
        kind,
        sees: FieldClasses::of(sees.iter().map(String::as_str)),
        capabilities,
        networks: list(&rights.networks)?,
        rows_a_day: rights.rows_a_day,
    }))
}

fn list<T: serde::de::DeserializeOwned>(text: &str) -> ApiResult<Vec<T>> {
    serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))
}

/// What a token may do, or nothing when its client or what it was got with has ended.
///
/// # Errors
/// The database refuses.
pub fn standing(db: &mut impl Raw, claims: &MachineClaims) -> ApiResult<Option<Standing>> {
    let Some(client) = usable(db, claims.sub)? else { return Ok(None) };
    if !credentials::is_in_use(db, client.id, claims.credential)? {
        return Ok(None);
    }
    let asked = CapabilitySet::of(claims.scope.split(' ').filter(|name| !name.is_empty()));
    let capabilities = client.capabilities.within(asked).with::<UseSession>();
    Ok(Some(standing_with(client, capabilities)))
}

/// What the client whose account this is may do now, for what it began and the server finishes; nothing when it has ended.
///
/// # Errors
/// The database refuses.
pub fn standing_of_account(db: &mut impl Raw, account_id: Id) -> ApiResult<Option<Standing>> {
    let query = clients::table.filter(clients::account_id.eq(account_id)).select(clients::id);
    let Some(id) = query.first(db.raw()).optional()? else { return Ok(None) };
    let client = usable(db, id)?;
    Ok(client.map(|client| {
        let capabilities = client.capabilities;
        standing_with(client, capabilities)
    }))
}

fn standing_with(client: Usable, capabilities: CapabilitySet) -> Standing {
    let scope = Scope {
        reads_clues: capabilities.has::<ReadClues>(),
        reads_duties: capabilities.has::<ReadDuties>(),
        reviews_inspections: capabilities.has::<ReviewInspections>(),
        hands_in_as: (client.kind == ClientKind::Importer).then_some(client.account_id),
        ..Scope::of_division(&client.division_code, client.sees)
    };
    let principal = Arc::new(Principal { author: Author::Account(client.account_id), scope });
    let Usable { id, networks, rows_a_day, .. } = client;
    let machine = Some(Arc::new(Machine { client_id: id, networks, rows_a_day }));
    Standing { principal, capabilities, machine }
}

/// Remembers that the client got a token.
///
/// # Errors
/// The database refuses.
pub fn note_use(db: &mut impl Raw, client_id: Id, at: NaiveDateTime) -> ApiResult<()> {
    let statement = diesel::update(clients::table.find(client_id)).set(clients::last_used_at.eq(at));
    sql::run_unjournalled(db, statement).map(drop)
}
