//! What the parts of a workbook may be called and contain.

use super::{Limits, ReadRefusal, kind, rules};
use crate::platform::error::Rule;
use memchr::{memchr, memchr_iter, memmem};

/// Whether a part is XML that the workbook reader may ask for. It has no business with what other programs attach, which may
/// be in UTF-16.
pub(super) fn is_xml(name: &str) -> bool {
    let attached = name.starts_with("customXml/");
    !attached && (ends_with(name, ".xml") || ends_with(name, ".rels"))
}

/// Judges the archive by the names of its parts.
///
/// # Errors
/// A path that leaves the archive, a kind of document that is not read, macros, or links to other files.
pub(super) fn check_names(names: &[String]) -> Result<(), ReadRefusal> {
    if let Some(name) = names.iter().find(|name| !is_inside(name)) {
        return Err(ReadRefusal::from(rules::PART_PATH).about(name));
    }
    let any = |part: &str| names.iter().any(|name| name.to_ascii_lowercase().contains(part));
    let told: [(&str, Rule); 6] = [
        ("vbaproject", rules::MACRO),
        ("xl/macrosheets/", rules::MACRO),
        ("xl/workbook.bin", rules::BINARY_WORKBOOK),
        ("meta-inf/manifest.xml", rules::OPEN_DOCUMENT),
        ("/externallinks/", rules::EXTERNAL_LINKS),
        ("xl/connections.xml", rules::EXTERNAL_LINKS),
    ];
    match told.into_iter().find(|(part, _)| any(part)) {
        Some((_, rule)) => Err(rule.into()),
        None if any("[content_types].xml") && any("workbook") => Ok(()),
        None => Err(rules::NOT_A_WORKBOOK.into()),
    }
}

/// A relative path without steps upwards, in the one spelling that packages use.
fn is_inside(name: &str) -> bool {
    let odd = |character: char| character == '\\' || character == ':' || character.is_control();
    !name.starts_with('/') && !name.contains(odd) && name.split('/').all(|step| step != ".." && step != ".")
}

/// Looks at the content of one part.
///
/// # Errors
/// Another archive in it, XML with declarations or not in UTF-8, links to other files, or too many entries in a table.
pub(super) fn check(name: &str, content: &[u8], limits: &Limits) -> Result<(), ReadRefusal> {
    if kind::is_container(content) {
        return Err(rules::NESTED.into());
    }
    if !is_xml(name) {
        return Ok(());
    }
    check_markup(content)?;
    match () {
        () if ends_with(name, ".rels") => check_relations(content),
        () if ends_with(name, "sharedStrings.xml") => check_strings(content, limits),
        () if ends_with(name, "styles.xml") => check_count(content, b"xf", limits.formats, rules::TOO_MANY_FORMATS),
        () if ends_with(name, "workbook.xml") => check_count(content, b"sheet", limits.sheets, rules::TOO_MANY_SHEETS),
        () if name.contains("worksheets/") => check_cells(content, limits),
        () if ends_with(name, "[Content_Types].xml") && contains(content, b"macroEnabled") => Err(rules::MACRO.into()),
        () => Ok(()),
    }
}

/// UTF-8 has no zero bytes; UTF-16 and UTF-32 do. Of `<!` only comments and character data are allowed.
fn check_markup(xml: &[u8]) -> Result<(), ReadRefusal> {
    if memchr(0, xml).is_some() || std::str::from_utf8(xml).is_err() {
        return Err(rules::XML_ENCODING.into());
    }
    let harmless = |rest: &[u8]| rest.starts_with(b"--") || rest.starts_with(b"[CDATA[");
    let declared = memmem::find_iter(xml, b"<!").any(|at| !xml.get(at + 2..).is_some_and(harmless));
    if declared { Err(rules::XML_DECLARATION.into()) } else { Ok(()) }
}

/// Relations may lead out of the workbook only as hyperlinks, which nothing here follows.
fn check_relations(xml: &[u8]) -> Result<(), ReadRefusal> {
    let leads_out = |element: &&[u8]| contains(element, b"\"External\"") || contains(element, b"'External'");
    let is_link = |element: &[u8]| contains(element, b"/relationships/hyperlink");
    let outside = xml.split(|byte| *byte == b'<').filter(leads_out).any(|element| !is_link(element));
    if outside || contains(xml, b"/relationships/externalLink") { Err(rules::EXTERNAL_LINKS.into()) } else { Ok(()) }
}

