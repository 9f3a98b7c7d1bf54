//! `jindu backup --check`: whether a copy would serve. It is tried on a copy of the copy, so that it stays byte for byte what it
//! was when its digest was taken.
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use super::Outcome;
use super::backup::{cannot_be, digest, file_name};
use crate::app;
use crate::config::Config;
use crate::platform::db::{Address, about, migrations};
use crate::platform::hex;
use crate::platform::journal::{self, Checked};
use crate::start::{migration_failed, open_unchanged};
use crate::system;

/// Looks through a copy and says what it found.
///
/// # Errors
/// The file cannot be read, is no database, or a key is missing.
pub fn run(config: &Config, file: &Path) -> Outcome {
    let (bytes, sha256) = digest(file).map_err(cannot_be(file, "read"))?;
    if let Some(problem) = differs_from_its_sum(file, &sha256) {
        return Ok(not_whole(file, &[problem]));
    }
    let scratch = tempfile::tempdir_in(&config.data_dir).map_err(cannot_be(&config.data_dir, "written"))?;
    let tried = scratch.path().join("tried.db");
    fs::copy(file, &tried).map_err(cannot_be(file, "copied"))?;
    fs::set_permissions(&tried, fs::Permissions::from_mode(0o600)).map_err(cannot_be(&tried, "used"))?;
    let address = Address::Sqlite(tried);
    match about::damage(&address) {
        Ok(damage) if damage.is_empty() => {}
        Ok(damage) => return Ok(not_whole(file, &damage)),
        Err(error) => return Ok(not_whole(file, &[error.to_string()])),
    }
    // One of an earlier version is brought up to date first, as it would be if it were put back.
    migrations::run(&address).map_err(|error| migration_failed(&error))?;
    let platform = open_unchanged(&Config { address, ..config.clone() })?;
    let found = platform.command_line().read_snapshot(|reading| journal::verify(reading, &app::signed(), &[]))?;
    match found {
        Err(finding) => Ok(not_whole(file, &[finding.to_string()])),
        Ok(Checked { size, heads, unsealed, signed }) => {
            println!(
                "whole 备份完好: {} {bytes} bytes, {size} entries under {heads} heads, {unsealed} since, {signed} signed records",
                file.display()
            );
            note(config, sha256);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn not_whole(file: &Path, problems: &[String]) -> ExitCode {
    println!("NOT WHOLE 备份有损: {}", file.display());
    problems.iter().for_each(|problem| println!("  {problem}"));
    ExitCode::FAILURE
}

/// What lies beside it says what it was when it was taken.
fn differs_from_its_sum(file: &Path, sha256: &[u8; 32]) -> Option<String> {
    let sum = fs::read_to_string(file.with_extension("db.sha256")).ok()?;
    let is_its = sum.lines().any(|line| line == format!("{}  {}", hex::digits(sha256), file_name(file)));
    (!is_its).then(|| "its SHA-256 is another than the one beside it".to_owned())
}

/// Notes it where the database in use knows of this backup; a backup may well be looked through where there is none.
fn note(config: &Config, sha256: [u8; 32]) {
    let is_there = config.database_file().is_none_or(Path::exists)
        && migrations::pending(&config.address).is_ok_and(|pending| pending.is_empty());
    if !is_there {
        return;
    }
    let noted = open_unchanged(config)
        .and_then(|platform| Ok(platform.command_line().write_blocking(move |tx| system::note_check(tx, &sha256))?));
    match noted {
        Ok(true) => println!("recorded 已登记检查"),
        Ok(false) => println!("the database in use has no record of this backup 未登记过该备份"),
        Err(problem) => println!("not recorded 未登记: {problem}"),
    }
}
