//! Matching the rows of a ledger with the records of one resource: new, changed, unchanged, met twice or ambiguous.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::change::changes;
use super::changes::{Accepted, Changes, Met};
use super::dto::{Outcome, Strategy};
use super::ids::NewIds;
use super::ledger::Part;
use super::report::CellError;
use super::rules;
use crate::platform::hex;
use crate::platform::id::Id;

/// Bytes of a digest that tells one state of a record from another.
const FINGERPRINT: usize = 12;

/// A record on file, as its domain documents it.
pub trait Record {
    /// What is entered of it and may be changed.
    type Facts: Clone + PartialEq + Serialize;

    /// Its id.
    fn id(&self) -> Id;

    /// Its facts.
    fn facts(&self) -> &Self::Facts;
}

/// A short digest of facts: kept with a plan, it tells whether they have changed since.
fn fingerprint(facts: &impl Serialize) -> String {
    let digest = Sha256::digest(serde_json::to_vec(facts).unwrap_or_default());
    hex::digits(digest.get(..FINGERPRINT).unwrap_or_default())
}

/// Records to be made, under the ids the plan gave them.
pub type New<F> = Vec<(Id, F)>;
/// Records to be changed, each as it is and as it is to be.
pub type Changed<R> = Vec<(Arc<R>, <R as Record>::Facts)>;

/// The records of one resource, by the key that rows match them with, and what the rows do to them.
pub struct Matching<K, R: Record> {
    resource: &'static str,
    strategy: Strategy,
    on_file: HashMap<K, Vec<Arc<R>>>,
    met: Met<K, Arc<R::Facts>>,
    new: Changes<(Id, Arc<R::Facts>)>,
    changed: Changes<(Arc<R>, Arc<R::Facts>)>,
}

impl<K: Eq + Hash, R: Record> Matching<K, R> {
    /// The records on file with their keys, and which changes to them were asked for.
    pub fn new(resource: &'static str, strategy: Strategy, records: impl IntoIterator<Item = (K, R)>) -> Self {
        let mut on_file: HashMap<K, Vec<Arc<R>>> = HashMap::new();
        for (key, record) in records {
            on_file.entry(key).or_default().push(Arc::new(record));
        }
        let (met, new, changed) = (Met::default(), Changes::default(), Changes::default());
        Self { resource, strategy, on_file, met, new, changed }
    }

    /// The record on file that has this key, if exactly one has.
    pub fn current(&self, key: &K) -> Option<&Arc<R>> {
        match self.on_file.get(key)?.as_slice() {
            [record] => Some(record),
            _ => None,
        }
    }

    /// What a row that gives these facts does; its change is kept.
    pub fn plan(&mut self, row: u32, key: K, facts: R::Facts, ids: &mut NewIds) -> Part {
        // Shared between what is remembered and what is written: a ledger has thousands of them.
        let facts = Arc::new(facts);
        if let Some(part) = self.met.earlier(self.resource, &key, &facts) {
            return part;
        }
        let part = match self.on_file.get(&key).map(Vec::as_slice) {
            None => self.create(row, Arc::clone(&facts), ids),
            Some([current]) => {
                let current = Arc::clone(current);
                self.update(row, current, Arc::clone(&facts))
            }
            Some(_) => return Part::conflict(self.resource, CellError::of_rule(rules::AMBIGUOUS)),
        };
        if part.is_accepted() {
            self.met.remember(key, row, part.target_id, facts);
        }
        part
    }

    /// Takes out what the accepted rows make and change. Nothing is planned any more.
    pub fn accepted(&mut self, accepted: &Accepted) -> (New<R::Facts>, Changed<R>) {
        let Self { met, new, changed, .. } = self;
        // The facts are shared with it: gone, they need not be copied.
        *met = Met::default();
        let new = new.accepted(accepted).into_iter().map(|(id, facts)| (id, Arc::unwrap_or_clone(facts)));
        let changed = changed.accepted(accepted).into_iter().map(|(of, facts)| (of, Arc::unwrap_or_clone(facts)));
        (new.collect(), changed.collect())
    }

