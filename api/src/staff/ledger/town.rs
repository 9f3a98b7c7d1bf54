//! Which town the villages of a ledger belong to: by their codes, and by name in the titles.
use std::collections::BTreeSet;

use super::COLUMNS;
use crate::codes::DivisionCode;
use crate::imports::{Table, rules as words};
use crate::platform::error::Rule;

/// The towns of the villages' codes.
pub fn towns(table: &Table) -> BTreeSet<String> {
    let codes = table.column(COLUMNS, "code").filter_map(|cell| village_code(&cell).ok());
    codes.filter_map(|code| code.town()).map(|town| town.as_str().to_owned()).collect()
}

/// The code of a village, however its digits are typed.
pub fn village_code(cell: &str) -> Result<DivisionCode, Rule> {
    let digits: String = cell.chars().filter_map(half_width).collect();
    let code = DivisionCode::parse(&digits)?;
    if code.town().is_some_and(|town| town != code) { Ok(code) } else { Err(words::NOT_A_VILLAGE) }
}

fn half_width(character: char) -> Option<char> {
    match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        _ if character.is_whitespace() => None,
        other => Some(other),
    }
}

/// `江岚市秀河镇禁毒办` and `秀河镇村（居）基本情况` name 秀河镇: from behind the county to the end of the town's name.
pub fn town_named(titles: &[String]) -> Option<String> {
    titles.iter().find_map(|title| {
        let title = title.rsplit(['：', ':']).next().unwrap_or(title).trim();
        let end = ["街道", "镇", "乡"].iter().filter_map(|ending| Some(title.find(ending)? + ending.len())).min()?;
        let name = title.get(..end)?;
        let start = name.rfind(['市', '县', '区', '旗']).map_or(0, |county| county + '市'.len_utf8());
        let name = name.get(start..)?.trim();
        (name.chars().count() >= 2).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_the_town() {
        let named = |title: &str| town_named(&[title.to_owned()]);
        assert_eq!(named("秀河镇村（居）基本情况").as_deref(), Some("秀河镇"));
        assert_eq!(named("填报单位：江岚市秀河镇禁毒办").as_deref(), Some("秀河镇"));
        assert_eq!(named("某县白水乡村居情况").as_deref(), Some("白水乡"));
        assert_eq!(named("某市城区东门街道社区台账").as_deref(), Some("东门街道"));
        assert_eq!(named("村（居）基本情况"), None);
    }

    #[test]
    fn only_villages_have_village_codes() {
        assert_eq!(
            village_code("９９０９８１１０７２０１").map(|code| code.as_str().to_owned()).as_deref(),
            Ok("990981107201")
        );
        assert_eq!(village_code("990981107000"), Err(words::NOT_A_VILLAGE));
        assert!(village_code("99098110720").is_err());
    }
}
