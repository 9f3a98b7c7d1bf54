//! The year that titles and records tell, for ledgers that do not name theirs.
use chrono::Datelike;

use super::ledger::{Column, Presence};
use super::reader::Cell;
use super::table::Table;
use crate::codes::dates;
use crate::platform::clock;

/// Years a ledger may be of.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1990..=2100;

/// The years that a text names: `秀河镇2025年度台账`.
pub fn years_in(text: &str) -> impl Iterator<Item = i32> {
    let years = text.match_indices('年').filter_map(|(at, _)| {
        let before = text.get(..at)?.trim_end();
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        (digits.len() == 4).then(|| digits.chars().rev().collect::<String>().parse().ok()).flatten()
    });
    years.filter(|year| PLAUSIBLE.contains(year))
}

/// The year a ledger is of: the last one its titles name, else the last one its records are dated in.
pub fn year_of(table: &Table, columns: &[Column]) -> Option<i32> {
    let titled = table.titles.iter().flat_map(|title| years_in(title)).max();
    titled.or_else(|| {
        columns.iter().filter(|column| is_day(column)).filter_map(|column| dated(table, columns, column)).max()
    })
}

fn is_day(column: &Column) -> bool {
    column.presence == Presence::Required && column.name.ends_with("_on")
}

fn dated(table: &Table, columns: &[Column], column: &Column) -> Option<i32> {
    let this_year = clock::today().year();
    let place = columns.iter().position(|other| other.name == column.name)?;
    let index = table.layout.places.get(place)?.as_ref()?.index;
    let year = |cell: &Cell| match cell {
        Cell::Date(day) => Some(day.year()),
        cell => dates::parse_date(&cell.shown()).ok().map(|day| day.year()),
    };
    let years = table.records.iter().filter_map(|row| year(row.cells.get(index)?));
    years.filter(|year| *year <= this_year).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_years() {
        let years = |text| years_in(text).collect::<Vec<_>>();
        assert_eq!(years("秀河镇2025年度禁毒宣传活动台账"), [2025]);
        assert_eq!(years("2024年至2025 年"), [2024, 2025]);
        assert_eq!(years("建镇70年，第12025年，秀河镇台账2025"), [0_i32; 0]);
    }
}