    fn create(&mut self, row: u32, facts: Arc<R::Facts>, ids: &mut NewIds) -> Part {
        if self.strategy == Strategy::Update {
            return Part::conflict(self.resource, CellError::of_rule(rules::NOT_ON_RECORD));
        }
        let id = ids.next_id(row, self.resource);
        self.new.keep(row, (id, facts));
        Part::create(self.resource, id)
    }

    fn update(&mut self, row: u32, current: Arc<R>, facts: Arc<R::Facts>) -> Part {
        if *current.facts() == *facts {
            return Part::unchanged(self.resource, Some(current.id()));
        }
        let part = Part {
            basis: Some(fingerprint(current.facts())),
            ..Part::update(self.resource, current.id(), changes(current.facts(), &*facts).unwrap_or_default())
        };
        if part.outcome == Outcome::Update && self.strategy == Strategy::Create {
            return Part {
                target_id: Some(current.id()),
                ..Part::conflict(self.resource, CellError::of_rule(rules::EXISTS))
            };
        }
        if part.outcome == Outcome::Update {
            self.changed.keep(row, (current, facts));
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use Outcome::{Conflict, Create, Unchanged, Update};

    use super::*;

    struct Card(Id, Text);
    type Text = std::collections::BTreeMap<&'static str, &'static str>;

    impl Record for Card {
        type Facts = Text;

        fn id(&self) -> Id {
            self.0
        }

        fn facts(&self) -> &Text {
            &self.1
        }
    }

    fn says(text: &'static str) -> Text {
        Text::from([("text", text)])
    }

    #[test]
    fn rows_make_change_repeat_and_contradict() {
        let cards = [("a", "1"), ("b", "2"), ("c", "3"), ("c", "4")];
        let cards = cards.map(|(key, text)| (key, Card(Id::new(), says(text))));
        let mut matching = Matching::new("cards", Strategy::Upsert, cards);
        let mut ids = NewIds::of(Id::new());
        let mut plan = |row, key, text| matching.plan(row, key, says(text), &mut ids);
        let outcomes = [("a", "1"), ("b", "9"), ("c", "3"), ("d", "5"), ("d", "5"), ("d", "6")];
        let parts: Vec<Part> = outcomes.into_iter().zip(1..).map(|((key, text), row)| plan(row, key, text)).collect();
        let outcomes: Vec<Outcome> = parts.iter().map(|part| part.outcome).collect();
        assert_eq!(outcomes, [Unchanged, Update, Conflict, Create, Unchanged, Conflict]);
        assert_eq!((parts[1].changed[0].field.as_str(), parts[1].changed.len()), ("text", 1));
        assert_eq!(parts[4].target_id, parts[3].target_id);
        assert!(parts[5].errors[0].zh.contains("第4行"));
        let (new, changed) = matching.accepted(&[2, 4].into_iter().collect());
        assert_eq!((new.len(), changed.len()), (1, 1));
        assert_eq!(Some(new[0].0), parts[3].target_id);
    }

    #[test]
    fn what_was_not_asked_for_is_a_conflict() {
        let planned = |strategy, key, text| {
            let cards = [("a", Card(Id::new(), says("1")))];
            let mut matching = Matching::new("cards", strategy, cards);
            let part = matching.plan(1, key, says(text), &mut NewIds::of(Id::new()));
            let code = part.errors.first().map_or("", |error| error.code.as_str()).to_owned();
            let (new, changed) = matching.accepted(&[1].into_iter().collect());
            (part.outcome, code, new.len() + changed.len())
        };
        assert_eq!(planned(Strategy::Create, "a", "9"), (Conflict, "import.row.exists".into(), 0));
        assert_eq!(planned(Strategy::Create, "a", "1"), (Unchanged, String::new(), 0));
        assert_eq!(planned(Strategy::Create, "b", "1"), (Create, String::new(), 1));
        assert_eq!(planned(Strategy::Update, "b", "1"), (Conflict, "import.row.not_on_record".into(), 0));
        assert_eq!(planned(Strategy::Update, "a", "9"), (Update, String::new(), 1));
    }
}
