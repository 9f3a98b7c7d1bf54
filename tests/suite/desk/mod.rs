//! What an account keeps for itself: how its lists look, and searches it comes back to.
mod counts;
mod preferences;
mod views;
