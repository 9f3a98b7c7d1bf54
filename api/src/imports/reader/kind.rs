//! What a file is, by its first bytes and never by its name.

use super::{Encoding, Note, ReadRefusal, rules};
use crate::platform::error::Rule;
use memchr::memmem;

/// What the reader can go on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive, perhaps a workbook.
    Archive,
    /// Text, in an encoding still to be found.
    Text,
}

/// First bytes of what is refused at once.
const REFUSED: &[(&[u8], Rule)] = &[
    (b"%PDF", rules::PDF),
    (b"\xff\xfe", rules::TEXT_UTF16),
    (b"\xfe\xff", rules::TEXT_UTF16),
    (b"\x89PNG", rules::UNKNOWN_TYPE),
    (b"\xff\xd8\xff", rules::UNKNOWN_TYPE),
    (b"GIF8", rules::UNKNOWN_TYPE),
    (b"II*\0", rules::UNKNOWN_TYPE),
    (b"MM\0*", rules::UNKNOWN_TYPE),
    (b"Rar!", rules::UNKNOWN_TYPE),
    (b"7z\xbc\xaf\x27\x1c", rules::UNKNOWN_TYPE),
    (b"\x1f\x8b", rules::UNKNOWN_TYPE),
    (b"BZh", rules::UNKNOWN_TYPE),
    (b"\xfd7zXZ\0", rules::UNKNOWN_TYPE),
    (b"\x28\xb5\x2f\xfd", rules::UNKNOWN_TYPE),
    (b"\x7fELF", rules::UNKNOWN_TYPE),
    (b"MZ\x90\0", rules::UNKNOWN_TYPE),
    (b"SQLite format 3\0", rules::UNKNOWN_TYPE),
    (b"{\\rtf", rules::UNKNOWN_TYPE),
];

/// The container of Excel 97–2003 and of workbooks with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// `EncryptedPackage` as the container's directory spells it.
const ENCRYPTED_PACKAGE: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
/// How a zip archive may begin: with a file, empty, or as the first of several volumes.
const ZIP: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
/// The byte order mark of UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// # Errors
/// Nothing in the file, or a kind that is not read; each kind has its own rule.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, ReadRefusal> {
    if is_archive(bytes) {
        return Ok(Kind::Archive);
    }
    if bytes.starts_with(OLE) {
        let encrypted = memmem::find(bytes, ENCRYPTED_PACKAGE).is_some();
        return Err(if encrypted { rules::ENCRYPTED } else { rules::LEGACY_EXCEL }.into());
    }
    if let Some((_, rule)) = REFUSED.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((*rule).into());
    }
    of_text(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii_start())
}

fn of_text(text: &[u8]) -> Result<Kind, ReadRefusal> {
    match text {
        [] => Err(rules::EMPTY.into()),
        [b'<', next, ..] if next.is_ascii_alphabetic() || b"?!".contains(next) => Err(rules::WEB_PAGE.into()),
        [b'{' | b'[', ..] if begins_with_json(text) => Err(rules::JSON.into()),
        _ => Ok(Kind::Text),
    }
}

/// Whether the text opens with a whole JSON value: one document, or one of many lines.
fn begins_with_json(text: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<serde::de::IgnoredAny>();
    matches!(values.next(), Some(Ok(_)))
}

/// Whether these bytes open a zip archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    ZIP.iter().any(|start| bytes.starts_with(start))
}

/// Whether a part of an archive is itself an archive or a compound document.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    let others: [&[u8]; 5] = [OLE, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xfd7zXZ"];
    is_archive(bytes) || others.iter().any(|start| bytes.starts_with(start))
}

/// A remark when the extension of the name belongs to another kind than the content.
pub(super) fn name_note(file_name: &str, encoding: Encoding) -> Option<Note> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let expected: &[&str] = if encoding == Encoding::Xlsx { &["xlsx"] } else { &["csv", "txt", "tsv"] };
    let fits = expected.iter().any(|known| extension.eq_ignore_ascii_case(known));
    (!fits).then(|| Note { rule: rules::NAME_DIFFERS, subject: file_name.chars().take(100).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        let refused = |bytes: &[u8]| of(bytes).unwrap_err().rule;
        assert_eq!(of(b"PK\x03\x04"), Ok(Kind::Archive));
        assert_eq!(of("姓名,性别\n".as_bytes()), Ok(Kind::Text));
        assert_eq!(of(b"[1] a,b\n[2] c"), Err(rules::JSON.into()));
        assert_eq!(of(b"[a],b\n"), Ok(Kind::Text));
        assert_eq!(refused(b"%PDF-1.7"), rules::PDF);
        assert_eq!(refused(b"\xef\xbb\xbf \r\n"), rules::EMPTY);
        assert_eq!(refused(b""), rules::EMPTY);
        assert_eq!(refused(b"<html><table>"), rules::WEB_PAGE);
        assert_eq!(refused(b"{\"villages\": 18}"), rules::JSON);
        assert_eq!(refused(&[OLE, &[0; 600]].concat()), rules::LEGACY_EXCEL);
        assert_eq!(refused(&[OLE, &[0; 600], ENCRYPTED_PACKAGE].concat()), rules::ENCRYPTED);
    }

    #[test]
    fn a_name_that_promises_another_kind_is_remarked_upon() {
        assert_eq!(name_note("台账.XLSX", Encoding::Xlsx), None);
        assert_eq!(name_note("台账", Encoding::Xlsx), None);
        assert!(name_note("台账.csv", Encoding::Xlsx).is_some());
    }
}
