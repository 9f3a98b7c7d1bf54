//! The facts that duties follow from, gathered from the records of many persons at once.
use std::collections::HashMap;

use chrono::NaiveDate;

use super::engine::facts::{
    Episode, Facts, HandoverFact, LeaveFact, MemberFact, NoticeFact, PersonFact, StayFact, TestFact, TransferFact,
    VisitFact,
};
use crate::personnel::{self, Leave, OnRoll, Owner, RiskLevel, TransferDates, Treatment};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::tasks;

/// Records by the person they are about.
type By<F> = HashMap<Id, Vec<F>>;

fn by_person<R, F>(records: Vec<R>, fact: impl Fn(R) -> (Id, F)) -> By<F> {
    let mut found: By<F> = HashMap::new();
    for (person_id, fact) in records.into_iter().map(fact) {
        found.entry(person_id).or_default().push(fact);
    }
    found
}

/// The facts of each of these persons, in their order.
///
/// # Errors
/// The database refuses.
pub fn facts(reading: &mut Reading<'_>, roll: &[OnRoll]) -> ApiResult<Vec<Facts>> {
    let owners = || roll.iter().map(|person| &person.owner);
    let mut episodes =
        by_person(personnel::treatments_of(reading, owners())?, |treatment| (treatment.person_id, episode(treatment)));
    let mut stays = stays(reading, roll)?;
    let mut tests = tests(reading, owners())?;
    // Who was never under a measure and is not away owes neither visits nor words, however many are on file.
    let is_under = |owner: &&Owner| episodes.contains_key(&owner.person_id);
    let is_away = |owner: &&Owner| stays.get(&owner.person_id).is_some_and(|stays| !stays.is_empty());
    let in_touch: Vec<&Owner> = owners().filter(|owner| is_under(owner) || is_away(owner)).collect();
    let under: Vec<&Owner> = owners().filter(is_under).collect();
    let mut visits = visits(reading, &in_touch)?;
    let mut work = Work::of(reading, &under)?;
    let ids: Vec<Id> = owners().map(|owner| owner.person_id).collect();
    let mut confirmed = tasks::confirmed(reading, &ids)?;
    let person = |person: &OnRoll| {
        let id = person.owner.person_id;
        let file = PersonFact {
            first_found_on: person.first_found_on,
            is_in_community: personnel::is_at_large(person.status),
            is_away_undated: person.is_away_undated,
            entered_risk_level: Some(work.entered.get(&id).copied().unwrap_or(person.risk_level)),
        };
        work.taken(
            id,
            Facts {
                episodes: episodes.remove(&id).unwrap_or_default(),
                tests: tests.remove(&id).unwrap_or_default(),
                person: file,
                visits: visits.remove(&id).unwrap_or_default(),
                stays: stays.remove(&id).unwrap_or_default(),
                confirmed: confirmed.remove(&id).unwrap_or_default(),
                ..Facts::default()
            },
        )
    };
    Ok(roll.iter().map(person).collect())
}

/// What is recorded of those who are or were under a measure.
struct Work {
    leaves: By<LeaveFact>,
    handovers: By<HandoverFact>,
    notices: By<NoticeFact>,
    team: By<MemberFact>,
    transfers: By<TransferFact>,
    grades: By<(NaiveDate, RiskLevel)>,
    entered: HashMap<Id, RiskLevel>,
}

impl Work {
    fn of(reading: &mut Reading<'_>, owners: &[&Owner]) -> ApiResult<Self> {
        let under = || owners.iter().copied();
        let leaves = by_person(personnel::leaves_of(reading, under())?, |one| (one.person_id, leave(&one)));
        let handovers = by_person(personnel::handovers_of(reading, under())?, |one| {
            let (id, reason, receipt_on) = (one.id, one.facts.reason, one.facts.receipt_on);
            (one.person_id, HandoverFact { id, reason, receipt_on })
        });
        let notices = by_person(personnel::notices_of(reading, under())?, |one| {
            (one.person_id, NoticeFact { id: one.id, kind: one.facts.kind, on: one.facts.issued_on })
        });
        let team = by_person(personnel::team_members_of(reading, under())?, |one| {
            let (id, facts) = (one.id, one.facts);
            (one.person_id, MemberFact { id, role: facts.role, since: facts.since, until: facts.until })
        });
        let transfers = by_person(personnel::transfers_of(reading, under())?, |one| (one.person_id, transfer(&one)));
        let grades = by_person(personnel::assessments_of(reading, under())?, |one| {
            (one.person_id, (one.facts.assessed_on, RiskLevel::from(one.facts.level)))
        });
        let assessed: Vec<Id> = grades.keys().copied().collect();
        let entered = personnel::entered_grades(reading, &assessed)?;
        Ok(Self { leaves, handovers, notices, team, transfers, grades, entered })
    }

