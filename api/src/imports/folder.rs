//! Loading ledgers from files, for whoever holds the server: one file, or a folder in the order its ledgers need.
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use super::commit::{self, Job};
use super::dto::{Import, OnError, Strategy};
use super::intake;
use super::ledger::Registry;
use super::mappings::{self, Asked};
use super::plan::{Neighbours, Order};
use super::report::RowReport;
use super::store;
use super::table::Rows;
use crate::platform::access::{Access, Tx};
use crate::platform::auth::WHOLE_COUNTRY;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};

/// Returned to undo a rehearsal; never leaves this file.
const REHEARSAL: Rule = Rule { code: "import.rehearsal", zh: "试运行", en: "a rehearsal" };
/// Nothing larger is read from a folder.
const LARGEST: u64 = 20 * 1024 * 1024;
const TOO_LARGE: Rule = super::reader::rules::TOO_LARGE;

/// How to load.
#[derive(Debug, Clone)]
pub struct Loading {
    /// The ledger, when it shall not be told by its headings.
    pub resource: Option<String>,
    /// Which rows may be written.
    pub strategy: Strategy,
    /// What becomes of the good rows when others are refused.
    pub on_error: OnError,
    /// The town, when it shall not be told by the ledger.
    pub division: Option<String>,
    /// Whether everything is undone at the end.
    pub is_rehearsal: bool,
}

impl Default for Loading {
    fn default() -> Self {
        let (strategy, on_error) = (Strategy::default(), OnError::default());
        Self { resource: None, strategy, on_error, division: None, is_rehearsal: false }
    }
}

