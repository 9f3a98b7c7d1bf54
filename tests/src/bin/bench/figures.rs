//! What is measured, in which order, and what is aimed at.
use std::io::{Error, Result};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::database::Database;
use crate::load::{Driver, Load};
use crate::places::{TOWN, TOWNS};
use crate::seed::{self, PASSWORD, PERSONS, Seeded, USER};
use crate::{histories, ledger, people};
use jindu::platform::journal::seal_all_blocking;
use jindu_tests::process::Server;
use serde_json::json;

/// What counts as good enough.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
}

impl Aim {
    /// Whether `value` is good enough.
    pub fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }
}

/// One figure.
pub struct Figure {
    /// What it is.
    pub name: &'static str,
    /// In what it is counted.
    pub unit: &'static str,
    /// What is aimed at.
    pub aim: Option<Aim>,
    /// What was measured.
    pub value: f64,
    /// How long requests took, where there were many.
    pub load: Option<Load>,
}

impl Figure {
    /// One number.
    pub fn single(name: &'static str, unit: &'static str, aim: Aim, value: f64) -> Self {
        Self { name, unit, aim: Some(aim), value, load: None }
    }

    fn loaded(name: &'static str, least: f64, load: Load) -> Self {
        Self { name, unit: "/s", aim: Some(Aim::AtLeast(least)), value: load.per_second, load: Some(load) }
    }
}

/// Statuses whose lists are asked for: frequent and rare ones.
const STATUSES: [&str; 5] = ["community_treatment", "in_community", "imprisoned", "clean_three_years", "deceased"];
/// Clients that read persons at once.
const MANY: u32 = 64;
/// Entries that the time of a verification is told for.
const ENTRIES: f64 = 1e6;
/// Different names searched for.
const NAMES: usize = 5000;
/// Rows of the imported ledger.
const LEDGER_ROWS: usize = 10_000;
/// After this long the server is at rest: names were loaded and duties looked at beside the start, and what that needed is given back.
const REST: Duration = Duration::from_secs(12);
/// Between two looks at what is being written.
const GLANCE: Duration = Duration::from_millis(50);
/// And after this long it has given back what the load needed.
const LONG_REST: Duration = Duration::from_secs(12);

/// Fills the database, starts the server on it and measures everything.
///
/// # Errors
/// A request fails, or the server does.
pub fn measure(database: &Database, program: &Path, folder: &Path) -> Result<Vec<Figure>> {
    let seeded = seed::fill(database, program)?;
    database.settle()?;
    let server = Server::start(program, &database.url, &database.data_dir)?;
    std::thread::sleep(REST);
    let mut figures = vec![
        Figure::single("start to first 200 of /health/ready", "s", Aim::AtMost(0.2), server.start.as_secs_f64()),
        Figure::single("resident memory, idle", "MiB", Aim::AtMost(40.0), server.memory()),
    ];
    figures.extend(loads(database, &server, &seeded, folder)?);
    figures.push(export(&server)?);
    figures.extend(workbook(&server)?);
    figures.push(import(&server)?);
    // What an import needed is given back within a few seconds; what counts is what stays.
    std::thread::sleep(LONG_REST);
    figures.push(Figure::single("resident memory, after the load", "MiB", Aim::AtMost(150.0), server.memory()));
    figures.push(Figure {
        aim: None,
        ..Figure::single("resident memory, at most", "MiB", Aim::AtMost(0.0), server.most_memory())
    });
    figures.extend(duties(database, program, &server, &seeded, folder)?);
    figures.push(verify(database, program)?);
    Ok(figures)
}

/// `jindu verify` on everything that was written until here, once it is sealed.
fn verify(database: &Database, program: &Path) -> Result<Figure> {
    let platform = database.open(program)?;
    seal_all_blocking(&platform).map_err(Error::other)?;
    drop(platform);
    let started = Instant::now();
    let mut command = Command::new(program);
    command.arg("verify").env("DATABASE_URL", &database.url).env("JINDU_DATA_DIR", &database.data_dir);
    let told = command.output()?;
    let (seconds, told) = (started.elapsed().as_secs_f64(), String::from_utf8_lossy(&told.stdout).into_owned());
    let entries = told.split(' ').find_map(|word| word.parse::<f64>().ok());
    let entries = entries.filter(|_| told.starts_with("sound")).ok_or_else(|| Error::other(told))?;
    eprintln!("  {entries} entries verified in {seconds:.1} s");
    Ok(Figure::single("1 000 000 entries of the journal verified", "s", Aim::AtMost(20.0), seconds * ENTRIES / entries))
}

