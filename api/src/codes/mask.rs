//! What remains visible of a value for those who may not see it whole.
//!
//! A mask hides the length too, and no two masks of one person may be put together: a birth date becomes a band of
//! five years, and of the ID number only the last two characters remain, which hold nothing of the birth date.

use chrono::{Datelike, NaiveDate};

use super::text::compatible;

/// Stars before the last two characters of an ID number; the same for 15 and 18 characters.
const ID_NUMBER_STARS: usize = 16;
/// Stars before the last two digits of a telephone number, however long it is.
const PHONE_STARS: usize = 9;
/// Values shorter than this would be given away by their last two characters.
const SHORTEST_WITH_TAIL: usize = 6;

/// The first character and two stars: `张**`. The first character may be any ideograph, those beyond the BMP included.
pub fn name(full: &str) -> String {
    full.trim().chars().next().map_or_else(|| "**".to_owned(), |first| format!("{first}**"))
}

/// Sixteen stars and the last two characters: `****************5X`.
pub fn id_number(full: &str) -> String {
    tail(full, ID_NUMBER_STARS)
}

/// Nine stars and the last two digits: `*********72`.
pub fn phone(full: &str) -> String {
    tail(&compatible(full), PHONE_STARS)
}

/// The five years a birth falls into: `1990–1994`.
pub fn birth_band(birth_date: NaiveDate) -> String {
    let first = birth_date.year() - birth_date.year().rem_euclid(5);
    format!("{first}–{}", first + 4)
}

fn tail(full: &str, stars: usize) -> String {
    let mut masked = "*".repeat(stars);
    let characters = full.trim().chars().count();
    if characters >= SHORTEST_WITH_TAIL {
        masked.extend(full.trim().chars().skip(characters - 2));
    }
    masked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_masked_name_tells_one_character_and_no_length(first in any::<char>(), rest in "\\PC{0,40}") {
            prop_assume!(!first.is_whitespace());
            prop_assert_eq!(name(&format!("{first}{rest}")), format!("{first}**"));
        }

        #[test]
        fn a_masked_number_tells_two_characters_and_no_length(number in "[0-9]{10,20}") {
            prop_assert_eq!(id_number(&number).chars().count(), 18);
            prop_assert_eq!(phone(&number).chars().count(), 11);
            prop_assert!(id_number(&number).ends_with(&number[number.len() - 2..]));
        }

        #[test]
        fn a_birth_date_lies_in_its_band(days in 0_u64..60_000) {
            let born = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date") + chrono::Days::new(days);
            let band = birth_band(born);
            let years: Vec<i32> = band.split('–').map(|year| year.parse().expect("a year")).collect();
            prop_assert!(years[0] <= born.year() && born.year() <= years[1] && years[1] - years[0] == 4);
        }
    }

    #[test]
    fn names_of_every_kind_are_masked_alike() {
        for (full, masked) in
            [("张三", "张**"), ("欧阳修远", "欧**"), ("𬱖某", "𬱖**"), ("买买提·艾力", "买**"), (" ", "**"), ("", "**")]
        {
            assert_eq!(name(full), masked);
        }
    }

    #[test]
    fn both_lengths_of_id_number_look_the_same() {
        assert_eq!(id_number("99098119900307105X"), "****************5X");
        assert_eq!(id_number("990981900307105"), "****************05");
        assert_eq!(phone("13800000072"), "*********72");
        assert_eq!(phone("110"), "*********");
    }

    #[test]
    fn the_band_begins_at_a_multiple_of_five() {
        let band = |year| birth_band(NaiveDate::from_ymd_opt(year, 6, 1).expect("a date"));
        assert_eq!([band(1990), band(1994), band(1995)], ["1990–1994", "1990–1994", "1995–1999"]);
    }
}
