use proptest::prelude::*;

use super::*;
use crate::indicators::{Clock, Definition};

const AREA: &str = "990981107000";

crate::indicators::definitions! {
    ALL = "all", "全部", "All", "人", Stock, "全部", "all";
    NOW = "now", "现有", "Now", "人", Stock, "现有", "now";
    VISITED = "visited", "走访", "Visited", "人", Flow, "走访", "visited";
}

/// A person: the village, whether registered now, whether visited.
type Made = (u8, bool, bool);

fn person(id: usize, village: u8) -> Evidence {
    Evidence {
        subject_type: "personnel".into(),
        subject_id: Id::from_bytes((id as u128 + 1).to_be_bytes()),
        owner_id: None,
        version: 1,
        label: String::new(),
        on: None,
        division_code: if village == 0 { AREA.into() } else { format!("9909811072{village:02}") },
        amount: None,
    }
}

fn measured(persons: &[Made]) -> Vec<Measured> {
    let of = |keep: &dyn Fn(&Made) -> bool| -> Vec<Evidence> {
        let kept = persons.iter().enumerate().filter(|(_, made)| keep(made));
        kept.map(|(id, made)| person(id, made.0)).collect()
    };
    let gap = Gap::new("未走访", "Not visited", of(&|made| made.1 && !made.2));
    assert_eq!(DEFINITIONS.len(), 3);
    vec![
        Measured::count(ALL, of(&|_| true)),
        Measured::count(NOW, of(&|made| made.1)),
        Measured::rate(VISITED, of(&|made| made.1 && made.2), gap),
    ]
}

fn area() -> DivisionCode {
    DivisionCode::parse(AREA).expect("a town")
}

fn village(number: u8) -> String {
    person(0, number).division_code
}

/// So many persons of a village, all registered now and visited.
fn alike(counts: &[(u8, usize)]) -> Vec<Made> {
    counts.iter().flat_map(|(village, count)| std::iter::repeat_n((*village, true, true), *count)).collect()
}

fn hidden(counts: &[(u8, usize)]) -> Vec<bool> {
    let kept_back = kept_back(&area(), &measured(&alike(counts)));
    counts.iter().map(|(number, _)| kept_back.holds(&village(*number), "all")).collect()
}

#[test]
fn large_parts_are_told() {
    assert_eq!(hidden(&[(1, 5), (2, 9), (3, 40)]), [false, false, false]);
}

#[test]
fn a_small_part_takes_the_next_along_until_five_are_hidden_in_two_parts() {
    assert_eq!(hidden(&[(1, 1), (2, 6), (3, 9)]), [true, true, false]);
    assert_eq!(hidden(&[(1, 1), (2, 2), (3, 6), (4, 9)]), [true, true, true, false]);
    assert_eq!(hidden(&[(1, 4), (2, 3), (3, 9)]), [true, true, false]);
}

#[test]
fn records_of_the_area_itself_are_a_part_too() {
    assert_eq!(hidden(&[(0, 2), (1, 8), (2, 9)]), [true, true, false]);
}

#[test]
fn where_the_whole_is_small_not_even_nobody_is_told() {
    let kept_back = kept_back(&area(), &measured(&alike(&[(1, 3)])));
    assert!(kept_back.holds(&village(1), "all") && kept_back.holds(&village(2), "all"));
}

#[test]
fn what_two_figures_differ_by_is_not_told() {
    // Twelve registered in each village, ten of them now: two more are three years without relapse.
    let persons: Vec<Made> = (1..4).flat_map(|village| (0..12).map(move |one| (village, one < 10, one < 10))).collect();
    let kept_back = kept_back(&area(), &measured(&persons));
    assert!(!kept_back.holds(&village(1), "all"));
    assert!(kept_back.holds(&village(1), "now") && kept_back.holds(&village(1), "visited"));
}

#[test]
fn the_parts_of_a_figure_add_up_to_it() {
    let figures = measured(&[(1, true, true), (1, true, false), (2, true, true), (0, false, false)]);
    let part = |figure: usize, code: &str| split(&area(), &figures[figure]).of(code).clone();
    let values = [village(1), village(2), AREA.to_owned()].map(|code| part(2, &code).value);
    let rate = |numerator, denominator| FigureValue::Known(Value::Rate { numerator, denominator });
    assert_eq!(values, [rate(1, 2), rate(1, 1), rate(0, 0)]);
    assert_eq!(part(0, AREA).evidence.len(), 1);
    assert_eq!(figures[0].definition.clock, Clock::Stock);
}

/// Everything that is told: the whole of each figure, and what is shown of its parts, as groups of persons.
fn told(persons: &[Made]) -> (Vec<Vec<Persons>>, Vec<Persons>) {
    let measured = measured(persons);
    let kept_back = kept_back(&area(), &measured);
    let (mut by_figure, mut of_parts) = (Vec::new(), Vec::new());
    for (figure, one) in measured.iter().enumerate() {
        let mut groups = Vec::new();
        for number in 0..8 {
            let part = village(number);
            if !kept_back.holds(&part, one.definition.name) {
                let (mut sides, lacks) = column(&area(), one);
                groups.extend(Cell::of(figure, sides.remove(&part).unwrap_or_default(), lacks).told);
            }
        }
        of_parts.extend(groups.clone());
        let mut all: Persons = one.evidence.iter().map(|one| one.subject_id).collect();
        all.sort_unstable();
        groups.push(all);
        by_figure.push(groups);
    }
    (by_figure, of_parts)
}

proptest! {
    // Some hundred pairs a town, 400 towns by default and as many more as PROPTEST_CASES asks for.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), ..ProptestConfig::default() })]
    #[test]
    fn no_two_answers_tell_of_few_persons(
        persons in proptest::collection::vec((0u8..8, proptest::bool::weighted(0.8), any::<bool>()), 0..120),
    ) {
        let (by_figure, of_parts) = told(&persons);
        for group in &of_parts {
            prop_assert!(!is_few(group.len()), "a part tells of {} persons", group.len());
        }
        for groups in by_figure.iter().chain(std::iter::once(&of_parts)) {
            for one in groups {
                for other in groups {
                    prop_assert!(one.is_empty() || !is_few_less(one, other), "{} of {}", one.len(), other.len());
                }
            }
        }
    }
}
