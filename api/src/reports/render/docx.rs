//! The report as an Office document in the look of GB/T 9704-2012 (党政机关公文格式).
//!
//! A4, type area 156 × 225 mm, 22 lines of 28 characters; title 2号 小标宋, first level 3号 黑体, second 3号 楷体, body
//! 3号 仿宋, page numbers 4号 between dashes below the type area, right on odd and left on even pages. The same
//! document always gives the same bytes.
use std::io::Cursor;

use docx_rs::{Docx, Footer, PageNum, Paragraph, RunFonts};

use super::package;
use crate::reports::document::{Block, Document, Level, Run, TO_FILL};

/// The archive could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成DOCX文件；the DOCX file could not be written")]
pub struct DocxError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// Renders the document.
pub fn docx(document: &Document) -> Result<Vec<u8>, DocxError> {
    let title = docx_rs::Run::new().add_text(printable(&document.title));
    let mut docx = Docx::new()
        .footer(page_number("FooterOdd", "7f000001"))
        .even_footer(page_number("FooterEven", "7f000002"))
        .add_paragraph(numbered("7f000000").style("Title").add_run(title));
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| !block.text().is_empty()) {
        docx = docx.add_paragraph(paragraph(index, block));
    }
    let parts = package::settled(docx.build()).map_err(|fault| DocxError(Box::new(fault)))?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|fault| DocxError(Box::new(fault)))?;
    Ok(bytes.into_inner())
}

/// The library would number paragraphs from a counter of its thread; the same document would differ each time.
fn numbered(id: &str) -> Paragraph {
    Paragraph::new().id(id)
}

fn page_number(style: &str, id: &str) -> Footer {
    let dash = |text: &str| docx_rs::Run::new().add_text(text);
    let paragraph = numbered(id).style(style).add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —"));
    Footer::new().add_paragraph(paragraph)
}

fn paragraph(index: usize, block: &Block) -> Paragraph {
    let style = match block.level {
        Level::Body => "BodyText",
        Level::First => "Heading1",
        Level::Second => "Heading2",
    };
    let mut paragraph = numbered(&format!("{:08x}", index + 1)).style(style);
    let mut is_open = false;
    for part in &block.runs {
        for (text, is_missing) in by_place_to_fill(part.text(), &mut is_open) {
            paragraph = paragraph.add_run(run(part, text, is_missing));
        }
    }
    paragraph
}

/// What is missing is yellow, what nobody has proved is grey; both are gone once the drafter has dealt with them.
fn run(part: &Run, text: &str, is_missing: bool) -> docx_rs::Run {
    // Without the hint editors set Chinese quotation marks in the Latin font.
    let run = docx_rs::Run::new().fonts(RunFonts::new().hint("eastAsia")).add_text(printable(text));
    match part {
        _ if is_missing => run.style(package::MISSING),
        Run::Judgement { .. } => run.style(package::JUDGEMENT),
        Run::Figure(_) | Run::Text { .. } => run,
    }
}

/// The stretches of a text inside and outside places to be filled in (【待填…】). A place may begin in one run and end in
/// another; `is_open` carries it over.
fn by_place_to_fill<'a>(text: &'a str, is_open: &mut bool) -> Vec<(&'a str, bool)> {
    let mut stretches = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if *is_open { rest.find('】').map(|at| at + '】'.len_utf8()) } else { rest.find(TO_FILL) };
        let (stretch, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
        if !stretch.is_empty() {
            stretches.push((stretch, *is_open));
        }
        *is_open ^= end.is_some();
        rest = after;
    }
    stretches
}

/// XML 1.0 cannot hold control characters, escaped or not; a value that carries one must not break the file.
fn printable(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::document::{Figure, Missing};

    fn bytes(runs: Vec<Run>, level: Level) -> String {
        let block = Block { key: "a.b".to_owned(), level, runs, choices: Vec::new(), edited: false, outdated: false };
        let document = Document {
            template_id: "x".to_owned(),
            template_version: "1".to_owned(),
            title: "秀河镇<2025>".to_owned(),
            blocks: vec![block],
            unplaced: Vec::new(),
            notes: Vec::new(),
        };
        // The library stores the parts uncompressed, so that they can be read without unpacking.
        String::from_utf8_lossy(&docx(&document).unwrap()).into_owned()
    }

    #[test]
    fn the_page_has_the_size_and_the_edges_of_the_standard() {
        let file = bytes(Vec::new(), Level::Body);
        assert!(file.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#) && file.contains(r#"w:top="2098""#));
        let (width, height) = (11_906 - 1_587 - 1_440, 16_838 - 2_098 - 1_984);
        let millimetres = |twips: i32| f64::from(twips) * 25.4 / 1440.0;
        assert!(
            file.contains(r#"w:right="1440""#)
                && file.contains(r#"w:left="1587""#)
                && file.contains(r#"w:bottom="1984""#)
        );
        assert!((millimetres(width) - 156.0).abs() < 1.0 && (millimetres(height) - 225.0).abs() < 0.1);
        assert!(file.contains("秀河镇&lt;2025&gt;"));
    }

    #[test]
    fn every_level_and_every_mark_has_its_style() {
        let text = || vec![Run::Text { text: "文".to_owned() }];
        for (level, style) in [(Level::Body, "BodyText"), (Level::First, "Heading1"), (Level::Second, "Heading2")] {
            assert!(bytes(text(), level).contains(&format!(r#"<w:pPr><w:pStyle w:val="{style}" /></w:pPr>"#)));
            assert!(include_str!("styles.xml").contains(&format!(r#"w:styleId="{style}""#)));
        }
        let missing = Missing { zh: "没有记录".to_owned(), en: "no record".to_owned() };
        let figure = Figure {
            name: "x".to_owned(),
            mark: "x".to_owned(),
            printed: missing.printed(),
            missing: Some(missing),
            blank_numbers: Vec::new(),
        };
        let file = bytes(vec![Run::Figure(figure), Run::Judgement { text: "好。".to_owned() }], Level::Body);
        assert!(file.contains(r#"<w:rPr><w:rStyle w:val="Missing" /><w:rFonts"#));
        assert!(file.contains(r#"<w:rPr><w:rStyle w:val="Judgement" /><w:rFonts"#));
    }

    #[test]
    fn a_place_to_fill_is_marked_across_runs() {
        let mut is_open = false;
        let stretches: Vec<_> =
            ["工作【待填：", "禁贩", "没有记录】，又", "完"].map(|text| by_place_to_fill(text, &mut is_open)).concat();
        let expected =
            [("工作", false), ("【待填：", true), ("禁贩", true), ("没有记录】", true), ("，又", false), ("完", false)];
        assert_eq!(stretches, expected);
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let file = bytes(vec![Run::Text { text: "一\u{0}二\u{b}三\u{fffe}".to_owned() }], Level::Body);
        assert!(file.contains("一二三"));
    }
}
