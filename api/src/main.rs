//! The `jindu` command.
fn main() -> std::process::ExitCode {
    if std::env::args().nth(1).as_deref() == Some("openapi") {
        print!("{}", jindu::app::document_text());
    }
    std::process::ExitCode::SUCCESS
}
