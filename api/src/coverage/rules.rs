//! What is counted of a round, and what a request about it may ask: pure.
use std::collections::BTreeMap;

use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{AssignUnits, Coverage, CoverageFilter, OutcomeAsked, Period};
use crate::platform::error::{Broken, Rule};
use crate::platform::id::Id;
use crate::premises::{InspectionOutcome, PremisesKind};

const ASSIGNEE: Rule = Rule {
    code: "coverage.assignee.shape",
    zh: "请填写工作人员的编号或 none",
    en: "give the id of a member of staff, or none",
};
const WHICH: Rule = Rule {
    code: "coverage.assign.which",
    zh: "请填写区划或者列出场所，二者取一",
    en: "give a division or list the places, one of the two",
};
const PERIOD: Rule = Rule {
    code: "coverage.period.order",
    zh: "期间的最后一日不能早于第一日",
    en: "a period cannot end before it begins",
};

/// An inspection, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The inspection.
    pub id: Id,
    /// Its day.
    pub on: NaiveDate,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// Whether it is signed.
    pub is_signed: bool,
}

impl Look {
    /// Whether somebody really looked: a locked door, nobody there and a refusal show nothing of what is behind.
    pub fn is_looked_at(&self) -> bool {
        use InspectionOutcome::{Defect, Demolished, Excluded, Normal};
        matches!(self.outcome, Normal | Defect | Demolished | Excluded)
    }
}

/// The newer of two looks: by day, and on one day the one entered later.
pub fn newer(one: Option<Look>, other: Option<Look>) -> Option<Look> {
    [one, other].into_iter().flatten().max_by_key(|look| (look.on, look.id))
}

/// A place as a round is reckoned by it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The place.
    pub premises_id: Id,
    /// Its line on the list, where there is one.
    pub line: Option<Line>,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: PremisesKind,
    /// The village it counts for.
    pub division_code: String,
    /// The newest inspection in the round.
    pub look: Option<Look>,
}

/// A line of a frozen list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: Id,
    /// The place whose inspections count for it: the one its own was merged into.
    pub counted_id: Id,
    /// Its number.
    pub row_no: i64,
    /// Who has it.
    pub assignee_id: Option<Id>,
    /// Whether it was left out.
    pub is_excluded: bool,
    /// The reason, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Its version.
    pub version: i64,
}

impl Unit {
    /// Whether it was left out with a reason.
    pub fn is_excluded(&self) -> bool {
        self.line.as_ref().is_some_and(|line| line.is_excluded)
    }

    /// The place at which it is inspected now.
    pub fn counted_id(&self) -> Id {
        self.line.as_ref().map_or(self.premises_id, |line| line.counted_id)
    }

    /// Whether the round has missed it so far.
    pub fn is_gap(&self) -> bool {
        self.look.is_none() && !self.is_excluded()
    }

    /// Who has its line.
    pub fn assignee_id(&self) -> Option<Id> {
        self.line.as_ref().and_then(|line| line.assignee_id)
    }

    /// Whether one of these outcomes is its own; all are when none is asked for.
    pub fn has_outcome(&self, asked: &[OutcomeAsked]) -> bool {
        let is_it = |asked: &OutcomeAsked| match asked {
            OutcomeAsked::Of(outcome) => self.look.is_some_and(|look| look.outcome == *outcome),
            OutcomeAsked::Nothing(_) => self.is_gap(),
        };
        asked.is_empty() || asked.iter().any(is_it)
    }
}

/// Thousandths, rounded down: 1000 only when all of them are.
pub fn per_mille(some: i64, all: i64) -> Option<i64> {
    (all > 0).then(|| some * 1000 / all)
}

impl Coverage {
    fn add(&mut self, unit: &Unit) {
        self.units += 1;
        match unit.look {
            _ if unit.is_excluded() => self.excluded += 1,
            None => self.without_outcome += 1,
            Some(look) => {
                self.with_outcome += 1;
                self.unsigned += i64::from(!look.is_signed);
                self.outcomes.add(look.outcome);
            }
        }
        self.per_mille = per_mille(self.with_outcome, self.units - self.excluded);
    }
}

/// What is counted of these, together and by village.
pub fn tally(units: &[Unit], outside: &[Unit]) -> (Coverage, BTreeMap<String, Coverage>) {
    let (mut total, mut villages) = (Coverage::default(), BTreeMap::<String, Coverage>::new());
    for unit in units {
        total.add(unit);
        villages.entry(unit.division_code.clone()).or_default().add(unit);
    }
    for unit in outside {
        total.outside_list += 1;
        villages.entry(unit.division_code.clone()).or_default().outside_list += 1;
    }
    (total, villages)
}

/// Before and after every inspection there is.
const EVER: (i32, i32) = (1900, 2999);

impl Period {
    /// First and last day, where they are open before and after all there is.
    pub fn bounds(&self) -> (NaiveDate, NaiveDate) {
        let ever = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        (self.from.unwrap_or_else(|| ever(EVER.0, 1, 1)), self.to.unwrap_or_else(|| ever(EVER.1, 12, 31)))
    }

    /// Whether anything between these days lies in it; what has no days lies in the open one only.
    pub fn meets(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> bool {
        let is_open = self.from.is_none() && self.to.is_none();
        let begins_late = self.to.is_some_and(|to| first.or(last).is_none_or(|first| to < first));
        let ends_early = self.from.is_some_and(|from| last.or(first).is_none_or(|last| last < from));
        is_open || !(begins_late || ends_early)
    }
}

/// The last day is not before the first.
pub(super) fn check_period(filter: &CoverageFilter) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(filter.from.zip(filter.to).is_some_and(|(from, to)| to < from), "to", PERIOD);
    broken.done()
}

/// A division, or places.
pub(super) fn check_assign(order: &AssignUnits) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(order.division.is_some() != order.premises_ids.is_empty(), "premises_ids", WHICH);
    broken.done()
}

/// The one who is asked for in a filter.
pub(super) fn assignee(given: &str) -> Result<(), ValidationError> {
    if given == "none" || given.parse::<Id>().is_ok() { Ok(()) } else { Err(ASSIGNEE.into()) }
}

#[cfg(test)]
mod tests;
