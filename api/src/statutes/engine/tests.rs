//! The engine against the golden cases, and what must hold for any facts.
use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde::Deserialize;

use super::duties;
use super::facts::{Episode, Facts, HandoverFact, LeaveFact, TestFact};
use crate::personnel::{HandoverReason, LeaveState, TestResult, TreatmentKind, TreatmentState};
use crate::platform::coded::Coded;
use crate::platform::id::Id;
use crate::statutes::book::Book;
use crate::statutes::pack::Pack;
use crate::statutes::read::read;
use crate::statutes::store::shipped;
use crate::tasks::{Duty, TaskKind, TaskState};

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

fn any_test() -> impl Strategy<Value = TestFact> {
    let results = prop::sample::select(TestResult::ALL);
    (0_u64..1500, results, any::<bool>()).prop_map(|(days, result, has_document)| TestFact {
        id: Id::new(),
        on: first() + Days::new(days),
        result,
        has_document,
    })
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 1, 1).expect("a date")
}

prop_compose! {
    fn any_episode()(
        kind in prop::sample::select(&[TreatmentKind::CommunityTreatment, TreatmentKind::CommunityRehabilitation][..]),
        received in 0_u64..600,
        reports_after in prop::option::weighted(0.9, 0_u64..40),
        months in prop::option::of(12_u32..=36),
        still in prop::collection::vec((1_u64..300, prop::option::weighted(0.8, 0_u64..120)), 0..3),
        ends_after in prop::option::weighted(0.3, 0_u64..1000),
    ) -> Episode {
        let received_on = first() + Days::new(received);
        let reported_in_on = reports_after.map(|days| received_on + Days::new(days));
        let mut suspended = Vec::new();
        let mut at = reported_in_on;
        for (after, lasts) in still {
            let Some(from) = at.map(|at| at + Days::new(after)) else { break };
            let to = lasts.map(|days| from + Days::new(days));
            suspended.push((from, to));
            at = to;
        }
        let ended_on = reported_in_on.zip(ends_after).map(|(day, after)| day + Days::new(after));
        Episode {
            id: Id::new(),
            kind,
            state: if ended_on.is_some() { TreatmentState::HandedOver } else { TreatmentState::Executing },
            received_on: Some(received_on),
            reported_in_on,
            agreement_signed_on: reported_in_on,
            term_ends_on: reported_in_on.zip(months).and_then(|(day, months)| day.checked_add_months(chrono::Months::new(months))),
            ended_on,
            suspended,
        }
    }
}

prop_compose! {
    fn any_leave()(
        left in 0_u64..1400,
        due in 3_u64..30,
        back in prop::option::of(0_u64..60),
        is_unauthorised in any::<bool>(),
    ) -> LeaveFact {
        let left_on = first() + Days::new(left);
        LeaveFact {
            id: Id::new(),
            state: if is_unauthorised { LeaveState::Unauthorised } else { LeaveState::Approved },
            left_on,
            due_back_on: (!is_unauthorised).then(|| left_on + Days::new(due)),
            back_on: back.map(|days| left_on + Days::new(days)),
        }
    }
}

prop_compose! {
    fn any_facts()(
        leaves in prop::collection::vec(any_leave(), 0..6),
        episodes in prop::collection::vec(any_episode(), 0..3),
        tests in prop::collection::vec(any_test(), 0..30),
    ) -> Facts {
        Facts { episodes, tests, leaves, handovers: Vec::new(), confirmed: BTreeMap::new() }
    }
}

