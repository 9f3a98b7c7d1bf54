//! Jindu 禁毒通: drug-control casework for townships. See ARCHITECTURE.md for the rooms.
pub mod app;
pub mod codes;
pub mod events;
pub mod imports;
pub mod indicators;
pub mod personnel;
pub mod platform;
pub mod reports;
