//! Cursors: where a follower of the sealed order has come to and what it was shown until there, under the journal's key, so that
//! none can be made up. They hold nothing secret.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use super::content::Content;
use super::key::{JournalKey, TAG_BYTES};
use crate::platform::Shared;

/// Bytes of what names a view.
const VIEW_BYTES: usize = 8;
const SEQ_BYTES: usize = 8;

/// Where a follower has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The place in the feed that was reached.
    pub seq: i64,
    /// Names what was shown until there: whoever sees more or less now cannot go on from here.
    pub view: [u8; VIEW_BYTES],
}

impl Cursor {
    /// The cursor as it is handed out.
    pub fn text(self, shared: &Shared) -> String {
        self.text_under(&shared.journal_key)
    }

    /// The cursor that was handed out as this text; none where it was not.
    pub fn read(text: &str, shared: &Shared) -> Option<Self> {
        Self::read_under(text, &shared.journal_key)
    }

    fn text_under(self, key: &JournalKey) -> String {
        BASE64.encode([&self.seq.to_be_bytes()[..], &self.view[..], &self.tag(key)[..]].concat())
    }

    fn read_under(text: &str, key: &JournalKey) -> Option<Self> {
        let bytes = BASE64.decode(text).ok()?;
        let (seq, rest) = bytes.split_first_chunk::<SEQ_BYTES>()?;
        let (view, tag) = rest.split_first_chunk::<VIEW_BYTES>()?;
        let cursor = Self { seq: i64::from_be_bytes(*seq), view: *view };
        (tag.len() == TAG_BYTES && cursor.tag(key)[..] == *tag).then_some(cursor)
    }

    fn tag(self, key: &JournalKey) -> [u8; TAG_BYTES] {
        Content::of("jindu cursor 1").number(self.seq).bytes(&self.view).tag(key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_handed_out_and_not_when_anything_in_it_was_changed(
            seq in any::<i64>(), view in any::<[u8; 8]>(), at in 0_usize..43, other in "[A-Za-z0-9_-]",
        ) {
            let (key, strange) = (JournalKey::from_seed(&[1; 32]), JournalKey::from_seed(&[2; 32]));
            let cursor = Cursor { seq, view };
            let text = cursor.text_under(&key);
            prop_assert_eq!(Cursor::read_under(&text, &key), Some(cursor));
            prop_assert_eq!(Cursor::read_under(&text, &strange), None);
            let mut changed = text.clone();
            changed.replace_range(at..=at, &other);
            prop_assert!(changed == text || Cursor::read_under(&changed, &key).is_none());
        }
    }

    #[test]
    fn what_nobody_handed_out_is_no_cursor() {
        let key = JournalKey::from_seed(&[1; 32]);
        let text = Cursor { seq: 1, view: [0; 8] }.text_under(&key);
        for made in ["", "0", "42", "AAAA", &text[1..], &format!("{text}A"), &format!("{text}="), &text.to_lowercase()]
        {
            assert_eq!(Cursor::read_under(made, &key), None, "{made}");
        }
    }
}
