//! What rows would change, kept until it is known which of them are accepted, and which record each row is about.
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::ledger::Part;
use super::report::CellError;
use super::rules;
use crate::platform::id::Id;

/// The rows that are to be written.
#[derive(Debug, Default)]
pub struct Accepted(HashSet<u32>);

impl Accepted {
    /// Those after `row`, in pieces of so many rows, each with the number of its last row.
    pub fn pieces_after(&self, row: u32, size: usize) -> Vec<(Self, u32)> {
        let mut rows: Vec<u32> = self.0.iter().copied().filter(|one| *one > row).collect();
        rows.sort_unstable();
        let piece = |piece: &[u32]| Some((piece.iter().copied().collect(), *piece.last()?));
        rows.chunks(size).filter_map(piece).collect()
    }
}

impl FromIterator<u32> for Accepted {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

/// Changes that rows would make, until it is known which rows are accepted.
#[derive(Debug)]
pub struct Changes<C>(Vec<(u32, C)>);

impl<C> Default for Changes<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C> Changes<C> {
    /// Keeps the change of a row.
    pub fn keep(&mut self, row: u32, change: C) {
        self.0.push((row, change));
    }

    /// Takes out the changes of the accepted rows, in the order of the rows.
    pub fn accepted(&mut self, accepted: &Accepted) -> Vec<C> {
        let taken = self.0.extract_if(.., |(row, _)| accepted.0.contains(row));
        taken.map(|(_, change)| change).collect()
    }
}

/// Which record each row of this file is about, to find rows about the same one.
#[derive(Debug)]
pub struct Met<K, F>(HashMap<K, (u32, Option<Id>, F)>);

impl<K, F> Default for Met<K, F> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash, F: PartialEq> Met<K, F> {
    /// The plan for a row whose record an earlier row of the file is about: unchanged when both say the same, else a
    /// conflict that names the earlier row. Nothing for the first row about a record.
    pub fn earlier(&self, resource: &'static str, key: &K, facts: &F) -> Option<Part> {
        let (first, id, said) = self.0.get(key)?;
        Some(if said == facts {
            Part::unchanged(resource, *id).with_warnings(vec![CellError::of_row(rules::repeated(*first))])
        } else {
            Part::conflict(resource, CellError::of_row(rules::duplicate(*first)))
        })
    }

    /// Remembers what a row says of a record.
    pub fn remember(&mut self, key: K, row: u32, id: Option<Id>, facts: F) {
        self.0.insert(key, (row, id, facts));
    }
}
