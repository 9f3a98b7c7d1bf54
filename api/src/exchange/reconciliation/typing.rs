//! Slips of the hand between two identity numbers: one character more, less or other, or two neighbours swapped.
use super::dto::NumberHint;
use crate::codes::{IdNumber, IdNumberKind, id_number, text::compatible};
use crate::platform::error::Rule;

/// Characters of a number before its check character.
const BODY: usize = 17;

/// An identity number as somebody wrote it.
#[derive(Debug, Clone)]
pub struct Written {
    /// In its normal spelling, right or wrong.
    pub text: String,
    read: Result<IdNumber, Rule>,
}

impl Written {
    /// Reads what stands there.
    pub fn of(written: &str) -> Self {
        Self { text: compatible(written).trim().to_ascii_uppercase(), read: IdNumber::parse(written) }
    }

    /// What two spellings of one number share, where it is a number.
    pub fn key(&self) -> Option<String> {
        self.read.as_ref().ok().map(IdNumber::key)
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<&IdNumber> {
        self.read.as_ref().ok()
    }

    /// Why it is no number.
    pub fn wrong(&self) -> Option<NumberHint> {
        let rule = self.read.as_ref().err()?;
        Some(match *rule {
            id_number::LENGTH => NumberHint::Length,
            id_number::CHARACTERS => NumberHint::Characters,
            id_number::BIRTH_DATE => NumberHint::BirthDate,
            _ => NumberHint::Checksum,
        })
    }

    fn is_legacy(&self) -> bool {
        self.number().is_some_and(|number| number.kind() == IdNumberKind::Legacy15)
    }

    /// The slip of one hand that makes `self` of `right`, and the place of it counted from one.
    pub fn slip_from(&self, right: &Self) -> Option<(NumberHint, u32)> {
        let as_written = slip(&self.text, &right.text);
        let in_full = || right.key().and_then(|key| slip(&self.text, &key));
        as_written.or_else(in_full).or_else(|| self.slip_beside_old_card(right))
    }

    /// A number of fifteen digits has no check character, so nobody can hold the one it was given later against it.
    fn slip_beside_old_card(&self, right: &Self) -> Option<(NumberHint, u32)> {
        if !self.is_legacy() && !right.is_legacy() {
            return None;
        }
        let (one, other) = (self.key()?, right.key()?);
        slip(one.get(..BODY)?, other.get(..BODY)?)
    }
}

fn slip(written: &str, right: &str) -> Option<(NumberHint, u32)> {
    let (written, right): (Vec<char>, Vec<char>) = (written.chars().collect(), right.chars().collect());
    let first = written.iter().zip(&right).position(|(one, other)| one != other);
    let first = first.unwrap_or(written.len().min(right.len()));
    let rest = |number: &[char], skipped: usize| number.get(first + skipped..).unwrap_or_default().to_vec();
    let hint = if written.len() == right.len() {
        if first == written.len() {
            return None;
        }
        let swapped = written.get(first) == right.get(first + 1) && written.get(first + 1) == right.get(first);
        match () {
            () if rest(&written, 1) == rest(&right, 1) => NumberHint::OneDigit,
            () if swapped && rest(&written, 2) == rest(&right, 2) => NumberHint::Transposed,
            () => return None,
        }
    } else if written.len() + 1 == right.len() && rest(&written, 0) == rest(&right, 1) {
        NumberHint::MissingDigit
    } else if written.len() == right.len() + 1 && rest(&written, 1) == rest(&right, 0) {
        NumberHint::ExtraDigit
    } else {
        return None;
    };
    Some((hint, u32::try_from(first + 1).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RIGHT: &str = "990981196211294939";

    fn slip_of(written: &str) -> Option<(NumberHint, u32)> {
        Written::of(written).slip_from(&Written::of(RIGHT))
    }

    #[test]
    fn a_slip_is_named_and_placed() {
        assert_eq!(slip_of("990981196211249939"), Some((NumberHint::Transposed, 14)));
        assert_eq!(slip_of("990981196211294938"), Some((NumberHint::OneDigit, 18)));
        assert_eq!(slip_of("99098119621129493"), Some((NumberHint::MissingDigit, 18)));
        assert_eq!(slip_of("9990981196211294939"), Some((NumberHint::ExtraDigit, 3)));
        assert_eq!(slip_of(RIGHT), None);
        assert_eq!(slip_of("990981196211249393"), None);
    }

    #[test]
    fn an_old_card_is_compared_without_the_check_character_it_never_had() {
        let (old, new) = (Written::of("990981621129483"), Written::of(RIGHT));
        assert_eq!(new.slip_from(&old), Some((NumberHint::OneDigit, 16)));
    }

    proptest! {
        #[test]
        fn every_single_slip_is_found(at in 0_usize..18, digit in 0_u8..10) {
            let digits: Vec<char> = RIGHT.chars().collect();
            let digit = char::from(b'0' + digit);
            let text = |digits: &[char]| digits.iter().collect::<String>();
            let mut other = digits.clone();
            other[at] = digit;
            prop_assert_eq!(slip_of(&text(&other)).map(|(hint, _)| hint), (digit != digits[at]).then_some(NumberHint::OneDigit));
            let mut less = digits.clone();
            less.remove(at);
            prop_assert_eq!(slip_of(&text(&less)).map(|(hint, _)| hint), Some(NumberHint::MissingDigit));
            let mut more = digits.clone();
            more.insert(at, digit);
            prop_assert_eq!(slip_of(&text(&more)).map(|(hint, _)| hint), Some(NumberHint::ExtraDigit));
        }

        #[test]
        fn two_slips_are_another_number(one in 0_usize..17, other in 0_usize..18) {
            prop_assume!(one.abs_diff(other) > 1);
            let mut digits: Vec<u8> = RIGHT.bytes().collect();
            for at in [one, other] {
                digits[at] = if digits[at] == b'9' { b'0' } else { digits[at] + 1 };
            }
            prop_assert_eq!(slip_of(&String::from_utf8(digits).expect("digits")), None);
        }
    }
}
