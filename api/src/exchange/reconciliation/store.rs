//! Queries on `reconciliations` and `reconciliation_findings`. Rows never leave this folder.
mod rows;

use std::collections::{HashMap, HashSet};

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

pub(super) use self::rows::{FindingRow, FindingSecrets, open_finding};
use self::rows::{ListSecrets, ReconciliationRow};
use super::dto::{
    Decision, FindingCounts, FindingFilter, FindingKind, Reconciliation, ReconciliationFilter, RosterFinding,
};
use super::rules::{self, Difference, Listed, Registered};
use crate::personnel;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::{personnel as persons, reconciliation_findings as findings, reconciliations};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::{Blind, DataKey, Vault};

const TABLE: &str = "reconciliations";
pub(super) const FINDINGS: &str = "reconciliation_findings";
/// Fingerprints in one `IN (…)`: far below the number of parameters either database takes.
const AT_ONCE: usize = 500;

/// A list that was read and compared, ready to be filed.
pub struct Compared {
    /// The division of the roster.
    pub division_code: String,
    /// What the list is called.
    pub file_name: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Its lines.
    pub list: Vec<Listed>,
    /// The roster.
    pub roster: Vec<Registered>,
    /// How they differ.
    pub differences: Vec<Difference>,
}

/// Files a comparison with its findings; what was rejected before and has not changed is counted and not raised.
///
/// # Errors
/// The database refuses.
pub fn insert(tx: &mut Tx<'_>, compared: Compared) -> ApiResult<Reconciliation> {
    let id = Id::new();
    let (key, data_key) = tx.vault().new_key()?;
    let found = compared.differences.iter().map(|one| raised(tx.vault(), &compared, one)).collect::<ApiResult<_>>()?;
    let (found, not_raised) = without_rejected(tx, &compared.division_code, found)?;
    let (at, many) = (tx.at().naive_utc(), |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX));
    let row = ReconciliationRow {
        id,
        account_id: tx.author().account_id(),
        division_code: compared.division_code.clone(),
        source_sha256: compared.sha256,
        row_count: many(compared.list.len()),
        registered_count: many(compared.roster.len()),
        not_raised_count: many(not_raised),
        sealed: key.seal(TABLE, id, &ListSecrets { file_name: compared.file_name })?,
        data_key,
        version: 1,
        created_at: at,
    };
    let entry = Entry::created(TABLE, id, &compared.division_code);
    tx.apply(diesel::insert_into(reconciliations::table).values(row), entry)?;
    insert_findings(tx, (id, &key, &compared.division_code), found)?;
    find(tx, id)
}

/// A finding before it is filed.
struct Raised {
    kind: FindingKind,
    person_id: Option<Id>,
    fingerprint: Vec<u8>,
    secrets: FindingSecrets,
}

fn raised(vault: &Vault, compared: &Compared, difference: &Difference) -> ApiResult<Raised> {
    let listed = difference.line.and_then(|line| compared.list.get(line));
    let person = difference.person.and_then(|person| compared.roster.get(person));
    let person_id = person.map(|person| person.id);
    let secrets = FindingSecrets::of(difference, listed, person);
    // Lines move from one list to the next; what they say does not.
    let said = FindingSecrets { row: None, other_row: None, ..secrets.clone() };
    let text = serde_json::to_string(&(difference.kind.code(), person_id, said));
    let fingerprint = vault.blind(Blind::Finding, &text.map_err(|error| ApiError::Internal(error.into()))?);
    Ok(Raised { kind: difference.kind, person_id, fingerprint, secrets })
}

fn without_rejected(tx: &mut Tx<'_>, division: &str, found: Vec<Raised>) -> ApiResult<(Vec<Raised>, usize)> {
    let mut rejected: HashSet<Vec<u8>> = HashSet::new();
    for chunk in found.chunks(AT_ONCE) {
        let query = findings::table
            .inner_join(reconciliations::table)
            .filter(reconciliations::division_code.eq(division.to_owned()))
            .filter(findings::decision.eq(Decision::Reject.code()))
            .filter(findings::fingerprint.eq_any(chunk.iter().map(|one| one.fingerprint.clone()).collect::<Vec<_>>()));
        rejected.extend(query.select(findings::fingerprint).load::<Vec<u8>>(tx.db)?);
    }
    let before = found.len();
    let kept: Vec<Raised> = found.into_iter().filter(|one| !rejected.contains(&one.fingerprint)).collect();
    let not_raised = before - kept.len();
    Ok((kept, not_raised))
}

fn insert_findings(tx: &mut Tx<'_>, of: (Id, &DataKey, &str), found: Vec<Raised>) -> ApiResult<()> {
    let (reconciliation_id, key, division) = of;
    let at = tx.at().naive_utc();
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for (raised, position) in found.into_iter().zip(1..) {
        let id = Id::new();
        entries.push(Entry::created(FINDINGS, id, division));
        rows.push(FindingRow {
            id,
            reconciliation_id,
            position,
            kind: raised.kind.code().to_owned(),
            person_id: raised.person_id,
            fingerprint: raised.fingerprint,
            sealed: key.seal(FINDINGS, id, &raised.secrets)?,
            decision: None,
            decided_by_id: None,
            decided_at: None,
            version: 1,
            created_at: at,
            updated_at: at,
        });
    }
    while !rows.is_empty() {
        let many = rows.len().min(AT_ONCE);
        let (some, about): (Vec<_>, Vec<_>) = (rows.drain(..many).collect(), entries.drain(..many).collect());
        tx.apply_all(findings::table, some, &about)?;
    }
    Ok(())
}

