//! A document in the forms people carry away.
mod docx;
mod markdown;

pub use docx::docx;
pub use markdown::markdown;
