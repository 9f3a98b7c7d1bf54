//! How often a place is to be looked at, by its risk and kind. The law sets no number, so the numbers are data
//! (`practice.toml`), read once into what cannot be wrong.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::dto::{PremisesKind, PremisesRisk};
use crate::platform::coded::Coded;

const PRACTICE: &str = include_str!("practice.toml");
/// No interval is longer than ten years: whoever writes more has mistyped.
const LONGEST: u32 = 3660;

static CURRENT: LazyLock<Practice> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    Practice::read(PRACTICE).expect("practice.toml is well-formed")
});

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    basis: String,
    days_by_risk: BTreeMap<PremisesRisk, u32>,
    #[serde(default)]
    days_by_kind: Vec<OfKinds>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfKinds {
    days: u32,
    kinds: Vec<PremisesKind>,
    basis: String,
}

/// Days between two looks at a place: all risks have theirs, some kinds have fewer.
#[derive(Debug, PartialEq, Eq)]
pub struct Practice {
    by_risk: BTreeMap<PremisesRisk, u32>,
    by_kind: BTreeMap<PremisesKind, u32>,
}

/// The places that are looked at alike: those of one risk and some kinds, and the days between two looks at them.
#[derive(Debug, PartialEq, Eq)]
pub struct Alike {
    /// The risk.
    pub risk: PremisesRisk,
    /// The kinds.
    pub kinds: Vec<PremisesKind>,
    /// Days.
    pub days: u32,
}

/// What the program is shipped with.
pub fn current() -> &'static Practice {
    &CURRENT
}

impl Practice {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with it, in words for who wrote it.
    fn read(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut by_kind = BTreeMap::new();
        for OfKinds { days, kinds, basis } in written.days_by_kind {
            expect_basis(&basis)?;
            for kind in kinds {
                if by_kind.insert(kind, expect_days(days)?).is_some() {
                    return Err(format!("{} is there twice", kind.code()));
                }
            }
        }
        expect_basis(&written.basis)?;
        if let Some(missing) = PremisesRisk::ALL.iter().find(|risk| !written.days_by_risk.contains_key(risk)) {
            return Err(format!("{} has no days", missing.code()));
        }
        written.days_by_risk.values().try_for_each(|days| expect_days(*days).map(drop))?;
        Ok(Self { by_risk: written.days_by_risk, by_kind })
    }

    /// Days within which such a place is to be looked at again: the fewer of what its risk and its kind say.
    pub fn days(&self, kind: PremisesKind, risk: PremisesRisk) -> u32 {
        let of_risk = self.by_risk.get(&risk).copied();
        of_risk.into_iter().chain(self.by_kind.get(&kind).copied()).min().unwrap_or(LONGEST)
    }

    /// All places, in groups that are looked at alike.
    pub fn groups(&self) -> Vec<Alike> {
        let mut groups: BTreeMap<(PremisesRisk, u32), Vec<PremisesKind>> = BTreeMap::new();
        for risk in PremisesRisk::ALL {
            for kind in PremisesKind::ALL {
                groups.entry((*risk, self.days(*kind, *risk))).or_default().push(*kind);
            }
        }
        groups.into_iter().map(|((risk, days), kinds)| Alike { risk, kinds, days }).collect()
    }
}

/// The last day to look at a place that was looked at, or registered, on `since`.
pub fn due_on(since: NaiveDate, days: u32) -> NaiveDate {
    since.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// Who was looked at before this day is overdue on `today`.
pub fn overdue_before(today: NaiveDate, days: u32) -> NaiveDate {
    today.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

fn expect_days(days: u32) -> Result<u32, String> {
    if (1..=LONGEST).contains(&days) { Ok(days) } else { Err(format!("{days} days are no interval")) }
}

fn expect_basis(basis: &str) -> Result<(), String> {
    if basis.trim().is_empty() { Err("a number rests on something".to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_numbers_are_those_of_local_practice() {
        use PremisesRisk::{High, Low, Medium, Unrated};
        let rental = |risk| current().days(PremisesKind::Rental, risk);
        assert_eq!([High, Medium, Low, Unrated].map(rental), [30, 90, 180, 90]);
        for kind in [PremisesKind::Entertainment, PremisesKind::VacantSchool, PremisesKind::AbandonedFactory] {
            assert_eq!(current().days(kind, Low), 30, "{kind:?}");
        }
    }

    #[test]
    fn every_place_is_in_exactly_one_group() {
        let groups = current().groups();
        for risk in PremisesRisk::ALL {
            for kind in PremisesKind::ALL {
                let of = groups.iter().filter(|group| group.risk == *risk && group.kinds.contains(kind));
                let days: Vec<u32> = of.map(|group| group.days).collect();
                assert_eq!(days, [current().days(*kind, *risk)]);
            }
        }
    }

    #[test]
    fn a_wrong_file_is_refused() {
        let risks = "[days_by_risk]\nhigh = 30\nmedium = 90\nlow = 180\nunrated = 90\n";
        let kind = |kinds: &str, days: u32| {
            format!("basis = '做法'\n{risks}[[days_by_kind]]\ndays = {days}\nkinds = [{kinds}]\nbasis = '做法'\n")
        };
        assert!(Practice::read(&kind("'hotel'", 30)).is_ok());
        for wrong in [
            format!("basis = ' '\n{risks}"),
            format!("basis = '做法'\n{}", risks.replace("low = 180\n", "")),
            format!("basis = '做法'\n{}", risks.replace("180", "0")),
            format!("basis = '做法'\n{risks}extreme = 7\n"),
            kind("'hotel', 'hotel'", 30),
            kind("'hotell'", 30),
            kind("'hotel'", 36_600),
        ] {
            assert!(Practice::read(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_is_overdue_on_the_day_after_the_last() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a day") };
        assert_eq!(due_on(day("2025-01-31"), 30), day("2025-03-02"));
        assert_eq!(overdue_before(day("2025-03-02"), 30), day("2025-01-31"));
        assert_eq!(overdue_before(day("2025-03-03"), 30), day("2025-02-01"));
    }
}
