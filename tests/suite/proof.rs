//! What the journal proves: with processes that are killed, disks that are full, and heads that somebody kept.
mod accesses;
mod feed;
pub mod office;
mod processes;
mod verified;
