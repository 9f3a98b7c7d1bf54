//! What the tests and the benchmark share.
pub mod hostile;
pub mod process;
pub mod support;
