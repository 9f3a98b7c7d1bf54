//! The search arena: names in memory only, so that finding one leaves no index on disk.
//!
//! All search keys lie in one buffer and a substring search walks it once: 100 000 names are some two megabytes.
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use memchr::memmem;
use zeroize::Zeroize;

use crate::platform::id::Id;
use crate::platform::journal::Mark;

/// Stands between entries; [`NameIndex::put`] keeps it out of keys.
const BOUNDARY: u8 = b'\n';
/// Part of the buffer that may be withdrawn entries before it is rewritten.
const MOST_WASTE: usize = 4;
/// Subjects searched at once: enough for the searcher to run, few enough to stop soon after the newest matches.
const STRETCH: usize = 4096;

/// What can be found: a subject, where it is managed, and the keys it is found by.
pub struct NameEntry {
    /// The subject.
    pub id: Id,
    /// Its managing division.
    pub division_code: String,
    /// Search keys (normalised name, pinyin initials, file number).
    pub keys: Vec<String>,
}

#[derive(Clone, Copy)]
struct Slot {
    id: Id,
    division: u64,
    /// In the text, which would hold the names of all China in four gibibytes.
    starts: u32,
    is_live: bool,
}

#[derive(Default)]
struct Arena {
    text: Vec<u8>,
    slots: Vec<Slot>,
    /// The greatest id: ids are made in the order of time, and who comes later cannot be here yet.
    greatest: Option<Id>,
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

    /// The same when nobody else has it.
    pub fn turn_if_free(&self) -> Option<MutexGuard<'_, ()>> {
        match self.following.try_lock() {
            Ok(turn) => Some(turn),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// How far the journal has been followed, as [`crate::platform::journal::mark`] gives it; nothing before the first
    /// load is complete.
    pub fn mark(&self) -> Option<Mark> {
        self.reading().mark
    }

    /// Begins a first load; what an earlier one left that broke off is forgotten.
    pub fn start_over(&self) {
        *self.writing() = Arena::default();
    }

    /// Adds entries of a first load, piece by piece, each once.
    pub fn add(&self, entries: Vec<NameEntry>) {
        let mut arena = self.writing();
        entries.into_iter().for_each(|entry| arena.put(entry));
    }

    /// Ends a first load, which found everything up to `mark`.
    pub fn loaded(&self, mark: Mark) {
        let mut arena = self.writing();
        arena.slots.shrink_to_fit();
        arena.mark = Some(mark);
    }

    /// Brings the index to `mark`: `changed` leave it, and come back as `entries` if they can still be found.
    pub fn follow(&self, mark: Mark, entries: Vec<NameEntry>, changed: &[Id]) {
        let mut arena = self.writing();
        arena.remove(changed);
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
        let arena = self.reading();
        arena.slots.len() - arena.withdrawn
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Arena {
    fn put(&mut self, entry: NameEntry) {
        let starts = self.end();
        for key in &entry.keys {
            self.text.extend(key.bytes().filter(|byte| *byte != BOUNDARY));
            self.text.push(b'\t');
        }
        self.text.push(BOUNDARY);
        self.push(Slot { id: entry.id, division: number(&entry.division_code), starts, is_live: true });
    }

    fn push(&mut self, slot: Slot) {
        self.greatest = self.greatest.max(Some(slot.id));
        self.slots.push(slot);
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// One walk over everyone, and none for those who were just registered: a table of ids would take as much memory as
    /// the names.
    fn remove(&mut self, ids: &[Id]) {
        let known: HashSet<Id> = ids.iter().copied().filter(|id| Some(*id) <= self.greatest).collect();
        if known.is_empty() {
            return;
        }
        for slot in self.slots.iter_mut().filter(|slot| slot.is_live && known.contains(&slot.id)) {
            slot.is_live = false;
            self.withdrawn += 1;
        }
    }

    /// Walks from the newest stretch to the oldest, and forward in each, which the searcher does many bytes at a time.
    fn find(&self, needle: &[u8], from: &str, to: &str, most: usize) -> Vec<Id> {
        let (finder, inside) = (memmem::Finder::new(needle), number(from)..number(to));
        let (mut found, mut ends) = (Vec::new(), self.end());
        for slots in self.slots.rchunks(STRETCH) {
            let starts = slots.first().map_or(0, |slot| slot.starts);
            let before = found.len();
            self.find_in(slots, starts..ends, &finder, &inside, &mut found);
            if let Some(of_this) = found.get_mut(before..) {
                of_this.reverse();
            }
            ends = starts;
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        found
    }

    fn find_in(
        &self,
        slots: &[Slot],
        stretch: Range<u32>,
        finder: &memmem::Finder<'_>,
        inside: &Range<u64>,
        found: &mut Vec<Id>,
    ) {
        let (mut at, end) = (stretch.start as usize, stretch.end as usize);
        while let Some(offset) = self.text.get(at..end).and_then(|text| finder.find(text)) {
            let next = slots.partition_point(|slot| slot.starts as usize <= at + offset);
            let Some(slot) = next.checked_sub(1).and_then(|index| slots.get(index)) else { break };
            if slot.is_live && inside.contains(&slot.division) {
                found.push(slot.id);
            }
            at = slots.get(next).map_or(end, |slot| slot.starts as usize);
        }
    }

    fn compact(&mut self) {
        if self.withdrawn * MOST_WASTE < self.slots.len() || self.withdrawn == 0 {
            return;
        }
        let mut old = std::mem::take(self);
        self.mark = old.mark.take();
        let ends = old.slots.iter().skip(1).map(|slot| slot.starts).chain([old.end()]);
        for (slot, end) in old.slots.iter().copied().zip(ends).filter(|(slot, _)| slot.is_live) {
            let starts = self.end();
            self.text.extend_from_slice(old.text.get(slot.starts as usize..end as usize).unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn index(count: usize) -> (NameIndex, Vec<Id>) {
        let ids: Vec<Id> = (0..count).map(|_| Id::new()).collect();
        let entry = |id: &Id| NameEntry {
            id: *id,
            division_code: "990981107201".to_owned(),
            keys: vec!["张三".to_owned(), "zs".to_owned()],
        };
        let index = NameIndex::default();
        index.add(ids.iter().map(entry).collect());
        (index, ids)
    }

    #[test]
    fn the_newest_are_found_first_however_many_there_are() {
        let (index, ids) = index(2 * STRETCH + 10);
        let newest: Vec<Id> = ids.iter().rev().copied().collect();
        assert_eq!(index.find("张", "0", "999999999999", usize::MAX), newest);
        for most in [1, 9, STRETCH, STRETCH + 11] {
            assert_eq!(index.find("zs", "0", "999999999999", most).as_slice(), &newest[..most]);
        }
        assert!(index.find("zs", "990981108000", "990981109000", 5).is_empty());
    }

    #[test]
    fn who_changes_becomes_the_newest_and_who_leaves_is_not_found() {
        let (index, ids) = index(3);
        let renamed =
            NameEntry { id: ids[0], division_code: "990981107201".to_owned(), keys: vec!["张四".to_owned()] };
        let mark = Mark::default();
        index.follow(mark, vec![renamed], &[ids[0], ids[1]]);
        assert_eq!(index.find("张", "0", "999999999999", 9), [ids[0], ids[2]]);
        assert_eq!((index.len(), index.mark()), (2, Some(mark)));
    }
}
