//! The shape of a template file, and its way into a [`Template`].
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::Deserialize;

use super::{Alternative, Paragraph, Sentence, Template, TemplateError};
use crate::reports::document::{Level, Missing};
use crate::reports::marks::{self, Piece};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    version: String,
    title: String,
    missing: BTreeMap<String, Missing>,
    section: Vec<SectionSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionSource {
    key: String,
    heading: Option<String>,
    #[serde(default = "first_level")]
    level: Level,
    #[serde(default)]
    paragraph: Vec<ParagraphSource>,
}

fn first_level() -> Level {
    Level::First
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParagraphSource {
    key: String,
    sentences: Vec<SentenceSource>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SentenceSource {
    Always(AlternativeSource),
    Choose { choose: Vec<AlternativeSource> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlternativeSource {
    when: Option<Vec<String>>,
    text: String,
    #[serde(default)]
    judgement: bool,
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let source: Source = toml::from_str(text)?;
        let mut paragraphs = Vec::new();
        for section in source.section {
            section.compile(&mut paragraphs)?;
        }
        refuse_repeated(&paragraphs)?;
        let title = read("title", &source.title)?;
        Ok(Self { id: source.id, version: source.version, title, paragraphs, missing: source.missing })
    }
}

fn refuse_repeated(paragraphs: &[Paragraph]) -> Result<(), TemplateError> {
    let mut seen = BTreeSet::new();
    match paragraphs.iter().find(|paragraph| !seen.insert(&paragraph.key)) {
        Some(paragraph) => Err(TemplateError::RepeatedKey(paragraph.key.clone())),
        None => Ok(()),
    }
}

fn read(key: &str, text: &str) -> Result<Vec<Piece>, TemplateError> {
    marks::parse(text).map_err(|fault| TemplateError::Mark { key: key.to_owned(), fault })
}

impl SectionSource {
    fn compile(self, paragraphs: &mut Vec<Paragraph>) -> Result<(), TemplateError> {
        if let Some(heading) = self.heading {
            let pieces = read(&self.key, &heading)?;
            let alternatives = vec![Alternative { when: Vec::new(), pieces, judgement: false }];
            let key = format!("{}.heading", self.key);
            paragraphs.push(Paragraph { key, level: self.level, sentences: vec![Sentence { alternatives }] });
        }
        for paragraph in self.paragraph {
            let key = format!("{}.{}", self.key, paragraph.key);
            let sentences = paragraph.sentences.into_iter().map(|sentence| sentence.compile(&key));
            let sentences = sentences.collect::<Result<_, _>>()?;
            paragraphs.push(Paragraph { key, level: Level::Body, sentences });
        }
        Ok(())
    }
}

impl SentenceSource {
    fn compile(self, key: &str) -> Result<Sentence, TemplateError> {
        let sources = match self {
            Self::Always(one) => vec![one],
            Self::Choose { choose } => choose,
        };
        let last = sources.len().checked_sub(1);
        let sound = sources.iter().enumerate().all(|(index, one)| one.when.is_none() == (Some(index) == last));
        if !sound || last.is_none() {
            return Err(TemplateError::NoOtherwise(key.to_owned()));
        }
        let alternatives: Vec<Alternative> =
            sources.into_iter().map(|one| one.compile(key)).collect::<Result<_, _>>()?;
        let mut filled = alternatives.iter().map(blank_numbers);
        let first = filled.next();
        if filled.any(|blanks| Some(blanks) != first) {
            return Err(TemplateError::UnequalBlanks(key.to_owned()));
        }
        Ok(Sentence { alternatives })
    }
}

fn blank_numbers(alternative: &Alternative) -> BTreeSet<u8> {
    marks::fields(&alternative.pieces).flat_map(|field| field.blank_numbers.iter().copied()).collect()
}

impl AlternativeSource {
    fn compile(self, key: &str) -> Result<Alternative, TemplateError> {
        let when = self.when.unwrap_or_default().iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
        Ok(Alternative { when, pieces: read(key, &self.text)?, judgement: self.judgement })
    }
}