proptest! {
    #[test]
    fn the_order_in_which_facts_were_entered_does_not_matter(facts in any_facts(), as_of in 0_u64..1800, seed in any::<u64>()) {
        let (book, as_of) = (Book::new(shipped()), first() + Days::new(as_of));
        let mut shuffled = facts.clone();
        let by = |id: Id| (seed ^ u64::from_le_bytes(id.as_bytes()[8..16].try_into().expect("eight"))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        shuffled.tests.sort_by_key(|test| by(test.id));
        shuffled.leaves.reverse();
        shuffled.episodes.sort_by_key(|episode| by(episode.id));
        for episode in &mut shuffled.episodes {
            episode.suspended.reverse();
        }
        prop_assert_eq!(duties(&facts, &book, as_of), duties(&shuffled, &book, as_of));
    }

    #[test]
    fn no_duty_vanishes_as_time_passes_and_none_is_undone(facts in any_facts(), as_of in 0_u64..1800, later in 1_u64..400) {
        let book = Book::new(shipped());
        // Facts of the time between would change what is owed: only the day moves.
        let facts = facts.by(first() + Days::new(as_of));
        let before = duties(&facts, &book, first() + Days::new(as_of));
        let after = duties(&facts, &book, first() + Days::new(as_of + later));
        for duty in before {
            let now = after.iter().find(|other| other.which == duty.which);
            prop_assert!(now.is_some(), "{duty:?} vanished");
            let now = now.expect("it is there");
            prop_assert_eq!((now.starts_on, now.due_on), (duty.starts_on, duty.due_on));
            if duty.state != TaskState::Open {
                prop_assert_eq!(now.state, duty.state, "{:?}", duty);
            }
        }
    }

    #[test]
    fn windows_of_a_measure_never_overlap_and_each_test_counts_once(facts in any_facts(), as_of in 0_u64..1800) {
        let book = Book::new(shipped());
        let found = duties(&facts, &book, first() + Days::new(as_of));
        let mut counted: Vec<(Id, Option<crate::tasks::Doer>)> = Vec::new();
        for episode in &facts.episodes {
            let mut windows: Vec<&Duty> =
                found.iter().filter(|duty| duty.which.episode_id == episode.id && duty.kind == TaskKind::Test).collect();
            windows.sort_by_key(|duty| duty.starts_on);
            for pair in windows.windows(2) {
                prop_assert!(pair[0].due_on < pair[1].starts_on, "{:?} and {:?}", pair[0], pair[1]);
            }
            for duty in windows.iter().filter(|duty| duty.state == TaskState::Done) {
                let key = (episode.id, duty.done_by);
                prop_assert!(!counted.contains(&key), "a test paid twice: {:?}", duty);
                counted.push(key);
                let on = duty.done_on.expect("a day");
                prop_assert!(duty.starts_on <= on && on <= duty.due_on);
            }
        }
    }
}

/// The local pack from a day on, with tests every month all three years.
fn monthly_from(day: &str) -> Vec<Pack> {
    let text = format!(
        r#"
        pack = "local"
        version = 2
        title = "每月一次"
        valid_from = {day}
        basis = "示例市禁毒办〔2024〕3号"
        [[rule]]
        id = "test_treatment"
        kind = "test"
        title = "社区戒毒定期检测"
        applies_to = ["community_treatment"]
        anchor = "reported_in"
        steps = [{{ windows = 36, months = 1 }}]
        done_by = "test"
        article = "戒毒条例第十九条第二项"
        basis = "示例市禁毒办〔2024〕3号"
        consequence = "拒绝、逃避检测三次以上为严重违反协议"
        "#
    );
    let mut packs = shipped().to_vec();
    packs.push(read(&text, &packs).expect("the pack reads"));
    packs
}

#[test]
fn a_new_version_takes_over_from_its_day_and_the_old_rows_stay() {
    let on = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let reported_in_on = Some(on("2023-01-10"));
    let episode = Episode {
        id: Id::new(),
        kind: TreatmentKind::CommunityTreatment,
        state: TreatmentState::Executing,
        received_on: Some(on("2023-01-05")),
        reported_in_on,
        agreement_signed_on: reported_in_on,
        term_ends_on: Some(on("2026-01-10")),
        ended_on: None,
        suspended: Vec::new(),
    };
    let facts = Facts {
        episodes: vec![episode.clone()],
        tests: Vec::new(),
        leaves: Vec::new(),
        handovers: Vec::new(),
        confirmed: BTreeMap::new(),
    };
    // In the second year windows are of two months: 10 March to 9 May 2024 is the thirteenth plus one.
    let lines = |packs: &[Pack], as_of: &str| -> Vec<String> {
        let found = duties(&facts, &Book::new(packs), on(as_of));
        let tests = found.iter().filter(|duty| duty.kind == TaskKind::Test && duty.due_on >= on("2024-01-10"));
        tests
            .map(|duty| format!("v{} {}", duty.which.pack_version, line(duty, std::slice::from_ref(&episode)).1))
            .collect()
    };
    let old = ["v1 test 13 2024-01-10..2024-03-09 missed", "v1 test 14 2024-03-10..2024-05-09 open"];
    assert_eq!(lines(shipped(), "2024-04-05"), old);
    assert_eq!(lines(&monthly_from("2024-04-01"), "2024-03-31"), old);
    assert_eq!(
        lines(&monthly_from("2024-04-01"), "2024-04-12"),
        [
            "v1 test 13 2024-01-10..2024-03-09 missed",
            "v1 test 14 2024-03-10..2024-05-09 void",
            "v2 test 15 2024-03-10..2024-04-09 missed",
            "v2 test 16 2024-04-10..2024-05-09 open",
        ]
    );
}
