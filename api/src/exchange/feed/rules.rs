//! What a caller is shown of a change.
use super::dto::{ChangeItem, ChangedRecord, FeedHead, RelatedRecord};
use super::subjects::{self, Reach, Subject};
use crate::platform::auth::{CapabilitySet, Scope, subtree};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::journal::{Head, Places, SealedEntry};

/// The kind of item that heads of the journal are.
pub const HEAD: &str = "journal.head";
const ENTERED: &str = "entered_scope";
const LEFT: &str = "left_scope";
/// What takes a record out of the lists, or keeps it out of them.
pub const UNLISTED: [&str; 5] = ["withdrawn", "sealed", "merged", "corrected", "proposed"];
/// What brings it into them after all.
pub const LISTED: [&str; 2] = ["accepted", "unmerged"];
/// The change of a person's file after which nothing of it is shown.
pub const SEALED: &str = "sealed";

/// A place of the sealed order, and all that says who may see what stands there.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its place in the order.
    pub seq: i64,
    /// What stands there.
    pub what: What,
}

/// What stands at a place of the order.
#[derive(Debug, Clone)]
pub enum What {
    /// A record changed.
    Record {
        /// The entry of the journal.
        entry: SealedEntry,
        /// Whether the record is a clue now.
        is_clue: bool,
        /// Whether the record is a duty about a person.
        is_persons_duty: bool,
        /// Whether the file of the person it is about is sealed by now.
        is_of_sealed_file: bool,
        /// Whether something took the record off the lists before and nothing has brought it back: what changes of it then
        /// does not.
        is_off_lists: bool,
        /// Other records it goes with.
        related: Vec<RelatedRecord>,
    },
    /// A head was signed, and its note.
    Head(Head, String),
}

/// Whether a caller is shown anything of the change.
pub fn is_visible(change: &Change, scope: &Scope, capabilities: CapabilitySet) -> bool {
    shown(change, scope, capabilities).is_some()
}

/// What a caller is shown of the change, if anything.
pub fn shown(change: &Change, scope: &Scope, capabilities: CapabilitySet) -> Option<ChangeItem> {
    let What::Record { entry, is_clue, is_persons_duty, is_of_sealed_file, is_off_lists, related } = &change.what
    else {
        return head(change);
    };
    let subject = subjects::of(&entry.subject_type).filter(|subject| capabilities.holds(subject.needs))?;
    if *is_persons_duty && !scope.reads_duties {
        return None;
    }
    // Once a file is sealed only that is told of it, to those who are behind as well.
    if *is_of_sealed_file && entry.action != SEALED {
        return None;
    }
    let is_hidden = *is_clue && !scope.reads_clues;
    // What became a clue is gone for who reads none.
    if is_hidden && !entry.changed.iter().any(|name| name == "kind") {
        return None;
    }
    let is_in = !is_hidden && covers(subject, scope, &entry.after);
    let was_in = entry.before.as_ref().map(|before| covers(subject, scope, before));
    let is_unlisted = *is_off_lists || UNLISTED.contains(&entry.action.as_str());
    let told = |action: &str, is_listed: bool, related: &[RelatedRecord]| {
        Some(record(change.seq, entry, (action, is_listed), related))
    };
    match (was_in, is_in) {
        (None | Some(true), true) => told(&entry.action, !is_unlisted, related),
        (Some(false), true) if !is_unlisted => told(ENTERED, true, related),
        (Some(true), false) => told(LEFT, false, &[]),
        (None | Some(false), _) => None,
    }
}

fn record(seq: i64, entry: &SealedEntry, (action, is_listed): (&str, bool), related: &[RelatedRecord]) -> ChangeItem {
    let is_whole = [ENTERED, LEFT].contains(&action);
    ChangeItem {
        seq,
        id: entry.id,
        kind: format!("{}.{action}", entry.subject_type),
        occurred_at: entry.at,
        subject: Some(ChangedRecord {
            kind: entry.subject_type.clone(),
            id: entry.subject_id,
            version: entry.version,
            is_listed,
            person_id: entry.about,
            related: related.to_vec(),
        }),
        // Of what is not the caller's, or was not, nothing more is told.
        changed: if is_whole { Vec::new() } else { entry.changed.clone() },
        head: None,
    }
}

fn head(change: &Change) -> Option<ChangeItem> {
    let What::Head(head, note) = &change.what else { return None };
    // A root is a hash over all before it: the half of one names the head well enough.
    let id = Id::from_bytes(*head.root.first_chunk()?);
    let (number, size, root) = (head.number, head.size, hex::digits(&head.root));
    Some(ChangeItem {
        seq: change.seq,
        id,
        kind: HEAD.to_owned(),
        occurred_at: head.signed_at,
        subject: None,
        changed: Vec::new(),
        head: Some(FeedHead { number, size, root, note: note.clone() }),
    })
}

fn covers(subject: &Subject, scope: &Scope, places: &Places) -> bool {
    let is_shared = places.shared_with.as_deref().is_some_and(|division| scope.covers(division));
    is_shared || scope.covers(&places.division_code) || reaches_down(subject, scope, &places.division_code)
}

