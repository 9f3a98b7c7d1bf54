//! `jindu report duties`: how the tests that were owed were kept, by village.
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Outcome;
use super::report::write;
use crate::codes::division::DivisionCode;
use crate::config::{Config, Settings};
use crate::divisions;
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::start::open;
use crate::tasks::{TestTally, tests_by_division};

/// How the tests owed were kept, by village 检测任务完成情况
#[derive(Args)]
#[command(after_help = "\
Example:
  jindu report duties --division 990981107000 --as-of 2025-12-31 --format json")]
pub struct DutiesReport {
    /// The town or village 区划代码, twelve digits
    #[arg(long, value_name = "CODE")]
    division: String,
    /// Windows that closed before this day count 截止日期 [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Form of the report
    #[arg(long, value_enum, default_value = "md")]
    format: Form,
    /// File to write; standard output when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For programs
    Json,
    /// A table, as Markdown
    Md,
}

#[derive(Serialize)]
struct Village {
    division_code: String,
    name: String,
    #[serde(flatten)]
    tests: TestTally,
}

#[derive(Serialize)]
struct Kept {
    as_of: NaiveDate,
    tests: TestTally,
    villages: Vec<Village>,
}

impl DutiesReport {
    /// Writes it.
    ///
    /// # Errors
    /// The division is not on record, or the report cannot be written.
    pub fn run(self, settings: &Settings) -> Outcome {
        let Self { division, as_of, format, output } = self;
        DivisionCode::parse(&division).map_err(|rule| ApiError::invalid("/division", rule))?;
        let as_of = as_of.unwrap_or_else(clock::today);
        let platform = open(&Config::try_from(settings)?)?;
        let kept = platform.command_line().read_blocking(move |reading| kept(reading, &division, as_of))?;
        let text = match format {
            Form::Json => serde_json::to_string_pretty(&kept).map_err(|error| ApiError::Internal(error.into()))? + "\n",
            Form::Md => table(&kept),
        };
        write(output.as_deref(), text.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Every village of the area, those that owe nothing too; and the town itself where it manages someone.
fn kept(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<Kept> {
    let (tests, mut by_division) = tests_by_division(reading, division, as_of)?;
    let mut villages: Vec<Village> = divisions::villages(reading, division, as_of)?
        .into_iter()
        .map(|village| {
            let (division_code, name) = (village.facts.code, village.facts.name);
            Village { tests: by_division.remove(&division_code).unwrap_or_default(), division_code, name }
        })
        .collect();
    let others = divisions::all_in(reading, division, as_of)?;
    for (division_code, tests) in by_division {
        let name = others.iter().find(|other| other.facts.code == division_code).map(|other| other.facts.name.clone());
        villages.push(Village { name: name.unwrap_or_else(|| division_code.clone()), division_code, tests });
    }
    Ok(Kept { as_of, tests, villages })
}

fn table(kept: &Kept) -> String {
    let row = |name: &str, tests: &TestTally| {
        let TestTally { owed, done, missed, excused, refused } = tests;
        format!("| {name} | {owed} | {done} | {missed} | {excused} | {refused} |\n")
    };
    let head = format!(
        "# 检测任务完成情况（截至{}）\n\n| 村（居） | 应检期数 | 已检 | 缺检 | 免检 | 有拒检 |\n|---|--:|--:|--:|--:|--:|\n",
        kept.as_of
    );
    let rows: String = kept.villages.iter().map(|village| row(&village.name, &village.tests)).collect();
    head + &rows + &row("合计", &kept.tests)
}
