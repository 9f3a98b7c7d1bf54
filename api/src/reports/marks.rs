//! Text with figures in it, in its stored form: prose and marks such as `{{leaflets|approx:2|blank:23}}`.
//!
//! A mark is the name of an indicator, then optionally its [`Format`] and the numbers of the blanks of the
//! example text that it fills. Prose may not contain `{{`, `}}`, `⟦` or `⟧`.
use std::fmt;

use super::format::Format;

/// Signs that belong to marks; in prose they are refused.
pub const RESERVED: [&str; 4] = ["{{", "}}", "⟦", "⟧"];

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Prose.
    Text(String),
    /// A place for a figure.
    Field(Field),
}

/// A place for a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the indicator.
    pub name: String,
    /// How it is printed.
    pub format: Format,
    /// Which blanks of the example text this place fills; usually one or none.
    pub blank_numbers: Vec<u8>,
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMark {
    /// A mark is opened and not closed, or the other way round, or one stands inside another.
    #[error("标记没有成对：“{0}”；unbalanced mark near: {0}")]
    Unbalanced(String),
    /// What stands between the braces is not `name|format|blank:n`.
    #[error("标记写法有误：“{0}”；not a mark: {0}")]
    Malformed(String),
}

impl Field {
    /// Reads what stands between the braces.
    pub fn parse(inside: &str) -> Result<Self, BadMark> {
        let malformed = || BadMark::Malformed(inside.to_owned());
        let mut parts = inside.split('|');
        let name = parts.next().filter(|name| is_name(name)).ok_or_else(malformed)?.to_owned();
        let mut field = Self { name, format: Format::Plain, blank_numbers: Vec::new() };
        for part in parts {
            match part.strip_prefix("blank:") {
                Some(list) => field.blank_numbers = blanks(list).ok_or_else(malformed)?,
                None => field.format = part.parse().ok().ok_or_else(malformed)?,
            }
        }
        Ok(field)
    }
}

/// Lower-case letters, digits and underscores, a letter first.
fn is_name(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn blanks(list: &str) -> Option<Vec<u8>> {
    list.split(',').map(|number| number.parse().ok()).collect()
}

impl fmt::Display for Field {
    /// The mark without its braces.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)?;
        if self.format != Format::Plain {
            write!(formatter, "|{}", self.format)?;
        }
        if !self.blank_numbers.is_empty() {
            let numbers: Vec<String> = self.blank_numbers.iter().map(u8::to_string).collect();
            write!(formatter, "|blank:{}", numbers.join(","))?;
        }
        Ok(())
    }
}

/// Reads a stored text.
pub fn parse(text: &str) -> Result<Vec<Piece>, BadMark> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((prose, after)) = rest.split_once("{{") {
        let (inside, tail) = after.split_once("}}").ok_or_else(|| BadMark::Unbalanced(start(after)))?;
        push_prose(&mut pieces, prose)?;
        pieces.push(Piece::Field(Field::parse(inside)?));
        rest = tail;
    }
    push_prose(&mut pieces, rest)?;
    Ok(pieces)
}

fn push_prose(pieces: &mut Vec<Piece>, prose: &str) -> Result<(), BadMark> {
    if RESERVED.iter().any(|sign| prose.contains(sign)) {
        return Err(BadMark::Unbalanced(start(prose)));
    }
    if !prose.is_empty() {
        pieces.push(Piece::Text(prose.to_owned()));
    }
    Ok(())
}

fn start(text: &str) -> String {
    text.chars().take(20).collect()
}

/// The fields of a text, in order.
pub fn fields(pieces: &[Piece]) -> impl Iterator<Item = &Field> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Field(field) => Some(field),
        Piece::Text(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_prose_and_fields() {
        let pieces = parse("发放宣传单{{leaflets|approx:2|blank:23}}份").unwrap();
        let field = Field { name: "leaflets".to_owned(), format: Format::Approx(2), blank_numbers: vec![23] };
        assert_eq!(field.to_string(), "leaflets|approx:2|blank:23");
        assert_eq!(pieces, [Piece::Text("发放宣传单".into()), Piece::Field(field), Piece::Text("份".into())]);
    }

    #[test]
    fn unbalanced_marks_are_refused() {
        for text in ["{{a", "a}}", "{{a}}}}", "⟦a", "{{{{a}}"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_is_refused() {
        for inside in ["", "Leaflets", "宣传单", "1a", "a|", "a|round:2", "a|blank:", "a|blank:x", "a|blank:300"] {
            assert_eq!(Field::parse(inside), Err(BadMark::Malformed(inside.to_owned())));
        }
    }
}
