//! Citizen identification numbers of GB 11643: six digits of area, eight of birth, three of sequence, one of check.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::gender::Gender;

use super::text::compatible;
use crate::platform::error::Rule;

/// The number has neither 18 nor 15 characters.
pub const LENGTH: Rule = Rule {
    code: "id_number.length",
    zh: "公民身份号码应为18位（旧证15位）",
    en: "an ID number has 18 characters (15 on old cards)",
};
/// Something other than digits, or an X that does not stand last. A Cyrillic Х is refused here and never folded.
pub const CHARACTERS: Rule = Rule {
    code: "id_number.characters",
    zh: "公民身份号码只能是数字，仅末位可为X",
    en: "an ID number consists of digits; only the last character may be X",
};
/// The eight (or six) digits of birth are no day of the calendar.
pub const BIRTH_DATE: Rule = Rule {
    code: "id_number.birth_date",
    zh: "公民身份号码中的出生日期不存在",
    en: "the birth date inside the ID number does not exist",
};
/// The last character is not the one the first seventeen call for.
pub const CHECKSUM: Rule = Rule {
    code: "id_number.checksum",
    zh: "公民身份号码校验码不正确，请核对",
    en: "the check character of the ID number is wrong",
};
/// The record gives another birth date than the number.
pub const BIRTH_DATE_DISAGREES: Rule = Rule {
    code: "id_number.birth_date_disagrees",
    zh: "出生日期与公民身份号码不一致",
    en: "the birth date differs from the one inside the ID number",
};
/// The record gives another sex than the number.
pub const GENDER_DISAGREES: Rule = Rule {
    code: "id_number.gender_disagrees",
    zh: "性别与公民身份号码不一致",
    en: "the gender differs from the one inside the ID number",
};

/// GB 11643, annex: the weight of each of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643, annex: the check character by the weighted sum modulo 11.
const CHECK_CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Which form of the number was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdNumberKind {
    /// Eighteen characters with a check character.
    Resident,
    /// Fifteen digits as issued before October 1999: born 19yy, nothing to check them by.
    Legacy15,
}

/// A number that is well formed. Its `Debug` shows no digit, so that none reaches a log by accident.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdNumber {
    number: String,
    birth_date: NaiveDate,
    sequence_is_odd: bool,
}

impl IdNumber {
    /// Reads what a person typed: surrounding space, full-width digits and a small x are forgiven, nothing else is.
    pub fn parse(typed: &str) -> Result<Self, Rule> {
        let number: String = compatible(typed).trim().to_ascii_uppercase();
        let length = number.chars().count();
        if length != 18 && length != 15 {
            return Err(LENGTH);
        }
        if !is_spelt_rightly(&number) {
            return Err(CHARACTERS);
        }
        let birth_date = birth_date_in(&number).ok_or(BIRTH_DATE)?;
        if length == 18 && check_character(&number) != number.chars().last() {
            return Err(CHECKSUM);
        }
        let sequence_end = if length == 18 { 16 } else { 14 };
        let sequence_is_odd =
            number.chars().nth(sequence_end).and_then(|digit| digit.to_digit(10)).is_some_and(|digit| digit % 2 == 1);
        Ok(Self { number, birth_date, sequence_is_odd })
    }

    /// The number in its one spelling: half-width digits, capital X.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The number by which one person is known, whichever card was shown: a number of fifteen digits as the eighteen it
    /// became in 1999. For comparing and indexing, never for storing.
    pub fn key(&self) -> String {
        match (self.kind(), self.number.get(..6), self.number.get(6..)) {
            (IdNumberKind::Legacy15, Some(area), Some(rest)) => {
                let body = format!("{area}19{rest}");
                let check = check_character(&body);
                body.chars().chain(check).collect()
            }
            _ => self.number.clone(),
        }
    }

    /// The day of birth inside the number.
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// The sex inside the number: the sequence is odd for men and even for women.
    pub fn gender(&self) -> Gender {
        if self.sequence_is_odd { Gender::Male } else { Gender::Female }
    }

    /// Eighteen characters or the fifteen of old cards.
    pub fn kind(&self) -> IdNumberKind {
        if self.number.len() == 15 { IdNumberKind::Legacy15 } else { IdNumberKind::Resident }
    }

    /// The county of first registration (GB/T 2260), which may have been abolished since. It says nothing of residence.
    pub fn area(&self) -> &str {
        self.number.get(..6).unwrap_or_default()
    }

    /// What a record says otherwise than its number, the birth date first. Absent and unknown values disagree with nothing.
    pub fn disagreement(&self, birth_date: Option<NaiveDate>, gender: Option<Gender>) -> Option<Rule> {
        if birth_date.is_some_and(|date| date != self.birth_date) {
            return Some(BIRTH_DATE_DISAGREES);
        }
        match gender {
            Some(Gender::Unknown) | None => None,
            Some(stated) if stated == self.gender() => None,
            Some(_) => Some(GENDER_DISAGREES),
        }
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdNumber(***)")
    }
}

