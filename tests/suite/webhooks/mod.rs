//! Webhooks, sent over real sockets to receivers that behave well, badly, or not at all. Time is what each test says it is.
pub mod arrange;
mod delivery;
mod hostile;
mod keeping;
mod killed;
mod slow;
