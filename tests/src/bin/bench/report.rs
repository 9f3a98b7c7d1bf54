//! The report: what was aimed at, what was measured, on which machine. Only the part between the marks is written anew;
//! the words around it are kept.
use std::fmt::Write;
use std::io::{Error, Result};
use std::path::Path;

use crate::figures::{Aim, Figure};

const BEGIN: &str = "<!-- measured -->";
const END: &str = "<!-- /measured -->";

/// Everything measured on one database.
pub struct Chapter {
    /// The database and how it was set up.
    pub title: String,
    /// In the order measured.
    pub figures: Vec<Figure>,
}

/// Puts the chapters into the report in the file.
///
/// # Errors
/// The file has no marks or cannot be written.
pub fn write(file: &Path, chapters: &[Chapter]) -> Result<()> {
    let old = std::fs::read_to_string(file)?;
    let no_marks = || Error::other(format!("{} has no {BEGIN} … {END}", file.display()));
    let (before, rest) = old.split_once(BEGIN).ok_or_else(no_marks)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_marks)?;
    let machine = machine();
    let tables: String = chapters.iter().map(table).collect();
    std::fs::write(file, format!("{before}{BEGIN}\n{machine}\n{tables}\n{END}{after}"))
}

/// The table of one database.
pub fn table(chapter: &Chapter) -> String {
    let mut text = format!("\n### {}\n\n", chapter.title);
    text.push_str(
        "| figure | aim | measured | | p50 ms | p99 ms | server µs a request |\n|---|--:|--:|---|--:|--:|--:|\n",
    );
    for figure in &chapter.figures {
        let Figure { name, unit, aim, value, load } = figure;
        let aimed = match aim {
            Some(Aim::AtLeast(least)) => format!("≥ {} {unit}", number(*least)),
            Some(Aim::AtMost(most)) => format!("≤ {} {unit}", number(*most)),
            None => String::new(),
        };
        let met = aim.map_or("", |aim| if aim.is_met(*value) { "met" } else { "**missed**" });
        let times = load
            .map_or("| |".to_owned(), |load| format!("{:.1} | {:.1} | {:.0}", load.p50, load.p99, load.server_micros));
        let _ = writeln!(text, "| {name} | {aimed} | {} {unit} | {met} | {times} |", number(*value));
    }
    text
}

fn number(value: f64) -> String {
    if value < 10.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("").trim_matches([' ', '\t', ':']);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').nth(1).unwrap_or_default();
    let now = jindu::platform::clock::now().format("%Y-%m-%d %H:%M UTC");
    format!(
        "Measured {now} on {cores} cores ({model}), which the load generator and PostgreSQL share; load average {load}."
    )
}
