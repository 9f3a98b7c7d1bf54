//! The server as a process of its own: started, asked over a socket, stopped or killed.
pub mod http;
mod server;

pub use self::server::{Server, most_memory_of};
