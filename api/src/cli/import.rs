//! `jindu import`: ledgers from files.
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Outcome;
use super::import_summary::{exit_code, print};
use crate::app;
use crate::codes::division::DivisionCode;
use crate::config::{Config, Settings};
use crate::imports::folder::Step;
use crate::imports::{FolderReport, Loading, OnError, Strategy, run_file, run_folder};
use crate::platform::Platform;
use crate::platform::coded::Coded;
use crate::platform::error::ApiError;
use crate::start::{Refusal, open};

/// Load ledgers 导入台账: one file, or every file of a folder
///
/// A ledger is recognised by its headings (表头), in .xlsx, .csv or .json; a folder is loaded in the order its ledgers
/// need. Each ledger is loaded whole or not at all, and loading it again changes nothing. Every refused row is printed
/// with its row, column and rule. An empty cell leaves what is on record; 清空 takes it away. Exit code 0: all loaded;
/// 1: some rows are not valid, or some files beside the ledgers were refused; 2: nothing done, because no ledger could
/// be read; 78: a setting or a file must be mended first.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu import --dry-run ledgers/          what would happen, without writing anything
  jindu import ledgers/
  jindu import --on-error skip ledgers/    the good rows of each ledger, the others told
  jindu import --division 990981107000 05检测记录.csv")]
pub struct Import {
    /// The file or folder
    path: PathBuf,
    /// The ledger 台账种类, when its headings do not tell
    #[arg(long)]
    resource: Option<String>,
    /// Plan only and write nothing 试运行
    #[arg(long)]
    dry_run: bool,
    /// Which rows may be written: new records, changes, or both 新增、更新或两者
    #[arg(long, value_parser = strategy, default_value = "upsert", value_name = "create|update|upsert")]
    strategy: Strategy,
    /// What becomes of the good rows of a ledger when others are refused: none is written, or the bad ones are left out
    #[arg(long, value_parser = on_error, default_value = "abort", value_name = "abort|skip")]
    on_error: OnError,
    /// The town 区划代码, when the ledger does not tell
    #[arg(long, value_name = "CODE")]
    division: Option<String>,
}

impl Import {
    /// Loads and prints what became of each file.
    ///
    /// # Errors
    /// There is no such file, or a ledger or division of that name.
    pub fn run(self, settings: &Settings) -> Outcome {
        if let Some(code) = &self.division {
            DivisionCode::parse(code).map_err(|rule| ApiError::invalid("/division", rule))?;
        }
        check_resource(self.resource.as_deref())?;
        if !self.path.exists() {
            return Err(Refusal::Failed(format!("{}: there is no such file or folder", self.path.display())));
        }
        let platform = open(&Config::try_from(settings)?)?;
        let Self { path, resource, strategy, on_error, division, dry_run } = self;
        let loading = Loading { resource, strategy, on_error, division, is_rehearsal: dry_run };
        let report = load(&platform, &path, &loading)?;
        print(&report, dry_run);
        Ok(ExitCode::from(exit_code(&report)))
    }
}

fn strategy(code: &str) -> Result<Strategy, String> {
    one_of(code)
}

fn on_error(code: &str) -> Result<OnError, String> {
    one_of(code)
}

fn one_of<C: Coded>(code: &str) -> Result<C, String> {
    let codes = || C::ALL.iter().map(|value| value.code()).collect::<Vec<_>>().join(", ");
    C::from_code(code).ok_or_else(|| format!("one of {}", codes()))
}

fn check_resource(resource: Option<&str>) -> Result<(), Refusal> {
    let ledgers = app::ledgers();
    match resource {
        Some(resource) if ledgers.find(resource).is_none() => {
            let names: Vec<&str> = ledgers.iter().map(crate::imports::Ledger::resource).collect();
            Err(Refusal::Failed(format!("resource: there is no such ledger; the ledgers are {}", names.join(", "))))
        }
        _ => Ok(()),
    }
}

/// Loads a file or a folder, with a progress bar when someone is watching.
///
/// # Errors
/// The folder cannot be listed.
pub fn load(platform: &Platform, path: &Path, loading: &Loading) -> Result<FolderReport, Refusal> {
    let bar = ProgressBar::new(0).with_style(style());
    let progress = |step: Step<'_>| show(&bar, step);
    let (access, ledgers) = (platform.command_line(), app::ledgers());
    let report = if path.is_dir() {
        run_folder(&access, &ledgers, path, loading, &progress)
            .map_err(|error| Refusal::Failed(format!("{}: {error}", path.display())))
    } else {
        Ok(FolderReport { files: vec![run_file(&access, &ledgers, path, loading, &progress)] })
    };
    bar.finish_and_clear();
    report
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// All files are read first, then the ledgers among them loaded: the bar is filled twice.
fn show(bar: &ProgressBar, step: Step<'_>) {
    let (place, all, message) = match step {
        Step::Reading(name, place, all) => (place, all, format!("读取 {name}")),
        Step::Loading(name, rows, place, all) => (place, all, format!("导入 {name} ({rows})")),
    };
    bar.set_length(u64::try_from(all).unwrap_or_default());
    bar.set_position(u64::try_from(place.saturating_sub(1)).unwrap_or_default());
    bar.set_message(message);
}
