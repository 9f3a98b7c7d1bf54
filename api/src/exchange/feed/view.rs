//! What a follower is shown, as a name: the same for callers who see the same. A cursor carries it, so that whoever sees more or
//! less than when it was handed out begins anew instead of missing what was passed over.
use sha2::{Digest, Sha256};

use super::subjects::SUBJECTS;
use crate::platform::auth::{CapabilitySet, Scope};

/// The name of what is shown to a caller of this area with these capabilities.
pub fn view(scope: &Scope, capabilities: CapabilitySet) -> [u8; 8] {
    let kinds = SUBJECTS.iter().filter(|subject| capabilities.holds(subject.needs)).map(|subject| subject.table);
    let kinds = kinds.collect::<Vec<_>>().join(",");
    let (clues, duties, sees) = (scope.reads_clues, scope.reads_duties, scope.sees.bits());
    let text = format!("{}|{}|{}|{kinds}|{clues}|{duties}|{sees}", scope.division_code, scope.from, scope.to);
    let hash: [u8; 32] = Sha256::digest(text).into();
    let mut name = [0; 8];
    name.copy_from_slice(hash.split_at(8).0);
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::auth::FieldClasses;

    #[test]
    fn whoever_sees_more_or_less_has_another_view() {
        let town = Scope::of_division("990981107000", FieldClasses::default());
        let reads = CapabilitySet::of(["personnel:read", "changes:read"]);
        let first = view(&town, reads);
        assert_eq!(
            view(&town, CapabilitySet::of(["personnel:read", "session:use"])),
            first,
            "nothing else is followed"
        );
        for other in [
            view(&Scope::of_division("990981108000", FieldClasses::default()), reads),
            view(&Scope::of_division("990981107000", FieldClasses::of(["name"])), reads),
            view(&Scope { reads_clues: true, ..town.clone() }, reads),
            view(&town, CapabilitySet::of(["personnel:read", "events:read"])),
        ] {
            assert_ne!(other, first);
        }
    }
}
