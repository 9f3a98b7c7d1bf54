//! Checks the whole proof: every entry as it was made, in its place, under the heads that were signed, and under those that
//! somebody kept elsewhere. It only reads.
use std::collections::{HashMap, HashSet};

use super::finding::Finding;
use super::head::Head;
use super::key::JournalKey;
use super::merkle::{Frontier, Hash};
use super::store::{
    HeadRow, OrderRow, Sealable, Which, all_ids, heads_from, newest, ordered_from, records_of, rows_in_all, sealed_ids,
    told_digests, unsealed,
};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Leaves checked at a time; memory does not grow with the journal.
const AT_ONCE: i64 = 5000;

/// Answers with a finding at once.
macro_rules! sound {
    ($checked:expr) => {
        if let Err(finding) = $checked {
            return Ok(Err(finding));
        }
    };
}

/// What was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Leaves sealed.
    pub size: u64,
    /// Heads over them.
    pub heads: u64,
    /// Rows written since the last head.
    pub unsealed: u64,
    /// Signed records.
    pub signed: u64,
}

/// Records that are signed: their hashes as they are stored now, to be compared with those in the journal.
pub trait Signed {
    /// Hashes of the records after `last`, by id, at most `most`.
    ///
    /// # Errors
    /// The database refuses.
    fn digests(&self, reading: &mut Reading<'_>, last: Option<Id>, most: i64) -> ApiResult<Vec<(Id, Hash)>>;
}

/// Checks everything; answers what was checked, or the first finding. `kept` are heads somebody kept elsewhere.
///
/// # Errors
/// The database refuses.
pub fn verify(
    reading: &mut Reading<'_>,
    signed: &[Box<dyn Signed>],
    kept: &[String],
) -> ApiResult<Result<Checked, Finding>> {
    let shared = reading.shared;
    let mut walk = match Walk::start(reading, &shared.journal_key, kept)? {
        Ok(walk) => walk,
        Err(finding) => return Ok(Err(finding)),
    };
    sound!(walk.leaves(reading)?);
    sound!(walk.unsealed(reading)?);
    walk.signed(reading, signed)
}

/// A walk along the leaves.
struct Walk<'a> {
    key: &'a JournalKey,
    frontier: Frontier,
    /// What the newest head should say of how far it has come.
    seen: HeadRow,
    /// Roots to be met, by size: of the heads stored and of those kept.
    roots: HashMap<u64, Vec<(Hash, bool)>>,
    newest: HeadRow,
    checked: Checked,
    /// Rows seen: a copy under another number would pass for a leaf of its own.
    rows: HashSet<Id>,
}

impl<'a> Walk<'a> {
    fn start(reading: &mut Reading<'_>, key: &'a JournalKey, kept: &[String]) -> ApiResult<Result<Self, Finding>> {
        let (frontier, checked, newest) = (Frontier::default(), Checked::default(), newest(reading.db)?);
        let mut walk =
            Self { key, frontier, seen: HeadRow::none(), roots: HashMap::new(), newest, checked, rows: HashSet::new() };
        let mut size = 0;
        loop {
            let heads = heads_from(reading.db, size + 1, AT_ONCE)?;
            let Some(last) = heads.last() else { break };
            size = last.size;
            sound!(heads.iter().try_for_each(|head| walk.head(head)));
        }
        for note in kept {
            let Some(head) = Head::verified(note, &key.public()) else { return Ok(Err(Finding::Kept { size: None })) };
            walk.roots.entry(head.size).or_default().push((head.root, true));
        }
        Ok(Ok(walk))
    }

    /// A head as it was signed, and none left out before it.
    fn head(&mut self, stored: &HeadRow) -> Result<(), Finding> {
        let size = u64::try_from(stored.size).unwrap_or_default();
        self.checked.heads += 1;
        // Ed25519 signs the same text alike each time, so the note is known to the last byte.
        let is_as_signed = |head: &Head| head.sign(self.key) == stored.note && head.number == self.checked.heads;
        let Some(head) = stored.head().filter(is_as_signed) else { return Err(Finding::Head { size }) };
        self.roots.entry(size).or_default().push((head.root, false));
        Ok(())
    }

    fn leaves(&mut self, reading: &mut Reading<'_>) -> ApiResult<Result<(), Finding>> {
        loop {
            let leaves = ordered_from(reading.db, self.seen.size, AT_ONCE)?;
            if leaves.is_empty() {
                return Ok(self.ended());
            }
            let records = records_of(reading.db, &leaves)?;
            let mut records: HashMap<Id, Sealable> = records.into_iter().map(|row| (row.id, row)).collect();
            for leaf in &leaves {
                sound!(self.leaf(leaf, records.remove(&leaf.record_id)));
            }
        }
    }

