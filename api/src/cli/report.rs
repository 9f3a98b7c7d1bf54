//! `jindu report`: documents made from the records.
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand, ValueEnum};

use super::Outcome;
use super::report_duties::DutiesReport;
use crate::app;
use crate::codes::Period;
use crate::codes::division::DivisionCode;
use crate::config::{Config, Settings};
use crate::indicators::Question;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::reports::{Compiled, compile, docx, figures_json, markdown};
use crate::start::{Refusal, open};

/// Write reports 生成报告
///
/// Drafted from the records as they are; nothing is stored. What is not known is marked 【待填】, never printed as 0.
#[derive(Args)]
#[command(after_help = "\
Example:
  jindu report annual-summary --division 990981107000 --year 2025 --format docx --output 年度总结.docx")]
pub struct Report {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    AnnualSummary(AnnualSummary),
    Duties(DutiesReport),
}

/// The annual summary of a town's drug-control work 年度禁毒工作总结
#[derive(Args)]
#[command(after_help = "\
Example:
  jindu report annual-summary --division 990981107000 --year 2025 --as-of 2025-12-31 --format json")]
struct AnnualSummary {
    /// The town 区划代码, twelve digits
    #[arg(long, value_name = "CODE")]
    division: String,
    /// The year 年度 [default: the year of --as-of]
    #[arg(long)]
    year: Option<i32>,
    /// The day the figures stand at 截止日期 [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Form of the document
    #[arg(long, value_enum, default_value = "md")]
    format: Format,
    /// File to write; standard output when left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The figures by name
    Json,
    /// The text, as Markdown
    Md,
    /// The document, for Word and WPS
    Docx,
}

impl Report {
    /// Writes it.
    ///
    /// # Errors
    /// The division is no town on record, the day lies in the future or before the year, or the document cannot be written.
    pub fn run(self, settings: &Settings) -> Outcome {
        let AnnualSummary { division, year, as_of, format, output } = match self.kind {
            Kind::AnnualSummary(summary) => summary,
            Kind::Duties(duties) => return duties.run(settings),
        };
        DivisionCode::parse(&division).map_err(|rule| ApiError::invalid("/division", rule))?;
        let as_of = as_of.unwrap_or_else(clock::today);
        let period = Period::year_of(year.unwrap_or_else(|| as_of.year()));
        let question = Question { division, period, as_of };
        let platform = open(&Config::try_from(settings)?)?;
        let asked = question.clone();
        let compiled = platform.command_line().read_blocking(move |reading| {
            let sources = app::sources();
            sources.admit_whole(reading, &asked, "/as-of", "/division")?;
            compile(reading, &sources, &asked)
        })?;
        write(output.as_deref(), &rendered(&compiled, &question, format)?)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn rendered(compiled: &Compiled, question: &Question, format: Format) -> ApiResult<Vec<u8>> {
    let internal = |error: Box<dyn std::error::Error + Send + Sync>| ApiError::Internal(error);
    match format {
        Format::Md => Ok(markdown(&compiled.document).into_bytes()),
        Format::Docx => docx(&compiled.document).map_err(|error| internal(error.into())),
        Format::Json => {
            let (Question { division, as_of, .. }, year) = (question, question.year());
            let figures = figures_json(compiled);
            let body = serde_json::json!({"division": division, "year": year, "as_of": as_of, "figures": figures});
            let text = serde_json::to_string_pretty(&body).map_err(|error| internal(error.into()))?;
            Ok((text + "\n").into_bytes())
        }
    }
}

pub(super) fn write(output: Option<&Path>, bytes: &[u8]) -> Result<(), Refusal> {
    let written = match output {
        Some(path) => std::fs::write(path, bytes),
        None => std::io::stdout().lock().write_all(bytes),
    };
    let place = output.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
    written.map_err(|error| Refusal::Failed(format!("{place} cannot be written: {error}")))
}
