//! A server: started on a free port with a folder of its own, watched through /proc, stopped.
use std::io::Result;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::http::{self, Answer};

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_mins(1);
/// Units of processor time in /proc: a hundred a second on every Linux this runs on.
const TICK: Duration = Duration::from_millis(10);

/// A running server; ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to the first 200 of /health/ready.
    pub start: Duration,
}

impl Server {
    /// Starts `program serve` on this database and data folder.
    ///
    /// # Errors
    /// It does not start, or is not ready in time.
    pub fn start(program: &Path, database_url: &str, data_dir: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("serve");
        Self::spawn(command, database_url, data_dir)
    }

    /// Starts it as one of several that others know by one address.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_as(public_url: &str, program: &Path, database_url: &str, data_dir: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("serve").env("JINDU_PUBLIC_URL", public_url);
        Self::spawn(command, database_url, data_dir)
    }

    /// Starts it so that its webhooks may lead to this machine.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_sending_here(program: &Path, database_url: &str, data_dir: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("serve").env("JINDU_WEBHOOKS_LOOPBACK", "true");
        Self::spawn(command, database_url, data_dir)
    }

    /// Starts it so that no file of its may grow beyond so many KiB: what a full disk refuses is refused then.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_on_full_disk(program: &Path, database_url: &str, data_dir: &Path, most: u64) -> Result<Self> {
        let mut command = Command::new("sh");
        // Without the trap the process would be ended by the signal that says so.
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" serve", 2 * most);
        command.arg("-c").arg(script).arg(program);
        let log = data_dir.join("full.log");
        std::fs::write(&log, vec![b'\n'; 2 * 1024 * usize::try_from(most).map_err(std::io::Error::other)?])?;
        command.stderr(std::fs::OpenOptions::new().append(true).open(log)?);
        Self::spawn(command, database_url, data_dir)
    }

    fn spawn(mut command: Command, database_url: &str, data_dir: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        command.env("DATABASE_URL", database_url).env("JINDU_DATA_DIR", data_dir);
        command
            .env("JINDU_LISTEN", address.to_string())
            .env("JINDU_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let started = Instant::now();
        let mut server = Self { child: command.spawn()?, address, start: Duration::ZERO };
        while !http::send(address, "GET", "/health/ready", &[], b"").is_ok_and(|answer| answer.status == 200) {
            if started.elapsed() > PATIENCE || server.child.try_wait()?.is_some() {
                return Err(std::io::Error::other("the server does not get ready"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        server.start = started.elapsed();
        Ok(server)
    }

    /// Sends it a signal: `KILL` ends it at once, and nothing is finished.
    pub fn signal(&self, name: &str) {
        let _ = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
    }

    /// An access token for an account.
    ///
    /// # Errors
    /// The server refuses.
    pub fn sign_in(&self, username: &str, password: &str) -> Result<String> {
        let body = serde_json::json!({ "username": username, "password": password }).to_string();
        let json = [("Content-Type", "application/json")];
        let answer = http::send(self.address, "POST", "/api/v1/auth/login", &json, body.as_bytes())?;
        let token = answer.json().get("access_token").and_then(|token| token.as_str().map(str::to_owned));
        token.ok_or_else(|| std::io::Error::other(format!("signing in was answered with {}", answer.status)))
    }

    /// POSTs to a path under the API's base.
    ///
    /// # Errors
    /// The connection breaks.
    pub fn post(&self, token: &str, path: &str, body: &serde_json::Value) -> Result<Answer> {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        http::send(self.address, "POST", &format!("/api/v1{path}"), &headers, body.to_string().as_bytes())
    }

    /// Changes (`PATCH`) what stands at this version under the API's base.
    ///
    /// # Errors
    /// The connection breaks.
    pub fn patch(&self, token: &str, path: &str, version: i64, body: &serde_json::Value) -> Result<Answer> {
        let (bearer, version) = (format!("Bearer {token}"), format!("\"{version}\""));
        let media = ("Content-Type", "application/merge-patch+json");
        let headers = [("Authorization", bearer.as_str()), ("If-Match", version.as_str()), media];
        http::send(self.address, "PATCH", &format!("/api/v1{path}"), &headers, body.to_string().as_bytes())
    }

    /// POSTs a form to a path of the server.
    ///
    /// # Errors
    /// The connection breaks.
    pub fn post_form(&self, path: &str, form: &str) -> Result<Answer> {
        let media = [("Content-Type", "application/x-www-form-urlencoded")];
        http::send(self.address, "POST", path, &media, form.as_bytes())
    }

    /// GETs a path under the API's base.
    ///
    /// # Errors
    /// The connection breaks.
    pub fn get(&self, token: &str, path: &str) -> Result<Answer> {
        let bearer = format!("Bearer {token}");
        http::send(self.address, "GET", &format!("/api/v1{path}"), &[("Authorization", bearer.as_str())], b"")
    }

    /// Resident memory, in MiB.
    pub fn memory(&self) -> f64 {
        status(self.child.id(), "VmRSS:")
    }

    /// The most memory that was ever resident, in MiB.
    pub fn most_memory(&self) -> f64 {
        most_memory_of(self.child.id())
    }

    /// Lets [`Server::most_memory`] begin anew with what is resident now.
    pub fn forget_most_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("it is a process of ours");
    }

    /// Processor time used so far.
    pub fn busy(&self) -> Duration {
        self.busy_in(2)
    }

    /// Processor time used so far, with that of the processes it has started and that have ended.
    pub fn busy_with_children(&self) -> Duration {
        self.busy_in(4)
    }

    fn busy_in(&self, numbers: usize) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name in brackets may hold spaces; after it, user and system time are the 12th and 13th, then those of children.
        let rest = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u32 =
            rest.split_whitespace().skip(11).take(numbers).filter_map(|number| number.parse::<u32>().ok()).sum();
        TICK * ticks
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// The most memory of a process that was ever resident, in MiB; not a number once it is gone.
pub fn most_memory_of(process: u32) -> f64 {
    status(process, "VmHWM:")
}

fn status(process: u32, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
