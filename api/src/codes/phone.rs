//! Telephone numbers of the mainland. They are kept as entered; what is compared is their normal form.

use std::fmt;

use super::text::compatible;
use crate::platform::error::Rule;

/// Something other than digits and the marks people put between them, or two numbers in one field.
pub const CHARACTERS: Rule = Rule {
    code: "phone.characters",
    zh: "电话号码只能填一个，且只含数字、空格、短横线和括号",
    en: "one telephone number of digits, spaces, hyphens and brackets",
};
/// The digits are those of no mainland mobile, landline or service number.
pub const FORMAT: Rule = Rule {
    code: "phone.format",
    zh: "不是有效的手机号码或固定电话（固定电话请带区号）",
    en: "not a mainland mobile number, or a landline with its area code",
};

/// A telephone number that could be dialled. Its `Debug` shows no digit, so that none reaches a log by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    entered: String,
    digits: String,
}

impl Phone {
    /// Reads a mobile number, a landline with or without its area code, or a 400/800 number; a country code and an
    /// extension (`转`, `分机`, `ext`) may stand around it.
    pub fn parse(entered: &str) -> Result<Self, Rule> {
        let folded: String = compatible(entered).to_ascii_lowercase();
        let number = without_extension(&folded)?;
        if !number.chars().all(|character| character.is_ascii_digit() || is_mark(character)) {
            return Err(CHARACTERS);
        }
        let dialled: String = number.chars().filter(char::is_ascii_digit).collect();
        let digits = without_country_code(&dialled);
        if !(is_mobile(&digits) || is_landline(&digits) || is_service(&digits)) {
            return Err(FORMAT);
        }
        Ok(Self { entered: entered.to_owned(), digits })
    }

    /// The number exactly as it was entered.
    pub fn as_str(&self) -> &str {
        &self.entered
    }

    /// The normal form that is compared and indexed: digits only, without country code and extension.
    pub fn digits(&self) -> &str {
        &self.digits
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Phone(***)")
    }
}

fn is_mark(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '‐' | '‑' | '–' | '—' | '−' | '(' | ')' | '+' | '\u{200b}' | '\u{feff}')
}

fn without_extension(number: &str) -> Result<&str, Rule> {
    for word in ["转", "分机", "ext", "#"] {
        if let Some((number, extension)) = number.split_once(word) {
            let is_number =
                extension.chars().all(|character| character.is_ascii_digit() || matches!(character, ' ' | '.' | ':'));
            return if is_number { Ok(number) } else { Err(CHARACTERS) };
        }
    }
    Ok(number)
}

/// A landline behind the country code has lost the 0 of its area code. 86 may also begin a local number, hence the length.
fn without_country_code(dialled: &str) -> String {
    match dialled.strip_prefix("0086").or_else(|| dialled.strip_prefix("86")) {
        Some(rest) if rest.len() < 9 => dialled.to_owned(),
        Some(rest) if rest.starts_with('0') || is_mobile(rest) || is_service(rest) => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None => dialled.to_owned(),
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Area codes have three digits (010, 02x) or four; the number behind them seven or eight and does not begin with 0 or 1.
fn is_landline(digits: &str) -> bool {
    let area_digits = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => 0,
    };
    let number = digits.get(area_digits..).unwrap_or_default();
    (7..=8).contains(&number.len()) && !number.starts_with(['0', '1'])
}

fn is_service(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_mobile_number_has_one_normal_form(digits in "1[3-9][0-9]{9}") {
            let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
            for entered in [digits.clone(), format!("{a} {b} {c}"), format!("+86 {a}-{b}-{c}"), format!("0086{digits}")] {
                let phone = Phone::parse(&entered).expect("a mobile number");
                prop_assert_eq!(phone.digits(), digits.as_str());
                prop_assert_eq!(phone.as_str(), entered.as_str());
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = Phone::parse(&text);
        }
    }

    #[test]
    fn landlines_are_read_with_and_without_area_code() {
        for (entered, digits) in [
            ("0999-5550123", "09995550123"),
            ("（010）55501234", "01055501234"),
            ("＋86 10 5550 1234", "01055501234"),
            ("0999-5550123转801", "09995550123"),
            ("021 55501234 ext. 8", "02155501234"),
            ("5550123", "5550123"),
            ("86000001", "86000001"),
            ("400-555-0123", "4005550123"),
        ] {
            assert_eq!(Phone::parse(entered).expect(entered).digits(), digits, "{entered}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for (entered, rule) in [
            ("", FORMAT),
            ("138", FORMAT),
            ("12345678901", FORMAT),
            ("138000000720", FORMAT),
            ("13800000072/13900000072", CHARACTERS),
            ("13800000072、5550123", CHARACTERS),
            ("无", CHARACTERS),
            ("0999-5550123转张三", CHARACTERS),
        ] {
            assert_eq!(Phone::parse(entered).expect_err(entered), rule, "{entered}");
        }
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", Phone::parse("13800000072")), "Ok(Phone(***))");
    }
}
