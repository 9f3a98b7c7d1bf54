//! The history of a file: who changed which field of which of its records (个人信息保护法 §51, §54).
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use actix_web::get;
use actix_web::web::{Json as Body, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::persons::{Owner, owner};
use super::{
    assessments, handovers, leaves, notices, special_groups, stays, team_members, tests, transfers, treatments, visits,
};
use crate::audit;
use crate::platform::access::Reading;
use crate::platform::auth::{Caller, FieldClass, ReadHistory, accounts};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Page, Paging, Query};
use crate::platform::id::Id;

/// A change of a record of the file: who made it, when, and of which fields; never what stood in them.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileChange {
    /// The entry of the journal.
    pub id: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// `account`, `command_line` or `system`.
    #[schema(example = "account")]
    pub actor_kind: String,
    /// The name of the official or of the machine, where it was one.
    #[schema(example = "周岚")]
    pub name: Option<String>,
    /// `created`, `updated`, `withdrawn` or a verb of the domain.
    #[schema(example = "updated")]
    pub action: String,
    /// The table of the record: `personnel` for the file itself.
    #[schema(example = "tests")]
    pub record_type: String,
    /// The record.
    pub record_id: Id,
    /// Its version after the change.
    pub version: i64,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
}

/// The operation.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list_file_changes);
}

/// List who changed which field of which record of a person's file, newest first; records of treatment only where the caller may
/// see them.
#[utoipa::path(tag = "personnel", params(Paging), security(("bearer" = ["history:read"])),
    responses((status = OK, body = Page<FileChange>), ApiError))]
#[get("/personnel/{id}/history")]
pub async fn list_file_changes(
    caller: Caller<ReadHistory>,
    id: Path<Id>,
    Query(paging): Query<Paging>,
) -> ApiResult<Body<Page<FileChange>>> {
    caller.read_about(*id, move |reading| changes(reading, *id, paging)).await.map(Body)
}

fn changes(reading: &mut Reading<'_>, person_id: Id, paging: Paging) -> ApiResult<Page<FileChange>> {
    let owner = owner(reading, person_id)?;
    let records = records(reading, &owner)?;
    let page = audit::entries_about(reading, &records, paging)?;
    let names = names(reading, page.items.iter().filter_map(|entry| entry.account_id))?;
    Ok(page.map(|entry| FileChange {
        id: entry.id,
        at: entry.at,
        actor_kind: entry.actor_kind,
        name: entry.account_id.and_then(|account| names.get(&account).cloned()),
        action: entry.action,
        record_type: entry.subject_type,
        record_id: entry.subject_id,
        version: entry.version,
        fields: entry.changed,
    }))
}

/// The file and its records, those withdrawn too.
fn records(reading: &mut Reading<'_>, owner: &Owner) -> ApiResult<Vec<Id>> {
    let mut records = vec![owner.person_id];
    records.extend(visits::store::ids_of(reading, owner)?);
    if reading.scope.sees.has(FieldClass::Treatment) {
        records.extend(treatments::store::ids_of(reading, owner)?);
        records.extend(tests::store::ids_of(reading, owner)?);
        records.extend(leaves::store::ids_of(reading, owner)?);
        records.extend(handovers::store::ids_of(reading, owner)?);
        records.extend(assessments::store::ids_of(reading, owner)?);
        records.extend(stays::store::ids_of(reading, owner)?);
        records.extend(notices::store::ids_of(reading, owner)?);
        records.extend(special_groups::store::ids_of(reading, owner)?);
        records.extend(team_members::store::ids_of(reading, owner)?);
        records.extend(transfers::store::ids_of(reading, owner)?);
    }
    Ok(records)
}

/// What the officials and machines of these accounts are called, by id. On a page there are few.
///
/// # Errors
/// The database refuses.
pub(super) fn names(reading: &mut Reading<'_>, accounts: impl Iterator<Item = Id>) -> ApiResult<HashMap<Id, String>> {
    let mut names = HashMap::new();
    for id in accounts {
        if let Entry::Vacant(unknown) = names.entry(id) {
            unknown.insert(accounts::find(reading, id)?.display_name);
        }
    }
    Ok(names)
}
