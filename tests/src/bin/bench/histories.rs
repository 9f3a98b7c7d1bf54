//! Three years of ten thousand persons: a measure each and a test in every window, one in ten of them missed.
use std::io::{Error, Result};
use std::time::Instant;

use chrono::{Days, Months, NaiveDate};
use jindu::personnel::tests::{CreateTest, TestMethod, TestResult};
use jindu::personnel::treatments::{CreateTreatment, TreatmentKind, TreatmentState};
use jindu::personnel::{self, Owner};
use jindu::platform::Platform;
use jindu::platform::access::Tx;
use jindu::platform::clock;
use jindu::platform::error::ApiResult;
use jindu::platform::id::Id;
use jindu::statutes;

use crate::dice::Dice;

/// Persons with a history.
pub const PERSONS: usize = 10_000;
/// Persons of one transaction.
const CHUNK: usize = 500;
/// Months of the windows of community treatment: 12 of one, 6 of two, 4 of three.
const MONTHS: [u32; 22] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3];

/// Gives these persons their histories; what they owe follows in the same transactions.
///
/// # Errors
/// The database refuses.
pub fn fill(platform: &Platform, persons: &[Id]) -> Result<()> {
    let started = Instant::now();
    for (number, chunk) in persons.chunks(CHUNK).enumerate() {
        let chunk = chunk.to_vec();
        let written = platform.command_line().write_blocking(move |tx| write(tx, &chunk, number * CHUNK));
        written.map_err(Error::other)?;
    }
    eprintln!("  {} histories made in {:.1} s", persons.len(), started.elapsed().as_secs_f64());
    Ok(())
}

fn write(tx: &mut Tx<'_>, persons: &[Id], from: usize) -> ApiResult<()> {
    let owners: Vec<Owner> = personnel::owners_among(tx, persons)?;
    let (mut treatments, mut tests) = (Vec::new(), Vec::new());
    for (index, owner) in owners.iter().enumerate() {
        let mut dice = Dice::of((from + index) as u64);
        let reported = clock::today() - Months::new(36) - Days::new(dice.below(28) as u64);
        treatments.push((owner, Id::new(), treatment(reported)));
        let mut at = reported;
        for months in MONTHS {
            if dice.below(10) > 0 {
                tests.push((owner, Id::new(), test(at + Days::new(dice.below(25) as u64))));
            }
            at = at + Months::new(months);
        }
    }
    let treatments: Vec<_> = treatments.iter().map(|(owner, id, facts)| (*owner, *id, facts)).collect();
    let tests: Vec<_> = tests.iter().map(|(owner, id, facts)| (*owner, *id, facts)).collect();
    personnel::treatments::store::insert_all(tx, &treatments)?;
    personnel::tests::store::insert_all(tx, &tests)
}

fn treatment(reported: NaiveDate) -> CreateTreatment {
    CreateTreatment {
        kind: TreatmentKind::CommunityTreatment,
        state: TreatmentState::Executing,
        document_no: None,
        decided_on: None,
        received_on: Some(reported - Days::new(5)),
        reported_in_on: Some(reported),
        agreement_signed_on: Some(reported),
        term_ends_on: Some(reported + Months::new(36)),
        suspended_periods: Vec::new(),
        ended_on: None,
        outcome: None,
        notes: None,
    }
}

fn test(on: NaiveDate) -> CreateTest {
    CreateTest {
        tested_on: on,
        method: TestMethod::Urine,
        result: TestResult::Negative,
        panel: Vec::new(),
        tester: Some("派出所民警".into()),
        witness: None,
        document_no: None,
        place: None,
        remote: None,
        notes: None,
    }
}

/// Seconds to reckon everyone's duties from the facts again and hold them against the ledger.
///
/// # Errors
/// The database refuses, or the ledger differs.
pub fn reckon(platform: &Platform) -> Result<f64> {
    let started = Instant::now();
    let differences = platform.command_line().read_apart(|reading| {
        let persons = statutes::everyone(reading)?;
        statutes::compare(reading, &persons, clock::today())
    });
    let differences = differences.map_err(Error::other)?;
    if !differences.is_none() {
        return Err(Error::other(format!("the ledger differs: {differences:?}")));
    }
    Ok(started.elapsed().as_secs_f64())
}
