//! `make bench`: what the server does in a second, on both databases, over the real HTTP stack.
//!
//! `bench [REPORT]` fills an SQLite database, and the PostgreSQL one of `TEST_DATABASE_URL` when there is one, starts
//! `jindu serve` on each and loads it with wrk. `BENCH_SECONDS` sets how long each load
//! lasts, `BENCH_DATABASE=sqlite` measures one alone, `BENCH_DIVISIONS` names the folder of the national table of areas, `BENCH_KEEP=1` leaves its folder to be looked at.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::unchecked_time_subtraction,
    reason = "what is measured is small, and a run that goes wrong may stop"
)]
mod database;
mod dice;
mod divisions;
mod figures;
mod histories;
mod ledger;
mod load;
mod people;
mod places;
mod report;
mod seed;

use std::io::Result;
use std::path::Path;

use database::Database;
use report::Chapter;

fn main() -> Result<()> {
    let mut folder = tempfile::tempdir()?;
    folder.disable_cleanup(std::env::var_os("BENCH_KEEP").is_some());
    let program = std::env::current_exe()?.with_file_name("jindu");
    let postgres = std::env::var("TEST_DATABASE_URL").ok().map(|url| Database::postgres(url, folder.path()));
    let wanted = std::env::var("BENCH_DATABASE").unwrap_or_default();
    let all = [Some(Database::sqlite(folder.path())), postgres];
    let mut chapters = Vec::new();
    for database in all.into_iter().flatten().filter(|database| database.url.starts_with(&wanted)) {
        eprintln!("{}", database.title());
        let chapter = Chapter {
            title: database.title().to_owned(),
            figures: figures::measure(&database, &program, folder.path())?,
        };
        println!("{}", report::table(&chapter));
        chapters.push(chapter);
    }
    if let Some(table) = std::env::var_os("BENCH_DIVISIONS") {
        let title = "The table of the whole country, on SQLite".to_owned();
        let own = Database::sqlite(&folder.path().join("country"));
        let chapter = Chapter { title, figures: divisions::measure(&own, &program, Path::new(&table))? };
        println!("{}", report::table(&chapter));
        chapters.push(chapter);
    }
    std::env::args().nth(1).map_or(Ok(()), |file| report::write(Path::new(&file), &chapters))
}
