//! Heads of the tree: how many leaves it has and their root, signed, as a checkpoint that other agencies' tools read too
//! (C2SP `tlog-checkpoint` in a `signed-note`).
//!
//! ```text
//! jindu-0123456789abcdef
//! 1087
//! dGhlIHJvb3QgaGFzaCBvZiB0aGUgdHJlZSBpbiBiYXNlNjQ=
//! 53 2026-11-26T05:00:00.000000Z
//!
//! — jindu-0123456789abcdef AbCdEf…
//! ```
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::key::{JournalKey, name_of};
use super::merkle::Hash;

/// Kind of a signature by Ed25519 in a signed note.
const ED25519: u8 = 1;
const KEY_ID_BYTES: usize = 4;

/// A head of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Leaves of the tree.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// The how-manieth head it is, so that none can be left out.
    pub number: u64,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
}

impl Head {
    /// The head as a signed note.
    pub fn sign(&self, key: &JournalKey) -> String {
        let (name, text) = (key.name(), self.text(&key.name()));
        let signature = [&key_id(&name, &key.public())[..], &key.sign(&text)[..]].concat();
        format!("{text}\n— {name} {}\n", BASE64.encode(signature))
    }

    fn text(&self, name: &str) -> String {
        let at = self.signed_at.to_rfc3339_opts(SecondsFormat::Micros, true);
        format!("{name}\n{}\n{}\n{} {at}\n", self.size, BASE64.encode(self.root), self.number)
    }

    /// The head in a note, if this key signed it and nothing in it was changed.
    pub fn verified(note: &str, key: &VerifyingKey) -> Option<Self> {
        let name = name_of(key);
        let (text, signatures) = note.split_once("\n\n")?;
        let text = format!("{text}\n");
        let is_signed = signatures.lines().all(|line| line.starts_with("— "))
            && signatures.lines().any(|line| is_signature(line, &name, &text, key));
        let mut lines = text.lines();
        let head = (lines.next() == Some(name.as_str())).then(|| read(&mut lines)).flatten()?;
        (is_signed && head.text(&name) == text).then_some(head)
    }
}

fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Head> {
    let size = lines.next()?.parse().ok()?;
    let root = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
    let (number, at) = lines.next()?.split_once(' ')?;
    let signed_at = DateTime::parse_from_rfc3339(at).ok()?.to_utc();
    Some(Head { size, root, number: number.parse().ok()?, signed_at })
}

fn is_signature(line: &str, name: &str, text: &str, key: &VerifyingKey) -> bool {
    let bytes =
        line.strip_prefix("— ").and_then(|rest| rest.strip_prefix(name)).and_then(|rest| rest.strip_prefix(' '));
    let bytes = bytes.and_then(|digits| BASE64.decode(digits).ok());
    let Some((id, signature)) = bytes.as_deref().and_then(|bytes| bytes.split_at_checked(KEY_ID_BYTES)) else {
        return false;
    };
    let signature = Signature::from_slice(signature);
    id == key_id(name, key) && signature.is_ok_and(|signature| key.verify_strict(text.as_bytes(), &signature).is_ok())
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; KEY_ID_BYTES] {
    let hash: Hash =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize().into();
    let mut id = [0; KEY_ID_BYTES];
    id.copy_from_slice(hash.split_at(KEY_ID_BYTES).0);
    id
}

/// The notes in a file that somebody kept: one after another, whatever stands between them.
pub fn notes(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let is_signature = |line: &str| line.starts_with("— jindu-");
    let signed = lines.iter().enumerate().filter(|(_, line)| is_signature(line));
    // Name, size, root, number and time, and an empty line stand before each signature.
    let note = |(at, line): (usize, &&str)| {
        let text = lines.get(at.checked_sub(5)?..at)?;
        Some(format!("{}\n{line}\n", text.join("\n")))
    };
    signed.filter_map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock;
    use crate::platform::journal::merkle::leaf;

    fn head() -> Head {
        Head { size: 1087, root: leaf(b"all"), number: 53, signed_at: clock::now() }
    }

    #[test]
    fn a_head_is_known_by_its_key_and_by_no_other() {
        let (key, other) = (JournalKey::from_seed(&[1; 32]), JournalKey::from_seed(&[2; 32]));
        let note = head().sign(&key);
        assert_eq!(Head::verified(&note, &key.public()).map(|head| head.size), Some(1087));
        assert_eq!(Head::verified(&note, &other.public()), None);
        for changed in
            [note.replace("1087", "1086"), note.replace("Z\n", "Z\n\n"), note.replacen("jindu-", "jindo-", 1)]
        {
            assert_eq!(Head::verified(&changed, &key.public()), None, "{changed}");
        }
    }

    #[test]
    fn every_character_of_a_note_counts() {
        let key = JournalKey::from_seed(&[1; 32]);
        let note = head().sign(&key);
        for (at, character) in note.char_indices().filter(|(_, character)| character.is_ascii_alphanumeric()) {
            let mut changed = note.clone();
            changed.replace_range(at..=at, if character == 'x' { "y" } else { "x" });
            // The last digit of Base64 has bits that mean nothing and must be nothing.
            assert_eq!(Head::verified(&changed, &key.public()), None, "at {at}");
        }
    }

    #[test]
    fn notes_are_found_in_whatever_was_kept() {
        let key = JournalKey::from_seed(&[1; 32]);
        let (first, second) = (head().sign(&key), Head { size: 2000, ..head() }.sign(&key));
        let kept = notes(&format!("市禁毒办 2026-11-26 收\n{first}\n\n{}", second.replace('\n', "\r\n")));
        assert_eq!(kept, [first, second]);
        assert!(notes("— jindu-x").is_empty());
    }
}