/// The table of strings is reserved at once by the number that it claims, so the claim is judged as well.
fn check_strings(xml: &[u8], limits: &Limits) -> Result<(), ReadRefusal> {
    let claim = memmem::find(xml, b"uniqueCount=").and_then(|at| xml.get(at + 13..));
    let digits = claim.map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let claimed = claim.and_then(|rest| std::str::from_utf8(rest.get(..digits)?).ok());
    if claimed.is_some_and(|number| number.parse().map_or(digits > 0, |number: usize| number > limits.strings)) {
        return Err(rules::TOO_MANY_STRINGS.into());
    }
    check_count(xml, b"si", limits.strings, rules::TOO_MANY_STRINGS)
}

/// A first, quick count: the reader of the sheet counts again, exactly. What else begins with `<c` is rare.
fn check_cells(xml: &[u8], limits: &Limits) -> Result<(), ReadRefusal> {
    let many = memmem::find_iter(xml, b"<c").nth(limits.cells).is_some();
    if many { Err(rules::TOO_MANY_CELLS.into()) } else { Ok(()) }
}

fn check_count(xml: &[u8], element: &[u8], limit: usize, rule: Rule) -> Result<(), ReadRefusal> {
    let starts = memchr_iter(b'<', xml).filter(|at| xml.get(at + 1..).is_some_and(|rest| opens(rest, element)));
    if starts.take(limit + 1).count() > limit { Err(rule.into()) } else { Ok(()) }
}

/// Whether markup after `<` opens the element, whatever its namespace prefix.
fn opens(markup: &[u8], element: &[u8]) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>' || *byte == b'/';
    let length = markup.iter().take(100).position(ends).unwrap_or(0);
    let name = markup.get(..length).unwrap_or_default();
    name.rsplit(|byte| *byte == b':').next() == Some(element)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memmem::find(bytes, part).is_some()
}

fn ends_with(name: &str, end: &str) -> bool {
    name.len() >= end.len() && name.get(name.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for name in ["../a.xml", "xl/../../a", "/etc/passwd", "C:/a", "xl\\a.xml", "xl/\0", "./a"] {
            assert!(!is_inside(name), "{name}");
        }
        assert!(is_inside("xl/worksheets/sheet1.xml") && is_inside("[Content_Types].xml"));
    }

    #[test]
    fn declarations_are_refused_and_comments_are_not() {
        assert_eq!(check_markup(b"<a><!-- x --><![CDATA[y]]></a>"), Ok(()));
        for xml in ["<!DOCTYPE a>", "<!ENTITY a 'b'>", "<a/><!"] {
            assert_eq!(check_markup(xml.as_bytes()).unwrap_err().rule, rules::XML_DECLARATION, "{xml}");
        }
        assert_eq!(check_markup(b"<\0a\0").unwrap_err().rule, rules::XML_ENCODING);
    }

    #[test]
    fn hyperlinks_may_lead_out_and_nothing_else() {
        let relation = |kind: &str| {
            format!(r#"<Relationship Type="http://x/relationships/{kind}" Target="http://y" TargetMode="External"/>"#)
        };
        assert_eq!(check_relations(relation("hyperlink").as_bytes()), Ok(()));
        assert!(check_relations(relation("oleObject").as_bytes()).is_err());
        assert!(check_relations(br#"<R Type="http://x/relationships/externalLinkPath" Target="y"/>"#).is_err());
    }

    #[test]
    fn tables_are_counted_under_any_prefix_and_claims_are_judged() {
        let limits = Limits { strings: 2, ..Limits::default() };
        let strings = |xml: &str| check_strings(xml.as_bytes(), &limits).is_ok();
        assert!(strings("<sst uniqueCount=\"2\"><si><t>a</t></si><x:si/></sst>"));
        assert!(!strings("<sst><si/><x:si/><si ></si></sst>"));
        assert!(!strings("<sst uniqueCount=\"3\"/>"));
        assert!(!strings("<sst uniqueCount=\"99999999999999999999999999\"/>"));
    }
}
