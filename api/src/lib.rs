//! Jindu 禁毒通: drug-control casework for townships. See ARCHITECTURE.md for the rooms.
pub mod app;
pub mod codes;
pub mod dictionaries;
pub mod divisions;
pub mod events;
pub mod platform;
pub mod staff;
