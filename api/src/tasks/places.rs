//! Duties about places: to inspect one in a round that has reached it not yet. No rule makes them; an inspection of the place
//! in that round does them, and time and facts alone tell how they stand.
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{DoneByType, SubjectType, TaskKind, TaskState, VoidReason};
use super::rules;
use super::store::{DutyColumns, TABLE, TaskRow};
use super::sync::{Change, Differences, MOST_AT_ONCE, NewRow, change, rewrite, void};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::tasks;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// What such a duty names in the place of a pack and of a rule.
const BY_ROUND: &str = "campaign";

/// An inspection to be made.
#[derive(Debug, Clone)]
pub struct Errand {
    /// The round.
    pub campaign_id: Id,
    /// The place.
    pub premises_id: Id,
    /// The division that manages the place.
    pub division_code: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// Who is to go there.
    pub assignee_id: Option<Id>,
}

/// A duty to inspect a place in a round: one at most.
pub type ErrandKey = (Id, Id);

/// How a place stands in a round, as far as its duty asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceStanding {
    /// The division that manages the place now; none when it is on the register no more.
    pub division_code: Option<String>,
    /// The first inspection in the round that really looked at it.
    pub looked: Option<(Id, NaiveDate)>,
    /// The day it was left out of the list with a reason.
    pub left_out_on: Option<NaiveDate>,
    /// Whether the round itself was withdrawn.
    pub is_called_off: bool,
}

/// Gives these duties; the caller has seen to it that none is there yet, and that whoever is named answers for the division.
///
/// # Errors
/// The database refuses.
pub fn open_errands(tx: &mut Tx<'_>, errands: &[Errand]) -> ApiResult<()> {
    let (at, today) = (tx.at().naive_utc(), clock::today());
    for chunk in errands.chunks(MOST_AT_ONCE) {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for errand in chunk {
            let id = Id::new();
            entries.push(Entry::created(TABLE, id, &errand.division_code));
            rows.push(NewRow {
                id,
                subject_type: SubjectType::Premises.code(),
                subject_id: errand.premises_id,
                campaign_id: Some(errand.campaign_id),
                columns: opened(errand, today),
                assignee_id: errand.assignee_id,
                version: 1,
                created_at: at,
                updated_at: at,
            });
        }
        tx.apply_all(tasks::table, rows, &entries)?;
    }
    Ok(())
}

fn opened(errand: &Errand, today: NaiveDate) -> DutyColumns {
    DutyColumns {
        division_code: errand.division_code.clone(),
        kind: TaskKind::Inspection.code().to_owned(),
        rule_id: TaskKind::Inspection.code().to_owned(),
        pack: BY_ROUND.to_owned(),
        pack_version: 0,
        episode_id: None,
        ordinal: 1,
        starts_on: today,
        due_on: errand.due_on,
        state: TaskState::Open.code().to_owned(),
        void_because: None,
        done_by_type: None,
        done_by_id: None,
        done_on: None,
        has_violation: false,
    }
}

fn errands() -> tasks::BoxedQuery<'static, Backend> {
    tasks::table.into_boxed().filter(tasks::campaign_id.is_not_null()).filter(tasks::put_away_at.is_null())
}

/// The places that have a duty in a round, whatever became of it.
///
/// # Errors
/// The database refuses.
pub fn sent_to(reading: &mut Reading<'_>, campaign_id: Id) -> ApiResult<HashSet<Id>> {
    let places: Vec<Id> =
        errands().filter(tasks::campaign_id.eq(campaign_id)).select(tasks::subject_id).load(reading.db)?;
    Ok(places.into_iter().collect())
}

/// Which duties are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Errands<'a> {
    /// About these places.
    About(&'a [Id]),
    /// Of this round.
    Of(Id),
    /// All that are open.
    Open,
    /// All of them.
    All,
}

/// The duties asked for.
///
/// # Errors
/// The database refuses.
pub fn errands_of(reading: &mut Reading<'_>, which: Errands<'_>) -> ApiResult<Vec<ErrandKey>> {
    let keys = (tasks::campaign_id.assume_not_null(), tasks::subject_id);
    let order = (tasks::campaign_id.asc(), tasks::subject_id.asc());
    let query = match which {
        Errands::About(places) => {
            let mut found = Vec::new();
            for chunk in places.chunks(MOST_AT_ONCE) {
                let query = errands().filter(tasks::subject_id.eq_any(chunk.to_vec())).order(order).select(keys);
                found.extend(query.load::<ErrandKey>(reading.db)?);
            }
            return Ok(found);
        }
        Errands::Of(campaign_id) => errands().filter(tasks::campaign_id.eq(campaign_id)),
        Errands::Open => errands().filter(tasks::state.eq(TaskState::Open.code())),
        Errands::All => errands(),
    };
    Ok(query.order(order).select(keys).load(reading.db)?)
}

/// Makes these duties stand as their places do.
///
/// # Errors
/// The database refuses.
pub fn settle(
    tx: &mut Tx<'_>,
    standings: &BTreeMap<ErrandKey, PlaceStanding>,
    as_of: NaiveDate,
) -> ApiResult<Differences> {
    let changes = plan(tx, standings, as_of)?;
    let differences = counted(&changes);
    changes.into_iter().try_for_each(|change| rewrite(tx, change))?;
    Ok(differences)
}

