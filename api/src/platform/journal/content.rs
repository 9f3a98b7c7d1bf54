//! The bytes of a row that are tagged and hashed: every field with its length, so that no two rows have the same bytes.
use chrono::NaiveDateTime;

use super::key::{JournalKey, Tag};
use crate::platform::id::Id;

/// An absent field has no length that a present one could have.
const ABSENT: u32 = u32::MAX;

/// The bytes of one row, as they grow.
pub(super) struct Content(Vec<u8>);

impl Content {
    /// The bytes of a row of this kind; a change of the fields is another kind.
    pub fn of(kind: &str) -> Self {
        Self(Vec::with_capacity(256)).bytes(kind.as_bytes())
    }

    pub fn bytes(mut self, field: &[u8]) -> Self {
        let length = u32::try_from(field.len()).unwrap_or(ABSENT - 1);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(field);
        self
    }

    pub fn optional(mut self, field: Option<&[u8]>) -> Self {
        match field {
            Some(field) => self.bytes(field),
            None => {
                self.0.extend_from_slice(&ABSENT.to_be_bytes());
                self
            }
        }
    }

    pub fn text(self, field: &str) -> Self {
        self.bytes(field.as_bytes())
    }

    pub fn id(self, field: Id) -> Self {
        self.bytes(field.as_bytes())
    }

    pub fn number(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    pub fn instant(self, field: NaiveDateTime) -> Self {
        self.number(field.and_utc().timestamp_micros())
    }

    pub fn done(self) -> Vec<u8> {
        self.0
    }

    pub fn tag(&self, key: &JournalKey) -> Tag {
        key.tag(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_any_field_differs_in_its_bytes() {
        let rows = [
            Content::of("a").text("b").text("").done(),
            Content::of("a").text("").text("b").done(),
            Content::of("ab").text("").text("").done(),
            Content::of("a").text("b").optional(None).done(),
            Content::of("a").text("b").done(),
            Content::of("a").number(1).text("").done(),
        ];
        for (index, row) in rows.iter().enumerate() {
            assert!(rows[index + 1..].iter().all(|other| other != row), "{index}");
        }
    }
}
