//! The committee's tables and its sheet of points over HTTP, on the sample town and on towns made for the purpose.
mod eyes;
mod sheet;
mod tables;

use jindu_tests::support::Caller;
use serde_json::Value;

async fn table(caller: &Caller<'_>, id: &str, query: &str) -> Value {
    caller.get(&format!("/api/v1/statistics/tables/{id}?{query}")).await.ok()
}

fn place(table: &Value, column: &str) -> usize {
    let columns = table["columns"].as_array().expect("columns");
    columns.iter().position(|one| one["key"] == column).unwrap_or_else(|| panic!("no column {column}"))
}

/// A count, or both parts of a rate.
fn parts(cell: &Value) -> Option<(i64, i64)> {
    let known = &cell["known"];
    let rate = || known["rate"]["numerator"].as_i64().zip(known["rate"]["denominator"].as_i64());
    known["integer"].as_i64().map(|count| (count, 0)).or_else(rate)
}

fn total(table: &Value, column: &str) -> Option<(i64, i64)> {
    parts(&table["total"]["cells"][place(table, column)])
}

/// The cells of a column by area.
fn column<'a>(table: &'a Value, column: &str) -> Vec<(&'a str, &'a Value)> {
    let at = place(table, column);
    let rows = table["rows"].as_array().expect("rows");
    rows.iter().map(|row| (row["division_code"].as_str().unwrap_or_default(), &row["cells"][at])).collect()
}

#[test]
fn every_name_in_the_committees_file_is_a_figure() {
    let committee = jindu::statistics::definition::committee().expect("it is read");
    assert_eq!(committee.faults(&jindu::app::sources()), Vec::<String>::new());
}
