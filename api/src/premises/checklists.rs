//! What to look at in places of each kind: data (`checklists.toml`), each item with the article it rests on.
use std::sync::LazyLock;

use serde::Deserialize;

use super::dto::{Checked, Checklist, PremisesKind};
use crate::platform::coded::Coded;

const CHECKLISTS: &str = include_str!("checklists.toml");

static ALL: LazyLock<Vec<Checklist>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    read(CHECKLISTS).expect("checklists.toml is well-formed")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    general: Items,
    kind: Vec<OfKinds>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    items: Vec<Checked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfKinds {
    kinds: Vec<PremisesKind>,
    items: Vec<Checked>,
}

/// One for each kind, in the order of the code list.
pub fn all() -> Vec<Checklist> {
    ALL.clone()
}

fn read(text: &str) -> Result<Vec<Checklist>, toml::de::Error> {
    let Written { general, kind: of_kinds } = toml::from_str(text)?;
    let of = |kind: PremisesKind| {
        let own = of_kinds.iter().filter(move |written| written.kinds.contains(&kind));
        general.items.iter().chain(own.flat_map(|written| &written.items)).cloned().collect()
    };
    let list = |kind: PremisesKind| Checklist { kind, kind_label: kind.label().zh, items: of(kind) };
    Ok(PremisesKind::ALL.iter().copied().map(list).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// As many as an inspection takes, and as long as a line of it may be.
    const MOST: usize = 60;
    const LONGEST: usize = 100;

    #[test]
    fn every_kind_has_a_checklist_of_its_own() {
        let written: Written = toml::from_str(CHECKLISTS).expect("well-formed");
        let kinds: Vec<PremisesKind> = written.kind.iter().flat_map(|of| of.kinds.clone()).collect();
        assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), kinds.len(), "a kind is written once");
        let of = all();
        assert_eq!(of.iter().map(|list| list.kind).collect::<Vec<_>>(), PremisesKind::ALL);
        for list in &of {
            assert!(list.items.len() > written.general.items.len(), "{:?} has nothing of its own", list.kind);
            assert!(list.items.len() <= MOST, "{:?}", list.kind);
        }
    }

    #[test]
    fn items_are_unique_and_each_rests_on_something() {
        for list in all() {
            let items: BTreeSet<&String> = list.items.iter().map(|checked| &checked.item).collect();
            assert_eq!(items.len(), list.items.len(), "{:?}", list.kind);
            for Checked { item, basis } in &list.items {
                let article = basis == "常见做法" || (basis.contains('§') && !basis.starts_with('§'));
                assert!(article, "{item}: {basis}");
                assert!((2..=LONGEST).contains(&item.chars().count()) && item.trim() == item, "{item}");
            }
        }
    }
}
