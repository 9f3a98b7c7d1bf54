//! The API from outside, over HTTP, on whichever database `TEST_DATABASE_URL` names.
mod contract;
mod events;
