//! What an account keeps for itself: how its lists look, and searches it comes back to.
mod preferences;
mod views;
