//! What is sent next, and when it is tried again: a function of what waits, what became of an attempt, and the instant.
use std::collections::HashSet;
use std::hash::Hash;

use chrono::{DateTime, Duration, Utc};

/// Attempts of one delivery: at once, then after so many seconds each.
const WAITS: [i64; 10] = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// Waits are longer by up to this part of themselves, so that many do not come back at one instant.
const JITTER: f64 = 0.1;
/// An attempt nobody has heard of for so long was cut off with its process.
pub const LEASE: Duration = Duration::seconds(60);
/// Attempts that were started and never finished before a delivery is put aside: it may be what ends the process.
const MOST_LOST: i32 = 3;
/// Failures in a row after which a host is left alone.
const MOST_FAILURES: i32 = 5;
/// A host that is left alone is asked by one delivery in this time.
const PROBE_EVERY: Duration = Duration::seconds(60);

/// A delivery that waits.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<S> {
    /// What it is about: deliveries about one subject go one after another.
    pub subject: S,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Until when an attempt may be under way.
    pub leased_until: Option<DateTime<Utc>>,
    /// Attempts begun.
    pub started: i32,
    /// Attempts that ended.
    pub finished: i32,
}

impl<S> Waiting<S> {
    fn is_under_way(&self, now: DateTime<Utc>) -> bool {
        self.leased_until.is_some_and(|until| until > now)
    }

    fn lost(&self) -> i32 {
        self.started - self.finished
    }
}

/// How the host of an address stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circuit {
    /// Failures since the last success.
    pub failures_in_row: i32,
    /// When the next attempt may be made, where the host is left alone.
    pub probe_at: Option<DateTime<Utc>>,
}

impl Circuit {
    /// Whether the host is left alone.
    pub fn is_open(&self) -> bool {
        self.failures_in_row >= MOST_FAILURES
    }

    fn failed(self, now: DateTime<Utc>) -> Self {
        let failures_in_row = self.failures_in_row.saturating_add(1);
        let probe_at = (failures_in_row >= MOST_FAILURES).then(|| now + PROBE_EVERY);
        Self { failures_in_row, probe_at }
    }
}

/// What to do with those that wait, by their places in the list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be attempted.
    pub start: Vec<usize>,
    /// To be put aside.
    pub park: Vec<usize>,
}

/// Chooses among those that wait, in the order of changes: of one subject only the first, of a host left alone only one now and
/// then, of one that failed the last time one at a time, and in all no more than there are places.
pub fn plan<S: Eq + Hash + Copy>(waiting: &[Waiting<S>], circuit: Circuit, now: DateTime<Utc>, places: usize) -> Plan {
    let under_way = waiting.iter().filter(|one| one.is_under_way(now)).count();
    let places = if circuit.is_open() {
        usize::from(under_way == 0 && circuit.probe_at.is_none_or(|at| at <= now)).min(places)
    } else {
        let places = if circuit.failures_in_row > 0 { places.min(1) } else { places };
        places.saturating_sub(under_way)
    };
    let (mut plan, mut seen) = (Plan::default(), HashSet::new());
    for (place, one) in waiting.iter().enumerate() {
        if seen.contains(&one.subject) {
            continue;
        }
        if !one.is_under_way(now) && one.lost() >= MOST_LOST {
            plan.park.push(place);
            continue;
        }
        seen.insert(one.subject);
        if !one.is_under_way(now) && one.due_at <= now && plan.start.len() < places {
            plan.start.push(place);
        }
    }
    plan
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// It was taken.
    Taken,
    /// The receiver is there and does not want it.
    Refused,
    /// There was no receiver, or it was in no state to answer.
    Down,
    /// The receiver is gone for good (410).
    Gone,
}

/// What follows for a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is done.
    Delivered,
    /// It is tried again then.
    Again(DateTime<Utc>),
    /// It was tried often enough.
    Failed,
}

/// What follows from an attempt that was the `finished`th to end. `chance` is between 0 and 1.
pub fn after_attempt(
    result: Result,
    finished: i32,
    circuit: Circuit,
    now: DateTime<Utc>,
    chance: f64,
) -> (Next, Circuit) {
    let circuit = match result {
        Result::Taken => return (Next::Delivered, Circuit::default()),
        Result::Gone => return (Next::Failed, circuit),
        Result::Refused => circuit,
        Result::Down => circuit.failed(now),
    };
    let wait = usize::try_from(finished).ok().and_then(|finished| WAITS.get(finished));
    let next = wait.map_or(Next::Failed, |seconds| Next::Again(now + longer(*seconds, chance)));
    (next, circuit)
}