/// A page of reconciliations, the latest first.
///
/// # Errors
/// The database refuses.
pub fn list(
    reading: &mut Reading<'_>,
    filter: &ReconciliationFilter,
    paging: Paging,
) -> ApiResult<Page<Reconciliation>> {
    let scope = filter.division.as_ref().map_or_else(|| reading.scope.clone(), |code| reading.scope.narrowed(code));
    let counted = reading.counted(
        (TABLE, filter),
        |db| visible(&scope).select(reconciliations::id).offset(MOST_COUNTED).first(db).optional(),
        |db| visible(&scope).count().get_result(db),
    )?;
    let query = visible(&scope).order((reconciliations::created_at.desc(), reconciliations::id.desc()));
    let query = query.select(ReconciliationRow::as_select()).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<ReconciliationRow> = query.load(reading.db)?;
    Ok(Page::new(with_counts(reading, rows)?, counted))
}

/// One reconciliation.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Reconciliation> {
    let row = find_row(reading, id)?;
    with_counts(reading, vec![row])?.pop().ok_or(ApiError::NotFound(rules::NO_RECONCILIATION))
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<ReconciliationRow> {
    let query = visible(reading.scope).filter(reconciliations::id.eq(id)).select(ReconciliationRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(rules::NO_RECONCILIATION))
}

/// A reconciliation in scope and the key to its findings.
///
/// # Errors
/// 404 when there is none in scope.
pub(super) fn key_of(reading: &mut Reading<'_>, id: Id) -> ApiResult<(String, DataKey)> {
    let row = find_row(reading, id)?;
    Ok((row.division_code, reading.vault().open_key(&row.data_key)?))
}

/// The rows this caller may see. Every query on reconciliations starts here.
fn visible(scope: &Scope) -> reconciliations::BoxedQuery<'static, Backend> {
    reconciliations::table
        .into_boxed()
        .filter(reconciliations::division_code.ge(scope.from.clone()))
        .filter(reconciliations::division_code.lt(scope.to.clone()))
}

type Query = findings::BoxedQuery<'static, Backend>;

/// The findings of a reconciliation that may be shown: a sealed file is out of lists, and so is what was found about it.
fn shown(reconciliation_id: Id) -> Query {
    let open_file = persons::table
        .filter(findings::person_id.eq(persons::id.nullable()))
        .filter(persons::sealed_at.is_null())
        .select(persons::id);
    findings::table
        .into_boxed()
        .filter(findings::reconciliation_id.eq(reconciliation_id))
        .filter(findings::person_id.is_null().or(exists(open_file)))
}

fn matching(id: Id, filter: &FindingFilter) -> Query {
    let mut query = shown(id);
    if !filter.kind.is_empty() {
        query = query.filter(findings::kind.eq_any(codes::of(&filter.kind)));
    }
    if !filter.decision.is_empty() {
        query = query.filter(findings::decision.eq_any(codes::of(&filter.decision)));
    }
    let is_open = || findings::decision.is_null().or(findings::decision.assume_not_null().eq(Decision::Defer.code()));
    match filter.open {
        Some(true) => query.filter(is_open()),
        Some(false) => query.filter(findings::decision.eq_any([Decision::Accept.code(), Decision::Reject.code()])),
        None => query,
    }
}

/// A page of the findings of a reconciliation, those of the list in its order.
///
/// # Errors
/// 404 when there is no such reconciliation in scope.
pub fn list_findings(
    reading: &mut Reading<'_>,
    id: Id,
    filter: &FindingFilter,
    paging: Paging,
) -> ApiResult<Page<RosterFinding>> {
    let (_, key) = key_of(reading, id)?;
    let counted = reading.counted(
        (FINDINGS, id, filter),
        |db| matching(id, filter).select(findings::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(id, filter).count().get_result(db),
    )?;
    let query = matching(id, filter).order(findings::position.asc()).select(FindingRow::as_select());
    let rows: Vec<FindingRow> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    let persons: Vec<Id> = rows.iter().filter_map(|row| row.person_id).collect();
    let names: HashMap<Id, String> =
        personnel::named(reading, &persons)?.into_iter().map(|(id, (_, name))| (id, name)).collect();
    let open = |row: FindingRow| open_finding(row, &key, &names, reading.scope.sees);
    Ok(Page::new(rows.into_iter().map(open).collect::<ApiResult<_>>()?, counted))
}

/// One finding, by its row.
///
/// # Errors
/// 404 when the reconciliation has none of this id.
pub(super) fn find_finding(reading: &mut Reading<'_>, id: Id, finding_id: Id) -> ApiResult<FindingRow> {
    let query = shown(id).filter(findings::id.eq(finding_id)).select(FindingRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(rules::NO_FINDING))
}

/// The counts are of what may be shown, so that a list and its number agree.
fn with_counts(reading: &mut Reading<'_>, rows: Vec<ReconciliationRow>) -> ApiResult<Vec<Reconciliation>> {
    let mut opened = Vec::with_capacity(rows.len());
    for row in rows {
        let kinds: Vec<String> = shown(row.id).select(findings::kind).load(reading.db)?;
        let mut counts = FindingCounts::default();
        for kind in kinds {
            counts.add(FindingKind::stored(&kind)?, 1);
        }
        let open = FindingFilter { open: Some(true), ..FindingFilter::default() };
        let open: i64 = matching(row.id, &open).select(count_star()).first(reading.db)?;
        opened.push(row.open(reading.vault(), counts, open)?);
    }
    Ok(opened)
}
