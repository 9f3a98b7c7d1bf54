//! What preferences may be.
use std::collections::BTreeSet;

use validator::ValidationError;

use crate::desk::dto::Topic;
use crate::platform::error::Rule;

/// The names of columns.
pub const COLUMN: &str = "^[a-z][a-z0-9_]*$";
const LONGEST_COLUMN: usize = 40;
const NO_COLUMN: Rule = Rule {
    code: "columns.name",
    zh: "列名为1至40个小写字母、数字或下划线，以字母开头",
    en: "a column is named by 1 to 40 small letters, digits or underscores, the first of them a letter",
};
const TWICE: Rule = Rule { code: "list.twice", zh: "同一项不能写两次", en: "nothing is named twice" };

/// Columns are named once, by names.
///
/// # Errors
/// The rule broken.
pub fn columns(columns: &[String]) -> Result<(), ValidationError> {
    if columns.iter().all(|column| is_name(column)) { once(columns.iter()) } else { Err(NO_COLUMN.into()) }
}

/// Topics are named once.
///
/// # Errors
/// The rule broken.
pub fn topics(topics: &[Topic]) -> Result<(), ValidationError> {
    once(topics.iter())
}

fn once<T: Ord>(names: impl ExactSizeIterator<Item = T>) -> Result<(), ValidationError> {
    let count = names.len();
    if names.collect::<BTreeSet<_>>().len() == count { Ok(()) } else { Err(TWICE.into()) }
}

fn is_name(column: &str) -> bool {
    let is_part = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
    column.len() <= LONGEST_COLUMN
        && column.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && column.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::super::dto::LISTS;
    use super::*;
    use crate::desk::dto::ListName;
    use crate::platform::coded::Coded;

    #[test]
    fn every_list_has_preferences() {
        let named: Vec<&str> = ListName::ALL.iter().map(|list| list.code()).collect();
        assert_eq!(named, LISTS);
    }

    #[test]
    fn columns_are_plain_names_and_named_once() {
        let check = |names: &[&str]| columns(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert!(check(&["file_no", "name", "line2"]).is_ok());
        for wrong in ["", "Name", "2nd", "_x", "姓名", "a b", "a-b", &"a".repeat(41)] {
            assert_eq!(check(&[wrong]).expect_err("no name").code, NO_COLUMN.code, "{wrong}");
        }
        assert!(check(&[&"a".repeat(40)]).is_ok());
        assert_eq!(check(&["name", "status", "name"]).expect_err("twice").code, TWICE.code);
        assert!(topics(&[Topic::DutiesDue, Topic::DutiesDue]).is_err() && topics(&[Topic::DutiesDue]).is_ok());
    }
}