/// What [`settle`] would change.
///
/// # Errors
/// The database refuses.
pub fn unsettled(
    reading: &mut Reading<'_>,
    standings: &BTreeMap<ErrandKey, PlaceStanding>,
    as_of: NaiveDate,
) -> ApiResult<Differences> {
    plan(reading, standings, as_of).map(|changes| counted(&changes))
}

fn counted(changes: &[Change]) -> Differences {
    let void = changes.iter().filter(|change| change.columns.state == TaskState::Void.code()).count();
    Differences { new: 0, changed: changes.len() - void, void }
}

fn plan(
    reading: &mut Reading<'_>,
    standings: &BTreeMap<ErrandKey, PlaceStanding>,
    as_of: NaiveDate,
) -> ApiResult<Vec<Change>> {
    let mut places: Vec<Id> = standings.keys().map(|(_, premises_id)| *premises_id).collect();
    places.sort_unstable();
    places.dedup();
    let mut changes = Vec::new();
    for chunk in places.chunks(MOST_AT_ONCE) {
        let query = errands().filter(tasks::subject_id.eq_any(chunk.to_vec())).order(tasks::id.asc());
        for row in query.select(TaskRow::as_select()).load::<TaskRow>(reading.db)? {
            let standing = row.campaign_id.and_then(|campaign_id| standings.get(&(campaign_id, row.subject_id)));
            // In another town nobody has it yet.
            changes.extend(standing.and_then(|standing| change(&row, stands(&row.columns, standing, as_of), None)));
        }
    }
    Ok(changes)
}

/// Like what is given by hand: done in time, late, or missed; and open again when the inspection is withdrawn in time. What was
/// looked at stays done; whoever leaves a place out once it was missed does not undo that.
fn stands(columns: &DutyColumns, standing: &PlaceStanding, as_of: NaiveDate) -> DutyColumns {
    let division_code = standing.division_code.clone().unwrap_or_else(|| columns.division_code.clone());
    let columns = DutyColumns { division_code, ..columns.clone() };
    let looked = standing.looked.filter(|(_, on)| *on <= as_of);
    if looked.is_none() {
        if standing.is_called_off || standing.division_code.is_none() {
            return void(&columns, VoidReason::Corrected);
        }
        if standing.left_out_on.is_some_and(|on| on <= columns.due_on) {
            return void(&columns, VoidReason::LeftOut);
        }
    }
    let state = rules::manual_state(columns.due_on, looked.map(|(_, on)| on), as_of);
    DutyColumns {
        state: state.code().to_owned(),
        void_because: None,
        done_by_type: looked.map(|_| DoneByType::Inspection.code().to_owned()),
        done_by_id: looked.map(|(id, _)| id),
        done_on: looked.map(|(_, on)| on),
        ..columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn errand() -> DutyColumns {
        let errand = Errand {
            campaign_id: Id::new(),
            premises_id: Id::new(),
            division_code: "990981107201".into(),
            due_on: day("2025-03-10"),
            assignee_id: None,
        };
        opened(&errand, day("2025-03-01"))
    }

    fn standing(looked: Option<&str>) -> PlaceStanding {
        let (division_code, looked) = (Some("990981107202".into()), looked.map(|on| (Id::new(), day(on))));
        PlaceStanding { division_code, looked, left_out_on: None, is_called_off: false }
    }

    fn state(standing: &PlaceStanding, as_of: &str) -> (String, Option<NaiveDate>) {
        let columns = stands(&errand(), standing, day(as_of));
        assert_eq!(columns.done_by_id.is_some(), columns.done_on.is_some());
        (columns.state, columns.done_on)
    }

    #[test]
    fn an_inspection_does_it_in_time_or_late_and_nothing_else_does() {
        assert_eq!(state(&standing(None), "2025-03-10"), ("open".into(), None));
        assert_eq!(state(&standing(None), "2025-03-11"), ("missed".into(), None));
        assert_eq!(state(&standing(Some("2025-03-10")), "2025-03-11"), ("done".into(), Some(day("2025-03-10"))));
        assert_eq!(state(&standing(Some("2025-03-11")), "2025-03-11"), ("late".into(), Some(day("2025-03-11"))));
        assert_eq!(state(&standing(Some("2025-03-11")), "2025-03-10"), ("open".into(), None));
        assert_eq!(stands(&errand(), &standing(None), day("2025-03-02")).division_code, "990981107202");
    }

    #[test]
    fn what_is_left_out_in_time_is_owed_no_more_and_what_was_done_stays_done() {
        let left_out = |on: &str, looked| PlaceStanding { left_out_on: Some(day(on)), ..standing(looked) };
        assert_eq!(state(&left_out("2025-03-10", None), "2025-03-10").0, "void");
        assert_eq!(state(&left_out("2025-03-10", None), "2025-03-12").0, "void");
        assert_eq!(state(&left_out("2025-03-11", None), "2025-03-12").0, "missed");
        assert_eq!(state(&left_out("2025-03-05", Some("2025-03-04")), "2025-03-12").0, "done");
        let gone = PlaceStanding { division_code: None, ..standing(None) };
        assert_eq!(state(&gone, "2025-03-12").0, "void");
        let called_off = PlaceStanding { is_called_off: true, ..standing(None) };
        assert_eq!(state(&called_off, "2025-03-05").0, "void");
    }
}
