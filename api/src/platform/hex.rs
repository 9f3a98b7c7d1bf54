//! Bytes as people compare them.

/// Lower-case hexadecimal digits, two a byte.
pub fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
