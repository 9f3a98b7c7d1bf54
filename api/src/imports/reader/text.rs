//! Which encoding a text is in: UTF-8 if it can be, else GB 18030 if it can be, else refused. Never guessed from a name.

use super::kind::BYTE_ORDER_MARK;
use super::{Encoding, Limits, ReadRefusal, rules};
use encoding_rs::GB18030;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// The byte order mark as GB 18030 spells it.
const NATIONAL_MARK: &[u8] = b"\x84\x31\x95\x33";

/// The text without its byte order mark, and how it was written.
///
/// # Errors
/// A NUL byte, a line that is too long, or bytes of no known encoding, each with its line.
pub(super) fn decode<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(Cow<'a, str>, Encoding), ReadRefusal> {
    if let Some(at) = memchr(0, bytes) {
        return Err(ReadRefusal::from(rules::TEXT_NUL).at_row(line_at(bytes, at)));
    }
    check_lines(bytes, limits)?;
    let marked = bytes.strip_prefix(BYTE_ORDER_MARK);
    match std::str::from_utf8(marked.unwrap_or(bytes)) {
        Ok(text) if marked.is_some() => Ok((Cow::Borrowed(text), Encoding::Utf8Bom)),
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) if marked.is_some() => Err(undecodable(bytes, error.valid_up_to() + BYTE_ORDER_MARK.len())),
        Err(error) => decode_national(bytes, error.valid_up_to()),
    }
}

/// Every sequence must be a character of GB 18030; a UTF-8 text with a damaged place must not pass as one.
fn decode_national(bytes: &[u8], first_fault: usize) -> Result<(Cow<'_, str>, Encoding), ReadRefusal> {
    let unmarked = bytes.strip_prefix(NATIONAL_MARK).unwrap_or(bytes);
    if !is_damaged_utf8(bytes)
        && let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(unmarked)
    {
        return Ok((text, Encoding::Gb18030));
    }
    Err(undecodable(bytes, first_fault))
}

/// Chinese in UTF-8 is made of three-byte sequences; in GB 18030 these arise by chance only, and rarely two faults apart.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut faults = 0_usize;
    let mut characters = 0_usize;
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|character| ('\u{2e80}'..='\u{ffef}').contains(character)).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    characters > faults.saturating_mul(4)
}

fn undecodable(bytes: &[u8], at: usize) -> ReadRefusal {
    ReadRefusal::from(rules::TEXT_ENCODING).at_row(line_at(bytes, at))
}

fn check_lines(bytes: &[u8], limits: &Limits) -> Result<(), ReadRefusal> {
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
        if end - start > limits.line {
            return Err(ReadRefusal::from(rules::ROW_TOO_LONG).at_row(line_at(bytes, start)));
        }
        start = end + 1;
    }
    Ok(())
}

/// The line, from 1, in which a byte stands.
pub(super) fn line_at(bytes: &[u8], at: usize) -> u32 {
    let before = bytes.get(..at).unwrap_or(bytes);
    u32::try_from(memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<(String, Encoding), ReadRefusal> {
        decode(bytes, &Limits::default()).map(|(text, encoding)| (text.into_owned(), encoding))
    }

    #[test]
    fn utf8_wins_and_the_national_standard_follows() {
        let text = "姓名,䶮㐂𠮷·Ａ\n";
        let (national, _, _) = GB18030.encode(text);
        assert_eq!(decoded(text.as_bytes()), Ok((text.to_owned(), Encoding::Utf8)));
        assert_eq!(decoded(&[BYTE_ORDER_MARK, text.as_bytes()].concat()), Ok((text.to_owned(), Encoding::Utf8Bom)));
        assert_eq!(decoded(&national), Ok((text.to_owned(), Encoding::Gb18030)));
        assert_eq!(decoded(&[NATIONAL_MARK, &national].concat()), Ok((text.to_owned(), Encoding::Gb18030)));
    }

    #[test]
    fn damage_is_refused_with_its_line() {
        let damaged = [("姓名,现居住村\n".repeat(3)).as_bytes(), b"\xe5\xa7,x\n"].concat();
        let refusal = decoded(&damaged).unwrap_err();
        assert_eq!((refusal.rule, refusal.row), (rules::TEXT_ENCODING, Some(4)));
        let refusal = decoded(b"a\nb\nc\x81\n").unwrap_err();
        assert_eq!((refusal.rule, refusal.row), (rules::TEXT_ENCODING, Some(3)));
        let refusal = decoded(b"a,b\nc\0,d\n").unwrap_err();
        assert_eq!((refusal.rule, refusal.row), (rules::TEXT_NUL, Some(2)));
    }

    #[test]
    fn long_lines_are_refused() {
        let limits = Limits { line: 5, ..Limits::default() };
        assert!(decode(b"12345\n1234\n", &limits).is_ok());
        let refusal = decode(b"12345\n123456", &limits).unwrap_err();
        assert_eq!((refusal.rule, refusal.row), (rules::ROW_TOO_LONG, Some(2)));
    }
}
