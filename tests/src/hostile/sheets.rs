//! Archives in good order around sheets that are not.

use super::archive::{Archive, SHEET_END, noise, sheet, sheet_start, workbook};

/// The legal workbook of 1 490 bytes whose one value stands in the last corner: a reader that makes a grid asks for 549 GB.
pub fn corner() -> Vec<u8> {
    workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#)
}

/// One cell of 24 MiB that no ratio gives away.
pub fn inline_dense() -> Vec<u8> {
    let noise = noise(12 * 1024 * 1024);
    workbook(&format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{noise}{noise}</t></is></c></row>"#))
}

/// A table of a million strings.
pub fn shared_strings() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#));
    archive.open("xl/sharedStrings.xml");
    archive.text(r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#);
    for number in 0..1_000_000 {
        archive.text(&format!("<si><t>{number}</t></si>"));
    }
    archive.text("</sst>");
    archive.finish()
}

/// A table that claims more strings than there is memory.
pub fn claimed_strings() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.part("xl/sharedStrings.xml", r#"<sst uniqueCount="99999999999"><si><t>a</t></si></sst>"#);
    archive.finish()
}

/// Cells enough to pass the limit of cells, in several sheets that unpack within the limits, mixed with noise.
pub fn dense_cells() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.open("xl/worksheets/sheet1.xml");
    archive.text(&sheet_start());
    archive.text("<row>");
    for piece in noise(900_000).as_bytes().chunks(15) {
        let comment = String::from_utf8_lossy(piece);
        archive.text(&format!("<!--{comment}-->{}", "<c/>".repeat(100)));
    }
    archive.text(&format!("</row>{SHEET_END}"));
    archive.finish()
}

/// A sheet in which every cell is a formula.
pub fn formulas_only() -> Vec<u8> {
    let row = |number| {
        format!(r#"<row r="{number}"><c r="A{number}"><f>1+1</f><v>2</v></c><c r="B{number}"><f>A1</f></c></row>"#)
    };
    workbook(&(1..=20).map(row).collect::<String>())
}

/// A list of 10 000 sheets over one part.
pub fn many_sheets() -> Vec<u8> {
    let sheets = (1..=10_000).map(|number| format!(r#"<sheet name="{number}" sheetId="{number}" r:id="rId1"/>"#));
    let mut archive = Archive::package(&sheets.collect::<String>());
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.finish()
}

/// 99 sheets over one part of 25 MB without a value: harmless once, costly 99 times.
pub fn shared_part() -> Vec<u8> {
    let sheets = (1..=99).map(|number| format!(r#"<sheet name="{number}" sheetId="{number}" r:id="rId1"/>"#));
    let mut archive = Archive::package(&sheets.collect::<String>());
    archive.open("xl/worksheets/sheet1.xml");
    archive.text(&sheet_start());
    for piece in noise(600_000).as_bytes().chunks(15) {
        archive.text(&format!("<!--{}-->{}", String::from_utf8_lossy(piece), "<row/>".repeat(100)));
    }
    archive.text(SHEET_END);
    archive.finish()
}

/// Two million cell formats.
pub fn many_formats() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.open("xl/styles.xml");
    archive.text("<styleSheet><cellXfs>");
    for number in 0..2_000_000 {
        archive.text(&format!("<xf n=\"{}\"/>", number % 977));
    }
    archive.text("</cellXfs></styleSheet>");
    archive.finish()
}

/// A font with a name of 1 MiB, copied into 60 000 formats: within every limit of the first gate, 60 GB in memory.
pub fn multiplied_formats() -> Vec<u8> {
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(""));
    archive.open("xl/styles.xml");
    archive.text(&format!(r#"<styleSheet><fonts><font><name val="{}"/></font></fonts><cellXfs>"#, noise(1024 * 1024)));
    archive.repeat(r#"<xf fontId="0"/>"#, 60_000 * 16);
    archive.text("</cellXfs></styleSheet>");
    archive.finish()
}

/// A shared formula under an index for which a list would need more memory than there is.
pub fn formula_index() -> Vec<u8> {
    let formula = r#"<f t="shared" ref="B1:B2" si="99999999999">A1</f><v>1</v>"#;
    workbook(&format!(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2">{formula}</c></row>"#))
}

/// A sheet that declares every cell there can be and has two.
pub fn declared_range() -> Vec<u8> {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#;
    let range = r#"<dimension ref="A1:XFD1048576"/><sheetData>"#;
    let mut archive = Archive::workbook_parts();
    archive.part("xl/worksheets/sheet1.xml", &sheet(rows).replace("<sheetData>", range));
    archive.finish()
}

/// Two values, and cells with a format alone down to the last corner.
pub fn far_formats() -> Vec<u8> {
    let corner = r#"<row r="1048576"><c r="XFD1048576" s="0"/></row>"#;
    workbook(&format!(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>{corner}"#))
}

/// Coordinates whose reckoning overflows 32 bits.
pub fn overflowing() -> Vec<u8> {
    workbook(r#"<row r="99999999999"><c r="ZZZZZZZZZ99999999999"><v>1</v></c></row>"#)
}

/// A row 1 after a row 2.
pub fn disorder() -> Vec<u8> {
    workbook(r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#)
}

/// A title and a heading, and nothing below.
pub fn heading_alone() -> Vec<u8> {
    workbook(
        r#"<row r="1"><c r="A1" t="str"><v>台账</v></c></row>
        <row r="2"><c r="A2" t="str"><v>姓名</v></c><c r="B2" t="str"><v>性别</v></c></row>"#,
    )
}
