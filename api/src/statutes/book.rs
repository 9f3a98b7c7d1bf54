//! The rules in force, by day: all packs read together.
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::pack::{Adjustment, Pack, RuleText};
use crate::codes::calendar::{earlier, later};

/// A rule while it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it says.
    pub text: RuleText,
    /// The pack it stands in.
    pub pack: String,
    /// Of that version.
    pub version: i32,
    /// Days after the anchor.
    pub due_days: u32,
    /// Who set them, where the law left them open.
    pub basis: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// All rules, each with its versions in the order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book(BTreeMap<String, Vec<Rule>>);

/// When a pack is in force.
type InForce<'p> = (&'p Pack, NaiveDate, NaiveDate);

impl Book {
    /// The rules of these packs, which have been checked against each other.
    pub fn new(packs: &[Pack]) -> Self {
        let in_force: Vec<InForce<'_>> =
            packs.iter().map(|pack| (pack, pack.valid_from, end_of(pack, packs))).collect();
        let mut rules: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        for (pack, from, to) in &in_force {
            for text in &pack.rules {
                let versions = rules.entry(text.id.clone()).or_default();
                versions.extend(adjusted(text, (pack, *from, *to), &in_force));
            }
        }
        rules.values_mut().for_each(|versions| versions.sort_by_key(|rule| rule.from));
        Self(rules)
    }

    /// Every rule's versions.
    pub fn families(&self) -> impl Iterator<Item = &[Rule]> {
        self.0.values().map(Vec::as_slice)
    }

    /// The version of a rule on a day.
    pub fn on(&self, id: &str, day: NaiveDate) -> Option<&Rule> {
        self.0.get(id)?.iter().find(|rule| rule.from <= day && day <= rule.to)
    }

    /// A rule as a duty names it.
    pub fn find(&self, id: &str, pack: &str, version: i32) -> Option<&Rule> {
        self.0.get(id)?.iter().find(|rule| rule.pack == pack && rule.version == version)
    }
}

/// Last day of a pack: its own, or the day before the next version begins.
pub fn end_of(pack: &Pack, packs: &[Pack]) -> NaiveDate {
    let next = packs.iter().filter(|other| other.pack == pack.pack && other.version > pack.version);
    let next = next.map(|other| earlier(other.valid_from, 1)).min().unwrap_or(NaiveDate::MAX);
    pack.valid_to.map_or(next, |to| to.min(next))
}

/// A rule in pieces: as it stands, and as others set its days while they are in force.
fn adjusted(text: &RuleText, (pack, from, to): InForce<'_>, others: &[InForce<'_>]) -> Vec<Rule> {
    let piece = |from, to, by: Option<&Adjustment>| Rule {
        text: text.clone(),
        pack: pack.pack.clone(),
        version: pack.version,
        due_days: by.map_or(text.due_days.unwrap_or_default(), |by| by.due_days),
        basis: by.map(|by| by.basis.clone()).or_else(|| text.basis.clone()),
        from,
        to,
    };
    let mut set: Vec<(NaiveDate, NaiveDate, &Adjustment)> = others
        .iter()
        .flat_map(|(pack, from, to)| pack.adjustments.iter().map(move |by| (*from, *to, by)))
        .filter(|(_, _, by)| by.rule == text.id)
        .collect();
    set.sort_by_key(|(from, ..)| *from);
    let (mut pieces, mut at) = (Vec::new(), from);
    for (first, last, by) in set {
        let (first, last) = (first.max(at), last.min(to));
        if first > last {
            continue;
        }
        if first > at {
            pieces.push(piece(at, earlier(first, 1), None));
        }
        pieces.push(piece(first, last, Some(by)));
        at = later(last, 1);
    }
    if at <= to && pieces.last().is_none_or(|last| last.to < NaiveDate::MAX) {
        pieces.push(piece(at, to, None));
    }
    pieces
}
