//! `jindu verify`: whether anything was changed behind the program's back.
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Outcome;
use crate::app;
use crate::config::{Config, Settings};
use crate::platform::journal::{self, Checked, Finding};
use crate::start::{Refusal, open_unchanged};

/// Check that nothing was changed behind the program's back 核验日志和签字记录
///
/// Reads every entry of the journal, every group of access lines and every signed record, and checks them against the signed
/// heads; it changes nothing and needs no network. Point `DATABASE_URL` and `JINDU_DATA_DIR` at a copy or a restored backup and its
/// keys to check that. Heads that somebody else kept (GET /journal/heads, or the text behind the QR code on a paper) show even
/// what was cut off or put back whole.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu verify
  jindu verify --heads kept-by-the-city.txt
  DATABASE_URL=sqlite:///backup/jindu.db JINDU_DATA_DIR=/backup jindu verify

Exit codes: 0 all is as it was written; 1 something is not, and the first of it is named; 2 it could not be checked.")]
pub struct Verify {
    /// A file with heads that were kept elsewhere, one signed note after another
    #[arg(long, value_name = "FILE")]
    heads: Option<PathBuf>,
}

impl Verify {
    /// Checks, and says what it found.
    ///
    /// # Errors
    /// The database, a key or the file of heads cannot be read.
    pub fn run(self, settings: &Settings) -> Outcome {
        let kept = self.heads.map(kept).transpose()?.unwrap_or_default();
        let platform = open_unchanged(&Config::try_from(settings)?)?;
        let access = platform.command_line();
        let checked = access.read_snapshot(|reading| journal::verify(reading, &app::signed(), &kept))?;
        Ok(told(checked, kept.len()))
    }
}

fn kept(file: PathBuf) -> Result<Vec<String>, Refusal> {
    let text =
        std::fs::read_to_string(&file).map_err(|error| Refusal::Failed(format!("{}: {error}", file.display())))?;
    let notes = journal::notes(&text);
    if notes.is_empty() {
        return Err(Refusal::Failed(format!("{}: no head is in it (文件中没有签名)", file.display())));
    }
    Ok(notes)
}

fn told(checked: Result<Checked, Finding>, kept: usize) -> ExitCode {
    match checked {
        Ok(Checked { size, heads, unsealed, signed }) => {
            println!(
                "sound 核验通过: {size} entries under {heads} heads, {kept} kept elsewhere, {signed} signed records"
            );
            if unsealed > 0 {
                println!(
                    "{unsealed} entries were written since the last head; start `jindu serve` to have them signed"
                );
            }
            ExitCode::SUCCESS
        }
        Err(finding) => {
            println!("NOT SOUND 核验未通过: {finding}");
            ExitCode::FAILURE
        }
    }
}
