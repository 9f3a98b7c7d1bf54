//! Archives that lie, that grow, or that hold what does not belong in them.

use super::archive::{Archive, SHEET_END, last, noise, patch, sheet, sheet_start, workbook};
use super::sheets::corner;

/// A part of 5 MB of zeros, small enough for every limit of size.
pub fn zeros() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.open("xl/media/image1.emf");
    archive.repeat("\0", 5_000_000);
    archive.finish()
}

/// A directory that says 10 bytes where there are 900 000.
pub fn too_little() -> Vec<u8> {
    lying_directory(10)
}

/// A directory that says 4 GB where there are 900 000 bytes: a reader that believes it reserves them.
pub fn too_much() -> Vec<u8> {
    lying_directory(0xffff_fff0)
}

fn lying_directory(claim: u32) -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &format!("{}{}", sheet(""), noise(900_000)));
    let mut bytes = archive.finish();
    let entry = last(&bytes, *b"PK\x01\x02");
    patch(&mut bytes, entry + 24, &claim.to_le_bytes());
    bytes
}

/// A trailer that counts 65 000 entries where there are five.
pub fn lying_trailer() -> Vec<u8> {
    let mut bytes = workbook("");
    let trailer = last(&bytes, *b"PK\x05\x06");
    for at in [8, 10] {
        patch(&mut bytes, trailer + at, &65_000_u16.to_le_bytes());
    }
    bytes
}

/// A workbook that carries another archive.
pub fn nested() -> Vec<u8> {
    let inner = corner();
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.bytes("xl/embeddings/oleObject1.bin", &inner);
    archive.finish()
}

/// 70 000 parts.
pub fn many_entries() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    for number in 0..70_000 {
        archive.part(&format!("xl/media/{number}"), "");
    }
    archive.finish()
}

/// Two entries of the directory over the same bytes, as in the archives that unpack to terabytes.
pub fn overlapping() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.part("xl/worksheets/sheet2.xml", &sheet(""));
    let mut bytes = archive.finish();
    let second = last(&bytes, *b"PK\x01\x02");
    let first = last(bytes.get(..second).unwrap_or_default(), *b"PK\x01\x02");
    let offset = bytes.get(first + 42..first + 46).unwrap_or_default().to_vec();
    patch(&mut bytes, second + 42, &offset);
    bytes
}

/// An entry that is flagged as encrypted, in its own header and in the directory.
pub fn encrypted_entry() -> Vec<u8> {
    let mut bytes = workbook("");
    let (entry, header) = (last(&bytes, *b"PK\x01\x02"), last(&bytes, *b"PK\x03\x04"));
    patch(&mut bytes, entry + 8, &[1]);
    patch(&mut bytes, header + 6, &[1]);
    bytes
}

/// What Excel writes when a workbook gets a password: a compound document with the workbook encrypted inside.
pub fn password() -> Vec<u8> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    [legacy(), name, vec![0; 512]].concat()
}

/// The beginning of a workbook of Excel 97–2003.
pub fn legacy() -> Vec<u8> {
    [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 1024]].concat()
}

/// A part that would be written outside of its folder.
pub fn zip_slip() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.part("../../../../tmp/evil.xml", "<a/>");
    archive.finish()
}

const LAUGHS: &str = r#"<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>"#;

/// Entities that multiply.
pub fn entities() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &format!("{LAUGHS}{}", sheet("")));
    archive.finish()
}

/// The same in an encoding in which a search for bytes does not find them.
pub fn entities_in_utf16() -> Vec<u8> {
    let text = format!("\u{feff}{LAUGHS}{}", sheet(""));
    let mut archive = Archive::workbook_parts();
    archive.bytes("xl/worksheets/sheet1.xml", &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    archive.finish()
}

/// A workbook that takes values from another file.
pub fn external_links() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.part("xl/externalLinks/externalLink1.xml", "<externalLink/>");
    archive.finish()
}

/// A workbook with a macro project.
pub fn macros() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.part("xl/vbaProject.bin", "project");
    archive.finish()
}

/// 10 000 sheets, each in a part of its own.
pub fn many_sheet_parts() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    for number in 1..=10_000 {
        archive.part(&format!("xl/worksheets/sheet{number}.xml"), &sheet(""));
    }
    archive.finish()
}

/// A workbook whose transfer broke off.
pub fn truncated() -> Vec<u8> {
    let mut bytes = corner();
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// A sheet of another office.
pub fn open_document() -> Vec<u8> {
    let mut archive = Archive::new();
    archive.part("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    archive.part("META-INF/manifest.xml", "<manifest/>");
    archive.part("content.xml", "<office/>");
    archive.finish()
}

/// An archive of other things.
pub fn other_archive() -> Vec<u8> {
    let mut archive = Archive::new();
    archive.part("photos/1.txt", "not a picture");
    archive.finish()
}

/// One cell of 1 GiB in an archive of 1 MB.
pub fn inline_gibibyte() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.open("xl/worksheets/sheet1.xml");
    archive.text(&sheet_start());
    archive.text(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>"#);
    archive.repeat("A", 1024 * 1024 * 1024);
    archive.text(&format!("</t></is></c></row>{SHEET_END}"));
    archive.finish()
}

/// 200 MB of empty cells.
pub fn empty_cells() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.open("xl/worksheets/sheet1.xml");
    archive.text(&sheet_start());
    archive.text("<row>");
    archive.repeat("<c/>", 200_000_000);
    archive.text(&format!("</row>{SHEET_END}"));
    archive.finish()
}
