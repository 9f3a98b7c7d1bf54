//! Whole workbooks through the first two gates, built part by part.

use super::{Cell, Limits, ReadFile, ReadRefusal, Row, read, rules};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of these sheets: name, state, rows.
fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let numbered = || sheets.iter().zip(1..);
    let relation = |kind: &str, id: usize, target: &str| {
        format!(r#"<Relationship Id="r{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let listed = numbered()
        .map(|((name, state, _), id)| format!(r#"<sheet name="{name}" sheetId="{id}" state="{state}" r:id="r{id}"/>"#));
    let related = numbered().map(|(_, id)| relation("worksheet", id, &format!("worksheets/sheet{id}.xml")));
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            format!("<Relationships>{}</Relationships>", relation("officeDocument", 1, "xl/workbook.xml")),
        ),
        ("xl/workbook.xml".to_owned(), format!("<workbook><sheets>{}</sheets></workbook>", listed.collect::<String>())),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships>{}</Relationships>", related.collect::<String>()),
        ),
        (
            "xl/styles.xml".to_owned(),
            r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>"#.to_owned(),
        ),
    ];
    for ((_, _, rows), id) in numbered() {
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet));
    }
    zipped(&parts)
}

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TWO_ROWS: &str =
    r#"<row r="1"><c r="A1" t="str"><v>姓名</v></c></row><row r="2"><c r="A2" t="str"><v>甲</v></c></row>"#;

fn read_one(rows: &str, limits: &Limits) -> Result<ReadFile, ReadRefusal> {
    read(&workbook(&[("台账", "visible", rows)]), "台账.xlsx", limits)
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn cells_come_as_their_author_left_them() {
    let rows = r#"<row r="2"><c r="A2" t="str"><v>标题</v></c></row>
        <row r="5"><c r="B5"><v>990981199507250023</v></c><c r="C5" s="1"><v>45883</v></c><c r="D5" t="b"><v>1</v></c></row>
        <row r="6"><c r="A6" t="str"><f>B1&amp;C1</f><v>甲</v></c><c r="B6"><f>1+1</f></c><c r="C6" t="e"><v>#REF!</v></c>
        <c r="D6" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c><c r="E6" s="1"/></row>"#;
    let file = read_one(rows, &Limits::default()).unwrap();
    let formula = |value: &str| Cell::Formula { value: value.to_owned() };
    let date = Cell::Date("2025-08-14".parse().unwrap());
    let lossy = Cell::LossyNumber("990981199507250048".to_owned());
    let expected = [
        Row { number: 2, cells: vec![text("标题")] },
        Row { number: 5, cells: vec![Cell::Empty, lossy, date, Cell::Boolean(true)] },
        Row { number: 6, cells: vec![formula("甲"), formula(""), Cell::Error("#REF!".to_owned()), text("乙丙")] },
    ];
    assert_eq!((file.sheet.name.as_str(), file.sheet.rows.as_slice()), ("台账", &expected[..]));
    assert_eq!(file.notes, []);
}

#[test]
fn the_first_visible_sheet_with_content_is_read_and_others_are_named() {
    let empty = r#"<row r="1"><c r="A1"/></row>"#;
    let sheets = [
        ("字典", "hidden", TWO_ROWS),
        ("空", "visible", empty),
        ("台账", "visible", TWO_ROWS),
        ("说明", "visible", TWO_ROWS),
        ("空2", "veryHidden", empty),
    ];
    let file = read(&workbook(&sheets), "台账.csv", &Limits::default()).unwrap();
    let notes: Vec<_> = file.notes.iter().map(|note| (note.rule, note.subject.as_str())).collect();
    assert_eq!(file.sheet.name, "台账");
    let named = [(rules::HIDDEN_SHEET, "字典"), (rules::SHEET_LEFT_ASIDE, "说明"), (rules::NAME_DIFFERS, "台账.csv")];
    assert_eq!(notes, named);
}

#[test]
fn every_limit_of_the_grid_refuses() {
    let default = Limits::default();
    let refused = |limits: Limits| read_one(TWO_ROWS, &limits).unwrap_err();
    assert_eq!(refused(Limits { rows: 1, ..default }).rule, rules::TOO_MANY_ROWS);
    assert_eq!(refused(Limits { rows: 1, ..default }).row, Some(2));
    assert_eq!(refused(Limits { columns: 0, ..default }).rule, rules::TOO_MANY_COLUMNS);
    assert_eq!(refused(Limits { cells: 1, ..default }).rule, rules::TOO_MANY_CELLS);
    assert_eq!(refused(Limits { cell: 2, ..default }).rule, rules::CELL_TOO_LONG);
    assert_eq!(refused(Limits { line: 5, ..default }).rule, rules::ROW_TOO_LONG);
    assert_eq!(refused(Limits { held: 99, ..default }).rule, rules::TOO_MUCH);
    assert_eq!(refused(Limits { sheets: 0, ..default }).rule, rules::TOO_MANY_SHEETS);
    // Under a prefix the quick count of the first gate sees no cells; the streaming count does.
    let prefixed = TWO_ROWS.replace("<c ", "<x:c ").replace("</c>", "</x:c>");
    assert_eq!(read_one(&prefixed, &Limits { cells: 1, ..default }).unwrap_err().rule, rules::TOO_MANY_CELLS);
}

#[test]
fn every_limit_of_the_archive_refuses() {
    let default = Limits::default();
    let refused = |limits: Limits| read_one(TWO_ROWS, &limits).unwrap_err().rule;
    assert_eq!(refused(Limits { parts: 5, ..default }), rules::TOO_MANY_PARTS);
    assert_eq!(refused(Limits { part: 100, ..default }), rules::UNPACKS_TOO_LARGE);
    assert_eq!(refused(Limits { unpacked: 500, ..default }), rules::UNPACKS_TOO_LARGE);
    assert_eq!(refused(Limits { ratio: 0, ratio_floor: 0, ..default }), rules::RATIO);
    assert_eq!(refused(Limits { formats: 1, ..default }), rules::TOO_MANY_FORMATS);
    assert_eq!(refused(Limits { upload: 100, ..default }), rules::TOO_LARGE);
    assert!(read_one(TWO_ROWS, &Limits { parts: 6, ..default }).is_ok());
}
