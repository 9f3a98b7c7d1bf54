//! `jindu rules`: the rule packs in use, and the ledger of duties held against them.
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Outcome;
use crate::config::{Config, Settings};
use crate::coverage;
use crate::platform::access::Access;
use crate::platform::clock;
use crate::start::{Refusal, open};
use crate::statutes::{
    self, Flaw, Pack, Shelf, compare, compare_by, everyone, insert_pack, read_pack, recompute, shelf,
};
use crate::tasks::Differences;

/// Rule packs and the duties that follow from them 规则包
///
/// The law is shipped and locked; local numbers stand in packs of their own, each with the document it rests on.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu rules list
  jindu rules check local-v2.toml
  jindu rules simulate local-v2.toml        what it would change, before it is adopted
  jindu rules apply local-v2.toml
  jindu rules recompute --check             whether the ledger of duties says what follows from the facts")]
pub struct Rules {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The packs in use 已启用的规则包
    List,
    /// Whether a pack is well-formed and fits the others 检查规则包
    Check {
        /// The pack
        file: PathBuf,
    },
    /// What a pack would change in the duties of everyone 试算
    Simulate {
        /// The pack
        file: PathBuf,
        /// The day to reckon on [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<NaiveDate>,
    },
    /// Put a pack in use and bring all duties to it 启用
    Apply {
        /// The pack
        file: PathBuf,
    },
    /// Reckon all duties from the facts again 重新计算
    Recompute {
        /// Change nothing; exit with 1 where the ledger differs
        #[arg(long)]
        check: bool,
    },
}

impl Rules {
    /// Does it.
    ///
    /// # Errors
    /// A pack that is wrong: file, line and reason; the database cannot be reached.
    pub fn run(self, settings: &Settings) -> Outcome {
        let access = open(&Config::try_from(settings)?)?.command_line();
        match self.what {
            What::List => list(&access),
            What::Check { file } => {
                let pack = with(&access, &file)?;
                println!("{}: {} v{} ok 通过", file.display(), pack.1.pack, pack.1.version);
                Ok(ExitCode::SUCCESS)
            }
            What::Simulate { file, as_of } => simulate(&access, &file, as_of.unwrap_or_else(clock::today)),
            What::Apply { file } => apply(&access, &file),
            What::Recompute { check } => reckon(&access, check),
        }
    }
}

fn list(access: &Access) -> Outcome {
    for pack in &access.read_blocking(shelf)?.packs {
        let locked = if pack.locked { " (locked 锁定)" } else { "" };
        println!("{} v{} {} {}{locked}", pack.pack, pack.version, pack.valid_from, pack.title);
        for rule in &pack.rules {
            println!("  {:32} {}  {}", rule.id, rule.title, rule.article);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The packs in use with the one in `file`, which is the last.
fn with(access: &Access, file: &Path) -> Result<(Shelf, Pack, String), Refusal> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Refusal::Failed(format!("{} cannot be read: {error}", file.display())))?;
    let shelf = access.read_blocking(shelf)?;
    let told = |flaws: Vec<Flaw>| {
        let lines: Vec<String> = flaws.iter().map(|flaw| format!("{}:{flaw}", file.display())).collect();
        Refusal::Failed(format!(
            "the pack is refused, nothing is changed 规则包有误，未作任何改动\n{}",
            lines.join("\n")
        ))
    };
    let pack = read_pack(&text, &shelf.packs).map_err(told)?;
    let with = shelf.with(&text).map_err(told)?;
    Ok((with, pack, text))
}

fn simulate(access: &Access, file: &Path, as_of: NaiveDate) -> Outcome {
    let (shelf, ..) = with(access, file)?;
    let differences = access.read_apart(move |reading| {
        let persons = everyone(reading)?;
        compare_by(reading, &shelf, &persons, as_of)
    })?;
    tell(differences);
    Ok(ExitCode::SUCCESS)
}

fn apply(access: &Access, file: &Path) -> Outcome {
    let (_, pack, text) = with(access, file)?;
    let differences = access.write_blocking(move |tx| {
        insert_pack(tx, &pack, &text)?;
        let persons = everyone(tx)?;
        recompute(tx, &persons, clock::today())
    })?;
    tell(differences);
    Ok(ExitCode::SUCCESS)
}

fn reckon(access: &Access, is_check: bool) -> Outcome {
    let today = clock::today();
    let differences = if is_check {
        access.read_apart(|reading| {
            let persons = everyone(reading)?;
            Ok(compare(reading, &persons, today)?.and(coverage::compare(reading, today)?))
        })?
    } else {
        statutes::sweep(access, today)?.and(coverage::sweep(access, today)?)
    };
    tell(differences);
    Ok(if is_check && !differences.is_none() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn tell(differences: Differences) {
    let Differences { new, changed, void } = differences;
    println!("new 新增 {new} · changed 改变 {changed} · void 不再要求 {void}");
}
