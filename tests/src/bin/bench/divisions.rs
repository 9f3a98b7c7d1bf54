//! The national table of areas: how long it takes to put on record, and a level of the tree once it is.
use std::io::{Error, Result};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jindu::platform::auth::WHOLE_COUNTRY;
use jindu_tests::process::{Server, most_memory_of};

use crate::database::Database;
use crate::figures::{Aim, Figure};
use crate::seed::{PASSWORD, USER, make_account};

/// Times a level is asked for.
const ASKED: usize = 300;

/// Loads the table of `folder` into a database of its own, and asks for levels of it.
///
/// # Errors
/// It is not loaded whole, or a request fails.
pub fn measure(database: &Database, program: &Path, folder: &Path) -> Result<Vec<Figure>> {
    let platform = database.open(program)?;
    make_account(&platform, WHOLE_COUNTRY).map_err(Error::other)?;
    drop(platform);
    let started = Instant::now();
    let mut command = Command::new(program);
    command.arg("divisions").arg(folder).stdout(Stdio::null());
    command.env("DATABASE_URL", &database.url).env("JINDU_DATA_DIR", &database.data_dir);
    let most = watch(command.spawn()?)?;
    let took = started.elapsed().as_secs_f64();
    let server = Server::start(program, &database.url, &database.data_dir)?;
    let token = server.sign_in(USER, PASSWORD)?;
    eprintln!("  the national table: {took:.1} s, {most:.0} MiB at most");
    Ok(vec![
        Figure::single("620 000 villages and the areas above them put on record", "s", Aim::AtMost(60.0), took),
        Figure::single("the same, memory at most", "MiB", Aim::AtMost(256.0), most),
        Figure::single("a level of the tree, slowest of 100 in 99", "ms", Aim::AtMost(10.0), levels(&server, &token)?),
    ])
}

fn levels(server: &Server, token: &str) -> Result<f64> {
    let mut times = Vec::with_capacity(ASKED);
    let mut asked =
        ["110000000000", "440000000000", "441900000000", "370102000000", "510104017000"].into_iter().cycle();
    while times.len() < ASKED {
        let parent = asked.next().unwrap_or_default();
        let started = Instant::now();
        let answer = server.get(token, &format!("/divisions?parent={parent}&per_page=200"))?;
        times.push(started.elapsed());
        if answer.status != 200 || answer.json()["items"].as_array().is_none_or(Vec::is_empty) {
            return Err(Error::other(format!("{parent}: {}", answer.json())));
        }
    }
    times.sort();
    Ok(times[ASKED * 99 / 100].as_secs_f64() * 1000.0)
}

/// Waits for the program, and answers the most memory it was seen to have, in MiB.
fn watch(mut child: Child) -> Result<f64> {
    let mut most = 0.0_f64;
    loop {
        most = most.max(most_memory_of(child.id()));
        if let Some(status) = child.try_wait()? {
            // A few names of the published table are no names; they are told and left out.
            return if matches!(status.code(), Some(0 | 1)) { Ok(most) } else { Err(Error::other(status.to_string())) };
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
