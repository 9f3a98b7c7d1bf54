//! The engine against the golden cases; beside it what must hold for any facts, and what a new version of a rule does.
mod properties;
mod versions;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::duties;
use super::facts::{Episode, Facts, HandoverFact, LeaveFact, TestFact};
use crate::personnel::{HandoverReason, LeaveState, TestResult, TreatmentKind, TreatmentState};
use crate::platform::coded::Coded;
use crate::platform::id::Id;
use crate::statutes::book::Book;
use crate::statutes::store::shipped;
use crate::tasks::{Duty, TaskKind};

const GOLDEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/duties.toml"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    case: Vec<GoldenCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenCase {
    name: String,
    article: String,
    as_of: toml::value::Datetime,
    kinds: Vec<String>,
    #[serde(default)]
    tests: Vec<GoldenTest>,
    #[serde(default)]
    leaves: Vec<GoldenLeave>,
    #[serde(default)]
    handovers: Vec<GoldenHandover>,
    expect: Vec<String>,
    treatment: Vec<GoldenTreatment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenTest {
    on: toml::value::Datetime,
    result: TestResult,
    document: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenLeave {
    state: LeaveState,
    from: toml::value::Datetime,
    due: Option<toml::value::Datetime>,
    back: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenHandover {
    reason: HandoverReason,
    #[serde(rename = "reported")]
    _reported: toml::value::Datetime,
    receipt: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenTreatment {
    kind: TreatmentKind,
    state: TreatmentState,
    #[serde(rename = "decided_on")]
    _decided_on: Option<toml::value::Datetime>,
    received_on: Option<toml::value::Datetime>,
    reported_in_on: Option<toml::value::Datetime>,
    agreement_signed_on: Option<toml::value::Datetime>,
    term_ends_on: Option<toml::value::Datetime>,
    ended_on: Option<toml::value::Datetime>,
    #[serde(default)]
    suspended: Vec<GoldenPeriod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoldenPeriod {
    from: toml::value::Datetime,
    to: Option<toml::value::Datetime>,
}

fn day(written: &toml::value::Datetime) -> NaiveDate {
    written.to_string().parse().expect("a date")
}

fn episode(treatment: &GoldenTreatment) -> Episode {
    let on = |written: &Option<toml::value::Datetime>| written.as_ref().map(day);
    Episode {
        id: Id::new(),
        kind: treatment.kind,
        state: treatment.state,
        received_on: on(&treatment.received_on),
        reported_in_on: on(&treatment.reported_in_on),
        agreement_signed_on: on(&treatment.agreement_signed_on),
        term_ends_on: on(&treatment.term_ends_on),
        ended_on: on(&treatment.ended_on),
        suspended: treatment.suspended.iter().map(|period| (day(&period.from), on(&period.to))).collect(),
    }
}

fn facts_of(case: &GoldenCase, episodes: &[Episode]) -> Facts {
    let tests = case.tests.iter().map(|test| TestFact {
        id: Id::new(),
        on: day(&test.on),
        result: test.result,
        has_document: test.document.is_some(),
    });
    let leaves = case.leaves.iter().map(|leave| LeaveFact {
        id: Id::new(),
        state: leave.state,
        left_on: day(&leave.from),
        due_back_on: leave.due.as_ref().map(day),
        back_on: leave.back.as_ref().map(day),
    });
    let handovers = case.handovers.iter().map(|handover| HandoverFact {
        id: Id::new(),
        reason: handover.reason,
        receipt_on: handover.receipt.as_ref().map(day),
    });
    Facts {
        episodes: episodes.to_vec(),
        tests: tests.collect(),
        leaves: leaves.collect(),
        handovers: handovers.collect(),
        confirmed: BTreeMap::new(),
    }
}

fn line(duty: &Duty, episodes: &[Episode]) -> (String, String) {
    let kind = if duty.kind == TaskKind::Handover { duty.which.rule_id.as_str() } else { duty.kind.code() };
    let number = episodes.iter().position(|episode| episode.id == duty.which.episode_id).expect("an episode") + 1;
    let prefix = if episodes.len() > 1 { format!("#{number} ") } else { String::new() };
    let done = duty.done_on.map(|on| format!(" {on}")).unwrap_or_default();
    let violation = if duty.has_violation { " !" } else { "" };
    let (ordinal, from, to, state) = (duty.which.ordinal, duty.starts_on, duty.due_on, duty.state.code());
    (kind.to_owned(), format!("{prefix}{kind} {ordinal} {from}..{to} {state}{done}{violation}"))
}

#[test]
fn golden_cases() {
    let golden: Golden = toml::from_str(GOLDEN).expect("the table reads");
    assert!(golden.case.len() >= 60);
    let book = Book::new(shipped());
    let mut wrong = Vec::new();
    for case in &golden.case {
        let episodes: Vec<Episode> = case.treatment.iter().map(episode).collect();
        let facts = facts_of(case, &episodes);
        let found = duties(&facts, &book, day(&case.as_of));
        let mut lines: Vec<String> = found
            .iter()
            .map(|duty| line(duty, &episodes))
            .filter(|(kind, _)| case.kinds.contains(kind))
            .map(|(_, line)| line)
            .collect();
        let mut expected = case.expect.clone();
        lines.sort();
        expected.sort();
        if lines != expected {
            let only = |one: &[String], other: &[String]| {
                one.iter().filter(|line| !other.contains(line)).cloned().collect::<Vec<_>>().join("\n    ")
            };
            let (more, less) = (only(&lines, &expected), only(&expected, &lines));
            wrong.push(format!("{} ({})\n  found:\n    {more}\n  expected:\n    {less}", case.name, case.article));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), golden.case.len(), wrong.join("\n"));
}
