//! The log: lines or JSON on standard error, each within the request that caused it.
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};
use crate::start::Refusal;

/// Says at each start what ours says better; a filter that names it has the last word.
const QUIETED: &str = "actix_server=warn";

/// Starts the log, and keeps what a panic says out of it: it may quote a record.
///
/// # Errors
/// The filter cannot be read.
pub fn start(settings: &Settings) -> Result<(), Refusal> {
    let filter = EnvFilter::builder()
        .parse(format!("{QUIETED},{}", settings.log))
        .map_err(|error| Refusal::Settings(format!("JINDU_LOG: {:?}: {error}", settings.log)))?;
    // A log that cannot be written, on a disk that is full, must not end requests: said on standard error, that would panic.
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    let log = log.with_writer(std::io::stderr).with_ansi(false);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a thread panicked");
    }));
    Ok(())
}
