//! The engine against the golden cases; beside it what must hold for any facts, and what a new version of a rule does.
mod properties;
mod table;
mod versions;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::table::{Golden, GoldenCase, GoldenMember, GoldenPerson, GoldenStay, GoldenTransfer, GoldenTreatment};
use super::duties;
use super::facts::{
    Episode, Facts, HandoverFact, LeaveFact, MemberFact, NoticeFact, PersonFact, StayFact, TestFact, TransferFact,
    VisitFact,
};
use crate::personnel::{RemoteState, is_at_large};
use crate::platform::coded::Coded;
use crate::platform::id::Id;
use crate::statutes::book::Book;
use crate::statutes::store::shipped;
use crate::tasks::{Duty, TaskKind};

/// Cases of the law, and those of care and hand-over.
const GOLDEN: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/duties.toml")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/care.toml")),
];

/// Rules of a kind that another rule has too: told by their own name.
const OTHERS: [&str; 2] = ["report_in_moved", "agreement_renewed"];

fn person(person: &GoldenPerson) -> PersonFact {
    PersonFact {
        first_found_on: person.found.as_ref().map(day),
        is_in_community: person.status.is_none_or(is_at_large),
        is_away_undated: false,
        entered_risk_level: person.risk,
    }
}

fn stay(stay: &GoldenStay) -> StayFact {
    StayFact { left_on: day(&stay.from), back_on: stay.back.as_ref().map(day), every_days: stay.every }
}

fn member(member: &GoldenMember) -> MemberFact {
    let (since, until) = (day(&member.since), member.until.as_ref().map(day));
    MemberFact { id: Id::new(), role: member.role, since, until }
}

/// A transfer is of the first measure.
fn transfer(one: &GoldenTransfer, episodes: &[Episode]) -> TransferFact {
    let on = |written: &Option<toml::value::Datetime>| written.as_ref().map(day);
    TransferFact {
        id: Id::new(),
        episode_id: episodes.first().expect("a measure").id,
        decided_on: day(&one.decided),
        sent_on: on(&one.sent),
        changed_on: on(&one.changed),
        reported_in_on: on(&one.reported),
        agreement_signed_on: on(&one.signed),
    }
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
        counts: test.remote.is_none_or(|state| state == RemoteState::Approved),
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
        person: person(&case.person),
        visits: case.visits.iter().map(|on| VisitFact { id: Id::new(), on: day(on) }).collect(),
        grades: case.assessments.iter().map(|one| (day(&one.on), one.level.into())).collect(),
        stays: case.stays.iter().map(stay).collect(),
        notices: case
            .notices
            .iter()
            .map(|one| NoticeFact { id: Id::new(), kind: one.kind, on: day(&one.on) })
            .collect(),
        team: case.team.iter().map(member).collect(),
        transfers: case.transfers.iter().map(|one| transfer(one, episodes)).collect(),
        confirmed: BTreeMap::new(),
    }
}

fn line(duty: &Duty, episodes: &[Episode]) -> (String, String) {
    // Several rules are of these kinds.
    let by_rule =
        matches!(duty.kind, TaskKind::Handover | TaskKind::Notice) || OTHERS.contains(&duty.which.rule_id.as_str());
    let kind = if by_rule { duty.which.rule_id.as_str() } else { duty.kind.code() };
    let number = episodes.iter().position(|episode| Some(episode.id) == duty.which.episode_id).map(|index| index + 1);
    let prefix = number.filter(|_| episodes.len() > 1).map(|number| format!("#{number} ")).unwrap_or_default();
    let done = duty.done_on.map(|on| format!(" {on}")).unwrap_or_default();
    let violation = if duty.has_violation { " !" } else { "" };
    let (ordinal, from, to, state) = (duty.which.ordinal, duty.starts_on, duty.due_on, duty.state.code());
    (kind.to_owned(), format!("{prefix}{kind} {ordinal} {from}..{to} {state}{done}{violation}"))
}

#[test]
fn golden_cases() {
    let golden: Vec<GoldenCase> =
        GOLDEN.iter().flat_map(|table| toml::from_str::<Golden>(table).expect("the table reads").case).collect();
    assert!(golden.len() >= 60);
    let book = Book::new(shipped());
    let mut wrong = Vec::new();
    for case in &golden {
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
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), golden.len(), wrong.join("\n"));
}
