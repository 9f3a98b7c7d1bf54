//! The `jindu` command.
use std::process::ExitCode;

use jindu::imports::reader::{run_worker, worker::SUB_COMMAND};

fn main() -> ExitCode {
    // Before any thread or file: the reader of uploads gives up its rights for good.
    if std::env::args_os().nth(1).is_some_and(|first| first == SUB_COMMAND) {
        return run_worker();
    }
    jindu::cli::run()
}
