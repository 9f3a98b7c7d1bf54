//! Fills an empty database through the library's own stores, so that every row is sealed as the server would.
use std::time::{Duration, Instant};

use jindu::platform::Platform;
use jindu::platform::access::Tx;
use jindu::platform::auth::accounts::{self, NewAccount};
use jindu::platform::error::ApiResult;
use jindu::platform::id::Id;
use jindu::personnel::persons;

use crate::people::person;
use crate::places::COUNTY;

/// Persons on file before anything is measured.
pub const PERSONS: usize = 100_000;
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
    /// How long that took.
    pub took: Duration,
}

/// Fills the database.
///
/// # Errors
/// The database refuses.
pub fn fill(platform: &Platform) -> ApiResult<Seeded> {
    let started = Instant::now();
    make_account(platform)?;
    let chunks: Vec<usize> = (0..PERSONS).step_by(CHUNK).collect();
    let persons = in_parallel(platform, &chunks, |tx, from| {
        (from..PERSONS.min(from + CHUNK)).map(|number| {
            let id = Id::new();
            persons::insert_as(tx, id, person(number)).map(|()| id)
        }).collect::<ApiResult<Vec<Id>>>()
    })?;
    Ok(Seeded { persons: persons.into_iter().flatten().collect(), took: started.elapsed() })
}

fn in_parallel<T: Send + 'static>(
    platform: &Platform,
    chunks: &[usize],
    work: impl Fn(&mut Tx<'_>, usize) -> ApiResult<T> + Copy + Send + Sync + 'static,
) -> ApiResult<Vec<T>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..FILLERS)
            .map(|filler| {
                scope.spawn(move || {
                    let access = platform.command_line();
                    let mine = chunks.iter().copied().skip(filler).step_by(FILLERS);
                    mine.map(|from| access.write_blocking(move |tx| work(tx, from))).collect::<ApiResult<Vec<T>>>()
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

fn make_account(platform: &Platform) -> ApiResult<()> {
    let password_hash = jindu::platform::auth::Sessions::new(&[1; 32])?.passwords().hash_new("/password", PASSWORD)?;
    let new = NewAccount {
        username: USER.into(),
        display_name: "测量".into(),
        role: "caseworker".into(),
        division_code: COUNTY.into(),
        password_hash,
    };
    platform.command_line().write_blocking(move |tx| accounts::insert(tx, new)).map(drop)
}
