//! Load from wrk: keeps a number of connections busy and tells requests a second and how long they took.
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::seed::{PASSWORD, USER};
use jindu_tests::process::Server;

/// Seconds before anything counts.
const WARM_UP: u32 = 3;
/// Seconds that count.
const MEASURED: u32 = 10;

/// What the scripts print at the end.
#[derive(Debug, Deserialize)]
struct Printed {
    requests: u64,
    micros: u64,
    failed: u64,
    p50: u64,
    p99: u64,
}

/// One figure under load.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Requests answered in a second.
    pub per_second: f64,
    /// Half were answered within this many milliseconds.
    pub p50: f64,
    /// And ninety-nine of a hundred within this many.
    pub p99: f64,
    /// Microseconds of the server's processor time a request.
    pub server_micros: f64,
}

/// Drives one server as one account.
pub struct Driver<'a> {
    server: &'a Server,
    folder: &'a Path,
    measured: u32,
    runs: u32,
}

impl<'a> Driver<'a> {
    /// A driver that keeps its scripts and lists in `folder`.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(server: &'a Server, folder: &'a Path) -> Result<Self> {
        let common = include_str!("scripts/common.lua");
        std::fs::write(folder.join("get.lua"), [common, include_str!("scripts/get.lua")].concat())?;
        std::fs::write(folder.join("create.lua"), [common, include_str!("scripts/create.lua")].concat())?;
        std::fs::write(folder.join("test.lua"), [common, include_str!("scripts/test.lua")].concat())?;
        let measured = std::env::var("BENCH_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(MEASURED);
        Ok(Self { server, folder, measured, runs: 0 })
    }

    /// GETs these paths at random.
    ///
    /// # Errors
    /// An answer that is none, or a refusal.
    pub fn get(&mut self, paths: &[String]) -> Result<Load> {
        self.get_by(paths, 16)
    }

    /// GETs these paths at random, so many at a time.
    ///
    /// # Errors
    /// As [`Driver::get`].
    pub fn get_by(&mut self, paths: &[String], connections: u32) -> Result<Load> {
        let list = self.folder.join("paths.txt");
        std::fs::write(&list, paths.join("\n"))?;
        self.run("get.lua", Some(list), connections)
    }

    /// Registers persons, 32 at a time.
    ///
    /// # Errors
    /// As [`Driver::get`].
    pub fn create(&mut self) -> Result<Load> {
        self.run("create.lua", None, 32)
    }

    /// Records tests of these persons, four at a time: as many clerks as a big office has.
    ///
    /// # Errors
    /// As [`Driver::get`].
    pub fn record_tests(&mut self, paths: &[String]) -> Result<Load> {
        let list = self.folder.join("paths.txt");
        std::fs::write(&list, paths.join("\n"))?;
        self.run("test.lua", Some(list), 4)
    }

    fn run(&mut self, script: &str, list: Option<PathBuf>, connections: u32) -> Result<Load> {
        // A token lives five minutes: each figure has its own.
        let token = self.server.sign_in(USER, PASSWORD)?;
        self.wrk(script, &token, list.as_deref(), connections, WARM_UP)?;
        let busy = self.server.busy();
        let printed = self.wrk(script, &token, list.as_deref(), connections, self.measured)?;
        let busy = (self.server.busy() - busy).as_secs_f64();
        let requests = printed.requests as f64;
        Ok(Load {
            per_second: requests * 1e6 / printed.micros as f64,
            p50: printed.p50 as f64 / 1000.0,
            p99: printed.p99 as f64 / 1000.0,
            server_micros: busy * 1e6 / requests,
        })
    }

    fn wrk(
        &mut self,
        script: &str,
        token: &str,
        list: Option<&Path>,
        connections: u32,
        seconds: u32,
    ) -> Result<Printed> {
        self.runs += 1;
        let mut command = Command::new("wrk");
        command.args(["-t2", &format!("-c{connections}"), &format!("-d{seconds}s")]);
        command.arg("-s").arg(self.folder.join(script)).arg(format!("http://{}", self.server.address));
        command.arg("--").arg(token).arg(list.unwrap_or(Path::new("-"))).arg(self.runs.to_string());
        let output = command.output().map_err(|error| Error::other(format!("wrk: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("RESULT "))
            .ok_or_else(|| Error::other(format!("wrk says: {text}{}", String::from_utf8_lossy(&output.stderr))))?;
        let printed: Printed = serde_json::from_str(line)?;
        if printed.failed > 0 {
            return Err(Error::other(format!("{script}: {} of {} requests failed", printed.failed, printed.requests)));
        }
        Ok(printed)
    }
}
