//! The timeline: orders, report-ins, agreements, suspensions, ends, tests, visits, warnings, assessments, absences and changes of
//! place of one person, merged, newest first.
use actix_web::get;
use actix_web::web::{Json as Body, Path};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::handovers::Handover;
use super::leaves::{Leave, LeaveState};
use super::persons::{Owner, owner};
use super::treatments::Treatment;
use super::{assessments, handovers, leaves, notices, stays, tests, transfers, treatments, visits};
use crate::platform::access::Reading;
use crate::platform::auth::{Caller, FieldClass, ReadPersonnel};
use crate::platform::coded::{Coded, Label};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// What kind of happening it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// The order was made.
    Decided,
    /// The person received the order.
    Received,
    /// The person reported in.
    ReportedIn,
    /// The agreement was signed.
    AgreementSigned,
    /// The execution was suspended.
    Suspended,
    /// The execution went on.
    Resumed,
    /// The term ends.
    TermEnds,
    /// The measure ended: release, termination, conversion, transfer or hand-over.
    Ended,
    /// A test.
    Test,
    /// A visit or talk.
    Visit,
    /// Left for three days or more, with leave or without.
    Left,
    /// Back from it.
    Back,
    /// Left to work elsewhere.
    WentAway,
    /// Back from working elsewhere.
    CameBack,
    /// An admonition or a warning.
    Noticed,
    /// A risk assessment.
    Assessed,
    /// A change of the place of execution was approved.
    TransferDecided,
    /// The place of execution changed.
    Moved,
    /// The police were told.
    Reported,
    /// The police receipted it.
    HandedOver,
}

/// One happening.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineItem {
    /// What kind.
    pub kind: Happening,
    /// The record it is read from.
    pub id: Id,
    /// The day.
    pub on: NaiveDate,
    /// What is worth a line: measure, method and result, or way of contact, with labels in both languages.
    pub labels: Vec<Label>,
    /// A sentence of the record, where treatment facts may be seen.
    pub note: Option<String>,
}

/// A person's timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    /// Newest first.
    pub items: Vec<TimelineItem>,
}

/// The operation.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(find_timeline);
}

/// Find all that has happened with a person, newest first; treatment and tests only where the caller may see them.
#[utoipa::path(tag = "personnel", security(("bearer" = ["personnel:read"])), responses((status = OK, body = Timeline), ApiError))]
#[get("/personnel/{id}/timeline")]
pub async fn find_timeline(caller: Caller<ReadPersonnel>, id: Path<Id>) -> ApiResult<Body<Timeline>> {
    caller.read_about(*id, move |reading| read(reading, *id)).await.map(Body)
}

fn read(reading: &mut Reading<'_>, person_id: Id) -> ApiResult<Timeline> {
    let owners: [Owner; 1] = [owner(reading, person_id)?];
    let sees_treatment = reading.scope.sees.has(FieldClass::Treatment);
    let mut items: Vec<TimelineItem> =
        visits::store::of_owners(reading, &owners)?.into_iter().map(|visit| visited(visit, sees_treatment)).collect();
    if sees_treatment {
        items.extend(treatments::store::of_owners(reading, &owners)?.iter().flat_map(steps));
        items.extend(tests::store::of_owners(reading, &owners)?.into_iter().map(tested));
        items.extend(leaves::store::of_owners(reading, &owners)?.iter().flat_map(away));
        items.extend(handovers::store::of_owners(reading, &owners)?.iter().flat_map(reported));
        items.extend(stays::store::of_owners(reading, &owners)?.iter().flat_map(working_elsewhere));
        items.extend(notices::store::of_owners(reading, &owners)?.into_iter().map(noticed));
        items.extend(assessments::store::of_owners(reading, &owners)?.into_iter().map(assessed));
        items.extend(transfers::store::of_person(reading, person_id)?.iter().flat_map(moved));
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.on, item.id)));
    Ok(Timeline { items })
}

