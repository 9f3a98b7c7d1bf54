//! Fills an empty database through the library's own stores, so that every row is sealed as the server would.
use std::io::{Error, Result};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jindu::divisions;
use jindu::personnel::persons;
use jindu::platform::Platform;
use jindu::platform::access::Tx;
use jindu::platform::auth::accounts::{self, NewAccount};
use jindu::platform::error::ApiResult;
use jindu::platform::id::Id;
use jindu::platform::journal::seal_all_blocking;

use jindu::premises::inspections::{self, NewInspection};
use jindu::premises::{self, PremisesRecord, Site};

use crate::database::Database;
use crate::people::person;
use crate::places::{COUNTY, IN_TOWN, TOWN, areas, inspection, place};

/// Persons on file before anything is measured.
pub const PERSONS: usize = 100_000;
/// Places, of which a tenth are the one town's.
pub const PREMISES: usize = 200_000;
/// Rows in one transaction.
const CHUNK: usize = 5000;
/// Threads that fill PostgreSQL at once; SQLite's one writer takes them in turn.
const FILLERS: usize = 4;
/// The account the load is driven with.
pub const USER: &str = "bench";
/// Its password; the database is made for one run and thrown away.
pub const PASSWORD: &str = "fourteen geese over one river";

/// What was put in.
pub struct Seeded {
    /// Ids of all persons.
    pub persons: Vec<Id>,
}

/// Fills the database.
///
/// # Errors
/// The database refuses.
pub fn fill(database: &Database, program: &Path) -> Result<Seeded> {
    let platform = database.open(program)?;
    let started = Instant::now();
    let persons = fill_all(&platform).map_err(Error::other)?;
    // An office's past is sealed long before the day that is measured.
    seal_all_blocking(&platform).map_err(Error::other)?;
    let rows = PERSONS + PREMISES + 2 * IN_TOWN;
    eprintln!("  {rows} records made in {:.1} s", started.elapsed().as_secs_f64());
    Ok(Seeded { persons })
}

fn fill_all(platform: &Platform) -> ApiResult<Vec<Id>> {
    make_account(platform, COUNTY)?;
    let county = |tx: &mut Tx<'_>| areas().into_iter().try_for_each(|area| divisions::insert(tx, area).map(drop));
    platform.command_line().write_blocking(county)?;
    let chunks: Vec<usize> = (0..PERSONS).step_by(CHUNK).collect();
    let persons = in_parallel(platform, &chunks, |tx, from| {
        (from..PERSONS.min(from + CHUNK))
            .map(|number| {
                let id = Id::new();
                persons::insert_as(tx, id, person(number)).map(|()| id)
            })
            .collect::<ApiResult<Vec<Id>>>()
    })?;
    fill_places(platform)?;
    Ok(persons.into_iter().flatten().collect())
}

fn fill_places(platform: &Platform) -> ApiResult<()> {
    let chunks: Vec<usize> = (0..PREMISES).step_by(CHUNK).collect();
    in_parallel(platform, &chunks, |tx, from| {
        premises::insert_all(tx, (from..from + CHUNK).map(|number| (Id::new(), place(number))).collect())
    })?;
    let town = platform.command_line().read_blocking(|reading| premises::of_area(reading, Some(TOWN)))?;
    let sites: Arc<Vec<Site>> = Arc::new(town.iter().map(PremisesRecord::site).collect());
    let chunks: Vec<usize> = (0..sites.len()).step_by(CHUNK).collect();
    in_parallel(platform, &chunks, move |tx, from| inspect(tx, &sites, from)).map(drop)
}

/// Two inspections of each of the places from `from` on.
fn inspect(tx: &mut Tx<'_>, sites: &[Site], from: usize) -> ApiResult<()> {
    let sites = &sites[from..sites.len().min(from + CHUNK)];
    let each =
        sites.iter().enumerate().flat_map(|(index, site)| [(2 * (from + index), site), (2 * (from + index) + 1, site)]);
    let new =
        each.map(|(number, site)| NewInspection { id: Id::new(), site, campaign: None, facts: inspection(number) });
    inspections::insert_all(tx, new.collect())?;
    sites.iter().try_for_each(|site| inspections::refresh_place(tx, site.id))
}

fn in_parallel<T: Send + 'static>(
    platform: &Platform,
    chunks: &[usize],
    work: impl Fn(&mut Tx<'_>, usize) -> ApiResult<T> + Clone + Send + Sync + 'static,
) -> ApiResult<Vec<T>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..FILLERS)
            .map(|filler| {
                let work = work.clone();
                scope.spawn(move || {
                    let access = platform.command_line();
                    let mine = chunks.iter().copied().skip(filler).step_by(FILLERS);
                    mine.map(|from| {
                        let work = work.clone();
                        access.write_blocking(move |tx| work(tx, from))
                    })
                    .collect::<ApiResult<Vec<T>>>()
                })
            })
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(all)
    })
}

/// The account the load is driven with, for an area.
///
/// # Errors
/// The database refuses.
pub fn make_account(platform: &Platform, division: &str) -> ApiResult<()> {
    let password_hash = jindu::platform::auth::Sessions::new(&[1; 32])?.passwords().hash_new("/password", PASSWORD)?;
    let new = NewAccount {
        username: USER.into(),
        display_name: "测量".into(),
        role: "caseworker".into(),
        division_code: division.into(),
        password_hash,
    };
    platform.command_line().write_blocking(move |tx| accounts::insert(tx, new)).map(drop)
}
