//! The command line: what can be asked of `jindu`, and how it answers.
mod backup;
mod backup_check;
mod client;
mod demo;
mod demo_accounts;
mod divisions;
mod import;
mod import_summary;
mod logging;
mod migrate;
mod openapi;
mod password;
mod report;
mod report_duties;
mod rules;
mod serve;
mod user;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Settings;
use crate::start::Refusal;

const ABOUT: &str = "Jindu 禁毒通: casework for the drug-control office of a township 乡镇禁毒办业务系统";
const LONG_ABOUT: &str = "\
Jindu 禁毒通: casework for the drug-control office of a township 乡镇禁毒办业务系统

It loads the ledgers an office keeps (台账), answers over HTTP and in the browser, and writes the annual summary (年度工作总结) \
from the records. Everything is kept in one SQLite file or in PostgreSQL; names, ID numbers, telephones and addresses are \
encrypted under the key file in the data folder. Lose that file and they are lost: back it up, apart from the database.";
const EXAMPLES: &str = "\
First steps:
  jindu serve                       serve on http://127.0.0.1:8080; prints a one-time code for the first account
  jindu user create --username zhoulan --role office_head --division 990981107000 --name 周岚
  jindu demo                        look at an invented town first
  jindu import ledgers/             load the ledgers an office has
  jindu <command> --help            what a command does, with an example

Exit codes 退出码:
  0    done
  1    done in part: some rows of an import are not valid; or `verify` found something
  2    nothing done: the command line is wrong, or what it asks for was refused or failed; standard error says why
  78   a setting or a file must be mended first; standard error names it";

#[derive(Parser)]
#[command(name = "jindu", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES, propagate_version = true)]
struct CommandLine {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Import(import::Import),
    Divisions(divisions::Divisions),
    Report(report::Report),
    Rules(rules::Rules),
    Demo(demo::Demo),
    Migrate(migrate::Migrate),
    User(user::User),
    Client(client::Client),
    Verify(verify::Verify),
    Backup(backup::Backup),
    Openapi(openapi::Openapi),
}

/// Does what the command line asks.
pub fn run() -> ExitCode {
    let CommandLine { settings, command } = CommandLine::parse();
    let outcome = logging::start(&settings).and_then(|()| match command {
        Command::Serve(serve) => serve.run(&settings),
        Command::Import(import) => import.run(&settings),
        Command::Divisions(divisions) => divisions.run(&settings),
        Command::Report(report) => report.run(&settings),
        Command::Rules(rules) => rules.run(&settings),
        Command::Demo(demo) => demo.run(&settings),
        Command::Migrate(migrate) => migrate.run(&settings),
        Command::User(user) => user.run(&settings),
        Command::Client(client) => client.run(&settings),
        Command::Verify(verify) => verify.run(&settings),
        Command::Backup(backup) => backup.run(&settings),
        Command::Openapi(_) => openapi::run(),
    });
    outcome.unwrap_or_else(|refusal| {
        eprintln!("jindu: {refusal}");
        ExitCode::from(refusal.exit_code())
    })
}

/// How every command ends.
type Outcome = Result<ExitCode, Refusal>;

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::CommandLine::command().debug_assert();
    }
}
