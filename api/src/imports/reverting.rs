//! Undoing an import that was written: what it made goes, what it changed is as it was. A record that somebody edited since, or
//! that something recorded since rests on, stays, and its row says so.
//!
//! What was made is taken out and not withdrawn: a row that should never have been entered about somebody is no record of
//! theirs, and a number it took would be taken for good. The journal keeps that it was there, and the digests.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::commit::TASK;
use super::dto::{Import, ImportState, RevertImport, RevertMode, Reverted};
use super::ledger::Registry;
use super::report::{CellError, RowReport, Undone};
use super::standing::{self, Decision, Known, Why};
use super::{Outcome, rules, store};
use crate::platform::access::{Touched, Tx};
use crate::platform::db::image::{self, Reference};
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::id::Id;
use crate::platform::journal;

/// Rows that a refusal names; the rows of the import tell the rest.
pub const MOST_NAMED: usize = 100;
/// Duties follow from facts as time passes: those that nobody but the system wrote go with what they are about.
const FOLLOWING: &str = "tasks";
const DIVISIONS: &str = "divisions";

/// Undoes an import.
///
/// # Errors
/// 404; 409 when it is not written, is undone already or too old, or when rows must stay and all was asked for.
pub fn revert(tx: &mut Tx<'_>, registry: &Registry, id: Id, how: RevertImport) -> ApiResult<Import> {
    sql::one_at_a_time(tx.db, TASK)?;
    let import = store::find(tx, id)?;
    if import.state != ImportState::Committed {
        return Err(ApiError::Conflict(rules::NOT_COMMITTED));
    }
    let ledger = registry.find(&import.resource).ok_or_else(|| ApiError::invalid("resource", rules::NO_RESOURCE))?;
    let mut reports = store::reports(tx, id)?;
    let touched = store::touched(tx, id)?;
    let found = Found::look(tx, touched, &reports)?;
    let Decision { kept, going } = found.decide();
    if how.mode == RevertMode::All && !kept.is_empty() {
        let named = kept.iter().take(MOST_NAMED).map(|(row, why)| FieldError::new(format!("/rows/{row}"), rule(*why)));
        return Err(ApiError::Conflicts(rules::ROWS_STAY, named.collect()));
    }
    let ids: Vec<Id> = going.iter().copied().collect();
    let standing = ledger.rests_on(tx, &ids)?;
    let back: Vec<Touched> = found.touched.into_iter().filter(|one| going.contains(&one.id)).collect();
    tx.take_back(&back, &found.versions)?;
    ledger.settle(tx, &standing)?;
    let reverted = tell(&mut reports, &kept);
    store::mark_reverted(tx, &import, &reports, reverted, how.reason)
}

fn rule(why: Why) -> Rule {
    match why {
        Why::Edited => rules::EDITED_SINCE,
        Why::Needed => rules::NEEDED_SINCE,
    }
}

/// Says of each row that was written what becomes of it.
fn tell(reports: &mut [RowReport], kept: &BTreeMap<u32, Why>) -> Reverted {
    let refused: HashSet<u32> = reports.iter().filter(|one| is_refused(one)).map(|one| one.row).collect();
    let mut rows: BTreeMap<u32, bool> = BTreeMap::new();
    for report in reports.iter_mut().filter(|one| is_written(one) && !refused.contains(&one.row)) {
        let kept = kept.get(&report.row).map(|why| CellError::of_rule(rule(*why)));
        rows.insert(report.row, kept.is_none());
        report.undone = Some(Undone { kept });
    }
    let count = |wanted: bool| u32::try_from(rows.values().filter(|one| **one == wanted).count()).unwrap_or(u32::MAX);
    Reverted { undone: count(true), kept: count(false) }
}

fn is_written(report: &RowReport) -> bool {
    matches!(report.outcome, Outcome::Create | Outcome::Update)
}

fn is_refused(report: &RowReport) -> bool {
    matches!(report.outcome, Outcome::Conflict | Outcome::Invalid)
}

/// How what an import touched stands now.
struct Found {
    touched: Vec<Touched>,
    versions: HashMap<Id, i64>,
    as_left: HashSet<Id>,
    rows_of: HashMap<Id, Vec<u32>>,
    references: Vec<Reference>,
}

impl Found {
    fn look(tx: &mut Tx<'_>, mut touched: Vec<Touched>, reports: &[RowReport]) -> ApiResult<Self> {
        let mut versions = HashMap::new();
        for (table, ids) in by_table(&touched, |_| true) {
            versions.extend(image::versions(tx.db, &table, &ids)?);
        }
        let mut references = Vec::new();
        for (table, ids) in by_table(&touched, Touched::is_made) {
            references.extend(image::references(tx.db, &table, &ids)?);
            if table == DIVISIONS {
                references.extend(image::references_by_code(tx.db, &ids)?);
            }
        }
        let mut as_left = HashSet::new();
        for one in &touched {
            let version = versions.get(&one.id).copied();
            if version == Some(one.version) || (version.is_some() && follows(tx, one)?) {
                as_left.insert(one.id);
            }
        }
        for duty in later_duties(tx, &touched, &references)? {
            versions.insert(duty.id, duty.version);
            as_left.insert(duty.id);
            touched.push(duty);
        }
        let mut rows_of: HashMap<Id, Vec<u32>> = HashMap::new();
        for report in reports.iter().filter(|one| is_written(one)) {
            if let Some(id) = report.target_id {
                rows_of.entry(id).or_default().push(report.row);
            }
        }
        Ok(Self { touched, versions, as_left, rows_of, references })
    }

    fn decide(&self) -> Decision {
        let Self { touched, as_left, rows_of, references, .. } = self;
        standing::decide(&Known { touched, as_left, rows_of, references })
    }
}

fn by_table(touched: &[Touched], is_meant: impl Fn(&Touched) -> bool) -> BTreeMap<String, Vec<Id>> {
    let mut tables: BTreeMap<String, Vec<Id>> = BTreeMap::new();
    for one in touched.iter().filter(|one| is_meant(one)) {
        tables.entry(one.table.clone()).or_default().push(one.id);
    }
    tables
}

/// Whether what happened to a duty since follows from facts and time alone.
fn follows(tx: &mut Tx<'_>, one: &Touched) -> ApiResult<bool> {
    Ok(one.table == FOLLOWING && one.is_made() && !journal::is_touched_by_people(tx.db, one.id, one.version)?)
}

/// Duties that came up since about what was made, and that nobody has touched.
fn later_duties(tx: &mut Tx<'_>, touched: &[Touched], references: &[Reference]) -> ApiResult<Vec<Touched>> {
    let known: HashMap<Id, &Touched> = touched.iter().map(|one| (one.id, one)).collect();
    let later = references.iter().filter(|one| one.table == FOLLOWING && !known.contains_key(&one.from));
    let owners: HashMap<Id, &Touched> = later.filter_map(|one| Some((one.from, *known.get(&one.to)?))).collect();
    let ids: Vec<Id> = owners.keys().copied().collect();
    let versions = image::versions(tx.db, FOLLOWING, &ids)?;
    let mut duties = Vec::new();
    for (id, owner) in owners {
        if journal::is_touched_by_people(tx.db, id, 0)? {
            continue;
        }
        duties.push(Touched {
            table: FOLLOWING.to_owned(),
            id,
            division_code: owner.division_code.clone(),
            about: owner.about.or(Some(owner.id)),
            changed: Vec::new(),
            before: None,
            version: versions.get(&id).copied().unwrap_or(1),
        });
    }
    Ok(duties)
}
