//! Canonical JSON (RFC 8785) and the hash of it: the same content has the same bytes, whoever writes them down.
//!
//! What is hashed here holds no numbers but small whole ones: everything else is text.
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::{ApiError, ApiResult};

/// SHA-256.
pub use super::journal::merkle::Hash;

/// `value` as canonical JSON: names sorted by their UTF-16 code units, no spaces, each character in its one spelling.
///
/// # Errors
/// 500 when it cannot be serialised.
pub fn to_bytes<T: Serialize>(value: &T) -> ApiResult<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|error| ApiError::Internal(error.into()))
}

/// The SHA-256 of these bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::platform::hex;

    fn canonical(json: &str) -> String {
        let value: Value = serde_json::from_str(json).expect("JSON");
        String::from_utf8(to_bytes(&value).expect("canonical")).expect("UTF-8")
    }

    /// RFC 8785, section 3.2.2 with its result in 3.2.4, byte by byte.
    #[test]
    fn the_example_of_the_standard_has_its_bytes() {
        let given = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let expected = "\
            7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 \
            73 22 3a 5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31 65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 \
            2c 31 65 2d 32 37 5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c \
            5c 5c 5c 22 2f 22 7d";
        assert_eq!(hex::digits(canonical(given).as_bytes()), expected.split_whitespace().collect::<String>());
    }

    /// RFC 8785, section 3.2.3: by UTF-16 code units, so that an emoji comes before a Hebrew presentation form.
    #[test]
    fn names_are_sorted_by_utf_16_code_units() {
        let given = r#"{
            "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
        }"#;
        let found = canonical(given);
        let order = ["Carriage Return", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let places: Vec<usize> = order.iter().map(|word| found.find(word).expect("a value")).collect();
        assert!(places.is_sorted(), "{found}");
        assert!(found.starts_with("{\"\\r\":") && found.contains("\"\u{80}\":\"Control\""), "{found}");
    }

    /// RFC 8785, section 3.2.2.2: short escapes where there are any, other controls by number, everything else as it is.
    #[test]
    fn each_character_has_one_spelling() {
        for (given, expected) in [
            (r#""\b\t\n\f\r""#, r#""\b\t\n\f\r""#),
            (r#""\u0008\u0009\u000a\u000c\u000d""#, r#""\b\t\n\f\r""#),
            (r#""\u0000\u001F""#, r#""\u0000\u001f""#),
            (r#""\/\u002f""#, r#""//""#),
            (r#""\u007f\u2028""#, "\"\u{7f}\u{2028}\""),
            (r#""\u7981\u6bd2""#, "\"禁毒\""),
            (r#""A\u030a""#, "\"A\u{30a}\""),
            (r#"{ "b" : [ 1 , { } ] , "a" : "" }"#, r#"{"a":"","b":[1,{}]}"#),
        ] {
            assert_eq!(canonical(given), expected);
        }
    }

    #[test]
    fn what_is_canonical_stays_as_it_is() {
        let once = canonical(r#"{"版本":3,"a":["é","\ud842\udfb7"],"Z":null}"#);
        assert_eq!(canonical(&once), once);
        assert_eq!(once, "{\"Z\":null,\"a\":[\"é\",\"𠮷\"],\"版本\":3}");
    }

    /// FIPS 180-4: the hash of nothing and of `abc`.
    #[test]
    fn hashes_are_sha_256() {
        assert_eq!(hex::digits(&sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex::digits(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
