//! The search arena: names in memory only, so that finding one leaves no index on disk.
//!
//! All search keys lie in one buffer and a substring search walks it once: 100 000 names are some two megabytes.
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Utc};
use memchr::memmem;
use zeroize::Zeroize;

use crate::platform::id::Id;

/// Stands between entries; [`NameIndex::put`] keeps it out of keys.
const BOUNDARY: u8 = b'\n';
/// Part of the buffer that may be withdrawn entries before it is rewritten.
const MOST_WASTE: usize = 4;

/// What can be found: a subject, where it is managed, and the keys it is found by.
pub struct NameEntry {
    /// The subject.
    pub id: Id,
    /// Its managing division.
    pub division_code: String,
    /// Search keys (normalised name, pinyin initials, file number).
    pub keys: Vec<String>,
}

/// How far the journal has been followed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// As [`crate::platform::db::sql::position`] gives it.
    pub position: String,
    /// The instant it was asked for.
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy)]
struct Slot {
    id: Id,
    division: u64,
    starts: usize,
    is_live: bool,
}

#[derive(Default)]
struct Arena {
    text: Vec<u8>,
    slots: Vec<Slot>,
    by_id: HashMap<Id, u32>,
    withdrawn: usize,
    /// How far the journal has been followed.
    mark: Option<Mark>,
}

/// Search keys of every subject that may be found, held current from the journal.
#[derive(Default)]
pub struct NameIndex {
    arena: RwLock<Arena>,
    following: Mutex<()>,
}

impl NameIndex {
    fn reading(&self) -> RwLockReadGuard<'_, Arena> {
        self.arena.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, Arena> {
        self.arena.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while the journal is followed, so that many requests after one change do not all do it.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the journal has been followed; nothing before the first load is complete.
    pub fn mark(&self) -> Option<Mark> {
        self.reading().mark.clone()
    }

    /// Adds entries of a first load, piece by piece.
    pub fn add(&self, entries: Vec<NameEntry>) {
        let mut arena = self.writing();
        entries.into_iter().for_each(|entry| arena.put(entry));
    }

    /// Brings the index to `mark`: `gone` leave it, `entries` are added or replaced.
    pub fn follow(&self, mark: Mark, entries: Vec<NameEntry>, gone: &[Id]) {
        let mut arena = self.writing();
        gone.iter().for_each(|id| arena.remove(*id));
        entries.into_iter().for_each(|entry| arena.put(entry));
        arena.compact();
        arena.mark = Some(mark);
    }

    /// Subjects in `[from, to)` of the division codes whose keys contain `needle`, newest first, at most `most`.
    pub fn find(&self, needle: &str, from: &str, to: &str, most: usize) -> Vec<Id> {
        let needle = needle.as_bytes();
        if needle.is_empty() || needle.contains(&BOUNDARY) {
            return Vec::new();
        }
        self.reading().find(needle, from, to, most)
    }

    /// How many subjects can be found.
    pub fn len(&self) -> usize {
        self.reading().by_id.len()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Arena {
    fn put(&mut self, entry: NameEntry) {
        self.remove(entry.id);
        let starts = self.text.len();
        for key in &entry.keys {
            self.text.extend(key.bytes().filter(|byte| *byte != BOUNDARY));
            self.text.push(b'\t');
        }
        self.text.push(BOUNDARY);
        self.push(Slot { id: entry.id, division: number(&entry.division_code), starts, is_live: true });
    }

    fn push(&mut self, slot: Slot) {
        self.by_id.insert(slot.id, u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(slot);
    }

    fn remove(&mut self, id: Id) {
        if let Some(slot) = self.by_id.remove(&id).and_then(|index| self.slots.get_mut(index as usize)) {
            slot.is_live = false;
            self.withdrawn += 1;
        }
    }

    /// Walks forward, which the searcher does many bytes at a time; the answer is turned around, newest first.
    fn find(&self, needle: &[u8], from: &str, to: &str, most: usize) -> Vec<Id> {
        let (finder, inside) = (memmem::Finder::new(needle), number(from)..number(to));
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(offset) = self.text.get(at..).and_then(|text| finder.find(text)) {
            let next = self.slots.partition_point(|slot| slot.starts <= at + offset);
            let Some(slot) = next.checked_sub(1).and_then(|index| self.slots.get(index)) else { break };
            if slot.is_live && inside.contains(&slot.division) {
                found.push(slot.id);
                if found.len() == most {
                    break;
                }
            }
            at = self.slots.get(next).map_or(self.text.len(), |slot| slot.starts);
        }
        found.reverse();
        found
    }

    fn compact(&mut self) {
        if self.withdrawn * MOST_WASTE < self.slots.len() || self.withdrawn == 0 {
            return;
        }
        let mut old = std::mem::take(self);
        self.mark = old.mark.take();
        let ends = old.slots.iter().skip(1).map(|slot| slot.starts).chain([old.text.len()]);
        for (slot, end) in old.slots.iter().copied().zip(ends).filter(|(slot, _)| slot.is_live) {
            let starts = self.text.len();
            self.text.extend_from_slice(old.text.get(slot.starts..end).unwrap_or_default());
            self.push(Slot { starts, ..slot });
        }
    }
}

/// A division code as a number: they sort alike, and it takes an eighth of the memory. What is none sorts past every code.
fn number(code: &str) -> u64 {
    code.parse().unwrap_or(u64::MAX)
}

impl Drop for Arena {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}
