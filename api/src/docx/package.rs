//! The parts of the archive that are the same for every document of a look: styles, settings, fonts, page.
//!
//! They are written here in full, because the writing library puts several elements in an order the schema of
//! ECMA-376 does not know, and offers neither languages nor a font table.
use docx_rs::XMLDocx;

use super::{Look, Mark};

const STYLES: &str = include_str!("styles.xml");
const FORM_STYLES: &str = include_str!("form_styles.xml");
const SETTINGS: &str = include_str!("settings.xml");
const FONTS: &str = include_str!("fonts.xml");

/// The page in twips (1/20 pt): A4, 天头 37 mm, 订口 28 mm; a type area of 156 × 225 mm leaves 26 and 35 mm. The right
/// edge gives 0.6 mm of that away, within the tolerance of the standard: where a line of 28 characters fills the
/// measure to the last point, `LibreOffice` 7 drops the comma that hangs behind it. The page number stands 7 mm below
/// the type area. 580 is the pitch of 22 lines.
const SECTION: &str = concat!(
    r#"<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter1"/><w:footerReference w:type="even" r:id="rIdFooter2"/>"#,
    r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="2098" w:right="1440" w:bottom="1984" w:left="1587" w:header="851" w:footer="1304" w:gutter="0"/>"#,
    r#"<w:cols w:space="425"/><w:docGrid w:linePitch="580"/></w:sectPr>"#,
);
/// The page of a form: A4 with edges of 25 mm, so that most fit one sheet.
const FORM_SECTION: &str = concat!(
    r#"<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter1"/><w:footerReference w:type="even" r:id="rIdFooter2"/>"#,
    r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="851" w:footer="850" w:gutter="0"/>"#,
    r#"<w:cols w:space="425"/></w:sectPr>"#,
);

/// The library wrote something these parts do not fit, e.g. after a change of its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("DOCX文件的结构与预期不符；the DOCX parts are not as expected")]
pub struct UnexpectedParts;

/// Puts the parts into their places.
pub fn settled(mut parts: XMLDocx, look: Look) -> Result<XMLDocx, UnexpectedParts> {
    let (styles, section) = match look {
        Look::Official => (STYLES, SECTION),
        Look::Form => (FORM_STYLES, FORM_SECTION),
    };
    parts.styles = styles.into();
    parts.settings = SETTINGS.into();
    parts.font_table = FONTS.into();
    parts.document = with_section(&ordered(&parts.document)?, section)?.into_bytes();
    for footer in &mut parts.footers {
        *footer = ordered(footer)?.into_bytes();
    }
    Ok(parts)
}

/// Properties begin with the style; the library puts empty run properties, or the font, before it.
fn ordered(part: &[u8]) -> Result<String, UnexpectedParts> {
    let text = std::str::from_utf8(part).ok().ok_or(UnexpectedParts)?;
    let mut text = text.replace("<w:pPr><w:rPr />", "<w:pPr>").replace("<w:rPr />", "");
    for name in [Mark::Missing, Mark::Judgement].map(Mark::style) {
        let (font, style) = (r#"<w:rFonts w:hint="eastAsia" />"#, format!(r#"<w:rStyle w:val="{name}" />"#));
        text = text.replace(&format!("{font}{style}"), &format!("{style}{font}"));
    }
    Ok(text)
}

fn with_section(document: &str, wanted: &str) -> Result<String, UnexpectedParts> {
    let (before, rest) = document.split_once("<w:sectPr>").ok_or(UnexpectedParts)?;
    let (section, after) = rest.split_once("</w:sectPr>").ok_or(UnexpectedParts)?;
    let footers = section.contains(r#""rIdFooter1""#) && section.contains(r#""rIdFooter2""#);
    if footers { Ok(format!("{before}{wanted}{after}")) } else { Err(UnexpectedParts) }
}
