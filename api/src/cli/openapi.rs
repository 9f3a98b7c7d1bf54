//! `jindu openapi`: the API document.
use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use super::Outcome;
use crate::app;
use crate::start::Refusal;

/// Print the API document (OpenAPI 3.1) 接口文档
///
/// The same bytes as `openapi/openapi.json` and `GET /api/v1/openapi.json`. Needs neither database nor settings.
#[derive(Args)]
#[command(after_help = "Example:\n  jindu openapi > openapi.json")]
pub struct Openapi {}

/// Prints it.
///
/// # Errors
/// Nobody reads what is printed.
pub fn run() -> Outcome {
    let mut output = std::io::stdout().lock();
    let printed = output.write_all(app::document_text().as_bytes()).and_then(|()| output.flush());
    printed.map_err(|error| Refusal::Failed(format!("the document cannot be written: {error}")))?;
    Ok(ExitCode::SUCCESS)
}
