//! Records that a change names beside its own: the place that another was merged into, the round and the place of a line.
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::dto::RelatedRecord;
use crate::campaigns;
use crate::coverage;
use crate::platform::db::Queries;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::SealedEntry;
use crate::premises;

/// Ids asked for with one statement.
const AT_ONCE: usize = 500;
/// What a place becomes that is one with another.
const MERGED: &str = "merged";

/// What the changes of a stretch name beside their own records.
pub struct Related {
    /// By the place that was merged and the instant, since it may be merged again after that was undone.
    merges: HashMap<(Id, DateTime<Utc>), Id>,
    lists: HashMap<Id, Vec<RelatedRecord>>,
}

impl Related {
    /// Reads what these entries name.
    ///
    /// # Errors
    /// The database refuses.
    pub fn read<'a>(db: &mut Queries, entries: impl Iterator<Item = &'a SealedEntry>) -> ApiResult<Self> {
        let (mut merged, mut freezes, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            match entry.subject_type.as_str() {
                premises::TABLE_NAME if entry.action == MERGED => merged.push(entry.subject_id),
                coverage::FREEZES => freezes.push(entry.subject_id),
                campaigns::UNITS => lines.push(entry.subject_id),
                _ => {}
            }
        }
        let (mut went_into, mut lists) = (HashMap::new(), HashMap::new());
        for ids in merged.chunks(AT_ONCE) {
            went_into.extend(premises::merged_into(db, ids)?.into_iter().map(|(id, at, into)| ((id, at), into)));
        }
        for ids in freezes.chunks(AT_ONCE) {
            let found = coverage::rounds_of_freezes(db, ids)?.into_iter();
            lists.extend(found.map(|(id, round)| (id, vec![RelatedRecord::of(campaigns::CAMPAIGNS, round)])));
        }
        for ids in lines.chunks(AT_ONCE) {
            let found = coverage::rounds_and_places_of_lines(db, ids)?.into_iter();
            lists.extend(found.map(|(id, round, place)| {
                let place = RelatedRecord::of(premises::TABLE_NAME, place);
                (id, vec![RelatedRecord::of(campaigns::CAMPAIGNS, round), place])
            }));
        }
        Ok(Self { merges: went_into, lists })
    }

    /// What one entry names.
    pub fn to(&self, entry: &SealedEntry) -> Vec<RelatedRecord> {
        let into = self.merges.get(&(entry.subject_id, entry.at)).filter(|_| entry.action == MERGED);
        let into = into.map(|into| vec![RelatedRecord::of(premises::TABLE_NAME, *into)]);
        into.or_else(|| self.lists.get(&entry.subject_id).cloned()).unwrap_or_default()
    }
}
