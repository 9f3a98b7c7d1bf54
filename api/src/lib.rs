//! Jindu 禁毒通: drug-control casework for townships. See ARCHITECTURE.md for the rooms.
pub mod app;
pub mod cli;
pub mod codes;
pub mod config;
pub mod dictionaries;
pub mod divisions;
mod docs;
pub mod events;
pub mod imports;
pub mod indicators;
pub mod personnel;
pub mod platform;
pub mod reports;
pub mod server;
pub mod staff;
pub mod start;
mod web_client;