fn steps(treatment: &Treatment) -> Vec<TimelineItem> {
    let facts = &treatment.facts;
    let step = |kind, on: Option<NaiveDate>| {
        let note = facts.document_no.clone().filter(|_| kind == Happening::Decided);
        on.map(|on| TimelineItem { kind, id: treatment.id, on, labels: vec![facts.kind.label()], note })
    };
    let ended = step(Happening::Ended, facts.ended_on).map(|item| TimelineItem {
        labels: vec![facts.kind.label(), facts.state.label()],
        note: facts.outcome.clone(),
        ..item
    });
    let suspensions = facts.suspended_periods.iter().flat_map(|period| {
        let told = |item| TimelineItem { note: Some(period.reason.clone()), ..item };
        [step(Happening::Suspended, Some(period.suspended_on)).map(told), step(Happening::Resumed, period.resumed_on)]
    });
    let steps = [
        step(Happening::Decided, facts.decided_on),
        step(Happening::Received, facts.received_on),
        step(Happening::ReportedIn, facts.reported_in_on),
        step(Happening::AgreementSigned, facts.agreement_signed_on),
        step(Happening::TermEnds, facts.term_ends_on),
        ended,
    ];
    steps.into_iter().chain(suspensions).flatten().collect()
}

fn tested(test: tests::Test) -> TimelineItem {
    let labels = vec![test.facts.method.label(), test.facts.result.label()];
    TimelineItem { kind: Happening::Test, id: test.id, on: test.facts.tested_on, labels, note: test.facts.notes }
}

fn away(leave: &Leave) -> Vec<TimelineItem> {
    let facts = &leave.facts;
    let step = |kind, on: Option<NaiveDate>| {
        let note = facts.destination.clone().filter(|_| kind == Happening::Left);
        on.map(|on| TimelineItem { kind, id: leave.id, on, labels: vec![facts.state.label()], note })
    };
    // Who asked has not left yet, and who was refused may not have left at all.
    let has_left = matches!(facts.state, LeaveState::Approved | LeaveState::Unauthorised);
    let left = Some(facts.left_on).filter(|_| has_left);
    [step(Happening::Left, left), step(Happening::Back, facts.back_on)].into_iter().flatten().collect()
}

fn reported(handover: &Handover) -> Vec<TimelineItem> {
    let facts = &handover.facts;
    let step = |kind, on: Option<NaiveDate>| {
        let note = facts.receipt_no.clone().filter(|_| kind == Happening::HandedOver);
        on.map(|on| TimelineItem { kind, id: handover.id, on, labels: vec![facts.reason.label()], note })
    };
    let steps = [step(Happening::Reported, Some(facts.reported_on)), step(Happening::HandedOver, facts.receipt_on)];
    steps.into_iter().flatten().collect()
}

fn working_elsewhere(stay: &stays::Stay) -> Vec<TimelineItem> {
    let facts = &stay.facts;
    let step = |kind, on: Option<NaiveDate>| {
        let note = facts.destination.clone().filter(|_| kind == Happening::WentAway);
        on.map(|on| TimelineItem { kind, id: stay.id, on, labels: Vec::new(), note })
    };
    let steps = [step(Happening::WentAway, Some(facts.left_on)), step(Happening::CameBack, facts.back_on)];
    steps.into_iter().flatten().collect()
}

fn noticed(notice: notices::Notice) -> TimelineItem {
    let (facts, labels) = (&notice.facts, vec![notice.facts.kind.label()]);
    let note = Some(facts.cause.clone());
    TimelineItem { kind: Happening::Noticed, id: notice.id, on: facts.issued_on, labels, note }
}

fn assessed(assessment: assessments::Assessment) -> TimelineItem {
    let (id, on, labels) = (assessment.id, assessment.facts.assessed_on, vec![assessment.facts.level.label()]);
    TimelineItem { kind: Happening::Assessed, id, on, labels, note: assessment.facts.factors }
}

fn moved(transfer: &transfers::Transfer) -> Vec<TimelineItem> {
    let step = |kind, on: Option<NaiveDate>| {
        let note = transfer.facts.to_place.clone().or_else(|| Some(transfer.facts.reason.clone()));
        on.map(|on| TimelineItem { kind, id: transfer.id, on, labels: vec![transfer.state.label()], note })
    };
    let steps = [
        step(Happening::TransferDecided, Some(transfer.facts.decided_on)),
        step(Happening::Moved, transfer.changed_on),
    ];
    steps.into_iter().flatten().collect()
}

fn visited(visit: visits::Visit, sees_treatment: bool) -> TimelineItem {
    let note = visit.facts.summary.filter(|_| sees_treatment);
    TimelineItem {
        kind: Happening::Visit,
        id: visit.id,
        on: visit.facts.visited_on,
        labels: vec![visit.facts.mode.label()],
        note,
    }
}
