//! A document in the forms people carry away.
mod docx;
mod markdown;
mod package;

pub use docx::docx;
pub use markdown::markdown;
