//! Texts that are too long, broken, or no texts.

/// A PDF.
pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".to_vec()
}

/// Text that is not text.
pub fn nul() -> Vec<u8> {
    b"a,b\n1,2\n3,\0\n".to_vec()
}

/// Text with one endless line.
pub fn long_line() -> Vec<u8> {
    format!("a,b\n{}\n", "x".repeat(2 * 1024 * 1024)).into_bytes()
}

/// Text in which a quotation mark swallows the rest.
pub fn open_quote() -> Vec<u8> {
    format!("a,b\n1,\"2\n{}", "3,4\n".repeat(1000)).into_bytes()
}

/// Text with more rows than are read.
pub fn many_rows() -> Vec<u8> {
    "1,2\n".repeat(60_000).into_bytes()
}

/// Text of nothing but short cells, within rows and columns.
pub fn many_cells() -> Vec<u8> {
    format!("{}1\n", "1,".repeat(199)).repeat(45_000).into_bytes()
}

/// Text above the limit of an upload.
pub fn over_the_limit() -> Vec<u8> {
    "1,2,3,4,5,6\n".repeat(21 * 1024 * 1024 / 12 + 1).into_bytes()
}
