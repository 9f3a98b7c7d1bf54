//! What a person's file can say.
use std::collections::BTreeMap;

use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{Control, CreatePerson, PersonStatus, RiskLevel};
use crate::codes::{Gender, IdNumber, Phone, text};
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
const ENTERED_LATER: Rule = Rule {
    code: "person.platform_entered_on.future",
    zh: "录入平台日期不能晚于今天",
    en: "a person cannot have been entered into the platform in the future",
};
const AWAY_LATER: Rule = Rule {
    code: "person.migrant.since.future",
    zh: "外出起始日期不能晚于今天",
    en: "a person cannot have left in the future",
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
    broken.when(person.platform_entered_on.is_some_and(|date| date > today), "platform_entered_on", ENTERED_LATER);
    broken.when(person.migrant.since.is_some_and(|date| date > today), "migrant/since", AWAY_LATER);
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

/// What the file says of contact: what was entered, or what follows from the status. Whoever is locked up, abroad, dead or
/// no longer under control is not the town's to keep in contact with (GB/T 31000 管控情况).
pub fn control(person: &CreatePerson) -> Control {
    person.control.unwrap_or(match person.status {
        PersonStatus::CompulsoryIsolation
        | PersonStatus::Imprisoned
        | PersonStatus::Detained
        | PersonStatus::Abroad
        | PersonStatus::CleanThreeYears
        | PersonStatus::Deceased => Control::NotApplicable,
        PersonStatus::CommunityTreatment
        | PersonStatus::CommunityRehabilitation
        | PersonStatus::VoluntaryTreatment
        | PersonStatus::Maintenance
        | PersonStatus::InCommunity => Control::InContact,
    })
}

/// Nobody has assessed the risk yet.
pub fn unrated() -> RiskLevel {
    RiskLevel::Unrated
}

/// Nobody has said.
pub fn unknown_gender() -> Gender {
    Gender::Unknown
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::*;
    use crate::platform::coded::Coded;
    use crate::platform::error::ApiError;

    fn person(more: &serde_json::Value) -> CreatePerson {
        let mut body = serde_json::json!({
            "name": "罗会腾", "division_code": "990981107201", "status": "in_community", "birth_date": "1995-07-25",
        });
        let (Some(fields), Some(more)) = (body.as_object_mut(), more.as_object()) else { panic!("objects") };
        fields.extend(more.clone());
        serde_json::from_value(body).expect("a person")
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        for (more, pointer, code) in [
            (serde_json::json!({ "birth_date": "2999-01-01" }), "/birth_date", BORN_LATER.code),
            (serde_json::json!({ "first_found_on": "2999-01-01" }), "/first_found_on", FOUND_LATER.code),
            (serde_json::json!({ "first_found_on": "1990-01-01" }), "/first_found_on", FOUND_BEFORE_BIRTH.code),
            (serde_json::json!({ "platform_entered_on": "2999-01-01" }), "/platform_entered_on", ENTERED_LATER.code),
            (serde_json::json!({ "migrant": { "since": "2999-01-01" } }), "/migrant/since", AWAY_LATER.code),
            (serde_json::json!({ "name": "罗**" }), "/name", MASKED.code),
        ] {
            let refused = person(&more).validate().map_err(ApiError::from).expect_err(code);
            let ApiError::Invalid(errors) = refused else { panic!("broken rules are invalid") };
            let told: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
            assert_eq!(told, [(pointer, code)]);
        }
        assert!(person(&serde_json::json!({})).validate().is_ok());
    }

    #[test]
    fn control_follows_from_the_status_until_someone_says_otherwise() {
        for status in PersonStatus::ALL {
            let silent = person(&serde_json::json!({ "status": status }));
            assert_ne!(control(&silent), Control::OutOfContact);
            let said = CreatePerson { control: Some(Control::OutOfContact), ..silent };
            assert_eq!(control(&said), Control::OutOfContact);
        }
        let control_of = |status: &str| control(&person(&serde_json::json!({ "status": status })));
        assert_eq!(control_of("deceased"), Control::NotApplicable);
        assert_eq!(control_of("community_treatment"), Control::InContact);
    }
}
