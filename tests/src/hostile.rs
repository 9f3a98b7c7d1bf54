//! Files that want to do harm, built when a test runs: nothing binary is committed.
//!
//! Each function gives the bytes of one file; [`cases`] names them with the rules that may refuse them, and [`harmless`] gives
//! those that only look like them.

pub mod archive;
pub mod archives;
pub mod sheets;
pub mod texts;

pub use archive::workbook;

/// A hostile file.
pub struct Hostile {
    /// What it is.
    pub name: &'static str,
    /// Builds the file; some take half a second and 20 MB.
    pub make: fn() -> Vec<u8>,
    /// The rules of which one must refuse it.
    pub codes: &'static [&'static str],
}

/// The files that must be refused.
pub fn cases() -> Vec<Hostile> {
    let case = |name, make, codes| Hostile { name, make, codes };
    let mut cases = vec![
        case("value at XFD1048576, 1.5 KB", sheets::corner as fn() -> Vec<u8>, &["import.grid.rows"][..]),
        case("inline string of 1 GiB", archives::inline_gibibyte, &["import.zip.too_large"]),
        case("inline string of 24 MiB that packs badly", sheets::inline_dense, &["import.cell.too_long"]),
        case("1 M shared strings", sheets::shared_strings, &["import.workbook.strings"]),
        case("shared strings claimed without number", sheets::claimed_strings, &["import.workbook.strings"]),
        case("200 MB of <c/>", archives::empty_cells, &["import.zip.too_large"]),
        case("6 M cells that pack badly", sheets::dense_cells, &["import.grid.cells", "import.zip.too_large"]),
        case("archive in an archive", archives::nested, &["import.zip.nested"]),
        case("70 000 entries", archives::many_entries, &["import.zip.entries"]),
        case("part that packs 1 000 to 1", archives::zeros, &["import.zip.ratio"]),
        case(
            "directory that says too little",
            archives::too_little,
            &["import.zip.false_sizes", "import.file.damaged"],
        ),
        case("directory that says too much", archives::too_much, &["import.zip.false_sizes", "import.file.damaged"]),
        case("trailer that lies about the number of entries", archives::lying_trailer, &["import.file.damaged"]),
        case(
            "entries that share their bytes",
            archives::overlapping,
            &["import.zip.false_sizes", "import.file.damaged"],
        ),
        case("encrypted entry", archives::encrypted_entry, &["import.file.encrypted"]),
        case("workbook with a password", archives::password, &["import.file.encrypted"]),
        case("Excel 97 workbook", archives::legacy, &["import.file.legacy_excel"]),
        case("path that leaves the archive", archives::zip_slip, &["import.zip.path"]),
    ];
    cases.extend(more_cases());
    cases
}

fn more_cases() -> Vec<Hostile> {
    let case = |name, make, codes| Hostile { name, make, codes };
    vec![
        case("entity declarations", archives::entities as fn() -> Vec<u8>, &["import.xml.declaration"][..]),
        case("entity declarations in UTF-16", archives::entities_in_utf16, &["import.xml.encoding"]),
        case("links to other workbooks", archives::external_links, &["import.workbook.external_links"]),
        case("macros", archives::macros, &["import.file.macro"]),
        case("formulas only", sheets::formulas_only, &["import.workbook.formulas_only"]),
        case("10 000 sheets", sheets::many_sheets, &["import.workbook.sheets"]),
        case("10 000 sheets, each a part", archives::many_sheet_parts, &["import.zip.entries"]),
        case("99 sheets over one large part", sheets::shared_part, &["import.file.damaged"]),
        case("2 M cell formats", sheets::many_formats, &["import.workbook.formats"]),
        case("formats that multiply", sheets::multiplied_formats, &["import.file.too_costly"]),
        case(
            "coordinates that overflow",
            sheets::overflowing,
            &["import.file.damaged", "import.grid.rows", "import.grid.columns"],
        ),
        case("rows in disorder", sheets::disorder, &["import.grid.order"]),
        case("PDF renamed .xlsx", texts::pdf, &["import.file.pdf"]),
        case("empty file", Vec::new, &["import.file.empty"]),
        case("heading alone", sheets::heading_alone, &["import.file.header_only"]),
        case("half a workbook", archives::truncated, &["import.file.damaged"]),
        case("OpenDocument sheet", archives::open_document, &["import.file.open_document"]),
        case("zip that is no workbook", archives::other_archive, &["import.file.not_a_workbook"]),
        case("text with a NUL", texts::nul, &["import.text.nul"]),
        case("text with a line of 2 MB", texts::long_line, &["import.row.too_long"]),
        case("text with an open quote", texts::open_quote, &["import.text.unclosed_quote"]),
        case("text of 60 000 rows", texts::many_rows, &["import.grid.rows"]),
        case("text of 9 M cells", texts::many_cells, &["import.file.too_much"]),
        case("21 MiB of text", texts::over_the_limit, &["import.file.too_large"]),
    ]
}

/// Files that look for trouble and have none in them: each must be read, and has two rows.
pub fn harmless() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("shared formula with a giant index", sheets::formula_index()),
        ("range declared up to XFD1048576", sheets::declared_range()),
        ("formats without values up to XFD1048576", sheets::far_formats()),
    ]
}
