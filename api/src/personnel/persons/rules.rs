//! What a person's file can say.
use std::collections::BTreeMap;

use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{Control, CreatePerson, RiskLevel};
use crate::codes::{DivisionCode, Gender, IdNumber, Phone, text};
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const MASKED: Rule = Rule {
    code: "masked_value",
    zh: "这是打码后的内容，不能存回；请填写原文",
    en: "this is a masked value and cannot be stored",
};
const BORN_LATER: Rule =
    Rule {
        code: "person.birth_date.future", zh: "出生日期不能晚于今天", en: "a birth date cannot lie in the future"
    };
const FOUND_LATER: Rule = Rule {
    code: "person.first_found_on.future",
    zh: "初次查获日期不能晚于今天",
    en: "a person cannot have been found in the future",
};
const FOUND_BEFORE_BIRTH: Rule = Rule {
    code: "person.first_found_on.before_birth",
    zh: "初次查获日期早于出生日期",
    en: "a person cannot have been found before being born",
};
const SUBSTANCE: Rule = Rule {
    code: "person.substances.text",
    zh: "毒品种类每项应为1至50个字",
    en: "each substance has 1 to 50 characters",
};
const REFERENCE: Rule = Rule {
    code: "person.external_refs",
    zh: "外部编号最多20项，名称和编号各不超过64个字",
    en: "at most 20 references, names and numbers up to 64 characters each",
};
const LONGEST_REFERENCE: usize = 64;
/// Characters a substance's name may have.
pub const LONGEST_SUBSTANCE: usize = 50;
const MOST_REFERENCES: usize = 20;

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(person: &CreatePerson) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let (birth_date, found, today) = (birth_date(person), person.first_found_on, clock::today());
    if let Some(number) = person.id_number.as_deref().and_then(|number| IdNumber::parse(number).ok()) {
        broken.check("birth_date", number.disagreement(person.birth_date, None).map_or(Ok(()), Err));
        broken.check("gender", number.disagreement(None, Some(person.gender)).map_or(Ok(()), Err));
    }
    broken.when(birth_date.is_some_and(|date| date > today), "birth_date", BORN_LATER);
    broken.when(found.is_some_and(|found| found > today), "first_found_on", FOUND_LATER);
    let is_before_birth = found.zip(birth_date).is_some_and(|(found, born)| found < born);
    broken.when(is_before_birth, "first_found_on", FOUND_BEFORE_BIRTH);
    let texts = [
        ("file_no", &person.file_no),
        ("household_address", &person.household_address),
        ("migrant/destination", &person.migrant.destination),
        ("notes", &person.notes),
    ];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}

/// The birth date given, or the one the identity number carries.
pub fn birth_date(person: &CreatePerson) -> Option<NaiveDate> {
    let number = || person.id_number.as_deref().and_then(|number| IdNumber::parse(number).ok());
    person.birth_date.or_else(|| number().map(|number| number.birth_date()))
}

/// The sex given, or the one the identity number carries.
pub fn gender(person: &CreatePerson) -> Gender {
    match (person.gender, person.id_number.as_deref().map(IdNumber::parse)) {
        (Gender::Unknown, Some(Ok(number))) => number.gender(),
        (given, _) => given,
    }
}

/// A name is kept as entered; what the masks print is refused, or it would be stored back.
///
/// # Errors
/// The rule broken.
pub fn name(name: &str) -> Result<(), ValidationError> {
    if name.contains('*') {
        return Err(MASKED.into());
    }
    text::is_clean(name).map_err(Into::into)
}

/// Digits, date and check character (GB 11643).
///
/// # Errors
/// The rule broken.
pub fn id_number(number: &str) -> Result<(), ValidationError> {
    if number.contains('*') {
        return Err(MASKED.into());
    }
    IdNumber::parse(number).map(drop).map_err(Into::into)
}

/// A phone number.
///
/// # Errors
/// The rule broken.
pub fn phone(number: &str) -> Result<(), ValidationError> {
    if number.contains('*') {
        return Err(MASKED.into());
    }
    Phone::parse(number).map(drop).map_err(Into::into)
}

/// The code has twelve digits and a province.
///
/// # Errors
/// The rule broken.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    DivisionCode::parse(code).map(drop).map_err(Into::into)
}

/// Each substance is a short, clean text.
///
/// # Errors
/// The rule broken.
pub fn substances(substances: &[String]) -> Result<(), ValidationError> {
    let is_short =
        |text: &String| (1..=LONGEST_SUBSTANCE).contains(&text.chars().count()) && text::is_clean(text).is_ok();
    if substances.iter().all(is_short) { Ok(()) } else { Err(SUBSTANCE.into()) }
}

/// References are few and short.
///
/// # Errors
/// The rule broken.
pub fn external_refs(references: &BTreeMap<String, String>) -> Result<(), ValidationError> {
    let is_short = |text: &str| text.chars().count() <= LONGEST_REFERENCE && text::is_clean(text).is_ok();
    let are_short = references.iter().all(|(system, number)| is_short(system) && is_short(number));
    if references.len() <= MOST_REFERENCES && are_short { Ok(()) } else { Err(REFERENCE.into()) }
}

/// What a new file says before anyone has said otherwise.
pub fn in_contact() -> Control {
    Control::InContact
}

/// Nobody has assessed the risk yet.
pub fn unrated() -> RiskLevel {
    RiskLevel::Unrated
}

/// Nobody has said.
pub fn unknown_gender() -> Gender {
    Gender::Unknown
}
