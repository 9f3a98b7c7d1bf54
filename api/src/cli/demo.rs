//! `jindu demo`: the invented town, ready to be looked at.
use std::path::{Path, PathBuf};

use clap::Args;

use super::import::load;
use super::import_summary::{exit_code, print};
use super::serve::{reach, serve};
use super::{Outcome, demo_accounts};
use crate::config::{Config, Listening, Settings};
use crate::imports::Loading;
use crate::platform::auth::accounts;
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
/// The first time it takes an empty database, marks it as a demonstration, loads the ledgers and makes an account for each of five roles; their
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
    /// The ledgers of the invented town, loaded the first time
    #[arg(long, value_name = "FOLDER", default_value = "examples/ledgers")]
    ledgers: PathBuf,
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
        if mark(&platform)? {
            fill(&platform, &self.ledgers)?;
        }
        demo_accounts::provide(&platform, &config.data_dir)?;
        serve(platform, Serving::new(self.listening.listen, client), reach(&config))
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

/// The accounts are made last: while there are none, an interrupted first start is taken up again.
fn fill(platform: &Platform, ledgers: &Path) -> Result<(), Refusal> {
    if !ledgers.is_dir() {
        let folder = ledgers.display();
        return Err(Refusal::Settings(format!("{folder} is not there; name the folder of ledgers with --ledgers")));
    }
    let report = load(platform, ledgers, &Loading::default())?;
    print(&report, false);
    match exit_code(&report) {
        0 => Ok(()),
        _ => Err(Refusal::Failed("the ledgers of the demonstration were not all loaded; see above".into())),
    }
}

/// Only what has never held anything else becomes a demonstration. Whether its ledgers are still to be loaded.
fn mark(platform: &Platform) -> Result<bool, Refusal> {
    let marked = platform.command_line().write_blocking(|tx| {
        let is_marked = settings::find(tx.db, settings::DEMO)?.is_some();
        if is_marked {
            return Ok(accounts::list(tx)?.is_empty());
        }
        if !settings::is_untouched(tx.db)? {
            return Err(ApiError::Conflict(NOT_A_DEMO));
        }
        let since = tx.at().to_rfc3339();
        settings::insert(tx.db, settings::DEMO, &since)?;
        Ok(true)
    });
    match marked {
        Err(ApiError::Conflict(NOT_A_DEMO)) => Err(Refusal::Settings(format!("{} ({})", NOT_A_DEMO.en, NOT_A_DEMO.zh))),
        other => Ok(other?),
    }
}
