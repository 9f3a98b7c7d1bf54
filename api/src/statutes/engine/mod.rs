//! The engine: facts, rules and a day give duties. It asks nobody and keeps nothing, so that the same facts give the same
//! duties, in whatever order they were entered.
mod clean;
mod deadline;
pub mod facts;
mod leave;
mod stay;
mod team;
mod transfer;
mod window;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::facts::{Episode, Facts};
use super::book::{Book, Rule};
use super::pack::{Anchor, Counting, DayOff};
use crate::codes::calendar::{later, working_day, working_days_later};
use crate::personnel::TestResult;
use crate::platform::id::Id;
use crate::tasks::{Duty, Occurrence};

/// Everything that is or was owed for a person by the end of `as_of`.
pub fn duties(facts: &Facts, book: &Book, as_of: NaiveDate) -> Vec<Duty> {
    let facts = facts.by(as_of);
    let mut duties = Vec::new();
    for rules in book.families() {
        match rules.first().and_then(|rule| rule.text.anchor()) {
            Some((Anchor::Stay, _)) => duties.extend(stay::of(&facts, rules, as_of)),
            Some((Anchor::Clean, _)) => duties.extend(clean::of(&facts, rules, as_of)),
            _ => {}
        }
    }
    for episode in &facts.episodes {
        let mut of_episode = BTreeMap::new();
        for rules in in_order(book) {
            let Some(first) = rules.first() else { continue };
            let case = Case { facts: &facts, episode, as_of };
            let found = match first.text.anchor() {
                Some((Anchor::Stay | Anchor::Clean, _)) => continue,
                Some((Anchor::Leave, _)) => leave::of(&case, rules),
                Some((Anchor::TransferDecided | Anchor::Moved | Anchor::Arrived, _)) => transfer::of(&case, rules),
                _ if first.text.has_windows() => window::of(&case, rules),
                _ => deadline::of(&case, rules, &of_episode).into_iter().collect(),
            };
            of_episode.insert(first.text.id.clone(), found);
        }
        duties.extend(of_episode.into_values().flatten());
    }
    duties
}

/// The day on which three clean years are full, as things stand on `as_of`; none while no years count.
pub fn clean_on(facts: &Facts, book: &Book, as_of: NaiveDate) -> Option<NaiveDate> {
    let is_clean = |rules: &&[Rule]| {
        rules.first().and_then(|rule| rule.text.anchor()).is_some_and(|(anchor, _)| anchor == Anchor::Clean)
    };
    clean::full_on(facts, book.families().find(is_clean)?, as_of)
}

/// Rules that other rules' lapse raises come after those: a chain of anchors has no cycle (`read` refuses one).
fn in_order(book: &Book) -> Vec<&[Rule]> {
    let mut families: Vec<&[Rule]> = book.families().collect();
    let depth = |rules: &[Rule]| {
        let mut depth = 0;
        let mut next = rules.first().and_then(|rule| missed(rule).map(str::to_owned));
        while let Some(id) = next {
            depth += 1;
            let of = book.families().find_map(|rules| rules.first().filter(|rule| rule.text.id == id));
            next = of.filter(|_| depth < 100).and_then(|rule| missed(rule).map(str::to_owned));
        }
        depth
    };
    families.sort_by_cached_key(|rules| depth(rules));
    families
}

fn missed(rule: &Rule) -> Option<&str> {
    match rule.text.anchor()? {
        (Anchor::Missed, of) => of,
        _ => None,
    }
}

/// One measure of one person on one day.
struct Case<'f> {
    facts: &'f Facts,
    episode: &'f Episode,
    as_of: NaiveDate,
}

impl Case<'_> {
    fn applies(&self, rule: &Rule) -> bool {
        applies(rule, self.episode)
    }

    /// The occurrence of a rule under this measure.
    fn occurrence(&self, rule: &Rule, ordinal: i32) -> Occurrence {
        occurrence(rule, Some(self.episode.id), ordinal)
    }

    /// Whether a day lies at or before the last of the measure.
    fn has_ended_by(&self, day: NaiveDate) -> bool {
        self.episode.ended_on.is_some_and(|ended| ended <= day)
    }
}

/// Whether a rule is one for a measure like this.
pub fn applies(rule: &Rule, episode: &Episode) -> bool {
    let months = window::term_months(episode);
    let (most, over) = (rule.text.term_at_most_months, rule.text.term_over_months);
    rule.text.applies_to.contains(&episode.kind)
        && most.is_none_or(|most| months.is_some_and(|months| months <= most))
        && over.is_none_or(|over| months.is_none_or(|months| months > over))
}

/// The how-manieth occurrence of a rule, under a measure or under none.
fn occurrence(rule: &Rule, episode_id: Option<Id>, ordinal: i32) -> Occurrence {
    let (rule_id, pack, pack_version) = (rule.text.id.clone(), rule.pack.clone(), rule.version);
    Occurrence { episode_id, rule_id, pack, pack_version, ordinal }
}

/// The last day of a limit that runs from an event.
fn limit(rule: &Rule, anchor: NaiveDate) -> NaiveDate {
    let last = match rule.text.count {
        Counting::Calendar => later(anchor, rule.due_days),
        Counting::Working => working_days_later(anchor, rule.due_days),
    };
    match rule.text.day_off {
        DayOff::Keep => last,
        DayOff::NextDay => working_day(last),
    }
}

/// The version of a rule in force on a day.
fn in_force(rules: &[Rule], day: NaiveDate) -> Option<&Rule> {
    rules.iter().find(|rule| rule.from <= day && day <= rule.to)
}

/// Only these two count towards a serious violation (戒毒条例 §20).
fn is_evasion(result: TestResult) -> bool {
    matches!(result, TestResult::Refused | TestResult::Evaded)
}
