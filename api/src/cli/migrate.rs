//! `jindu migrate`: the schema, up and down.
use std::process::ExitCode;

use clap::Args;

use super::Outcome;
use crate::config::{Config, Settings};
use crate::platform::db::migrations::{self, MigrationError};
use crate::start::migration_failed;

/// Bring the database schema up to date 升级数据库结构
///
/// `serve` does this by itself. Use it to look first, or to migrate while nothing is running.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu migrate --status            what is pending, without changing anything
  jindu migrate                     apply it
  jindu migrate --revert --yes      take every step back: ALL RECORDS ARE LOST 全部数据将被删除")]
pub struct Migrate {
    /// Only say what is pending
    #[arg(long, conflicts_with = "revert")]
    status: bool,
    /// Take every step back and lose all records
    #[arg(long, requires = "yes")]
    revert: bool,
    /// Confirms --revert
    #[arg(long, requires = "revert")]
    yes: bool,
}

impl Migrate {
    /// Does it and prints a line a step.
    ///
    /// # Errors
    /// The database cannot be reached, or a step fails.
    pub fn run(self, settings: &Settings) -> Outcome {
        let address = Config::try_from(settings)?.address;
        let (done, names) = match (self.status, self.revert) {
            (true, _) => ("pending", migrations::pending(&address)),
            (_, true) => ("reverted", migrations::revert_all(&address)),
            _ => ("applied", migrations::run(&address)),
        };
        print(done, names)
    }
}

fn print(done: &str, names: Result<Vec<String>, MigrationError>) -> Outcome {
    let names = names.map_err(|error| migration_failed(&error))?;
    names.iter().for_each(|name| println!("{done} {name}"));
    if names.is_empty() {
        println!("nothing {done}");
    }
    Ok(ExitCode::SUCCESS)
}
