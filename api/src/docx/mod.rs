//! Office documents (DOCX): official documents in the look of GB/T 9704-2012 (党政机关公文格式), and forms.
//!
//! An official document: A4, type area 156 × 225 mm, 22 lines of 28 characters; title 2号 小标宋, first level 3号 黑体, second 3号
//! 楷体, body 3号 仿宋, page numbers 4号 between dashes below the type area, right on odd and left on even pages. A form: 小四 仿宋 and
//! tables. The same sheet always gives the same bytes.
mod package;
mod table;

use std::io::Cursor;

use docx_rs::{Docx, Footer, PageNum, Paragraph, RunFonts};

/// What is to be printed.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// How it looks.
    pub look: Look,
    /// The title.
    pub title: String,
    /// Below it, in order.
    pub blocks: Vec<Block>,
    /// The blocks from here on stay together on one page, as a slip to be torn off must.
    pub together_from: Option<usize>,
}

/// How a document looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// An official document, by the standard.
    Official,
    /// A form to be filled in, signed and filed.
    Form,
}

/// A part of a sheet.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph.
    Paragraph(Style, Vec<Run>),
    /// Rows of labels and values, two or four cells each.
    Table(Vec<Vec<String>>),
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text, its first line indented.
    Body,
    /// 一、 in 黑体.
    First,
    /// （一） in 楷体.
    Second,
    /// Text without an indent.
    Left,
    /// The signature block.
    Right,
    /// In the middle.
    Centre,
}

impl Style {
    fn name(self) -> &'static str {
        match self {
            Self::Body => "BodyText",
            Self::First => "Heading1",
            Self::Second => "Heading2",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::Centre => "Centre",
        }
    }
}

/// A stretch of a paragraph.
#[derive(Debug, Clone)]
pub struct Run {
    /// What is printed.
    pub text: String,
    /// What the reader should notice about it.
    pub mark: Option<Mark>,
}

/// What is noticed in a text: gone once the drafter has dealt with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Something has to be filled in: yellow.
    Missing,
    /// Nobody has proved it: grey.
    Judgement,
}

impl Mark {
    fn style(self) -> &'static str {
        match self {
            Self::Missing => "Missing",
            Self::Judgement => "Judgement",
        }
    }
}

/// The archive could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成DOCX文件；the DOCX file could not be written")]
pub struct DocxError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// Writes a sheet.
///
/// # Errors
/// The archive cannot be written.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, DocxError> {
    let title = docx_rs::Run::new().add_text(printable(&sheet.title));
    let mut docx = Docx::new()
        .footer(page_number("FooterOdd", "7f000001"))
        .even_footer(page_number("FooterEven", "7f000002"))
        .add_paragraph(numbered("7f000000").style("Title").add_run(title));
    for (index, block) in sheet.blocks.iter().enumerate() {
        // The last one has nothing to stay with.
        let is_kept = sheet.together_from.is_some_and(|from| from <= index) && index + 1 < sheet.blocks.len();
        docx = match block {
            Block::Paragraph(style, runs) => docx.add_paragraph(kept(paragraph(index, *style, runs), is_kept)),
            Block::Table(rows) => docx.add_table(table::of(index, rows, is_kept)),
        };
    }
    let parts = package::settled(docx.build(), sheet.look).map_err(|fault| DocxError(Box::new(fault)))?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|fault| DocxError(Box::new(fault)))?;
    Ok(bytes.into_inner())
}

/// The library would number paragraphs from a counter of its thread; the same document would differ each time.
fn numbered(id: &str) -> Paragraph {
    Paragraph::new().id(id)
}

fn kept(paragraph: Paragraph, is_kept: bool) -> Paragraph {
    if is_kept { paragraph.keep_next(true) } else { paragraph }
}

fn page_number(style: &str, id: &str) -> Footer {
    let dash = |text: &str| docx_rs::Run::new().add_text(text);
    let paragraph = numbered(id).style(style).add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —"));
    Footer::new().add_paragraph(paragraph)
}

fn paragraph(index: usize, style: Style, runs: &[Run]) -> Paragraph {
    let paragraph = numbered(&format!("{:08x}", index + 1)).style(style.name());
    runs.iter().fold(paragraph, |paragraph, part| paragraph.add_run(run(part)))
}

fn run(part: &Run) -> docx_rs::Run {
    // Without the hint editors set Chinese quotation marks in the Latin font.
    let run = docx_rs::Run::new().fonts(RunFonts::new().hint("eastAsia")).add_text(printable(&part.text));
    match part.mark {
        Some(mark) => run.style(mark.style()),
        None => run,
    }
}

/// XML 1.0 cannot hold control characters, escaped or not; a value that carries one must not break the file.
fn printable(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(look: Look, blocks: Vec<Block>) -> String {
        let sheet = Sheet { look, title: "秀河镇<2025>".to_owned(), blocks, together_from: None };
        // The library stores the parts uncompressed, so that they can be read without unpacking.
        String::from_utf8_lossy(&write(&sheet).unwrap()).into_owned()
    }

    fn text(text: &str, mark: Option<Mark>) -> Vec<Run> {
        vec![Run { text: text.to_owned(), mark }]
    }

    #[test]
    fn the_page_has_the_size_and_the_edges_of_the_standard() {
        let file = bytes(Look::Official, Vec::new());
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
    fn every_style_and_every_mark_is_in_its_sheet_of_styles() {
        let (official, form) = (include_str!("styles.xml"), include_str!("form_styles.xml"));
        for style in [Style::Body, Style::First, Style::Second, Style::Left, Style::Right, Style::Centre] {
            let file = bytes(Look::Form, vec![Block::Paragraph(style, text("文", None))]);
            assert!(file.contains(&format!(r#"<w:pPr><w:pStyle w:val="{}" /></w:pPr>"#, style.name())));
            assert!(form.contains(&format!(r#"w:styleId="{}""#, style.name())));
        }
        for mark in [Mark::Missing, Mark::Judgement] {
            let file = bytes(Look::Official, vec![Block::Paragraph(Style::Body, text("好。", Some(mark)))]);
            assert!(file.contains(&format!(r#"<w:rPr><w:rStyle w:val="{}" /><w:rFonts"#, mark.style())));
            assert!(official.contains(&format!(r#"w:styleId="{}""#, mark.style())));
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let file = bytes(Look::Official, vec![Block::Paragraph(Style::Body, text("一\u{0}二\u{b}三\u{fffe}", None))]);
        assert!(file.contains("一二三"));
    }

    #[test]
    fn a_table_has_its_cells_and_every_row_its_width() {
        let rows = vec![
            vec!["姓名".into(), "罗<会>腾".into(), "性别".into(), "女".into()],
            vec!["地址".into(), "三组".into()],
        ];
        let file = bytes(Look::Form, vec![Block::Table(rows)]);
        assert!(file.contains("罗&lt;会&gt;腾") && file.contains(r#"<w:gridSpan w:val="3" />"#));
        assert_eq!(file.matches("<w:tc>").count(), 6);
        assert_eq!(file.matches(r#"<w:pStyle w:val="Cell" />"#).count(), 6);
    }
}
