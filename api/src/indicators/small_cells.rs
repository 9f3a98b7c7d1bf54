//! Counts of persons too small to stand beside the name of a village, for eyes that may not open the files.
use std::collections::BTreeMap;

use super::source::Tally;

/// A count of persons below this is not printed beside the name of a village.
pub const FEWEST_PERSONS: i64 = 3;

/// Fewest persons a part of one's own area is told of, to who may not open their files.
pub const FEWEST_IN_PART: i64 = 5;

/// Cells below [`FEWEST_IN_PART`] go into their town's cell of the same kind. Where that would still be too small, the
/// smallest other village goes with them: the rest of a known sum must not tell what was left out.
pub fn merged(tallies: Vec<Tally>) -> Vec<Tally> {
    let mut groups: BTreeMap<(&'static str, Option<String>, String), Vec<Tally>> = BTreeMap::new();
    for tally in tallies {
        groups.entry((tally.what, tally.key.clone(), town_of(&tally.division_code))).or_default().push(tally);
    }
    let mut shown: Vec<Tally> =
        groups.into_iter().flat_map(|((_, _, town), cells)| without_small(&town, cells)).collect();
    shown.sort_by(|one, other| {
        (one.what, &one.division_code, &one.key).cmp(&(other.what, &other.division_code, &other.key))
    });
    shown
}

fn town_of(division_code: &str) -> String {
    division_code.get(..9).map_or_else(|| division_code.to_owned(), |town| format!("{town}000"))
}

fn without_small(town: &str, cells: Vec<Tally>) -> Vec<Tally> {
    let (of_town, mut villages): (Vec<_>, Vec<_>) = cells.into_iter().partition(|cell| cell.division_code == town);
    villages.sort_by(|one, other| (other.count, &other.division_code).cmp(&(one.count, &one.division_code)));
    let mut hidden: Option<Tally> = None;
    while villages.last().is_some_and(|cell| cell.count < FEWEST_IN_PART || is_small(hidden.as_ref())) {
        let Some(cell) = villages.pop() else { break };
        let sum = hidden.map_or(0, |hidden| hidden.count) + cell.count;
        hidden = Some(Tally { division_code: town.to_owned(), count: sum, ..cell });
    }
    let Some(hidden) = hidden else { return of_town.into_iter().chain(villages).collect() };
    let count = hidden.count + of_town.iter().map(|cell| cell.count).sum::<i64>();
    std::iter::once(Tally { count, ..hidden }).chain(villages).collect()
}

fn is_small(hidden: Option<&Tally>) -> bool {
    hidden.is_some_and(|hidden| hidden.count < FEWEST_IN_PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(division_code: &str, key: &str, count: i64) -> Tally {
        Tally { what: "persons", division_code: division_code.into(), key: Some(key.into()), count }
    }

    fn shown(cells: Vec<Tally>) -> Vec<(String, i64)> {
        merged(cells).into_iter().map(|cell| (cell.division_code, cell.count)).collect()
    }

    #[test]
    fn what_is_small_is_told_of_the_town_only() {
        let cells = vec![
            cell("990981107201", "detained", 1),
            cell("990981107202", "detained", 4),
            cell("990981107203", "detained", 5),
        ];
        assert_eq!(shown(cells), [("990981107000".to_owned(), 5), ("990981107203".to_owned(), 5)]);
    }

    #[test]
    fn a_sum_that_would_tell_takes_the_next_village_along() {
        let cells = vec![
            cell("990981107201", "detained", 1),
            cell("990981107203", "detained", 9),
            cell("990981107204", "detained", 6),
        ];
        assert_eq!(shown(cells), [("990981107000".to_owned(), 7), ("990981107203".to_owned(), 9)]);
    }

    #[test]
    fn towns_and_kinds_are_kept_apart_and_what_is_large_stays() {
        let large = vec![cell("990981107201", "detained", 5), cell("990981107201", "abroad", 6)];
        assert_eq!(merged(large.clone()).len(), 2);
        let apart = vec![cell("990981107201", "detained", 2), cell("990981108201", "detained", 2)];
        assert_eq!(shown(apart), [("990981107000".to_owned(), 2), ("990981108000".to_owned(), 2)]);
    }
}
