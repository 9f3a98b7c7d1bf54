//! How much a ledger may ask for.

/// One kibibyte and one mebibyte, in bytes.
const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The figures of the gates. [`Limits::default`] is what the product uses; tests make them smaller.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file as it was sent.
    pub upload: usize,
    /// Bytes of all parts of an archive once unpacked.
    pub unpacked: usize,
    /// Bytes of one part once unpacked.
    pub part: usize,
    /// Parts in an archive.
    pub parts: usize,
    /// Times a part may grow when unpacked, once it is larger than `ratio_floor`.
    pub ratio: usize,
    /// Bytes below which growth is not judged: a small honest part of repeated cells packs very well.
    pub ratio_floor: usize,
    /// Sheets in a workbook.
    pub sheets: usize,
    /// Entries in the table of shared strings.
    pub strings: usize,
    /// Cell formats in a workbook (Excel itself stops at 65 490).
    pub formats: usize,
    /// The last row that may hold a value.
    pub rows: u32,
    /// The last column that may hold a value.
    pub columns: u32,
    /// Cells met while reading, empty ones included.
    pub cells: usize,
    /// Bytes of one cell's text.
    pub cell: usize,
    /// Bytes of one row's text, and of one line of a text file.
    pub line: usize,
    /// Bytes of memory that the rows kept may take, bookkeeping of the allocator included.
    pub held: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload: 20 * MIB,
            unpacked: 64 * MIB,
            part: 32 * MIB,
            parts: 200,
            ratio: 100,
            ratio_floor: MIB,
            sheets: 100,
            strings: 800_000,
            formats: 65_536,
            rows: 50_000,
            columns: 200,
            cells: 5_000_000,
            cell: 32 * KIB,
            line: MIB,
            held: 96 * MIB,
        }
    }
}
