//! Sex as GB/T 2261.1 codes it.
use crate::coded;

coded! {
    /// Sex as registered. What was not stated (9 in GB/T 2261.1) is kept as unknown. Ledgers also write the standard's digit.
    Gender in "gender" {
        Male = "male", "男", "Male" | "男性" | "1";
        Female = "female", "女", "Female" | "女性" | "2";
        Unknown = "unknown", "未知", "Unknown" | "未说明" | "0" | "9";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::coded::Coded;

    #[test]
    fn every_spelling_of_a_gender_is_read_back() {
        for gender in Gender::ALL.iter().copied() {
            for spelling in [gender.label().zh, gender.code()].iter().chain(gender.synonyms()) {
                assert_eq!(Gender::from_label(spelling), Some(gender), "{spelling}");
            }
            assert_eq!(serde_json::json!(gender), gender.code());
        }
        assert_eq!(Gender::from_label("先生"), None);
    }
}
