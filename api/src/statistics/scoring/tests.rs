use std::collections::BTreeMap;

use super::*;
use crate::indicators::{Clock, Definition, Evidence, Gap};
use crate::platform::id::Id;

static FIGURE: Definition = Definition {
    name: "tests",
    title_zh: "检测",
    title_en: "Tests",
    meaning_zh: "",
    meaning_en: "",
    unit: "期",
    clock: Clock::Flow,
};

fn points(text: &str) -> Points {
    text.parse().expect(text)
}

fn item(rule: &str) -> Item {
    let figure = if rule.contains("by_hand") { "" } else { "figure = \"tests\"\n" };
    toml::from_str(&format!("key = \"k\"\npoints = \"8\"\nzh = \"检测\"\nen = \"Tests\"\n{figure}rule = {rule}"))
        .expect(rule)
}

fn record() -> Evidence {
    Evidence {
        subject_type: "tasks".into(),
        subject_id: Id::new(),
        owner_id: None,
        version: 1,
        label: String::new(),
        on: None,
        division_code: "990981107201".into(),
        amount: None,
    }
}

fn records(count: usize) -> Vec<Evidence> {
    std::iter::repeat_with(record).take(count).collect()
}

fn rate(kept: usize, lacking: usize) -> Measured {
    Measured::rate(&FIGURE, records(kept), Gap::new("缺检", "Missed", records(lacking)))
}

fn lost(rule: &str, measured: &Measured) -> (ItemState, Option<String>, String) {
    let assessed = assess(&item(rule), Some(measured));
    (assessed.state, assessed.lost.map(|lost| lost.to_string()), assessed.reason_zh)
}

#[test]
fn each_record_costs_until_the_points_are_gone() {
    let rule = r#"{ each = "0.5", side = "lacking" }"#;
    assert_eq!(lost(rule, &rate(9, 3)).1.as_deref(), Some("1.5"));
    assert_eq!(lost(rule, &rate(9, 3)).2, "缺检3期，每期扣0.5分");
    assert_eq!(lost(rule, &rate(0, 40)).1.as_deref(), Some("8"));
    assert_eq!(lost(rule, &rate(9, 0)).1.as_deref(), Some("0"));
    assert_eq!(assess(&item(rule), Some(&rate(9, 3))).record_count, Some(3));
}

#[test]
fn what_nobody_recorded_is_neither_kept_nor_lost() {
    let unknown = Measured::unknown(&FIGURE, "期内没有届满的检测期", "no window closed");
    let (state, lost_points, reason) = lost(r#"{ each = "0.5", side = "lacking" }"#, &unknown);
    assert_eq!((state, lost_points, reason.as_str()), (ItemState::Unknown, None, "期内没有届满的检测期"));
    let withheld = lost(r#"{ each = "0.5", side = "lacking" }"#, &rate(9, 3).withheld());
    assert_eq!((withheld.0, withheld.1), (ItemState::Withheld, None));
    assert_eq!(assess(&item("{ by_hand = true }"), None).state, ItemState::ByHand);
    assert_eq!(assess(&item(r#"{ unless = "known" }"#), None).state, ItemState::Unknown);
}

#[test]
fn what_must_be_there_costs_all_when_it_is_not() {
    let rule = r#"{ unless = "known" }"#;
    let plan = Measured::known(&FIGURE, Value::Text("方案".into()), Vec::new());
    assert_eq!(lost(rule, &plan).1.as_deref(), Some("0"));
    assert_eq!(lost(rule, &Measured::unknown(&FIGURE, "没有方案", "no plan")).1.as_deref(), Some("8"));
    let rule = r#"{ unless = "complete" }"#;
    assert_eq!(lost(rule, &rate(5, 0)).1.as_deref(), Some("0"));
    assert_eq!(lost(rule, &rate(5, 1)).1.as_deref(), Some("8"));
}

#[test]
fn each_that_is_short_costs() {
    let rule = r#"{ at_least = 6, each = "2" }"#;
    assert_eq!(lost(rule, &Measured::count(&FIGURE, records(4))).1.as_deref(), Some("4"));
    assert_eq!(lost(rule, &Measured::count(&FIGURE, records(9))).1.as_deref(), Some("0"));
    assert_eq!(lost(rule, &Measured::unknown(&FIGURE, "没有", "none")).1.as_deref(), Some("8"));
    let kinds = BTreeMap::from([("学校".to_owned(), 3), ("农村".to_owned(), 0), ("家庭".to_owned(), 0)]);
    let (_, lost_points, reason) =
        lost(r#"{ each_missing = "1" }"#, &Measured::known(&FIGURE, Value::Breakdown(kinds), Vec::new()));
    assert_eq!(lost_points, Some(points("2").to_string()));
    assert!(reason.contains("农村") && reason.contains("家庭") && !reason.contains("学校"), "{reason}");
}
