//! Deciding on findings: what is accepted becomes facts in the same transaction, through the functions that make them anywhere.
use std::collections::HashMap;

use diesel::prelude::*;
use validator::Validate;

use super::dto::{DecideFinding, Decision, FindingKind, NumberHint, RosterFinding};
use super::rules;
use super::store::{self, FINDINGS, FindingRow, FindingSecrets, open_finding};
use super::typing::Written;
use crate::codes::Gender;
use crate::personnel::{self, CreatePerson, Migrant, PersonStatus, RiskLevel};
use crate::platform::access::Tx;
use crate::platform::auth::accounts;
use crate::platform::coded::Coded;
use crate::platform::db::schema::reconciliation_findings as findings;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// Decides on a finding. What was accepted or rejected stands; what was deferred may be decided on later.
///
/// # Errors
/// 404; 409 when it was decided on, or the file has changed since; 412; 422 when the list says too little to register who is on it.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Id,
    finding_id: Id,
    version: i64,
    wanted: DecideFinding,
) -> ApiResult<RosterFinding> {
    let (division, key) = store::key_of(tx, id)?;
    let row = store::find_finding(tx, id, finding_id)?;
    tx.expect_version(finding_id, row.version, version)?;
    if row.decision.is_some() && row.decision.as_deref() != Some(Decision::Defer.code()) {
        return Err(ApiError::Conflict(rules::DECIDED));
    }
    let secrets = row.secrets(&key)?;
    let person_id = match wanted.decision {
        Decision::Accept => accept(tx, &row, &secrets, wanted.division_code)?,
        Decision::Reject | Decision::Defer => row.person_id,
    };
    let account_id = tx.author().account_id().ok_or(ApiError::Unauthenticated)?;
    let decided_by = Some(accounts::find(tx, account_id)?.display_name);
    let secrets = FindingSecrets { reason: Some(wanted.reason), decided_by, ..secrets };
    let changes = (
        findings::decision.eq(wanted.decision.code()),
        findings::decided_by_id.eq(account_id),
        findings::decided_at.eq(tx.at().naive_utc()),
        findings::person_id.eq(person_id),
        findings::sealed.eq(key.seal(FINDINGS, finding_id, &secrets)?),
        findings::version.eq(version + 1),
        findings::updated_at.eq(tx.at().naive_utc()),
    );
    let names = vec!["decision".into(), "reason".into()];
    let entry = Entry { action: "decided", ..Entry::updated(FINDINGS, finding_id, &division, version + 1, names) };
    tx.apply(diesel::update(findings::table.find(finding_id)).set(changes), entry)?;
    let names: HashMap<Id, String> = personnel::named(tx, &person_id.into_iter().collect::<Vec<_>>())?
        .into_iter()
        .map(|(id, (_, name))| (id, name))
        .collect();
    let row = store::find_finding(tx, id, finding_id)?;
    open_finding(row, &key, &names, tx.scope.sees)
}

/// Makes a fact of what the list says. Answers whom the finding is about from now on.
fn accept(
    tx: &mut Tx<'_>,
    row: &FindingRow,
    secrets: &FindingSecrets,
    village: Option<String>,
) -> ApiResult<Option<Id>> {
    match (FindingKind::stored(&row.kind)?, row.person_id) {
        (FindingKind::OnlyInList, _) => register(tx, secrets, village).map(Some),
        (FindingKind::StatusDiffers, Some(person_id)) => {
            let status = secrets.status_in_list.ok_or_else(|| ApiError::invalid("/decision", rules::NO_STATUS))?;
            personnel::amend_person(tx, person_id, |facts| {
                expect_as_compared(facts, secrets)?;
                Ok(CreatePerson { status, ..facts.clone() })
            })?;
            Ok(Some(person_id))
        }
        (FindingKind::IdTypo, Some(person_id)) => {
            if let Some(number) = right_number(secrets) {
                personnel::amend_person(tx, person_id, |facts| {
                    expect_as_compared(facts, secrets)?;
                    Ok(renumbered(facts, number))
                })?;
            }
            Ok(Some(person_id))
        }
        (
            FindingKind::OnlyInTown | FindingKind::DuplicateInList | FindingKind::IdTypo | FindingKind::StatusDiffers,
            person,
        ) => Ok(person),
    }
}

/// The number of the list, where it can be right and the file's can be wrong: on an old card nothing checks a number, and a
/// file may have none. A number under another name is nobody's to change by a list.
fn right_number(secrets: &FindingSecrets) -> Option<String> {
    let is_others = secrets.hints.contains(&NumberHint::OtherName);
    let listed = secrets.id_number.as_deref().map(Written::of)?;
    listed.number().filter(|_| !is_others).map(|number| number.as_str().to_owned())
}

/// The facts under another number: what followed from the old one follows from the new one.
fn renumbered(facts: &CreatePerson, number: String) -> CreatePerson {
    let old = facts.id_number.as_deref().map(Written::of);
    let old = old.as_ref().and_then(Written::number);
    CreatePerson {
        birth_date: facts.birth_date.filter(|date| old.is_none_or(|old| old.birth_date() != *date)),
        gender: if old.is_some_and(|old| old.gender() == facts.gender) { Gender::Unknown } else { facts.gender },
        id_number: Some(number),
        ..facts.clone()
    }
}

fn expect_as_compared(facts: &CreatePerson, secrets: &FindingSecrets) -> ApiResult<()> {
    let is_same = Some(facts.status) == secrets.status_on_file && facts.id_number == secrets.number_on_file;
    if is_same { Ok(()) } else { Err(ApiError::Conflict(rules::OVERTAKEN)) }
}

fn register(tx: &mut Tx<'_>, secrets: &FindingSecrets, village: Option<String>) -> ApiResult<Id> {
    let village = village.or_else(|| secrets.division_code.clone());
    let division_code = village.ok_or_else(|| ApiError::invalid("/division_code", rules::NO_VILLAGE))?;
    let status: PersonStatus =
        secrets.status_in_list.ok_or_else(|| ApiError::invalid("/decision", rules::NO_STATUS))?;
    let new = CreatePerson {
        file_no: None,
        name: secrets.name.clone().unwrap_or_default(),
        gender: Gender::Unknown,
        birth_date: None,
        id_number: secrets.id_number.clone(),
        phone: None,
        division_code,
        household_address: None,
        status,
        control: None,
        risk_level: RiskLevel::Unrated,
        substances: Vec::new(),
        first_found_on: None,
        migrant: Migrant::default(),
        case_worker_id: None,
        grid_id: None,
        platform_entered_on: None,
        external_refs: std::collections::BTreeMap::new(),
        notes: None,
    };
    new.validate()?;
    personnel::insert_person(tx, new).map(|person| person.id)
}