/// The ledger of duties, once ten thousand persons have three years behind them.
fn duties(database: &Database, program: &Path, server: &Server, seeded: &Seeded, folder: &Path) -> Result<[Figure; 2]> {
    let platform = database.open(program)?;
    let persons = &seeded.persons[..histories::PERSONS];
    histories::fill(&platform, persons)?;
    let seconds = histories::reckon(&platform)?;
    drop(platform);
    // A million records in half a minute are not what a clerk's day begins with.
    database.settle()?;
    std::thread::sleep(LONG_REST);
    let paths: Vec<String> = persons.iter().map(|id| format!("/personnel/{id}/tests")).collect();
    let load = Driver::new(server, folder)?.record_tests(&paths)?;
    Ok([
        Figure::single("duties of 10 000 persons reckoned again", "s", Aim::AtMost(10.0), seconds),
        Figure {
            load: Some(load),
            ..Figure::single("test recorded with its duties, p99, 4 clients", "ms", Aim::AtMost(20.0), load.p99)
        },
    ])
}

fn loads(database: &Database, server: &Server, seeded: &Seeded, folder: &Path) -> Result<Vec<Figure>> {
    let aims = if database.is_postgres() {
        [3000.0, 1000.0, 2000.0, 1000.0, 2000.0]
    } else {
        [8000.0, 2500.0, 2000.0, 1000.0, 8000.0]
    };
    let mut driver = Driver::new(server, folder)?;
    let overview = [format!("/indicators/overview?division={TOWN}")];
    let reads = driver.get_by(&persons(seeded), MANY)?;
    Ok(vec![
        Figure::loaded("point read of a person, on record first, 64 clients", aims[0], reads),
        Figure { load: Some(reads), ..Figure::single("the same, p99", "ms", Aim::AtMost(25.0), reads.p99) },
        Figure::loaded("list of 20 with total, by town and status", aims[1], driver.get(&lists())?),
        Figure::loaded("name search, two characters", aims[2], driver.get(&searches())?),
        Figure::loaded("dashboard of a town", aims[3], driver.get(&overview)?),
        Figure::loaded("durable create, 32 clients", aims[4], driver.create()?),
    ])
}

fn persons(seeded: &Seeded) -> Vec<String> {
    seeded.persons.iter().map(|id| format!("/personnel/{id}")).collect()
}

fn lists() -> Vec<String> {
    let of_town = |town| STATUSES.map(|status| format!("/personnel?division={town}&status={status}&per_page=20"));
    TOWNS.into_iter().flat_map(of_town).collect()
}

fn searches() -> Vec<String> {
    let escaped = |text: String| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let names = (0..NAMES).map(|number| people::searched(number * PERSONS / NAMES));
    names.map(|name| format!("/personnel?q={}&per_page=20", escaped(name))).collect()
}

fn export(server: &Server) -> Result<Figure> {
    let token = server.sign_in(USER, PASSWORD)?;
    let started = Instant::now();
    let answer = server.get(&token, "/personnel/export?format=csv")?;
    let (took, lines) = (started.elapsed(), answer.body.split(|byte| *byte == b'\n').count() - 1);
    if answer.status != 200 || lines <= PERSONS {
        return Err(Error::other(format!("the export was answered with {} and {lines} lines", answer.status)));
    }
    // Creates have added to the first hundred thousand.
    let seconds = took.as_secs_f64() * PERSONS as f64 / (lines - 1) as f64;
    Ok(Figure::single("export of 100 000 masked persons", "s", Aim::AtMost(1.5), seconds))
}

/// A workbook of everyone, written in the background: how long it takes, and how much memory more than before.
fn workbook(server: &Server) -> Result<[Figure; 2]> {
    let (token, before) = (server.sign_in(USER, PASSWORD)?, server.memory());
    let wanted = json!({ "resource": "personnel", "format": "xlsx", "purpose": "性能测试" });
    let started = Instant::now();
    let asked = server.post(&token, "/exports", &wanted)?.json();
    let path = format!("/exports/{}", asked["id"].as_str().ok_or_else(|| Error::other(format!("no export: {asked}")))?);
    let mut most = before;
    let export = loop {
        let export = server.get(&token, &path)?.json();
        most = most.max(server.memory());
        match export["state"].as_str() {
            Some("queued") => std::thread::sleep(GLANCE),
            Some("ready") => break export,
            _ => return Err(Error::other(format!("the workbook was not written: {export}"))),
        }
    };
    let (took, rows) = (started.elapsed().as_secs_f64(), export["row_count"].as_f64().unwrap_or(f64::NAN));
    let seconds = took * PERSONS as f64 / rows;
    Ok([
        Figure::single("100 000 persons to xlsx", "s", Aim::AtMost(20.0), seconds),
        Figure::single("memory for it, over what was used before", "MiB", Aim::AtMost(128.0), most - before),
    ])
}

fn import(server: &Server) -> Result<Figure> {
    let token = server.sign_in(USER, PASSWORD)?;
    let file = ledger::persons(LEDGER_ROWS);
    let started = Instant::now();
    let rows = ledger::import(server, &token, &file)?;
    if rows != LEDGER_ROWS {
        return Err(Error::other(format!("{rows} of {LEDGER_ROWS} rows were imported")));
    }
    let per_second = LEDGER_ROWS as f64 / started.elapsed().as_secs_f64();
    Ok(Figure::single("import of a ledger of 10 000 rows", "rows/s", Aim::AtLeast(20_000.0), per_second))
}
