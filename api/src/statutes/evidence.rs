//! The records a proposal rests on: what a worker lays before the police, and the police verify.
use chrono::NaiveDate;

use super::dto::EvidenceLine;
use super::engine::facts::{Episode, Facts};
use crate::personnel::{HandoverReason, TestResult};
use crate::platform::coded::Coded;
use crate::tasks::DoneByType;

/// The records of a measure that speak for a report to the police for this reason, up to a day, in their order.
pub fn of(facts: &Facts, episode: &Episode, reason: HandoverReason, until: NaiveDate) -> Vec<EvidenceLine> {
    let facts = facts.by(until);
    match reason {
        HandoverReason::Evasions => {
            tests(&facts, episode, |result| matches!(result, TestResult::Refused | TestResult::Evaded))
        }
        HandoverReason::Relapse => tests(&facts, episode, |result| result == TestResult::Positive),
        HandoverReason::Absences | HandoverReason::AbsenceDays => absences(&facts, episode, until),
        HandoverReason::ReportInOverdue => episode.received_on.map(|on| received(episode, on)).into_iter().collect(),
        HandoverReason::Other => Vec::new(),
    }
}

fn tests(facts: &Facts, episode: &Episode, wanted: impl Fn(TestResult) -> bool) -> Vec<EvidenceLine> {
    let found = episode.tests(facts).filter(|test| wanted(test.result));
    found
        .map(|test| {
            let label = test.result.label();
            EvidenceLine {
                kind: DoneByType::Test,
                id: test.id,
                on: test.on,
                zh: format!("检测：{}", label.zh),
                en: format!("Test: {}", label.en),
            }
        })
        .collect()
}

fn absences(facts: &Facts, episode: &Episode, until: NaiveDate) -> Vec<EvidenceLine> {
    let last = episode.ended_on.map_or(until, |ended| ended.min(until));
    let found = episode.leaves(facts).filter_map(|leave| Some((leave.id, leave.absence(last)?)));
    found
        .map(|(id, (from, to))| {
            let days = (to - from).num_days();
            EvidenceLine {
                kind: DoneByType::Leave,
                id,
                on: from,
                zh: format!("擅自离开，至{to}计{days}日"),
                en: format!("Absent without leave, {days} days until {to}"),
            }
        })
        .collect()
}

fn received(episode: &Episode, on: NaiveDate) -> EvidenceLine {
    EvidenceLine {
        kind: DoneByType::Treatment,
        id: episode.id,
        on,
        zh: "收到决定书，期限内没有报到记录".into(),
        en: "Order received; no report-in within the limit".into(),
    }
}
