//! Ids of the records that an import makes.
use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::platform::id::Id;

/// Ids for records to be made. They follow from the import, the row and the resource, so that planning the same file again
/// for the same import gives the same ids; like all ids they sort by age, and within the import by row.
#[derive(Debug)]
pub struct NewIds {
    import_id: Id,
    given: HashMap<(u32, &'static str), u32>,
}

impl NewIds {
    /// The ids of one import.
    pub fn of(import_id: Id) -> Self {
        Self { import_id, given: HashMap::new() }
    }

    /// The next id for what `row` feeds to `resource`.
    pub fn next_id(&mut self, row: u32, resource: &'static str) -> Id {
        let before = self.given.entry((row, resource)).or_default();
        *before += 1;
        let seed = [self.import_id.as_bytes(), resource.as_bytes(), &row.to_be_bytes(), &before.to_be_bytes()].concat();
        let hash: [u8; 32] = Sha256::digest(seed).into();
        version_7(self.import_id, row, &hash)
    }
}

/// UUID version 7 (RFC 9562): the import's instant, then sixteen bits of the row, then the hash.
fn version_7(import_id: Id, row: u32, hash: &[u8; 32]) -> Id {
    let [t0, t1, t2, t3, t4, t5, ..] = *import_id.as_bytes();
    let [_, _, high, low] = row.to_be_bytes();
    let [h0, h1, h2, h3, h4, h5, h6, h7, ..] = *hash;
    let (a, b) = (0x70 | high >> 4, high << 4 | low >> 4);
    Id::from_bytes([t0, t1, t2, t3, t4, t5, a, b, 0x80 | (low & 0xf) << 2 | h0 & 3, h1, h2, h3, h4, h5, h6, h7])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_come_again_and_sort_by_row() {
        let import_id = Id::new();
        let ids = || {
            let mut ids = NewIds::of(import_id);
            [(1, "a"), (1, "a"), (1, "b"), (2, "a"), (300, "a"), (50_000, "a")].map(|(row, of)| ids.next_id(row, of))
        };
        assert_eq!(ids(), ids());
        assert_eq!(ids().into_iter().collect::<HashSet<_>>().len(), 6);
        let [first, .., second, third, last] = ids();
        assert!(first < second && second < third && third < last);
        assert_eq!((last.to_string().as_bytes()[14], last.to_string().as_bytes()[19]), (b'7', b'8'));
        assert_ne!(NewIds::of(Id::new()).next_id(1, "a"), first);
    }
}
