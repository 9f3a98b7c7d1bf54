//! A paper filled: fields in their places, blanks where nothing is on record.
use super::dto::{Paper, PaperBlock};
use super::fields::Fields;
use super::template::{BlockKind, Template, TemplateBlock};

/// Where something is to be written by hand.
const BLANK: &str = "＿＿＿＿＿＿";

/// Whether a paper is for a record with these fields.
pub fn is_for(template: &Template, fields: &Fields) -> bool {
    let Some((name, value)) = template.only_if.as_deref().and_then(|only| only.split_once('=')) else { return true };
    fields.get(name) == Some(value)
}

/// Its title.
pub fn title(template: &Template, fields: &Fields) -> String {
    filled(&template.title, fields)
}

/// Fills a paper.
pub fn paper(template: &Template, fields: &Fields) -> Paper {
    Paper {
        paper: template.id.clone(),
        title: title(template, fields),
        article: template.article.clone(),
        blocks: template
            .block
            .iter()
            .filter(|block| is_printed(block, fields))
            .map(|part| block(part, fields))
            .collect(),
    }
}

fn is_printed(block: &TemplateBlock, fields: &Fields) -> bool {
    let has = |name: &String| fields.get(name).is_some();
    block.needs.as_ref().is_none_or(has) && !block.without.as_ref().is_some_and(has)
}

fn block(block: &TemplateBlock, fields: &Fields) -> PaperBlock {
    let text = filled(block.text.as_deref().unwrap_or_default(), fields);
    match block.kind {
        BlockKind::Body => PaperBlock::Body { text },
        BlockKind::Left => PaperBlock::Left { text },
        BlockKind::Right => PaperBlock::Right { text },
        BlockKind::Centre => PaperBlock::Centre { text },
        BlockKind::Heading => PaperBlock::Heading { text },
        BlockKind::Table => {
            let rows = block.rows.iter().map(|row| row.iter().map(|cell| filled(cell, fields)).collect());
            PaperBlock::Table { rows: rows.collect() }
        }
        BlockKind::Signatures => {
            PaperBlock::Signatures { lines: block.lines.iter().map(|line| filled(line, fields)).collect() }
        }
        BlockKind::Cut => PaperBlock::Cut,
    }
}

fn filled(text: &str, fields: &Fields) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(fields.get(name).unwrap_or(BLANK));
        rest = after;
    }
    out + rest
}

/// The fields a text names.
#[cfg(test)]
pub fn names_in(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::template::all;

    fn fields(values: &[(&'static str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in values {
            fields.put(name, Some((*value).to_owned()));
        }
        fields
    }

    #[test]
    fn what_is_not_on_record_stays_blank() {
        let known = fields(&[("name", "罗会腾"), ("reported_in_on", "")]);
        assert_eq!(filled("{name}于{reported_in_on}报到。", &known), format!("罗会腾于{BLANK}报到。"));
    }

    #[test]
    fn no_paper_invents_anything_without_records() {
        for template in all() {
            let printed = serde_json::to_string(&paper(template, &Fields::default())).expect("a paper is JSON");
            assert!(printed.contains(BLANK), "{printed}");
            for name in template.block.iter().flat_map(|block| block.text.iter()).flat_map(|text| names_in(text)) {
                assert!(!printed.contains(&format!("{{{name}}}")), "{name} was left in: {printed}");
            }
        }
    }

    #[test]
    fn a_warning_is_no_admonition() {
        let warned = fields(&[("notice_kind", "告诫")]);
        let ids: Vec<_> = all()
            .iter()
            .filter(|paper| paper.only_if.is_some() && is_for(paper, &warned))
            .map(|paper| paper.id.as_str())
            .collect();
        assert_eq!(ids, ["warning"]);
    }
}
