//! What the tally of a round promises, whatever the round.
use proptest::prelude::*;

use super::*;

fn unit(village: u8, is_excluded: bool, outcome: Option<InspectionOutcome>, is_signed: bool) -> Unit {
    let on = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date");
    let premises_id = Id::new();
    let line = Line {
        id: Id::new(),
        counted_id: premises_id,
        row_no: 1,
        assignee_id: None,
        is_excluded,
        sealed: None,
        version: 1,
    };
    Unit {
        premises_id,
        line: Some(line),
        code: "XH00001".into(),
        name: "新塘村出租房1号".into(),
        kind: PremisesKind::Rental,
        division_code: format!("9909811072{village:02}"),
        look: outcome.map(|outcome| Look { id: Id::new(), on, outcome, is_signed }),
    }
}

fn outcomes() -> impl Strategy<Value = Option<InspectionOutcome>> {
    use crate::platform::coded::Coded;
    proptest::option::weighted(0.9, proptest::sample::select(InspectionOutcome::ALL.to_vec()))
}

fn units() -> impl Strategy<Value = Vec<Unit>> {
    let one = (0_u8..4, proptest::bool::weighted(0.1), outcomes(), any::<bool>());
    let one = one.prop_map(|(village, is_excluded, outcome, is_signed)| unit(village, is_excluded, outcome, is_signed));
    proptest::collection::vec(one, 0..400)
}

proptest! {
    #[test]
    fn the_whole_is_never_claimed_with_a_gap(units in units()) {
        let (total, villages) = tally(&units, &[]);
        for coverage in villages.values().chain([&total]) {
            prop_assert_eq!(coverage.units, coverage.with_outcome + coverage.without_outcome + coverage.excluded);
            prop_assert_eq!(coverage.per_mille == Some(1000), coverage.without_outcome == 0 && coverage.with_outcome > 0);
            prop_assert!(coverage.per_mille.is_none_or(|rate| (0..=1000).contains(&rate)));
            let InspectionOutcomesSum(sum) = coverage.into();
            prop_assert_eq!(sum, coverage.with_outcome);
        }
        prop_assert_eq!(total.units, villages.values().map(|village| village.units).sum::<i64>());
        let gaps = units.iter().filter(|unit| unit.is_gap()).count();
        prop_assert_eq!(total.without_outcome, i64::try_from(gaps).expect("a number"));
    }
}

struct InspectionOutcomesSum(i64);

impl From<&Coverage> for InspectionOutcomesSum {
    fn from(coverage: &Coverage) -> Self {
        let one = coverage.outcomes;
        Self(one.normal + one.defect + one.demolished + one.excluded + one.not_entered())
    }
}

#[test]
fn one_of_many_missing_is_not_the_whole() {
    assert_eq!((per_mille(9999, 10_000), per_mille(10_000, 10_000), per_mille(0, 0)), (Some(999), Some(1000), None));
}

#[test]
fn the_newest_look_counts_and_on_one_day_the_later_entry() {
    let look = |day: u32| Look {
        id: Id::new(),
        on: NaiveDate::from_ymd_opt(2026, 3, day).expect("a date"),
        outcome: InspectionOutcome::Normal,
        is_signed: true,
    };
    let (first, second, next_day) = (look(1), look(1), look(2));
    assert_eq!(newer(Some(second), Some(first)), Some(second));
    assert_eq!(newer(Some(next_day), Some(second)), Some(next_day));
    assert_eq!(newer(None, Some(first)), Some(first));
}

#[test]
fn a_round_lies_in_a_period_it_meets() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
    let period = Period { from: day(10), to: day(20) };
    for (first, last, meets) in [
        (day(1), day(10), true),
        (day(20), None, true),
        (None, day(15), true),
        (day(1), day(9), false),
        (day(21), day(30), false),
        (day(1), day(30), true),
        (None, None, false),
    ] {
        assert_eq!(period.meets(first, last), meets, "{first:?} {last:?}");
    }
    assert!(Period::default().meets(None, None));
}
