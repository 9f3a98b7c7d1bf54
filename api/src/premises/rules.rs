//! What a place can be, and what of it a caller is shown.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreatePremises, PrecursorClass, Premises, PremisesRecord};
use super::practice;
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

const CLASS_TWICE: Rule = Rule {
    code: "premises.precursor_classes.twice",
    zh: "同一类易制毒化学品只能填一次",
    en: "a class of precursor chemicals can be named only once",
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

/// Each class is there or not.
///
/// # Errors
/// The rule broken.
pub fn each_once(classes: &[PrecursorClass]) -> Result<(), ValidationError> {
    let is_twice =
        |(place, class): (usize, &PrecursorClass)| classes.iter().skip(place + 1).any(|other| other == class);
    if classes.iter().enumerate().any(is_twice) { Err(CLASS_TWICE.into()) } else { Ok(()) }
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

/// Until when a place is to be looked at again; nobody looks at what is not on the register.
pub fn due_on(record: &PremisesRecord) -> Option<NaiveDate> {
    let facts = &record.facts;
    let since = record.last_inspected_on.unwrap_or(facts.registered_on);
    let days = practice::current().days(facts.kind, facts.risk_level);
    record.is_on_register().then(|| practice::due_on(since, days))
}

/// The place as a caller is shown it who sees these classes, on the day `today`.
pub fn shown(record: PremisesRecord, division_name: Option<String>, sees: FieldClasses, today: NaiveDate) -> Premises {
    let sees_owner = sees.has(FieldClass::Owner);
    let inspection_due_on = due_on(&record);
    let CreatePremises { code, kind, name, division_code, address, owner, phone, .. } = record.facts;
    let CreatePremises { longitude, latitude, risk_level, registered_on, notes, .. } = record.facts;
    let CreatePremises { rooms, tenants, migrants, precursor_classes, .. } = record.facts;
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
        rooms,
        tenants,
        migrants,
        precursor_classes,
        last_inspected_on: record.last_inspected_on,
        inspect_every_days: practice::current().days(kind, risk_level),
        inspection_due_on,
        is_overdue: inspection_due_on.is_some_and(|due_on| due_on < today),
        is_proposed: record.is_proposed,
        merged_into_id: record.merged_into_id,
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
            rooms: Some(6),
            tenants: Some(9),
            migrants: None,
            precursor_classes: Vec::new(),
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
            is_proposed: false,
            merged_into_id: None,
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
            CreatePremises { rooms: Some(-1), ..place() },
            CreatePremises { precursor_classes: vec![PrecursorClass::Second; 2], ..place() },
        ];
        for place in broken {
            assert!(place.validate().is_err(), "{place:?}");
        }
    }

    #[test]
    fn only_who_sees_owners_sees_whose_it_is() {
        let hidden = shown(record(), None, FieldClasses::default(), clock::today());
        assert_eq!(
            (hidden.owner_masked.as_deref(), hidden.phone_masked.as_deref()),
            (Some("张**"), Some("*********59"))
        );
        assert_eq!((hidden.owner, hidden.phone, hidden.address, hidden.notes), (None, None, None, None));
        assert_eq!(hidden.masked, OWNERS_FIELDS);
        let open = shown(record(), None, FieldClasses::of(["owner"]), clock::today());
        assert_eq!(open.owner.as_deref(), Some("张三"));
        assert_eq!(open.address.as_deref(), Some("石桥村8组30号"));
        assert!(open.masked.is_empty());
    }

    #[test]
    fn a_place_is_due_from_its_last_look_or_its_registration_while_it_is_on_the_register() {
        let today = clock::today();
        let place = |registered_on: NaiveDate, last_inspected_on| PremisesRecord {
            facts: CreatePremises { registered_on, ..place() },
            last_inspected_on,
            ..record()
        };
        let shown = |record| shown(record, None, FieldClasses::default(), today);
        let new = shown(place(today, None));
        assert_eq!((new.inspect_every_days, new.inspection_due_on), (90, Some(today + Days::new(90))));
        let old = |days| place(today - Days::new(days), None);
        assert_eq!([90, 91].map(|days| shown(old(days)).is_overdue), [false, true]);
        let seen = shown(PremisesRecord { last_inspected_on: Some(today - Days::new(2)), ..old(91) });
        assert_eq!((seen.is_overdue, seen.inspection_due_on), (false, Some(today + Days::new(88))));
        for off in [
            PremisesRecord { is_proposed: true, ..old(91) },
            PremisesRecord { merged_into_id: Some(Id::new()), ..old(91) },
        ] {
            let off = shown(off);
            assert_eq!((off.is_overdue, off.inspection_due_on), (false, None));
        }
    }

    #[test]
    fn made_codes_are_short_and_differ() {
        let codes: HashSet<String> = (0..1000).map(|_| made_code(Id::new())).collect();
        assert_eq!(codes.len(), 1000);
        assert!(codes.iter().all(|made| made.len() == 11 && code(made).is_ok()));
    }
}
