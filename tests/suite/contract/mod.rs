//! Promises about every operation at once, read off the document the API publishes.
pub mod arrange;
mod bodies;
mod conforms;
mod described;
pub mod document;
mod example;
mod lists;
mod permissions;
mod records;
mod refusals;
mod schema;
