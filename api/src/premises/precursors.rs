//! Precursor chemicals (易制毒化学品): what belongs to which class and what it obliges to, as data (`precursors.toml`) with the day of
//! its text, because the schedule grows by notices.
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::dto::{PrecursorClass, PrecursorDuties, PrecursorDuty};
use crate::platform::coded::Coded;

const PRECURSORS: &str = include_str!("precursors.toml");

static ALL: LazyLock<Vec<PrecursorDuties>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    read(PRECURSORS).expect("precursors.toml is well-formed")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schedule_on: NaiveDate,
    schedule_note: String,
    duty: Vec<PrecursorDuty>,
    class: Vec<WrittenClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClass {
    class: PrecursorClass,
    chemicals: Vec<String>,
    duty: Vec<PrecursorDuty>,
}

/// The classes, in the order of the schedule: each with its own duties first and then those of all.
pub fn all() -> Vec<PrecursorDuties> {
    ALL.clone()
}

fn read(text: &str) -> Result<Vec<PrecursorDuties>, toml::de::Error> {
    let Written { schedule_on, schedule_note, duty: of_all, class } = toml::from_str(text)?;
    let whole = |written: WrittenClass| {
        let WrittenClass { class, chemicals, duty } = written;
        let duties = duty.into_iter().chain(of_all.iter().cloned()).collect();
        let class_label = class.label().zh;
        PrecursorDuties { class, class_label, chemicals, duties, schedule_on, schedule_note: schedule_note.clone() }
    };
    Ok(class.into_iter().map(whole).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_class_is_there_once_with_its_chemicals_and_duties() {
        let all = all();
        assert_eq!(all.iter().map(|class| class.class).collect::<Vec<_>>(), PrecursorClass::ALL);
        assert_eq!(all.iter().map(|class| class.chemicals.len()).collect::<Vec<_>>(), [12, 5, 6]);
        let chemicals: BTreeSet<&String> = all.iter().flat_map(|class| &class.chemicals).collect();
        assert_eq!(chemicals.len(), 23, "no chemical is in two classes");
        for class in &all {
            let texts: BTreeSet<&String> = class.duties.iter().map(|duty| &duty.text).collect();
            assert_eq!(texts.len(), class.duties.len(), "{:?}", class.class);
            assert!(class.duties.iter().all(|duty| duty.basis.starts_with("易制毒化学品管理条例§")), "{class:?}");
            assert!(class.schedule_note.contains("2018") && class.schedule_note.contains("核对"));
        }
    }
}
