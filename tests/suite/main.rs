//! The API from outside, over HTTP, on whichever database `TEST_DATABASE_URL` names.
#![expect(clippy::indexing_slicing, reason = "a member that is missing reads as null, and a test may fail")]

mod accounts;
mod auth;
mod backups;
mod complaints;
mod confidential;
mod contract;
mod domains;
mod duties;
mod exports;
mod feed;
mod figures;
mod hostile;
mod imports;
mod layers;
mod ledgers;
mod machines;
mod migrations;
mod papers;
mod platform;
mod proof;
mod reconciliation;
mod tokens;
mod webhooks;
