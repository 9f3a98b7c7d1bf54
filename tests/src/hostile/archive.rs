//! Builds archives in memory, part by part.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const SHEET_END: &str = "</sheetData></worksheet>";

pub(super) fn sheet_start() -> String {
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#.to_owned()
}

pub(super) fn sheet(rows: &str) -> String {
    format!("{}{rows}{SHEET_END}", sheet_start())
}

/// Letters that pack to about three quarters, the same on every run.
pub(super) fn noise(length: usize) -> String {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + u8::try_from(state % 26).unwrap_or_default())
    };
    (0..length).map(|_| letter()).collect()
}

/// Writes bytes over others. Fails loudly: a case that was not spoiled would prove nothing.
pub(super) fn patch(bytes: &mut [u8], at: usize, new: &[u8]) {
    bytes.get_mut(at..at + new.len()).expect("the place to patch exists").copy_from_slice(new);
}

/// Where a signature stands last.
pub(super) fn last(bytes: &[u8], signature: [u8; 4]) -> usize {
    bytes.windows(4).rposition(|window| *window == signature).expect("the archive has this record")
}

/// An archive that is being written.
pub(super) struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Everything that a workbook needs but its sheet.
    pub fn workbook_parts() -> Self {
        Self::package(r#"<sheet name="Sheet1" sheetId="1" r:id="rId1"/>"#)
    }

    pub(super) fn package(sheets: &str) -> Self {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = |kind: &str, target: &str| {
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let mut archive = Self::new();
        archive.part("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#);
        archive.part("_rels/.rels", &relations("officeDocument", "xl/workbook.xml"));
        archive.part("xl/_rels/workbook.xml.rels", &relations("worksheet", "worksheets/sheet1.xml"));
        archive.part(
            "xl/workbook.xml",
            &format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>"#),
        );
        archive
    }

    pub(super) fn open(&mut self, name: &str) {
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(6));
        self.0.start_file(name, options).expect("a part can be started in memory");
    }

    pub(super) fn bytes(&mut self, name: &str, content: &[u8]) {
        self.open(name);
        self.0.write_all(content).expect("memory takes the bytes");
    }

    pub(super) fn part(&mut self, name: &str, content: &str) {
        self.bytes(name, content.as_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).expect("memory takes the bytes");
    }

    /// Writes a text again and again until so many bytes are written, without holding them.
    pub(super) fn repeat(&mut self, text: &str, bytes: usize) {
        let block = text.repeat(64 * 1024 / text.len());
        for _ in 0..bytes / block.len() {
            self.text(&block);
        }
        self.text(&text.repeat(bytes % block.len() / text.len()));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish().expect("an archive in memory can be finished").into_inner()
    }
}

/// A well-formed workbook with one sheet of these rows.
pub fn workbook(rows: &str) -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(rows));
    archive.finish()
}
