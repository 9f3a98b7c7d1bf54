//! What must hold for any facts.
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::super::duties;
use super::super::facts::{
    Episode, Facts, LeaveFact, MemberFact, NoticeFact, PersonFact, StayFact, TestFact, VisitFact,
};
use crate::personnel::{LeaveState, NoticeKind, RiskLevel, TeamRole, TestResult, TreatmentKind, TreatmentState};
use crate::platform::coded::Coded;
use crate::platform::id::Id;
use crate::statutes::book::Book;
use crate::statutes::store::shipped;
use crate::tasks::{Duty, TaskKind, TaskState};

fn any_test() -> impl Strategy<Value = TestFact> {
    let results = prop::sample::select(TestResult::ALL);
    (0_u64..1500, results, any::<bool>()).prop_map(|(days, result, has_document)| TestFact {
        id: Id::new(),
        on: first() + Days::new(days),
        result,
        has_document,
        counts: true,
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
        Facts { episodes, tests, leaves, ..Facts::default() }
    }
}

/// Days around the beginning of the pack on care.
fn lately() -> impl Strategy<Value = NaiveDate> {
    (0_u64..400).prop_map(|days| NaiveDate::from_ymd_opt(2025, 11, 1).expect("a date") + Days::new(days))
}

prop_compose! {
    fn any_stay()(left_on in lately(), days in prop::option::of(0_u64..120), every_days in prop::option::of(5_u32..60)) -> StayFact {
        StayFact { left_on, back_on: days.map(|days| left_on + Days::new(days)), every_days }
    }
}

prop_compose! {
    fn any_member()(role in prop::sample::select(TeamRole::ALL), since in lately(), days in prop::option::of(0_u64..200)) -> MemberFact {
        MemberFact { id: Id::new(), role, since, until: days.map(|days| since + Days::new(days)) }
    }
}

prop_compose! {
    /// Somebody whose measure began late enough for the pack on care.
    fn cared_for()(
        reported in lately(),
        visits in prop::collection::vec(lately(), 0..12),
        grades in prop::collection::vec((lately(), prop::sample::select(RiskLevel::ALL)), 0..4),
        stays in prop::collection::vec(any_stay(), 0..4),
        team in prop::collection::vec(any_member(), 0..12),
        notices in prop::collection::vec((lately(), prop::sample::select(NoticeKind::ALL)), 0..4),
        tests in prop::collection::vec((lately(), prop::sample::select(TestResult::ALL)), 0..12),
        found in prop::option::of(0_u64..4000),
        ends_after in prop::option::weighted(0.3, 0_u64..300),
    ) -> Facts {
        let ended_on = ends_after.map(|after| reported + Days::new(after));
        let episode = Episode {
            id: Id::new(),
            kind: TreatmentKind::CommunityTreatment,
            state: if ended_on.is_some() { TreatmentState::Released } else { TreatmentState::Executing },
            received_on: Some(reported),
            reported_in_on: Some(reported),
            agreement_signed_on: Some(reported),
            term_ends_on: reported.checked_add_months(chrono::Months::new(36)),
            ended_on,
            suspended: Vec::new(),
        };
        let test = |(on, result)| TestFact { id: Id::new(), on, result, has_document: true, counts: true };
        Facts {
            episodes: vec![episode],
            tests: tests.into_iter().map(test).collect(),
            person: PersonFact {
                first_found_on: found.map(|days| NaiveDate::from_ymd_opt(2013, 1, 1).expect("a date") + Days::new(days)),
                is_in_community: true,
                ..PersonFact::default()
            },
            visits: visits.into_iter().map(|on| VisitFact { id: Id::new(), on }).collect(),
            grades,
            stays,
            notices: notices.into_iter().map(|(on, kind)| NoticeFact { id: Id::new(), kind, on }).collect(),
            team,
            ..Facts::default()
        }
    }
}

proptest! {
    #[test]
    fn care_does_not_depend_on_the_order_of_its_facts(facts in cared_for(), as_of in lately()) {
        let book = Book::new(shipped());
        let mut reversed = facts.clone();
        reversed.visits.reverse();
        reversed.grades.reverse();
        reversed.stays.reverse();
        reversed.team.reverse();
        reversed.notices.reverse();
        reversed.tests.reverse();
        // Of two grades of one day neither is the newer.
        let mut days: Vec<_> = facts.grades.iter().map(|(on, _)| on).collect();
        days.sort_unstable();
        days.dedup();
        prop_assume!(days.len() == facts.grades.len());
        prop_assert_eq!(duties(&facts, &book, as_of), duties(&reversed, &book, as_of));
    }

    #[test]
    fn no_duty_of_care_vanishes_or_is_undone_and_none_overlaps(facts in cared_for(), as_of in lately(), later in 1_u64..400) {
        let book = Book::new(shipped());
        let facts = facts.by(as_of);
        let (before, after) = (duties(&facts, &book, as_of), duties(&facts, &book, as_of + Days::new(later)));
        for duty in &before {
            let now = after.iter().find(|other| other.which == duty.which);
            let now = now.ok_or_else(|| TestCaseError::fail(format!("{duty:?} vanished")))?;
            prop_assert_eq!((now.starts_on, now.due_on), (duty.starts_on, duty.due_on));
            if duty.state != TaskState::Open {
                prop_assert_eq!(now.state, duty.state, "{:?}", duty);
            }
        }
        for kind in [TaskKind::Visit, TaskKind::Contact] {
            let mut windows: Vec<&Duty> = after.iter().filter(|duty| duty.kind == kind).collect();
            windows.sort_by_key(|duty| duty.starts_on);
            for pair in windows.windows(2) {
                prop_assert!(pair[0].due_on < pair[1].starts_on, "{:?} and {:?}", pair[0], pair[1]);
            }
        }
    }

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
                found.iter().filter(|duty| duty.which.episode_id == Some(episode.id) && duty.kind == TaskKind::Test).collect();
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
