//! What a place can be, and what of it a caller is shown.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreatePremises, Premises, PremisesRecord};
use crate::codes::{Phone, mask, text};
use crate::platform::auth::{FieldClass, FieldClasses};
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};
use crate::platform::id::Id;

const FUTURE: Rule = Rule {
    code: "premises.registered_on.future",
    zh: "登记日期不能晚于今天",
    en: "a place cannot have been registered in the future",
};
const HALF_A_POINT: Rule = Rule {
    code: "premises.coordinates.half",
    zh: "经度和纬度要么都填，要么都不填",
    en: "give both longitude and latitude, or neither",
};
const CODE: Rule = Rule {
    code: "premises.code.format",
    zh: "场所编号不能含空格等空白字符",
    en: "the number of a place may not contain spaces",
};

/// Letters and digits that are not taken for one another when read aloud or copied by hand.
const READABLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a made code: 40 random bits, so that no town will see one twice.
const MADE_LENGTH: usize = 8;
/// Fields of the class `owner`: who it belongs to, how to reach them, and free text, which may name them.
const OWNERS_FIELDS: [&str; 4] = ["owner", "phone", "address", "notes"];

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(place: &CreatePremises) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(place.longitude.is_none() && place.latitude.is_some(), "longitude", HALF_A_POINT);
    broken.when(place.longitude.is_some() && place.latitude.is_none(), "latitude", HALF_A_POINT);
    broken.done()
}

/// A place is on the register today at the latest.
///
/// # Errors
/// The rule broken.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "validator hands fields over by reference")]
pub fn not_in_future(registered_on: &NaiveDate) -> Result<(), ValidationError> {
    if *registered_on > clock::today() { Err(FUTURE.into()) } else { Ok(()) }
}

/// The text is what it shows.
///
/// # Errors
/// The rule broken.
pub fn clean(words: &str) -> Result<(), ValidationError> {
    text::is_clean(words).map_err(Into::into)
}

/// A number of the register is one word.
///
/// # Errors
/// The rule broken.
pub fn code(code: &str) -> Result<(), ValidationError> {
    if code.chars().any(char::is_whitespace) {
        return Err(CODE.into());
    }
    text::is_clean(code).map_err(Into::into)
}

/// The telephone could be dialled.
///
/// # Errors
/// The rule broken.
pub fn phone(entered: &str) -> Result<(), ValidationError> {
    Phone::parse(entered).map(drop).map_err(Into::into)
}

/// A short readable number for a place that was entered without one: `CS-7K3M9QXA`, from the random end of its id.
pub fn made_code(id: Id) -> String {
    let random = id.as_bytes().iter().rev().take(MADE_LENGTH);
    let letters = random.filter_map(|byte| READABLE.get(usize::from(byte % 32)));
    format!("CS-{}", letters.map(|letter| char::from(*letter)).collect::<String>())
}

/// The place as a caller is shown it who sees these classes.
pub fn shown(record: PremisesRecord, division_name: Option<String>, sees: FieldClasses) -> Premises {
    let sees_owner = sees.has(FieldClass::Owner);
    let CreatePremises { code, kind, name, division_code, address, owner, phone, .. } = record.facts;
    let CreatePremises { longitude, latitude, risk_level, registered_on, notes, .. } = record.facts;
    Premises {
        id: record.id,
        code: code.unwrap_or_default(),
        kind,
        name,
        division_code,
        division_name,
        address: address.filter(|_| sees_owner),
        owner_masked: owner.as_deref().map(mask::name),
        owner: owner.filter(|_| sees_owner),
        phone_masked: phone.as_deref().map(mask::phone),
        phone: phone.filter(|_| sees_owner),
        longitude,
        latitude,
        risk_level,
        colour: record.colour,
        registered_on,
        last_inspected_on: record.last_inspected_on,
        notes: notes.filter(|_| sees_owner),
        masked: if sees_owner { Vec::new() } else { OWNERS_FIELDS.to_vec() },
        version: record.version,
        created_at: record.created_at,
        updated_at: record.updated_at,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::Days;
    use validator::Validate;

    use super::*;
    use crate::premises::dto::{Colour, PremisesKind, PremisesRisk};

    fn place() -> CreatePremises {
        CreatePremises {
            code: Some("XH00001".into()),
            kind: PremisesKind::Rental,
            name: "石桥村出租房1号".into(),
            division_code: "990981107201".into(),
            address: Some("石桥村8组30号".into()),
            owner: Some("张三".into()),
            phone: Some("１６０４３６２２９５９".into()),
            longitude: Some(115.8),
            latitude: Some(28.03),
            risk_level: PremisesRisk::Unrated,
            registered_on: clock::today(),
            notes: Some("后门常锁".into()),
        }
    }

    fn record() -> PremisesRecord {
        PremisesRecord {
            id: Id::new(),
            facts: place(),
            colour: Colour::Yellow,
            last_inspected_on: None,
            is_withdrawn: false,
            version: 1,
            created_at: clock::now(),
            updated_at: clock::now(),
            data_key: Vec::new(),
        }
    }

    #[test]
    fn a_place_is_refused_for_each_rule_it_breaks() {
        assert_eq!(place().validate(), Ok(()));
        let broken = [
            CreatePremises { registered_on: clock::today() + Days::new(1), ..place() },
            CreatePremises { latitude: None, ..place() },
            CreatePremises { longitude: Some(28.03), latitude: Some(115.8), ..place() },
            CreatePremises { phone: Some("138".into()), ..place() },
            CreatePremises { code: Some("XH 1".into()), ..place() },
            CreatePremises { division_code: "9909811072".into(), ..place() },
            CreatePremises { owner: Some("张\u{202e}三".into()), ..place() },
        ];
        for place in broken {
            assert!(place.validate().is_err(), "{place:?}");
        }
    }

    #[test]
    fn only_who_sees_owners_sees_whose_it_is() {
        let hidden = shown(record(), None, FieldClasses::default());
        assert_eq!(
            (hidden.owner_masked.as_deref(), hidden.phone_masked.as_deref()),
            (Some("张**"), Some("*********５９"))
        );
        assert_eq!((hidden.owner, hidden.phone, hidden.address, hidden.notes), (None, None, None, None));
        assert_eq!(hidden.masked, OWNERS_FIELDS);
        let open = shown(record(), None, FieldClasses::of(["owner"]));
        assert_eq!(open.owner.as_deref(), Some("张三"));
        assert_eq!(open.address.as_deref(), Some("石桥村8组30号"));
        assert!(open.masked.is_empty());
    }

    #[test]
    fn made_codes_are_short_and_differ() {
        let codes: HashSet<String> = (0..1000).map(|_| made_code(Id::new())).collect();
        assert_eq!(codes.len(), 1000);
        assert!(codes.iter().all(|made| made.len() == 11 && code(made).is_ok()));
    }
}
