//! The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256: heads, and the two proofs that let
//! somebody who holds one head check a later one or a single leaf.
use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf: RFC 9162, 2.1.1.
pub fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a growing tree: the roots of its complete subtrees, the largest first. All that is needed to go on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// An edge that was stored; `None` when it cannot belong to a tree of this size.
    pub fn stored(size: u64, bytes: &[u8]) -> Option<Self> {
        let (peaks, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && u32::try_from(peaks.len()) == Ok(size.count_ones());
        fits.then(|| Self { size, peaks: peaks.to_vec() })
    }

    /// The edge as it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// One more leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut joined = leaf;
        // Each one bit at the end of the size is a subtree as large as what was joined so far.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                joined = node(&left, &joined);
            }
        }
        self.peaks.push(joined);
        self.size += 1;
    }

    /// The root: RFC 9162, 2.1.1.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().copied();
        let last = peaks.next().unwrap_or_else(|| Sha256::digest([]).into());
        peaks.fold(last, |right, left| node(&left, &right))
    }
}

/// The root over these leaves.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The largest power of two below `size`, which is at least two.
fn split(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

/// What proves that the leaf at `index` is in the tree over `leaves`: RFC 9162, 2.1.3.1. Empty when it is not.
pub fn inclusion(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if index >= leaves.len() || leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (inclusion(left, index), root(right)),
        Some(index) => (inclusion(right, index), root(left)),
    };
    path.push(sibling);
    path
}

/// What proves that the tree over the first `size` of `leaves` is the beginning of the tree over all of them: RFC 9162,
/// 2.1.4.1. Empty when nothing needs to be shown.
pub fn consistency(leaves: &[Hash], size: usize) -> Vec<Hash> {
    if size == 0 || size >= leaves.len() { Vec::new() } else { subproof(leaves, size, true) }
}

fn subproof(leaves: &[Hash], size: usize, is_whole: bool) -> Vec<Hash> {
    if size == leaves.len() {
        return if is_whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = match size.checked_sub(left.len()) {
        None | Some(0) => (subproof(left, size, is_whole), root(right)),
        Some(size) => (subproof(right, size, false), root(left)),
    };
    path.push(sibling);
    path
}

/// Whether `path` proves that `leaf` stands at `index` in a tree of `size` with this root: RFC 9162, 2.1.3.2.
pub fn is_included(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            hash = node(sibling, &hash);
            while at.is_multiple_of(2) && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            hash = node(&hash, sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && hash == root
}

/// Whether `path` proves that the tree of `first` leaves is the beginning of that of `second`: RFC 9162, 2.1.4.2.
pub fn is_consistent((first, first_root): (u64, Hash), (second, second_root): (u64, Hash), path: &[Hash]) -> bool {
    if first == 0 || first >= second {
        return path.is_empty() && (first == 0 || (first == second && first_root == second_root));
    }
    // A complete first tree is a node of the second one and proves itself.
    let whole = first.is_power_of_two().then_some(first_root);
    let mut nodes = whole.into_iter().chain(path.iter().copied());
    let Some(start) = nodes.next() else { return false };
    let shift = (first - 1).trailing_ones();
    let (mut at, mut last) = ((first - 1) >> shift, (second - 1) >> shift);
    let (mut was, mut is) = (start, start);
    for sibling in nodes {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            (was, is) = (node(&sibling, &was), node(&sibling, &is));
            while at.is_multiple_of(2) && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            is = node(&is, &sibling);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && was == first_root && is == second_root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The inputs and roots that the reference implementation of Certificate Transparency publishes for this tree
    /// (`merkle_tree_test.cc`, taken over by RFC 9162's implementations).
    const INPUTS: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn leaves(count: usize) -> Vec<Hash> {
        INPUTS.iter().take(count).map(|input| leaf(input)).collect()
    }

    fn hex(hash: Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn hexes(path: &[Hash]) -> Vec<String> {
        path.iter().map(|hash| hex(*hash)).collect()
    }

    #[test]
    fn the_roots_are_the_published_ones() {
        assert_eq!(hex(root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (count, expected) in (1..).zip(ROOTS) {
            assert_eq!(hex(root(&leaves(count))), expected, "{count} leaves");
        }
    }

    #[test]
    fn the_paths_are_the_published_ones() {
        let sixth_of_eight = [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        assert_eq!(hexes(&inclusion(&leaves(8), 5)), sixth_of_eight);
        let six_of_eight = [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        assert_eq!(hexes(&consistency(&leaves(8), 6)), six_of_eight);
    }

    fn some(size: usize) -> Vec<Hash> {
        (0..size).map(|number| leaf(&number.to_be_bytes())).collect()
    }

    proptest! {
        #[test]
        fn a_leaf_proves_itself_and_no_other(size in 1_usize..70, index in 0_usize..70, other in 0_usize..70) {
            let (index, other) = (index % size, other % size);
            let (leaves, whole) = (some(size), root(&some(size)));
            let path = inclusion(&leaves, index);
            prop_assert!(is_included(leaves[index], index as u64, size as u64, &path, whole));
            prop_assert_eq!(is_included(leaves[other], index as u64, size as u64, &path, whole), other == index);
            prop_assert!(!is_included(leaves[index], index as u64, size as u64 + 1, &path, leaf(b"another root")));
        }

        #[test]
        fn a_longer_tree_proves_its_beginning(size in 1_usize..70, first in 0_usize..70, changed in 0_usize..70) {
            let (first, changed) = (first % (size + 1), changed % size);
            let leaves = some(size);
            let path = consistency(&leaves, first);
            let (first_head, head) = ((first as u64, root(&leaves[..first])), (size as u64, root(&leaves)));
            prop_assert!(is_consistent(first_head, head, &path));
            let mut rewritten = leaves.clone();
            rewritten[changed] = leaf(b"rewritten");
            let path = consistency(&rewritten, first);
            let is_kept = is_consistent(first_head, (size as u64, root(&rewritten)), &path);
            prop_assert_eq!(is_kept, changed >= first);
        }

        #[test]
        fn an_edge_goes_on_where_it_was_stored(size in 0_usize..70, more in 0_usize..20) {
            let leaves = some(size + more);
            let mut frontier = Frontier::default();
            leaves[..size].iter().for_each(|leaf| frontier.push(*leaf));
            let mut stored = Frontier::stored(size as u64, &frontier.bytes()).unwrap();
            leaves[size..].iter().for_each(|leaf| stored.push(*leaf));
            prop_assert_eq!(stored.root(), root(&leaves));
            prop_assert_eq!(Frontier::stored(size as u64 + 1, &frontier.bytes()).is_some(), (size + 1).count_ones() == size.count_ones());
        }
    }
}