/// Whether records of the areas above the caller's concern the caller too.
fn reaches_down(subject: &Subject, scope: &Scope, division: &str) -> bool {
    let (from, to) = subtree(division);
    let is_above = from <= scope.division_code && scope.division_code < to;
    subject.reach == Reach::AreaAndAbove && is_above
}

/// Whether a filter asks for this kind of item: it names kinds of records, or of changes.
pub fn is_asked_for(types: &[String], item: &ChangeItem) -> bool {
    let of = item.kind.split('.').next().unwrap_or_default();
    types.is_empty() || types.iter().any(|wanted| *wanted == item.kind || wanted == of)
}

/// The kinds that a filter names; none of them where one is not known.
pub fn types(text: Option<&str>) -> Option<Vec<String>> {
    let named = text.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty());
    let is_known = |name: &str| {
        let of = name.split('.').next().unwrap_or_default();
        name == HEAD || subjects::of(of).is_some()
    };
    named.map(|name| is_known(name).then(|| name.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::auth::FieldClasses;
    use crate::platform::clock;

    const NORTH: &str = "990981107201";
    const SOUTH: &str = "990981108201";
    const COUNTY: &str = "990981000000";

    fn entry(action: &str, of: &str, before: Option<&str>, after: &str) -> Change {
        let places = |division: &str| Places { division_code: division.into(), shared_with: None };
        let entry = SealedEntry {
            id: Id::new(),
            at: clock::now(),
            action: action.into(),
            subject_type: of.into(),
            subject_id: Id::new(),
            version: if before.is_some() { 2 } else { 1 },
            changed: vec!["notes".into()],
            about: None,
            after: places(after),
            before: before.map(places),
        };
        Change {
            seq: 4,
            what: What::Record {
                entry,
                is_clue: false,
                is_persons_duty: false,
                is_of_sealed_file: false,
                is_off_lists: false,
                related: Vec::new(),
            },
        }
    }

    fn kind(change: &Change, division: &str, capabilities: &[&str]) -> Option<(String, bool)> {
        let scope = Scope::of_division(division, FieldClasses::default());
        let item = shown(change, &scope, CapabilitySet::of(capabilities.iter().copied()))?;
        Some((item.kind, item.subject?.is_listed))
    }

    fn told(kind: &str, is_listed: bool) -> (String, bool) {
        (kind.to_owned(), is_listed)
    }

    const READS: &[&str] = &["personnel:read", "inspections:read"];

    #[test]
    fn a_record_that_moves_leaves_one_area_and_enters_the_other() {
        let moved = entry("updated", "personnel", Some(NORTH), SOUTH);
        assert_eq!(kind(&moved, NORTH, READS), Some(told("personnel.left_scope", false)));
        assert_eq!(kind(&moved, SOUTH, READS), Some(told("personnel.entered_scope", true)));
        assert_eq!(kind(&moved, COUNTY, READS), Some(told("personnel.updated", true)));
        assert_eq!(kind(&moved, "990981109000", READS), None);
    }

    #[test]
    fn what_is_withdrawn_on_its_way_is_gone_for_who_had_it_and_never_there_for_others() {
        let moved = entry("withdrawn", "personnel", Some(NORTH), SOUTH);
        assert_eq!(kind(&moved, NORTH, READS), Some(told("personnel.left_scope", false)));
        assert_eq!(kind(&moved, SOUTH, READS), None);
    }

    #[test]
    fn only_kinds_that_the_caller_reads_are_shown() {
        let made = entry("created", "personnel", None, NORTH);
        assert_eq!(kind(&made, NORTH, READS), Some(told("personnel.created", true)));
        assert_eq!(kind(&made, NORTH, &["events:read"]), None);
        assert_eq!(kind(&entry("created", "accounts", None, NORTH), NORTH, READS), None);
        assert_eq!(kind(&entry("created", "nothing_known", None, NORTH), NORTH, READS), None);
    }

    #[test]
    fn rounds_of_the_areas_above_are_shown_and_persons_there_are_not() {
        assert_eq!(
            kind(&entry("created", "campaigns", None, COUNTY), NORTH, READS),
            Some(told("campaigns.created", true))
        );
        assert_eq!(kind(&entry("created", "personnel", None, COUNTY), NORTH, READS), None);
    }

    #[test]
    fn of_a_sealed_file_only_the_sealing_is_shown() {
        let mut changes = ["created", "updated", SEALED].map(|action| entry(action, "personnel", Some(NORTH), NORTH));
        for change in &mut changes {
            if let What::Record { is_of_sealed_file, .. } = &mut change.what {
                *is_of_sealed_file = true;
            }
        }
        let kinds = changes.map(|change| kind(&change, NORTH, READS));
        assert_eq!(kinds, [None, None, Some(told("personnel.sealed", false))]);
    }

    #[test]
    fn a_filter_names_what_there_is() {
        assert_eq!(types(None), Some(Vec::new()));
        assert_eq!(types(Some("personnel, premises.merged,journal.head")).map(|types| types.len()), Some(3));
        assert_eq!(types(Some("personnel,unknown")), None);
    }
}
