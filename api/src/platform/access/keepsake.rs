//! What a write touched and how it stood before, kept so that the write can be undone.
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::reactor::Change;
use super::work::Tx;
use crate::platform::db::image::{self, Image};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// Tables whose records can be taken back: those that imports write, and those that follow from them.
const TABLES: [&str; 16] = [
    "campaigns",
    "division_profiles",
    "divisions",
    "documents",
    "events",
    "group_posts",
    "inspections",
    "leads",
    "personnel",
    "premises",
    "rectifications",
    "staff",
    "tasks",
    "tests",
    "treatments",
    "visits",
];

/// A record that a write made or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Touched {
    /// Its table.
    pub table: String,
    /// The record.
    pub id: Id,
    /// The division whose journal tells of it.
    pub division_code: String,
    /// Whose record it is, where it is not its own subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Id>,
    /// The fields that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// How it stood; nothing when the write made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Image>,
    /// The version the write left it at.
    pub version: i64,
}

impl Touched {
    /// The write made it.
    pub fn is_made(&self) -> bool {
        self.before.is_none()
    }

    fn of(entry: &Entry, before: Option<Image>) -> Self {
        Self {
            table: entry.subject_type.to_owned(),
            id: entry.subject_id,
            division_code: entry.division_code.clone(),
            about: entry.about,
            changed: Vec::new(),
            before,
            version: entry.version,
        }
    }

    fn add(&mut self, entry: &Entry) {
        self.version = entry.version;
        self.about = self.about.or(entry.about);
        for name in &entry.changed {
            if !self.changed.iter().any(|known| known == name) {
                self.changed.push(name.to_string());
            }
        }
    }
}

/// The name of a table, as journal entries have it.
fn known(table: &str) -> ApiResult<&'static str> {
    let found = TABLES.iter().find(|known| **known == table);
    found.copied().ok_or_else(|| ApiError::Internal(format!("records of {table} cannot be taken back").into()))
}

/// What a write has touched so far, each record once.
#[derive(Default)]
pub(super) struct Keepsakes {
    touched: HashMap<(&'static str, Id), (usize, Touched)>,
    steps: usize,
}

impl Keepsakes {
    pub(super) fn knows(&self, entry: &Entry) -> bool {
        self.touched.contains_key(&(entry.subject_type, entry.subject_id))
    }

    pub(super) fn add(&mut self, entry: &Entry, before: Option<Image>) {
        self.steps += 1;
        let step = self.steps;
        let key = (entry.subject_type, entry.subject_id);
        let (last, touched) = self.touched.entry(key).or_insert_with(|| (step, Touched::of(entry, before)));
        *last = step;
        touched.add(entry);
    }

    /// All of it, in the order in which it was touched last.
    fn into_touched(self) -> Vec<Touched> {
        let mut touched: Vec<_> = self.touched.into_values().collect();
        touched.sort_unstable_by_key(|(step, _)| *step);
        touched.into_iter().map(|(_, touched)| touched).collect()
    }
}

impl Tx<'_> {
    /// From now on keeps how records stood before they are changed.
    pub fn keep_touched(&mut self) {
        self.keepsakes = Some(Keepsakes::default());
    }

    /// What was touched since [`Tx::keep_touched`], with all that follows from it, in the order in which it was touched last.
    ///
    /// # Errors
    /// What follows cannot be done.
    pub fn touched(&mut self) -> ApiResult<Vec<Touched>> {
        self.follow_up()?;
        Ok(self.keepsakes.take().map(Keepsakes::into_touched).unwrap_or_default())
    }

    /// Keeps how the record of `entry` stands, before the first change to it.
    pub(super) fn keep_before(&mut self, entry: &Entry) -> ApiResult<()> {
        let Some(keepsakes) = &self.keepsakes else { return Ok(()) };
        let is_first = !keepsakes.knows(entry) && !entry.is_creation();
        let before = if is_first { image::taken(self.reading.db, entry.subject_type, entry.subject_id)? } else { None };
        if is_first && before.is_none() {
            return Err(ApiError::Internal("a record that is changed is not there".into()));
        }
        if let Some(keepsakes) = &mut self.keepsakes {
            keepsakes.add(entry, before);
        }
        Ok(())
    }

    /// Takes records back to how they stood before they were touched, the last one touched first: what was made goes, what
    /// was changed is as it was, each with its journal entry. `versions` are those that the records have now.
    ///
    /// # Errors
    /// 409 when something that is on record keeps one from going; the database refuses.
    pub fn take_back(&mut self, touched: &[Touched], versions: &HashMap<Id, i64>) -> ApiResult<()> {
        for one in touched.iter().rev() {
            let version = versions.get(&one.id).copied().unwrap_or(one.version) + 1;
            let (table, at) = (known(&one.table)?, self.at);
            let entry = match &one.before {
                None => {
                    image::take_out(self.reading.db, table, one.id)?;
                    Entry::withdrawn(table, one.id, &one.division_code, version)
                }
                Some(before) => {
                    image::put_back(self.reading.db, (table, one.id), before, (version, at.naive_utc()))?;
                    let changed = one.changed.iter().cloned().map(Cow::Owned).collect();
                    Entry::updated(table, one.id, &one.division_code, version, changed)
                }
            };
            let entry = Entry { about: one.about, ..entry };
            self.append(&entry)?;
        }
        let gone: HashSet<Id> = touched.iter().filter(|one| one.is_made()).map(|one| one.id).collect();
        // Whoever follows looks at what there is: of what is gone only its owner can be asked about.
        self.changes.retain(|change| !gone.contains(&change.about.unwrap_or(change.subject_id)));
        Ok(())
    }

    /// Lets what follows from a record be reckoned again, though the record itself has not changed.
    pub fn tell(&mut self, table: &'static str, id: Id) {
        self.changes.push(Change { subject_type: table, subject_id: id, about: None, is_creation: false });
    }
}
