//! The engine: facts, rules and a day give duties. It asks nobody and keeps nothing, so that the same facts give the same
//! duties, in whatever order they were entered.
mod deadline;
pub mod facts;
mod leave;
mod window;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::facts::{Episode, Facts};
use super::book::{Book, Rule};
use super::pack::Anchor;
use crate::personnel::TestResult;
use crate::tasks::{Duty, Occurrence};

/// Everything that is or was owed for a person by the end of `as_of`.
pub fn duties(facts: &Facts, book: &Book, as_of: NaiveDate) -> Vec<Duty> {
    let facts = facts.by(as_of);
    let mut duties = Vec::new();
    for episode in &facts.episodes {
        let mut of_episode = BTreeMap::new();
        for rules in in_order(book) {
            let Some(first) = rules.first() else { continue };
            let case = Case { facts: &facts, episode, as_of };
            let found = match first.text.anchor() {
                Some((Anchor::Leave, _)) => leave::of(&case, rules),
                _ if first.text.steps.is_empty() => deadline::of(&case, rules, &of_episode).into_iter().collect(),
                _ => window::of(&case, rules),
            };
            of_episode.insert(first.text.id.clone(), found);
        }
        duties.extend(of_episode.into_values().flatten());
    }
    duties
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
        let months = window::term_months(self.episode);
        let (most, over) = (rule.text.term_at_most_months, rule.text.term_over_months);
        rule.text.applies_to.contains(&self.episode.kind)
            && most.is_none_or(|most| months.is_some_and(|months| months <= most))
            && over.is_none_or(|over| months.is_none_or(|months| months > over))
    }

    /// The occurrence of a rule under this measure.
    fn occurrence(&self, rule: &Rule, ordinal: i32) -> Occurrence {
        Occurrence {
            episode_id: self.episode.id,
            rule_id: rule.text.id.clone(),
            pack: rule.pack.clone(),
            pack_version: rule.version,
            ordinal,
        }
    }

    /// Whether a day lies at or before the last of the measure.
    fn has_ended_by(&self, day: NaiveDate) -> bool {
        self.episode.ended_on.is_some_and(|ended| ended <= day)
    }
}

/// Only these two count towards a serious violation (戒毒条例 §20).
fn is_evasion(result: TestResult) -> bool {
    matches!(result, TestResult::Refused | TestResult::Evaded)
}
