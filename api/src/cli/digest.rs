//! `jindu digest`: the day of each account in a few lines, for the office's own mail program.
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Outcome;
use crate::app;
use crate::config::{Config, Settings};
use crate::notifications::{self, Digest, Reader};
use crate::platform::Platform;
use crate::platform::auth::accounts::{self, Account};
use crate::platform::auth::standing_of;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::start::{Refusal, open};

/// Write today's digest of every account 每日摘要
///
/// What waits for each account that may sign in, as numbers of lists; a program of the office sends them on, for this one sends no
/// mail. A digest is made once a day, here or when the account first asks, and is the same from then on. It names nobody.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu digest
  jindu digest --format json
  jindu digest --folder /var/spool/jindu --address https://jindu.example.com")]
pub struct Digests {
    /// Only this account 登录名
    #[arg(long, value_name = "USERNAME")]
    account: Option<String>,
    /// Form of the digests
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// Folder to write one file an account to; standard output when left out
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Where the pages are, so that lines can lead to them
    #[arg(long, value_name = "URL", default_value = "")]
    address: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// To be read, in Chinese and English
    Text,
    /// For programs: one JSON object a line
    Json,
}

#[derive(Serialize)]
struct Told {
    username: String,
    #[serde(flatten)]
    digest: Digest,
}

impl Digests {
    /// Writes them.
    ///
    /// # Errors
    /// There is no such account; a digest cannot be made or written.
    pub fn run(self, settings: &Settings) -> Outcome {
        let platform = open(&Config::try_from(settings)?)?;
        let mut people = platform.command_line().read_blocking(accounts::list)?;
        people
            .retain(|account| account.is_active && self.account.as_ref().is_none_or(|name| *name == account.username));
        if let (Some(name), []) = (&self.account, people.as_slice()) {
            return Err(Refusal::Failed(format!("{name}: no such account may sign in (没有这个可登录的账号)")));
        }
        for account in people {
            if let Some(told) = told(&platform, account)? {
                self.write(&told)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn write(&self, told: &Told) -> Result<(), Refusal> {
        let text = match self.format {
            Form::Text => self.text(told),
            Form::Json => serde_json::to_string(told).map_err(|error| ApiError::Internal(error.into()))? + "\n",
        };
        match &self.folder {
            Some(folder) => save(&folder.join(format!("{}.{}", told.username, self.extension())), &text),
            None => {
                print!("{text}");
                Ok(())
            }
        }
    }

    fn extension(&self) -> &'static str {
        match self.format {
            Form::Text => "txt",
            Form::Json => "json",
        }
    }

    fn text(&self, Told { username, digest }: &Told) -> String {
        let link = |line: &notifications::dto::TopicCount| {
            let mark = if line.query.is_empty() { "" } else { "?" };
            format!("{}/{}{mark}{}\n", self.address.trim_end_matches('/'), line.list.code(), line.query)
        };
        let links: String = digest.lines.iter().map(link).collect();
        format!("{username}\n{}\n{}\n{links}\n", digest.text_zh, digest.text_en)
    }
}

/// The digest of an account, as it sees things itself; nothing where it has ended meanwhile.
fn told(platform: &Platform, account: Account) -> ApiResult<Option<Told>> {
    let Account { id, username, .. } = account;
    let standing = platform.command_line().read_blocking(move |reading| standing_of(reading.db, id))?;
    let Some(standing) = standing else { return Ok(None) };
    let reader = Reader { account_id: id, capabilities: standing.capabilities, lists: app::lists() };
    let digest = platform.acting(standing.principal).write_blocking(move |tx| notifications::of_today(tx, &reader))?;
    Ok(Some(Told { username, digest }))
}

fn save(path: &Path, text: &str) -> Result<(), Refusal> {
    std::fs::write(path, text).map_err(|error| Refusal::Failed(format!("{}: {error}", path.display())))
}
