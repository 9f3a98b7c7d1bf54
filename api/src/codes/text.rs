//! How text is compared and what text is refused. What is stored stays exactly as it was entered: names may hold any
//! ideograph of GB 18030-2022, and normal forms would rewrite some of them.

use std::borrow::Cow;

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;
use validator::ValidationError;

use crate::platform::error::Rule;

/// A character nobody can see or type: NUL and the other controls, but for line ends and tabs.
pub const CONTROL: Rule =
    Rule {
        code: "text.control_character", zh: "含有不可见的控制字符", en: "contains an invisible control character"
    };
/// A mark that turns the direction of writing and shows people another text than the one that is stored.
pub const DIRECTION: Rule = Rule {
    code: "text.direction_override",
    zh: "含有会颠倒显示顺序的字符",
    en: "contains a character that reverses the order of display",
};

/// What U+E815 to U+E864 of the private use area stood for in older editions of GB 18030 and in the fonts of old systems,
/// row by row: the characters GB 18030-2022 gives FE50 to FEA0.
const OFFICIAL: [&str; 4] = [
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟",
    "㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱",
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟",
    "䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
];
const FIRST_PRIVATE: u32 = 0xE815;
const ROW: u32 = 20;

/// Characters with another initial as a surname than elsewhere (《现代汉语词典》, the readings marked 姓).
const SURNAME_INITIALS: [(char, char); 12] = [
    ('曾', 'z'),
    ('单', 's'),
    ('解', 'x'),
    ('仇', 'q'),
    ('查', 'z'),
    ('区', 'o'),
    ('翟', 'z'),
    ('朴', 'p'),
    ('秘', 'b'),
    ('种', 'c'),
    ('召', 's'),
    ('洗', 'x'),
];

/// Text in its compatibility form (NFKC: full-width digits become plain ones). Plain text, which most is, stays as it lies.
pub fn compatible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

/// What two spellings of one name have in common: compatibility forms, private-use characters, middle dots, spaces,
/// invisible characters and capitals no longer tell them apart. For comparing only, never for storing.
pub fn search_key(entered: &str) -> String {
    // Twice, because what is left out between two characters may let them join, and a capital may fall apart.
    fold(&fold(entered))
}

/// The initials by which a name is typed: `张伟` gives `zw`. Characters without a reading stay, as in the search key.
pub fn initials(name: &str) -> String {
    let key = search_key(name);
    let is_more_than_surname = key.chars().nth(1).is_some();
    let mut result = String::with_capacity(key.len());
    for (place, character) in key.chars().enumerate() {
        let surname = (place == 0 && is_more_than_surname).then(|| surname_initial(character)).flatten();
        match surname.or_else(|| reading_initial(character)) {
            Some(initial) => result.push(initial),
            None => result.push(character),
        }
    }
    result
}

/// Refuses text that no keyboard writes: controls other than line ends and tabs, direction overrides, and embeddings or
/// isolates that do not close in their line.
pub fn is_clean(text: &str) -> Result<(), Rule> {
    if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
        return Err(CONTROL);
    }
    if text.lines().all(is_balanced) { Ok(()) } else { Err(DIRECTION) }
}

/// [`is_clean`] as the rule of a single field.
///
/// # Errors
/// The rule broken.
pub fn clean_field(text: &str) -> Result<(), ValidationError> {
    is_clean(text).map_err(Into::into)
}

fn fold(text: &str) -> String {
    let normal = text.nfkc().flat_map(char::to_lowercase);
    let visible = normal.filter(|character| !is_ignored(*character));
    visible.map(|character| official(one_middle_dot(character))).nfkc().collect()
}

fn one_middle_dot(character: char) -> char {
    match character {
        '•' | '‧' | '・' | '･' | '⋅' | '∙' | '\u{387}' => '·',
        other => other,
    }
}

/// Spaces, zero-width and direction marks, soft hyphens, fillers and variation selectors.
fn is_ignored(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}'
        )
}

fn official(character: char) -> char {
    let place = u32::from(character).checked_sub(FIRST_PRIVATE);
    let row = place.and_then(|place| OFFICIAL.get(usize::try_from(place / ROW).ok()?));
    let column = place.and_then(|place| usize::try_from(place % ROW).ok());
    row.zip(column).and_then(|(row, column)| row.chars().nth(column)).unwrap_or(character)
}

