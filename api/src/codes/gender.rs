//! Sex as GB/T 2261.1 codes it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Sex as registered. What was not stated (9 in GB/T 2261.1) is kept as unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// 男
    Male,
    /// 女
    Female,
    /// 未知
    Unknown,
}

impl Gender {
    /// Every value, in the order forms offer them.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unknown];

    /// The word the API and the tables use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unknown => "unknown",
        }
    }

    /// The word a Chinese form prints.
    pub fn label(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
            Self::Unknown => "未知",
        }
    }

    /// The digit of GB/T 2261.1.
    pub fn digit(self) -> char {
        match self {
            Self::Male => '1',
            Self::Female => '2',
            Self::Unknown => '0',
        }
    }

    /// Reads a cell of a ledger: the Chinese word with or without 性, the digit, or the API's word.
    pub fn from_label(cell: &str) -> Option<Self> {
        match cell.trim() {
            "男" | "男性" | "1" | "male" => Some(Self::Male),
            "女" | "女性" | "2" | "female" => Some(Self::Female),
            "未知" | "未说明" | "0" | "9" | "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_gender_is_read_back() {
        for gender in Gender::ALL {
            for spelling in [gender.label(), gender.as_str(), gender.digit().to_string().as_str()] {
                assert_eq!(Gender::from_label(spelling), Some(gender));
            }
            assert_eq!(serde_json::json!(gender), gender.as_str());
        }
        assert_eq!(Gender::from_label("先生"), None);
    }
}