    /// These facts with what is recorded of one person.
    fn taken(&mut self, id: Id, facts: Facts) -> Facts {
        Facts {
            leaves: self.leaves.remove(&id).unwrap_or_default(),
            handovers: self.handovers.remove(&id).unwrap_or_default(),
            notices: self.notices.remove(&id).unwrap_or_default(),
            team: self.team.remove(&id).unwrap_or_default(),
            transfers: self.transfers.remove(&id).unwrap_or_default(),
            grades: self.grades.remove(&id).unwrap_or_default(),
            ..facts
        }
    }
}

fn leave(leave: &Leave) -> LeaveFact {
    let (id, facts) = (leave.id, &leave.facts);
    let (left_on, due_back_on, back_on) = (facts.left_on, facts.due_back_on, facts.back_on);
    LeaveFact { id, state: facts.state, left_on, due_back_on, back_on }
}

fn transfer(one: &TransferDates) -> TransferFact {
    TransferFact {
        id: one.id,
        episode_id: one.treatment_id,
        decided_on: one.decided_on,
        sent_on: one.sent_on,
        changed_on: one.changed_on,
        reported_in_on: one.reported_in_on,
        agreement_signed_on: one.agreement_signed_on,
    }
}

fn visits(reading: &mut Reading<'_>, owners: &[&Owner]) -> ApiResult<By<VisitFact>> {
    let visits = personnel::visits_of(reading, owners.iter().copied())?;
    Ok(by_person(visits, |visit| (visit.person_id, VisitFact { id: visit.id, on: visit.facts.visited_on })))
}

fn tests<'o>(reading: &mut Reading<'_>, owners: impl Iterator<Item = &'o Owner>) -> ApiResult<By<TestFact>> {
    Ok(by_person(personnel::tests_of(reading, owners)?, |test| {
        let (counts, facts) = (test.facts.counts(), &test.facts);
        let has_document = facts.document_no.is_some();
        (test.person_id, TestFact { id: test.id, on: facts.tested_on, result: facts.result, has_document, counts })
    }))
}

/// Times away that are on record, and the one that the file tells of.
fn stays(reading: &mut Reading<'_>, roll: &[OnRoll]) -> ApiResult<By<StayFact>> {
    let every = |days: Option<i32>| days.and_then(|days| u32::try_from(days).ok());
    let recorded = personnel::stays_of(reading, roll.iter().map(|person| &person.owner))?;
    let mut stays = by_person(recorded, |stay| {
        let (left_on, back_on) = (stay.facts.left_on, stay.facts.back_on);
        (stay.person_id, StayFact { left_on, back_on, every_days: every(stay.facts.contact_every_days) })
    });
    for person in roll {
        if let Some((since, days)) = person.away {
            let known = stays.entry(person.owner.person_id).or_default();
            let is_recorded = known.iter().any(|stay| stay.left_on == since || stay.back_on.is_none());
            if !is_recorded {
                known.push(StayFact { left_on: since, back_on: None, every_days: every(days) });
            }
        }
    }
    Ok(stays)
}

fn episode(treatment: Treatment) -> Episode {
    let facts = treatment.facts;
    Episode {
        id: treatment.id,
        kind: facts.kind,
        state: facts.state,
        received_on: facts.received_on,
        reported_in_on: facts.reported_in_on,
        agreement_signed_on: facts.agreement_signed_on,
        term_ends_on: facts.term_ends_on,
        ended_on: facts.ended_on,
        suspended: facts.suspended_periods.iter().map(|period| (period.suspended_on, period.resumed_on)).collect(),
    }
}
