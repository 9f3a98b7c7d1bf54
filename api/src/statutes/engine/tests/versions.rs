//! What a new version of a rule does to windows.
use chrono::NaiveDate;

use super::super::duties;
use super::super::facts::{Episode, Facts};
use super::line;
use crate::personnel::{TreatmentKind, TreatmentState};
use crate::platform::id::Id;
use crate::statutes::book::Book;
use crate::statutes::pack::Pack;
use crate::statutes::read::read;
use crate::statutes::store::shipped;
use crate::tasks::TaskKind;

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
    let facts = Facts { episodes: vec![episode.clone()], ..Facts::default() };
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
