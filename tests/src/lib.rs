//! What the tests and the benchmark share.
pub mod hostile;
pub mod support;