fn surname_initial(character: char) -> Option<char> {
    SURNAME_INITIALS.iter().find(|(surname, _)| *surname == character).map(|(_, initial)| *initial)
}

fn reading_initial(character: char) -> Option<char> {
    character.to_pinyin().and_then(|reading| reading.plain().chars().next())
}

fn is_balanced(line: &str) -> bool {
    let mut open = Vec::new();
    for character in line.chars() {
        match character {
            '\u{202d}' | '\u{202e}' => return false,
            '\u{202a}' | '\u{202b}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.pop() != Some(character) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_search_key_is_its_own_search_key(text in any::<String>()) {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }

        #[test]
        fn spaces_and_invisible_characters_do_not_count(name in "[\u{4e00}-\u{9fa5}]{1,6}", place in 0_usize..6) {
            for invisible in [' ', '\u{3000}', '\u{200b}', '\u{feff}', '\u{e0100}'] {
                let mut spaced: Vec<char> = name.chars().collect();
                spaced.insert(place.min(spaced.len()), invisible);
                prop_assert_eq!(search_key(&spaced.iter().collect::<String>()), search_key(&name));
            }
        }

        #[test]
        fn every_control_character_is_found(before in "\\PC{0,8}", control in 0_u32..32, after in "[a-z]{0,8}") {
            let control = char::from_u32(control).expect("a control character");
            prop_assume!(!matches!(control, '\n' | '\r' | '\t'));
            prop_assert_eq!(is_clean(&format!("{before}{control}{after}")), Err(CONTROL));
        }
    }

    #[test]
    fn spellings_of_one_name_share_their_key() {
        for (one, other) in [
            ("买买提•艾力", "买买提·艾力"),
            ("买买提‧艾力", "买买提・艾力"),
            ("买买提･艾力", "买买提⋅艾力"),
            ("买买提\u{387}艾力", "买买提 · 艾力"),
            ("ＡＢＣ１２", "abc12"),
            ("\u{e863}某", "䶮某"),
            ("\u{e864}", "\u{9fbb}"),
            ("\u{e815}", "\u{2e81}"),
            ("\u{e831}", "\u{215d7}"),
            ("\u{f900}", "\u{8c48}"),
        ] {
            assert_eq!(search_key(one), search_key(other), "{one}");
        }
        assert_ne!(search_key("张三"), search_key("张山"));
        assert_eq!(search_key("\u{e865}"), "\u{e865}");
    }

    #[test]
    fn a_cyrillic_letter_is_no_latin_one() {
        assert_ne!(search_key("Х"), search_key("X"));
    }

    #[test]
    fn every_private_character_has_one_official_character() {
        let all: std::collections::BTreeSet<char> = OFFICIAL.iter().flat_map(|row| row.chars()).collect();
        assert_eq!(all.len(), 80);
        assert!(OFFICIAL.iter().all(|row| row.chars().count() == 20));
        assert!(all.iter().all(|character| !('\u{e000}'..='\u{f8ff}').contains(character)));
    }

    #[test]
    fn names_are_typed_by_their_initials() {
        for (name, typed) in [
            ("张伟", "zw"),
            ("欧阳 修远", "oyxy"),
            ("曾国", "zg"),
            ("单某", "sm"),
            ("解某", "xm"),
            ("王曾", "wc"),
            ("Tom李", "toml"),
            ("", ""),
        ] {
            assert_eq!(initials(name), typed, "{name}");
        }
        assert_eq!(initials("买买提·艾力"), "mmt·al");
    }

    #[test]
    fn text_that_shows_otherwise_than_stored_is_refused() {
        for text in [
            "a\u{202e}b",
            "\u{202d}a\u{202c}",
            "\u{202a}a",
            "a\u{202c}",
            "\u{2067}a\nb\u{2069}",
            "\u{202a}\u{2066}\u{202c}\u{2069}",
        ] {
            assert_eq!(is_clean(text), Err(DIRECTION), "{text:?}");
        }
        for text in ["a\0b", "\u{7f}", "\u{85}", "\u{1b}[2J"] {
            assert_eq!(is_clean(text), Err(CONTROL), "{text:?}");
        }
        for text in [
            "",
            "第一行\n第二行\t表格\r\n",
            "𬱖某\u{e0100}",
            "\u{2067}שלום\u{2069}",
            "\u{202b}\u{2066}x\u{2069}\u{202c}",
        ] {
            assert_eq!(is_clean(text), Ok(()), "{text:?}");
        }
    }
}