fn is_spelt_rightly(number: &str) -> bool {
    let digits = if number.chars().count() == 18 { number.strip_suffix('X').unwrap_or(number) } else { number };
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn birth_date_in(number: &str) -> Option<NaiveDate> {
    // Every number of every row comes here several times: taken apart by hand it costs a tenth of a format's reading.
    let (year, rest) = if number.len() == 18 {
        (number.get(6..10)?.parse().ok()?, number.get(10..14)?)
    } else {
        (1900 + number.get(6..8)?.parse::<i32>().ok()?, number.get(8..12)?)
    };
    let date = NaiveDate::from_ymd_opt(year, rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?)?;
    (date.year() >= 1800).then_some(date)
}

fn check_character(number: &str) -> Option<char> {
    let digits = number.chars().filter_map(|character| character.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECK_CHARACTERS.iter().copied().nth(usize::try_from(sum % 11).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbered(birth_date: NaiveDate, sequence: u32) -> String {
        let body = format!("990981{}{sequence:03}", birth_date.format("%Y%m%d"));
        let check = check_character(&body).expect("a sum modulo 11 has a character");
        format!("{body}{check}")
    }

    prop_compose! {
        fn any_number()(days in 0_u64..60_000, sequence in 0_u32..1000) -> String {
            let first = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");
            numbered(first + chrono::Days::new(days), sequence)
        }
    }

    proptest! {
        #[test]
        fn a_made_number_is_read_back_whole(number in any_number()) {
            let parsed = IdNumber::parse(&number).expect("valid");
            prop_assert_eq!(parsed.as_str(), number.as_str());
            prop_assert_eq!(parsed.area(), "990981");
            prop_assert_eq!(parsed.birth_date().format("%Y%m%d").to_string(), &number[6..14]);
        }

        #[test]
        fn any_single_changed_digit_is_caught(number in any_number(), place in 0_usize..17, step in 1_u32..10) {
            let mut characters: Vec<char> = number.chars().collect();
            let digit = characters[place].to_digit(10).expect("a digit");
            characters[place] = char::from_digit((digit + step) % 10, 10).expect("a digit");
            let refused = IdNumber::parse(&characters.iter().collect::<String>()).expect_err("one digit changed");
            prop_assert!([CHECKSUM, BIRTH_DATE].contains(&refused));
        }

        #[test]
        fn any_two_neighbours_exchanged_are_caught(number in any_number(), place in 0_usize..16) {
            let mut characters: Vec<char> = number.chars().collect();
            prop_assume!(characters[place] != characters[place + 1]);
            characters.swap(place, place + 1);
            prop_assert!(IdNumber::parse(&characters.iter().collect::<String>()).is_err());
        }

        #[test]
        fn the_old_and_the_new_number_of_one_person_are_one_key(
            birth_days in 0_u64..36_000, sequence in 0_u32..1000,
        ) {
            let born = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date") + chrono::Days::new(birth_days);
            prop_assume!(born.year() < 2000);
            let new = numbered(born, sequence);
            let old = format!("990981{}{sequence:03}", born.format("%y%m%d"));
            let (old, new) = (IdNumber::parse(&old).expect("legacy"), IdNumber::parse(&new).expect("valid"));
            prop_assert_eq!((old.key(), old.birth_date(), old.gender()), (new.key(), new.birth_date(), new.gender()));
            prop_assert_eq!(new.key(), new.as_str());
            prop_assert_eq!(IdNumber::parse(&old.key()).map(|number| number.kind()), Ok(IdNumberKind::Resident));
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = IdNumber::parse(&text);
        }

        #[test]
        fn debug_shows_no_digit(number in any_number()) {
            prop_assert_eq!(format!("{:?}", IdNumber::parse(&number)), "Ok(IdNumber(***))");
        }
    }

    #[test]
    fn the_example_of_the_standard_is_valid() {
        let number = IdNumber::parse("11010519491231002X").expect("the standard's own example");
        assert_eq!(number.birth_date(), NaiveDate::from_ymd_opt(1949, 12, 31).expect("a date"));
        assert_eq!((number.gender(), number.kind()), (Gender::Female, IdNumberKind::Resident));
    }

    #[test]
    fn full_width_digits_and_a_small_x_are_forgiven() {
        let typed = "\u{3000}１１０１０５１９４９１２３１００２ｘ ";
        assert_eq!(IdNumber::parse(typed).map(|number| number.as_str().to_owned()), Ok("11010519491231002X".into()));
        assert!(IdNumber::parse("11010519491231002x").is_ok());
    }

    #[test]
    fn each_fault_has_its_own_code() {
        for (typed, rule) in [
            ("", LENGTH),
            ("1101051949123100", LENGTH),
            ("11010519491231002XX", LENGTH),
            ("11010519491231002Х", CHARACTERS), // Cyrillic
            ("1101051949123100X2", CHARACTERS),
            ("11010519491231 02X", CHARACTERS),
            ("1101051949123100²", LENGTH),
            ("11010519491331002X", BIRTH_DATE),
            ("990981190002290010", BIRTH_DATE),
            ("11010519491231002X".replace('X', "1").as_str(), CHECKSUM),
            ("11010549123100X", CHARACTERS),
            ("110105491331002", BIRTH_DATE),
        ] {
            assert_eq!(IdNumber::parse(typed).expect_err(typed), rule, "{typed}");
        }
    }

    #[test]
    fn a_number_of_an_old_card_was_born_in_the_twentieth_century() {
        let number = IdNumber::parse("990981491231001").expect("a legacy number");
        assert_eq!(number.kind(), IdNumberKind::Legacy15);
        assert_eq!(number.birth_date(), NaiveDate::from_ymd_opt(1949, 12, 31).expect("a date"));
        assert_eq!(number.gender(), Gender::Male);
    }

    #[test]
    fn what_the_record_says_must_agree() {
        let number = IdNumber::parse("11010519491231002X").expect("valid");
        let other_day = NaiveDate::from_ymd_opt(1949, 12, 30);
        assert_eq!(number.disagreement(Some(number.birth_date()), Some(Gender::Female)), None);
        assert_eq!(number.disagreement(None, Some(Gender::Unknown)), None);
        assert_eq!(number.disagreement(other_day, None), Some(BIRTH_DATE_DISAGREES));
        assert_eq!(number.disagreement(None, Some(Gender::Male)), Some(GENDER_DISAGREES));
    }
}
