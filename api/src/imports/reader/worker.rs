//! The third gate, inside: the process that reads one file and can do nothing else.
//!
//! `jindu import-worker` takes a file on its input and writes rows on its output. Before the first byte it gives up the right
//! to use more than 512 MiB of memory or 60 s of processor time, to write files, to start processes and to leave a core dump,
//! which would hold personal data.

use super::{Limits, read, wire};
use rlimit::{Resource, setrlimit};
use std::io::{self, BufWriter, Read};
use std::process::ExitCode;

/// The hidden sub-command under which the program becomes a reader.
pub const SUB_COMMAND: &str = "import-worker";

/// How the child ends when it could not confine itself; it has read nothing then.
pub(super) const UNCONFINED: u8 = 3;

/// The limits that the kernel keeps.
const CONFINEMENT: [(Resource, u64); 6] = [
    (Resource::AS, 512 * 1024 * 1024),
    (Resource::CPU, 60),
    (Resource::FSIZE, 0),
    (Resource::NOFILE, 8),
    (Resource::NPROC, 0),
    (Resource::CORE, 0),
];

/// Reads a file from the standard input and writes its rows to the standard output.
///
/// Must run before the program starts threads or opens anything: it gives up rights for good.
pub fn run_worker() -> ExitCode {
    if CONFINEMENT.into_iter().any(|(resource, limit)| setrlimit(resource, limit, limit).is_err()) {
        return ExitCode::from(UNCONFINED);
    }
    match answer(&Limits::default()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(limits: &Limits) -> io::Result<()> {
    let mut bytes = Vec::new();
    // One byte more than may be: `read` refuses what is too large, and the rest never enters this process.
    io::stdin().lock().take(limits.upload as u64 + 1).read_to_end(&mut bytes)?;
    let outcome = read(&bytes, "", limits);
    drop(bytes);
    wire::write(&outcome, BufWriter::with_capacity(64 * 1024, io::stdout().lock()))
}
