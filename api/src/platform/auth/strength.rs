//! Whether a password is easily guessed.
//!
//! Lists of common passwords hold next to none of twelve characters, and the estimators that are built on them weigh more
//! than this whole program while they run. Long passwords are weak in another way: they are stretched. A word everyone
//! knows, a year, a walk along the keyboard or a repetition adds characters and hardly anything to guess; each counts as
//! one here, and what is left must be long enough.

/// What must be left of a password.
const LEAST: usize = 6;
/// Shorter runs are chance.
const RUN: usize = 3;
/// Words a guesser tries first here, longer ones before those they contain.
const WORDS: [&str; 24] = [
    "password",
    "passw0rd",
    "p@ssw0rd",
    "iloveyou",
    "jinduban",
    "jindutong",
    "woaini",
    "woaizuguo",
    "administrator",
    "zhongguo",
    "welcome",
    "letmein",
    "dragon",
    "monkey",
    "jindu",
    "admin",
    "mima",
    "root",
    "user",
    "test",
    "china",
    "abc",
    "禁毒",
    "密码",
];
/// Rows of the keyboard; a walk goes along them in either direction.
const ROWS: [&str; 4] = ["`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./"];

/// Whether hardly anything is left of `password` when what everyone would try is counted as one character each. `names` are
/// those of its owner.
pub fn is_guessable(password: &str, names: &[&str]) -> bool {
    let letters: Vec<char> = password.to_lowercase().chars().collect();
    let unit = repeated(&letters);
    let words: Vec<Vec<char>> = names
        .iter()
        .chain(&WORDS)
        .map(|word| word.to_lowercase().chars().collect::<Vec<_>>())
        .filter(|word| word.len() >= 2)
        .collect();
    weight(unit, &words) < LEAST
}

/// The part a password repeats, or all of it.
fn repeated(letters: &[char]) -> &[char] {
    let is_period = |length: &usize| letters.iter().zip(letters.iter().skip(*length)).all(|(one, other)| one == other);
    let period = (1..=letters.len() / 2).find(is_period).unwrap_or(letters.len());
    letters.get(..period).unwrap_or(letters)
}

fn weight(mut letters: &[char], words: &[Vec<char>]) -> usize {
    let mut weight = 0;
    while !letters.is_empty() {
        let known = words.iter().filter(|word| letters.starts_with(word)).map(Vec::len).max().unwrap_or(1);
        let taken = known.max(run(letters)).max(year(letters));
        letters = letters.get(taken..).unwrap_or_default();
        weight += 1;
    }
    weight
}

/// How far the first letters go on as they begin: the same again, the next of the alphabet, the next key.
fn run(letters: &[char]) -> usize {
    let steps: [fn(char, char) -> bool; 5] = [
        |one, other| one == other,
        |one, other| u32::from(one) + 1 == u32::from(other),
        |one, other| u32::from(other) + 1 == u32::from(one),
        |one, other| is_next_key(one, other),
        |one, other| is_next_key(other, one),
    ];
    let length = |step: &fn(char, char) -> bool| {
        1 + letters.iter().zip(letters.iter().skip(1)).take_while(|(one, other)| step(**one, **other)).count()
    };
    steps.iter().map(length).max().filter(|length| *length >= RUN).unwrap_or(1)
}

fn is_next_key(one: char, other: char) -> bool {
    ROWS.iter().any(|row| row.chars().zip(row.chars().skip(1)).any(|pair| pair == (one, other)))
}

/// A year or a date of the last or this century: 1985, 20250626.
fn year(letters: &[char]) -> usize {
    let digits = letters.iter().take(8).take_while(|letter| letter.is_ascii_digit()).count();
    let is_year = letters.starts_with(&['1', '9']) || letters.starts_with(&['2', '0']);
    match digits {
        8 if is_year => 8,
        4..=7 if is_year => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretched_passwords_are_guessable() {
        for password in [
            "123456789012",
            "111111111111",
            "abcabcabcabc",
            "qwertyuiop12",
            "aaaabbbbcccc",
            "password2025!",
            "PASSWORD1234",
            "zhoulan-zhoulan",
            "zhoulan19850626",
            "jinduban2025",
            "禁毒禁毒禁毒禁毒禁毒禁毒",
            "1qaz1qaz1qaz",
            "iloveyou1314520"[..12].as_ref(),
        ] {
            assert!(is_guessable(password, &["zhoulan", "周兰"]), "{password}");
        }
    }

    #[test]
    fn sentences_and_random_letters_are_not() {
        for password in [
            "three words and a river",
            "7KM3QXA9TTPW",
            "秀河镇的桥边有三棵老樟树呢",
            "correct horse battery",
            "x9!fLq2#vTz0",
        ] {
            assert!(!is_guessable(password, &["zhoulan", "周兰"]), "{password}");
        }
    }
}
