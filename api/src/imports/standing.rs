//! Which rows of an import can be undone, decided without I/O: not those whose records were edited since, nor those that
//! something recorded since rests on.
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::platform::access::Touched;
use crate::platform::db::image::Reference;
use crate::platform::id::Id;

/// Why a row stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its record was changed since.
    Edited,
    /// Something that stays rests on its record.
    Needed,
}

/// What is known of an import and of what it touched.
pub struct Known<'a> {
    /// What it touched.
    pub touched: &'a [Touched],
    /// Those that still are as it left them.
    pub as_left: &'a HashSet<Id>,
    /// The rows that made or changed a record; what follows from them has none.
    pub rows_of: &'a HashMap<Id, Vec<u32>>,
    /// What names records it made.
    pub references: &'a [Reference],
}

/// What is undone.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    /// The rows that stay.
    pub kept: BTreeMap<u32, Why>,
    /// The records that are taken back.
    pub going: HashSet<Id>,
}

/// Decides for each row whether it can be undone.
pub fn decide(known: &Known<'_>) -> Decision {
    let mut decision = Deciding { known, made: known.made(), kept: BTreeMap::new(), held: HashSet::new() };
    for touched in known.touched.iter().filter(|one| !known.as_left.contains(&one.id)) {
        decision.keep(touched.id, Why::Edited);
    }
    // Each round keeps at least one record more, or is the last.
    while decision.keep_what_is_needed() {}
    let going = decision.going();
    Decision { kept: decision.kept, going }
}

impl Known<'_> {
    fn made(&self) -> HashMap<Id, bool> {
        self.touched.iter().map(|one| (one.id, one.is_made())).collect()
    }

    fn rows(&self, id: Id) -> &[u32] {
        self.rows_of.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

struct Deciding<'a> {
    known: &'a Known<'a>,
    /// What was touched, and whether it was made.
    made: HashMap<Id, bool>,
    kept: BTreeMap<u32, Why>,
    /// Records that stay and belong to no row.
    held: HashSet<Id>,
}

impl Deciding<'_> {
    fn keep(&mut self, id: Id, why: Why) -> bool {
        let rows = self.known.rows(id);
        if rows.is_empty() {
            return self.held.insert(id);
        }
        let before = self.kept.len();
        for row in rows {
            self.kept.entry(*row).or_insert(why);
        }
        self.kept.len() > before
    }

    fn stays(&self, id: Id) -> bool {
        let rows = self.known.rows(id);
        !self.made.contains_key(&id) || self.held.contains(&id) || rows.iter().any(|row| self.kept.contains_key(row))
    }

    /// What was made must stay while something that stays names it.
    fn keep_what_is_needed(&mut self) -> bool {
        let known = self.known;
        let mut has_kept = false;
        for Reference { from, to, .. } in known.references {
            let is_made = self.made.get(to).copied().unwrap_or_default();
            if is_made && self.stays(*from) && !self.stays(*to) {
                has_kept |= self.keep(*to, Why::Needed);
            }
        }
        has_kept
    }

    /// When all rows are undone, so is all that followed from them. When some stay, what followed goes only where it would be
    /// left without the record it names; the rest is reckoned anew.
    fn going(&self) -> HashSet<Id> {
        let all = self.known.touched.iter().map(|one| one.id).filter(|id| !self.stays(*id));
        if self.kept.is_empty() {
            return all.collect();
        }
        let goes = |id: &Id| self.made.get(id) == Some(&true) && !self.stays(*id);
        let named = self.known.references.iter().filter(|one| goes(&one.to));
        let orphans: HashSet<Id> = named.map(|one| one.from).collect();
        all.filter(|id| !self.known.rows(*id).is_empty() || orphans.contains(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(id: Id, is_made: bool) -> Touched {
        let before = (!is_made).then(|| serde_json::from_str("{}").expect("an image"));
        let (table, division_code) = ("tests".to_owned(), "990981107201".to_owned());
        Touched { table, id, division_code, about: None, changed: Vec::new(), before, version: 1 }
    }

    fn names(from: Id, to: Id) -> Reference {
        Reference { table: "tests".into(), from, to }
    }

    struct Case {
        touched: Vec<Touched>,
        edited: Vec<Id>,
        rows_of: Vec<(Id, u32)>,
        references: Vec<Reference>,
    }

    fn decided(case: &Case) -> Decision {
        let as_left = case.touched.iter().map(|one| one.id).filter(|id| !case.edited.contains(id)).collect();
        let rows_of = case.rows_of.iter().map(|(id, row)| (*id, vec![*row])).collect();
        decide(&Known { touched: &case.touched, as_left: &as_left, rows_of: &rows_of, references: &case.references })
    }

    #[test]
    fn what_nobody_touched_goes_with_all_that_followed() {
        let [person, test, duty] = [Id::new(), Id::new(), Id::new()];
        let case = Case {
            touched: vec![touched(person, true), touched(test, false), touched(duty, true)],
            edited: vec![],
            rows_of: vec![(person, 2), (test, 3)],
            references: vec![names(duty, person)],
        };
        assert_eq!(decided(&case), Decision { kept: BTreeMap::new(), going: [person, test, duty].into() });
    }

    #[test]
    fn an_edited_record_keeps_its_row_and_what_it_rests_on() {
        let [round, look, other] = [Id::new(), Id::new(), Id::new()];
        let case = Case {
            touched: vec![touched(round, true), touched(look, true), touched(other, true)],
            edited: vec![look],
            rows_of: vec![(round, 2), (look, 3), (other, 4)],
            references: vec![names(look, round), names(other, round)],
        };
        let kept = [(2, Why::Needed), (3, Why::Edited)].into();
        assert_eq!(decided(&case), Decision { kept, going: [other].into() });
    }

    #[test]
    fn what_was_recorded_since_keeps_the_record_it_names() {
        let [person, visit] = [Id::new(), Id::new()];
        let case = Case {
            touched: vec![touched(person, true)],
            edited: vec![],
            rows_of: vec![(person, 2)],
            references: vec![names(visit, person)],
        };
        assert_eq!(decided(&case), Decision { kept: [(2, Why::Needed)].into(), going: HashSet::new() });
    }

    #[test]
    fn what_followed_goes_with_its_record_though_other_rows_stay() {
        let [one, duty, other, place] = [Id::new(), Id::new(), Id::new(), Id::new()];
        let case = Case {
            touched: vec![touched(one, true), touched(duty, true), touched(other, true), touched(place, false)],
            edited: vec![other],
            rows_of: vec![(one, 2), (other, 3)],
            references: vec![names(duty, one)],
        };
        // How the place stands follows from what stays too: it is reckoned anew and not put back.
        assert_eq!(decided(&case), Decision { kept: [(3, Why::Edited)].into(), going: [one, duty].into() });
    }
}
