//! What a profile can hold.
use validator::ValidationError;

use super::dto::CreateProfile;
use crate::codes::text;
use crate::platform::error::{Broken, Rule};

/// Texts a profile may hold.
const MOST_TEXTS: usize = 100;
/// Characters of a text.
const LONGEST_TEXT: usize = 4000;
/// Characters of a source.
const LONGEST_SOURCE: usize = 200;
/// Characters of a text's name.
const LONGEST_NAME: usize = 64;
/// Years a profile can be of.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2100;
/// Fields that have a source.
const SOURCED: [&str; 14] = [
    "town_name",
    "city_name",
    "bearing",
    "distance_km",
    "expressway_distance_km",
    "area_km2",
    "farmland_mu",
    "mountain_wan_mu",
    "fiscal_revenue_yi",
    "fixed_investment_yi",
    "villages",
    "groups",
    "population",
    "households",
];

/// The year of a profile.
pub const YEAR: Rule =
    Rule { code: "profile.year.range", zh: "年份应在1949至2100之间", en: "the year lies between 1949 and 2100" };
const TEXT_NAME: Rule = Rule {
    code: "profile.texts.name",
    zh: "文字栏目名只能用小写字母、数字和下划线，以字母开头，不超过64个字符",
    en: "a text is named in small letters, digits and underscores, a letter first, at most 64",
};
const TEXT_LENGTH: Rule = Rule {
    code: "profile.texts.length",
    zh: "文字最多100栏，每栏1至4000个字",
    en: "at most 100 texts of 1 to 4000 characters",
};
const SOURCE_FIELD: Rule = Rule {
    code: "profile.sources.field",
    zh: "来源只能对应镇情表已有的栏目",
    en: "a source belongs to a field of the profile",
};
const SOURCE_LENGTH: Rule =
    Rule { code: "profile.sources.length", zh: "来源应为1至200个字", en: "a source has 1 to 200 characters" };

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(profile: &CreateProfile) -> Result<(), ValidationError> {
    let CreateProfile { town_name, city_name, bearing, texts, sources, .. } = profile;
    let mut broken = Broken::default();
    let are_too_long = texts.len() > MOST_TEXTS || !texts.values().all(|words| has_length(words, LONGEST_TEXT));
    broken.when(are_too_long, "texts", TEXT_LENGTH);
    broken.when(!texts.keys().all(|name| is_name(name)), "texts", TEXT_NAME);
    broken.when(!sources.keys().all(|field| SOURCED.contains(&field.as_str())), "sources", SOURCE_FIELD);
    broken.when(!sources.values().all(|source| has_length(source, LONGEST_SOURCE)), "sources", SOURCE_LENGTH);
    let names = [("town_name", town_name), ("city_name", city_name), ("bearing", bearing)];
    broken.texts(names.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.check("texts", texts.values().try_for_each(|words| text::is_clean(words)));
    broken.check("sources", sources.values().try_for_each(|words| text::is_clean(words)));
    broken.done()
}

/// The year is one a profile can be of.
///
/// # Errors
/// The rule broken.
pub fn year(year: i32) -> Result<(), Rule> {
    if YEARS.contains(&year) { Ok(()) } else { Err(YEAR) }
}

fn has_length(words: &str, longest: usize) -> bool {
    (1..=longest).contains(&words.chars().count())
}

fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(profile: serde_json::Value) -> Option<String> {
        let profile: CreateProfile = serde_json::from_value(profile).expect("a profile");
        check(&profile).err().map(|error| error.code.into_owned())
    }

    #[test]
    fn texts_are_named_like_fields_and_not_endless() {
        assert_eq!(refusal(serde_json::json!({ "texts": { "profile_text_1": "两条高速公路穿境而过" } })), None);
        for name in ["", "1st", "Text", "文字", "a-b", "_a", "a".repeat(65).as_str()] {
            let named = refusal(serde_json::json!({ "texts": { name: "字" } }));
            assert_eq!(named.as_deref(), Some(TEXT_NAME.code), "{name}");
        }
        for words in ["", "字".repeat(LONGEST_TEXT + 1).as_str()] {
            let refused = refusal(serde_json::json!({ "texts": { "a": words } }));
            assert_eq!(refused.as_deref(), Some(TEXT_LENGTH.code));
        }
        assert_eq!(refusal(serde_json::json!({ "texts": { "a": "字".repeat(LONGEST_TEXT) } })), None);
    }

    #[test]
    fn a_source_belongs_to_a_field() {
        assert_eq!(refusal(serde_json::json!({ "sources": { "population": "公安户籍" } })), None);
        let refused = refusal(serde_json::json!({ "sources": { "populatoin": "公安户籍" } }));
        assert_eq!(refused.as_deref(), Some(SOURCE_FIELD.code));
        let refused = refusal(serde_json::json!({ "sources": { "population": "" } }));
        assert_eq!(refused.as_deref(), Some(SOURCE_LENGTH.code));
    }

    #[test]
    fn every_fact_may_name_its_source() {
        let facts = serde_json::to_value(CreateProfile::default()).expect("an object");
        let mut names: Vec<&str> = facts.as_object().expect("an object").keys().map(String::as_str).collect();
        names.retain(|name| !["texts", "sources"].contains(name));
        let mut sourced = SOURCED.to_vec();
        names.sort_unstable();
        sourced.sort_unstable();
        assert_eq!(names, sourced);
    }

    #[test]
    fn years_are_those_of_the_republic() {
        assert_eq!([year(1948), year(1949), year(2100), year(2101)], [Err(YEAR), Ok(()), Ok(()), Err(YEAR)]);
    }
}
