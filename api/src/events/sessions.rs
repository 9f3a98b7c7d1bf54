//! Several events on one day under one title: which row of a ledger is about which of them.
use std::collections::HashMap;
use std::hash::Hash;

use crate::imports::RowReader;

/// What numbers the sessions of a day in a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbered {
    /// The column 场次: it says which session of the day a row is about.
    Session(String),
    /// The running number of the row: two rows with two numbers are two events, no more.
    Running(String),
    /// Nothing: two rows alike are one event told twice.
    Nothing,
}

impl Numbered {
    /// What a row says.
    pub fn of(row: &mut RowReader<'_>) -> Self {
        let session = row.text("session").map(Self::Session);
        session.or_else(|| row.text("row_number").map(Self::Running)).unwrap_or(Self::Nothing)
    }
}

/// Events that a row may be about, by what it says of them beside its number.
#[derive(Debug)]
pub struct Sessions<K>(HashMap<K, Vec<(Numbered, usize)>>);

impl<K> Default for Sessions<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

/// Which of the events of a key a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The one with this place among those on record, or a new one after them.
    At(usize),
    /// Nobody can tell.
    Unknown,
}

impl<K: Eq + Hash> Sessions<K> {
    /// The place of a row's event among the `on_record` ones of its key. `equals` tells for each of these whether it says
    /// already what the row says.
    pub fn place(&self, key: &K, number: &Numbered, on_record: usize, equals: impl Fn(usize) -> bool) -> Place {
        let claimed = self.0.get(key).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, place)) = claimed.iter().find(|(other, _)| other == number) {
            return Place::At(*place);
        }
        let free: Vec<usize> = (0..on_record).filter(|place| claimed.iter().all(|(_, taken)| taken != place)).collect();
        if let Some(equal) = free.iter().find(|place| equals(**place)) {
            return Place::At(*equal);
        }
        match (free.as_slice(), number) {
            ([], _) => Place::At(claimed.len().max(on_record)),
            ([only], _) => Place::At(*only),
            // Sessions are numbered in the order of the day, as events are entered.
            ([first, ..], Numbered::Session(_)) => Place::At(*first),
            _ => Place::Unknown,
        }
    }

    /// Whether an earlier row of another number tells of an event of this key.
    pub fn has_other(&self, key: &K, number: &Numbered) -> bool {
        self.0.get(key).is_some_and(|claimed| claimed.iter().any(|(other, _)| other != number))
    }

    /// A row has taken a place.
    pub fn claim(&mut self, key: K, number: Numbered, place: usize) {
        let claimed = self.0.entry(key).or_default();
        if claimed.iter().all(|(other, _)| *other != number) {
            claimed.push((number, place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(number: &str) -> Numbered {
        Numbered::Running(number.to_owned())
    }

    #[test]
    fn two_numbers_are_two_events_and_one_number_is_one() {
        let mut sessions = Sessions::default();
        assert_eq!(sessions.place(&"k", &running("1"), 0, |_| false), Place::At(0));
        sessions.claim("k", running("1"), 0);
        assert_eq!(sessions.place(&"k", &running("1"), 0, |_| false), Place::At(0));
        assert!(sessions.has_other(&"k", &running("2")));
        assert_eq!(sessions.place(&"k", &running("2"), 0, |_| false), Place::At(1));
    }

    #[test]
    fn on_record_the_equal_one_is_meant_then_the_only_one() {
        let mut sessions = Sessions::default();
        assert_eq!(sessions.place(&"k", &running("7"), 2, |place| place == 1), Place::At(1));
        assert_eq!(sessions.place(&"k", &running("7"), 2, |_| false), Place::Unknown);
        assert_eq!(sessions.place(&"k", &Numbered::Session("1".into()), 2, |_| false), Place::At(0));
        sessions.claim("k", running("7"), 1);
        assert_eq!(sessions.place(&"k", &running("8"), 2, |_| false), Place::At(0));
        sessions.claim("k", running("8"), 0);
        assert_eq!(sessions.place(&"k", &running("9"), 2, |_| false), Place::At(2));
    }
}
