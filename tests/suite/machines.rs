//! Machine clients: how they get tokens, what they may do with them, and how they are out at once.
mod asking;
mod assertions;
mod limits;
mod office;
mod processes;
mod reading;
mod register;