/// A wait with its jitter, in whole milliseconds.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a day has far fewer milliseconds than 2^52"
)]
fn longer(seconds: i64, chance: f64) -> Duration {
    let milliseconds = seconds * 1000;
    Duration::milliseconds(milliseconds + (milliseconds as f64 * JITTER * chance.clamp(0.0, 1.0)) as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("an instant")
    }

    fn due(subject: u8) -> Waiting<u8> {
        Waiting { subject, due_at: at(0), leased_until: None, started: 0, finished: 0 }
    }

    #[test]
    fn the_tenth_attempt_is_the_last_after_75_hours_and_35_minutes() {
        let (mut now, mut attempts) = (at(0), 0);
        loop {
            attempts += 1;
            match after_attempt(Result::Refused, attempts, Circuit::default(), now, 0.0).0 {
                Next::Again(next) => now = next,
                next => break assert_eq!(next, Next::Failed),
            }
        }
        assert_eq!((attempts, now - at(0)), (10, Duration::seconds(75 * 3600 + 35 * 60 + 5)));
    }

    #[test]
    fn a_later_change_of_one_subject_waits_and_others_do_not() {
        let mut waiting = [due(1), due(1), due(2)];
        assert_eq!(plan(&waiting, Circuit::default(), at(1), 9).start, [0, 2]);
        waiting[0].due_at = at(300);
        assert_eq!(plan(&waiting, Circuit::default(), at(1), 9).start, [2]);
    }

    #[test]
    fn what_was_cut_off_three_times_is_put_aside_and_holds_nobody_up() {
        let mut waiting = [due(1), due(1), due(2)];
        (waiting[0].started, waiting[0].leased_until) = (3, Some(at(60)));
        assert_eq!(plan(&waiting, Circuit::default(), at(1), 9), Plan { start: vec![2], park: vec![] });
        assert_eq!(plan(&waiting, Circuit::default(), at(61), 9), Plan { start: vec![1, 2], park: vec![0] });
    }

    #[test]
    fn a_dead_host_is_asked_once_in_a_while_until_it_answers() {
        let waiting = [due(1), due(2), due(3)];
        let mut circuit = Circuit::default();
        for _ in 0..MOST_FAILURES {
            // A host that failed last time is tried with one.
            let tried = if circuit.failures_in_row == 0 { 3 } else { 1 };
            assert_eq!(plan(&waiting, circuit, at(1), 9).start.len(), tried);
            circuit = after_attempt(Result::Down, 1, circuit, at(1), 0.0).1;
        }
        assert_eq!(plan(&waiting, circuit, at(2), 9).start, Vec::<usize>::new());
        assert_eq!(plan(&waiting, circuit, at(61), 9).start, [0]);
        let mut asked = waiting;
        asked[0].leased_until = Some(at(100));
        assert_eq!(plan(&asked, circuit, at(61), 9).start, Vec::<usize>::new());
        assert_eq!(after_attempt(Result::Taken, 1, circuit, at(61), 0.0), (Next::Delivered, Circuit::default()));
    }

    prop_compose! {
        fn any_waiting()(subject in 0_u8..5, due in -100_i64..100, leased in proptest::option::of(-100_i64..100),
            finished in 0_i32..9, lost in 0_i32..5) -> Waiting<u8> {
            Waiting {
                subject, due_at: at(due), leased_until: leased.map(at), finished,
                started: finished + if leased.is_some() { lost.max(1) } else { lost },
            }
        }
    }

    proptest! {
        #[test]
        fn no_two_of_a_subject_are_ever_under_way_and_none_before_an_earlier_one(
            waiting in proptest::collection::vec(any_waiting(), 0..30), failures in 0_i32..9, places in 0_usize..6,
        ) {
            let circuit = Circuit { failures_in_row: failures, probe_at: None };
            let Plan { start, park } = plan(&waiting, circuit, at(0), places);
            let under_way = waiting.iter().filter(|one| one.is_under_way(at(0))).count();
            let most = if failures < MOST_FAILURES { places } else { 1 };
            prop_assert!(start.is_empty() || start.len() + under_way <= most);
            for place in &start {
                let one = &waiting[*place];
                prop_assert!(one.due_at <= at(0) && one.lost() < MOST_LOST && !one.is_under_way(at(0)));
                let earlier = waiting[..*place].iter().enumerate();
                let unfinished = earlier.filter(|(at, other)| other.subject == one.subject && !park.contains(at)).count();
                prop_assert_eq!(unfinished, 0);
            }
            for place in &park {
                prop_assert!(waiting[*place].lost() >= MOST_LOST && !waiting[*place].is_under_way(at(0)));
            }
        }

        #[test]
        fn a_wait_is_never_shorter_than_the_table_and_a_tenth_longer_at_most(finished in 1_i32..10, chance in 0.0..1.0) {
            let Next::Again(next) = after_attempt(Result::Down, finished, Circuit::default(), at(0), chance).0 else {
                return Err(TestCaseError::fail("it is tried again"));
            };
            let table = WAITS[usize::try_from(finished).unwrap()] * 1000;
            let wait = (next - at(0)).num_milliseconds();
            prop_assert!((table..=table + table / 10).contains(&wait));
        }
    }
}