/// What has just been reached, for a progress bar.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A file is being read; its place among all.
    Reading(&'a str, usize, usize),
    /// A ledger of so many rows is being taken in; its place among all.
    Loading(&'a str, usize, usize, usize),
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub loaded: Loaded,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub enum Loaded {
    /// It was taken in, set aside or, with refused rows, not taken in: the import and its rows that have errors or warnings.
    Import(Box<Import>, Vec<RowReport>),
    /// It is no ledger.
    NoLedger,
    /// It was refused as a whole, for these reasons.
    Refused(Vec<FieldError>),
    /// It could not be read or saved.
    Failed(String),
}

/// What became of a folder.
#[derive(Debug, Clone, Default)]
pub struct FolderReport {
    /// Its files: first ledgers in the order they were loaded, then the rest.
    pub files: Vec<FileReport>,
}

/// Loads one file. Blocks.
pub fn run_file(
    access: &Access,
    registry: &Registry,
    path: &Path,
    loading: &Loading,
    progress: &dyn Fn(Step<'_>),
) -> FileReport {
    let mut report = run(access, registry, vec![path.to_owned()], loading, progress);
    report.files.pop().unwrap_or(FileReport { name: name_of(path), loaded: Loaded::NoLedger })
}

/// Loads every ledger of a folder, villages before persons and persons before their tests. Blocks.
///
/// Each ledger has a transaction of its own: one that is refused stops none that can stand without it.
///
/// # Errors
/// The folder cannot be listed.
pub fn run_folder(
    access: &Access,
    registry: &Registry,
    folder: &Path,
    loading: &Loading,
    progress: &dyn Fn(Step<'_>),
) -> io::Result<FolderReport> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && !name_of(path).starts_with(['.', '~']))
        .collect();
    paths.sort();
    Ok(run(access, registry, paths, loading, progress))
}

fn run(
    access: &Access,
    registry: &Registry,
    paths: Vec<PathBuf>,
    loading: &Loading,
    progress: &dyn Fn(Step<'_>),
) -> FolderReport {
    let (mut jobs, mut others) = (Vec::new(), Vec::new());
    let all = paths.len();
    for (path, place) in paths.iter().zip(1..) {
        let name = name_of(path);
        progress(Step::Reading(&name, place, all));
        match job(access, registry, path, loading) {
            Ok(job) => jobs.push((name, job)),
            Err(error) => others.push(FileReport { name, loaded: refusal(error) }),
        }
    }
    jobs.sort_by_key(|(_, job)| job.ledger().map_or(u8::MAX, super::Ledger::stage));
    let mut files = if loading.is_rehearsal { rehearse(access, jobs) } else { load(access, jobs, progress) };
    files.extend(others);
    FolderReport { files }
}

fn job(access: &Access, registry: &Registry, path: &Path, loading: &Loading) -> ApiResult<Job> {
    let Loading { resource, strategy, on_error, division, .. } = loading.clone();
    let file = read(access, path)?;
    let asked = Asked::of(&file.1.rows, resource.clone(), division.clone());
    let kept = access.read_blocking(move |reading| mappings::kept(reading, &asked))?.map(|kept| kept.facts);
    let (resource, mapped) = kept.map_or((resource, Vec::new()), |facts| (Some(facts.resource), facts.columns));
    let order = Order { strategy, on_error, division, mapped, neighbours: Neighbours::default(), is_at_once: true };
    Job::new(registry, file, resource.as_deref(), order)
}

fn read(access: &Access, path: &Path) -> ApiResult<(Vec<u8>, Rows, String)> {
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(ApiError::invalid("", TOO_LARGE));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    intake::rows_blocking(access.shared().worker_program.clone(), bytes, name_of(path))
}

fn unreadable(error: io::Error) -> ApiError {
    ApiError::Internal(error.into())
}

fn load(access: &Access, jobs: Vec<(String, Job)>, progress: &dyn Fn(Step<'_>)) -> Vec<FileReport> {
    let (all, mut neighbours) = (jobs.len(), neighbours_of(&jobs));
    let one = |((name, job), place): ((String, Job), usize)| {
        progress(Step::Loading(&name, job.rows(), place, all));
        let job = job.beside(neighbours.clone());
        let loaded = access.write_blocking(move |tx| take_in(tx, job)).unwrap_or_else(refusal);
        neighbours.town = town_of(&loaded).or(neighbours.town.take());
        FileReport { name, loaded }
    };
    jobs.into_iter().zip(1..).map(one).collect()
}

/// What the ledgers of a folder tell one another before the first is loaded.
fn neighbours_of(jobs: &[(String, Job)]) -> Neighbours {
    Neighbours { town: None, year: jobs.iter().filter_map(|(_, job)| job.year()).max() }
}

/// The town that a ledger turned out to belong to.
fn town_of(loaded: &Loaded) -> Option<String> {
    let Loaded::Import(import, _) = loaded else { return None };
    Some(import.division_code.clone()).filter(|code| code != WHOLE_COUNTRY)
}

/// Loads all in one transaction and undoes it: later ledgers see what earlier ones would have written.
fn rehearse(access: &Access, jobs: Vec<(String, Job)>) -> Vec<FileReport> {
    let (send, receive) = mpsc::channel();
    let mut neighbours = neighbours_of(&jobs);
    let undone = access.write_blocking(move |tx| -> ApiResult<()> {
        for (name, job) in jobs {
            let loaded = take_in(tx, job.beside(neighbours.clone())).unwrap_or_else(refusal);
            neighbours.town = town_of(&loaded).or(neighbours.town.take());
            let _ = send.send(FileReport { name, loaded });
        }
        Err(ApiError::Conflict(REHEARSAL))
    });
    let mut files: Vec<FileReport> = receive.try_iter().collect();
    if let Err(error) = undone
        && !matches!(error, ApiError::Conflict(REHEARSAL))
    {
        files.push(FileReport { name: String::new(), loaded: refusal(error) });
    }
    files
}

fn take_in(tx: &mut Tx<'_>, job: Job) -> ApiResult<Loaded> {
    let import = commit::receive(tx, job)?;
    let mut told = store::reports(tx, import.id)?;
    told.retain(|report| !report.errors.is_empty() || !report.warnings.is_empty());
    Ok(Loaded::Import(Box::new(import), told))
}

fn refusal(error: ApiError) -> Loaded {
    match error {
        ApiError::Invalid(errors) if errors.iter().any(|error| is_no_ledger(&error.code)) => Loaded::NoLedger,
        ApiError::Invalid(errors) => Loaded::Refused(errors),
        ApiError::Conflict(rule) => Loaded::Refused(vec![FieldError::new("", rule)]),
        ApiError::Internal(source) => Loaded::Failed(source.to_string()),
        other => Loaded::Failed(other.to_string()),
    }
}

/// A JSON file that is no list of flat records is something else than a ledger.
fn is_no_ledger(code: &str) -> bool {
    code == super::rules::NO_LEDGER.code || code == super::rules::JSON_SHAPE.code
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
