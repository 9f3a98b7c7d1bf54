//! The third gate, outside: starts the child, feeds it, and turns whatever happens to it into an answer.

use super::worker::{SUB_COMMAND, UNCONFINED};
use super::{Limits, ReadFile, ReadRefusal, kind, rules, wire};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

/// How long a child may take by the clock: its 60 s of processor time and a little.
const PATIENCE: Duration = Duration::from_secs(65);
/// The most that a child may write: far above what rows within the limits need.
const OUTPUT: u64 = 256 * 1024 * 1024;
/// How Rust's runtime ends a process that panicked.
const PANICKED: i32 = 101;

type Outcome = Option<Result<ReadFile, ReadRefusal>>;

/// Reads a ledger in a process of its own: `program` is this program, started as `program import-worker` with an empty
/// environment. Blocks up to 65 s; call it from a thread that may block, and bound how many run at once.
///
/// # Errors
/// The refusal of the gate that stopped the file; `import.file.too_costly` when the child was killed, aborted or ran out of
/// memory or time; `import.reader.unavailable` when it could not be started, which is our fault and not the file's.
pub fn read_in_child(program: &Path, bytes: &[u8], file_name: &str) -> Result<ReadFile, ReadRefusal> {
    let mut command = Command::new(program);
    command.arg(SUB_COMMAND);
    read_within(command, bytes, file_name, PATIENCE)
}

fn read_within(command: Command, bytes: &[u8], name: &str, patience: Duration) -> Result<ReadFile, ReadRefusal> {
    let limits = Limits::default();
    if bytes.len() > limits.upload {
        return Err(rules::TOO_LARGE.into());
    }
    let mut child = start(command).map_err(unavailable)?;
    let outcome = converse(&mut child, bytes, &limits, patience);
    let status = child.wait().map_err(unavailable)?;
    let mut file = outcome.unwrap_or_else(|| Err(fate(status)))?;
    file.notes.extend(kind::name_note(name, file.encoding));
    Ok(file)
}

fn start(mut command: Command) -> io::Result<Child> {
    command
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // What a panic says may quote the file.
        .stderr(Stdio::null())
        .spawn()
}

/// Feeds the file from one thread and reads the rows in another, so that neither side can block this one past its patience.
fn converse(child: &mut Child, bytes: &[u8], limits: &Limits, patience: Duration) -> Outcome {
    let (input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (send, receive) = sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || feed(input, bytes));
        scope.spawn(move || send.send(listen(output, limits)));
        let answer = receive.recv_timeout(patience);
        if matches!(answer, Ok(None)) {
            let_end(child);
        }
        // Closes the pipes, which ends both threads. It fails only when the child is gone already.
        let _ = child.kill();
        answer.ok().flatten()
    })
}

/// Gives a child that broke off a second to end by itself: how it ends tells why.
fn let_end(child: &mut Child) {
    for _ in 0..100 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// A child that has refused early closes its input; what it did not want is of no interest.
fn feed(mut input: ChildStdin, bytes: &[u8]) {
    let _ = input.write_all(bytes);
}

fn listen(output: ChildStdout, limits: &Limits) -> Outcome {
    wire::read(BufReader::with_capacity(64 * 1024, output.take(OUTPUT)), limits)
}

/// What became of a child that did not finish its answer.
fn fate(status: ExitStatus) -> ReadRefusal {
    match status.code() {
        Some(code) if code == i32::from(UNCONFINED) => rules::UNAVAILABLE.into(),
        Some(PANICKED) => rules::DAMAGED.into(),
        _ => rules::TOO_COSTLY.into(),
    }
}

fn unavailable(_: io::Error) -> ReadRefusal {
    rules::UNAVAILABLE.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule by which a file is refused when a script takes the place of the reader.
    fn refused(script: &str) -> &'static str {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        // More than a pipe holds: a child that does not read must not hold the feeding thread.
        read_within(command, &vec![b'a'; 1024 * 1024], "a.csv", Duration::from_millis(400)).unwrap_err().rule.code
    }

    #[test]
    fn every_death_is_an_answer() {
        assert_eq!(refused("kill -ABRT $$"), "import.file.too_costly");
        assert_eq!(refused("kill -KILL $$"), "import.file.too_costly");
        assert_eq!(refused("cat >/dev/null; exit 1"), "import.file.too_costly");
        assert_eq!(refused("exit 101"), "import.file.damaged");
        assert_eq!(refused("exit 3"), "import.reader.unavailable");
        assert_eq!(refused("exec sleep 20"), "import.file.too_costly");
        assert_eq!(refused("exec cat /dev/zero"), "import.file.too_costly");
        assert_eq!(refused("echo nonsense; exec sleep 20"), "import.file.too_costly");
    }

    #[test]
    fn a_missing_program_is_our_fault() {
        let refusal = read_in_child(Path::new("/nonexistent/jindu"), b"a", "a.csv").unwrap_err();
        assert_eq!(refusal.rule, rules::UNAVAILABLE);
    }

    #[test]
    fn what_is_too_large_starts_nothing() {
        let bytes = vec![b'a'; Limits::default().upload + 1];
        assert_eq!(read_in_child(Path::new("/nonexistent"), &bytes, "a").unwrap_err().rule, rules::TOO_LARGE);
    }
}
