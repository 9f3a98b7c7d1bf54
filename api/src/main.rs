//! The `jindu` command.
use std::process::ExitCode;

use jindu::imports::reader::{run_worker, worker::SUB_COMMAND};
use tikv_jemallocator::Jemalloc;

/// The system's allocator costs a sixth of the time of a write, and keeps for ever what one import or export needed. How much
/// this one keeps, and for how long, is said in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    // Before any thread or file: the reader of uploads gives up its rights for good.
    if std::env::args_os().nth(1).is_some_and(|first| first == SUB_COMMAND) {
        return run_worker();
    }
    jindu::cli::run()
}
