//! `jindu demo`: the invented town, ready to be looked at.
use std::path::PathBuf;

use clap::Args;

use super::serve::serve;
use super::{Outcome, demo_accounts};
use crate::config::{Config, Listening, Settings};
use crate::platform::error::{ApiError, Rule};
use crate::platform::{Platform, settings};
use crate::server::{Serving, check_free};
use crate::start::{Refusal, open};

const NOT_A_DEMO: Rule = Rule {
    code: "demo.not_fresh",
    zh: "数据库中已有正式数据，不能作演示用；请用 JINDU_DATA_DIR 另指定一个目录",
    en: "the database holds an office's own records and is no demonstration; name another folder with JINDU_DATA_DIR",
};

/// Serve the demonstration 演示: an invented town with accounts to look at it
///
/// The first time it takes an empty database, marks it as a demonstration and makes an account for each of five roles; their
/// passwords are drawn, kept in `demo-accounts.txt` in the data folder and printed at each start. Later starts keep all data.
/// It can be reached from this machine only.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu demo
  JINDU_DATA_DIR=/tmp/demo JINDU_LISTEN=127.0.0.1:9000 jindu demo --web web/dist")]
pub struct Demo {
    #[command(flatten)]
    listening: Listening,
}

impl Demo {
    /// Serves until told to stop.
    ///
    /// # Errors
    /// The database is not empty and no demonstration, or something must be mended before it can start.
    pub fn run(self, settings: &Settings) -> Outcome {
        let config = Config::try_from(settings)?;
        let client = prepare(&self.listening)?;
        let platform = open(&config)?;
        mark(&platform)?;
        demo_accounts::provide(&platform, &config.data_dir)?;
        serve(platform, Serving::new(self.listening.listen, client))
    }
}

fn prepare(listening: &Listening) -> Result<Option<PathBuf>, Refusal> {
    if !listening.is_loopback() {
        let listen = listening.listen;
        return Err(Refusal::Settings(format!("JINDU_LISTEN: {listen}: the demonstration is for this machine only")));
    }
    check_free(listening.listen)?;
    listening.client()
}

/// Only what has never held anything else becomes a demonstration.
fn mark(platform: &Platform) -> Result<(), Refusal> {
    let marked = platform.command_line().write_blocking(|tx| {
        if settings::find(tx.db, settings::DEMO)?.is_some() {
            return Ok(());
        }
        if !settings::is_untouched(tx.db)? {
            return Err(ApiError::Conflict(NOT_A_DEMO));
        }
        let since = tx.at().to_rfc3339();
        settings::insert(tx.db, settings::DEMO, &since)
    });
    match marked {
        Err(ApiError::Conflict(NOT_A_DEMO)) => Err(Refusal::Settings(format!("{} ({})", NOT_A_DEMO.en, NOT_A_DEMO.zh))),
        other => Ok(other?),
    }
}