    fn leaf(&mut self, stored: &OrderRow, record: Option<Sealable>) -> Result<(), Finding> {
        let (position, id) = (self.frontier.size(), stored.record_id);
        if stored.position != self.seen.size {
            return Err(Finding::Missing { position });
        }
        if stored.tag(self.key, &self.seen.last_mac)[..] != stored.mac[..] {
            return Err(Finding::Reordered { position });
        }
        if !self.rows.insert(id) {
            return Err(Finding::Inserted { id });
        }
        let Some(record) = record else { return Err(Finding::Deleted { position, id }) };
        let is_same = record.kind.code() == stored.kind && record.key == stored.record_key;
        let is_tagged = record.is_tagged(self.key);
        self.seen.pass(&record);
        let made = record.leaf();
        if !(is_same && is_tagged && made[..] == stored.leaf[..]) {
            return Err(Finding::Changed { position, id });
        }
        self.seen.last_mac.clone_from(&stored.mac);
        self.frontier.push(made);
        self.meet()
    }

    /// The heads over as many leaves as were seen.
    fn meet(&mut self) -> Result<(), Finding> {
        let size = self.frontier.size();
        let Some(roots) = self.roots.remove(&size) else { return Ok(()) };
        let root = self.frontier.root();
        match roots.into_iter().find(|(signed, _)| *signed != root) {
            None => Ok(()),
            Some((_, true)) => Err(Finding::Kept { size: Some(size) }),
            Some((_, false)) => Err(Finding::Head { size }),
        }
    }

    /// No leaf is left: a head over more says that some were cut off.
    fn ended(&mut self) -> Result<(), Finding> {
        let size = self.frontier.size();
        self.checked.size = size;
        if !self.roots.is_empty() {
            return Err(Finding::Missing { position: size });
        }
        let (newest, seen) = (&self.newest, &self.seen);
        let is_newest = (newest.size, newest.reach(), &newest.last_mac) == (seen.size, seen.reach(), &seen.last_mac)
            && newest.frontier == self.frontier.bytes();
        if is_newest { Ok(()) } else { Err(Finding::Head { size }) }
    }

    /// What was written since the last head was made with the key, and nothing stands among what is sealed that is not.
    fn unsealed(&mut self, reading: &mut Reading<'_>) -> ApiResult<Result<(), Finding>> {
        let (mut seen, mut later) = (self.newest.clone(), HashSet::new());
        loop {
            let rows = unsealed(reading.db, &seen, Which::Seen, AT_ONCE)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if !row.is_tagged(self.key) {
                    return Ok(Err(Finding::Inserted { id: row.id }));
                }
                self.checked.unsealed += 1;
                seen.pass(&row);
                later.insert(row.id);
            }
        }
        if rows_in_all(reading.db)? == seen.size { Ok(Ok(())) } else { intruder(reading, &later).map(Err) }
    }

    fn signed(mut self, reading: &mut Reading<'_>, signed: &[Box<dyn Signed>]) -> ApiResult<Result<Checked, Finding>> {
        let mut told: HashMap<Id, Option<Vec<u8>>> = told_digests(reading.db)?.into_iter().collect();
        for records in signed {
            let mut last = None;
            loop {
                let digests = records.digests(reading, last, AT_ONCE)?;
                let Some((newest, _)) = digests.last() else { break };
                last = Some(*newest);
                for (id, digest) in digests {
                    match told.remove(&id) {
                        None => return Ok(Err(Finding::Untold { id })),
                        Some(told) if told.as_deref() != Some(&digest[..]) => return Ok(Err(Finding::Signed { id })),
                        Some(_) => self.checked.signed += 1,
                    }
                }
            }
        }
        // What is told and not there was deleted.
        match told.into_keys().min() {
            Some(id) => Ok(Err(Finding::Signed { id })),
            None => Ok(Ok(self.checked)),
        }
    }
}

/// A row among the sealed ones that was never sealed; `later` are those written since.
fn intruder(reading: &mut Reading<'_>, later: &HashSet<Id>) -> ApiResult<Finding> {
    let mut known = sealed_ids(reading.db)?;
    known.extend(later);
    let strange = all_ids(reading.db)?.into_iter().find(|id| !known.remove(id));
    Ok(strange.map_or(Finding::Missing { position: 0 }, |id| Finding::Inserted { id }))
}
