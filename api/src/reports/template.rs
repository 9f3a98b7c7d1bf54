//! The template of a report: data, so that a city and a year may have their own.
//!
//! A template is a TOML file: a title, the reasons printed where nobody supplies a figure, and sections of
//! paragraphs with keys that stay the same from version to version. A paragraph is a row of sentences; a sentence is
//! a text, or alternatives of which the first whose conditions all hold is printed. The last alternative has no
//! condition. So a claim such as "all" stands beside the condition that proves it.
//!
//! # The shipped template
//! Names it needs, their kind as a [`Value`](super::figures::Value), where they come from (**I** configuration,
//! **S** slow statistic of the yearly profile, **Y** year, **N** names of offices, **A** counted from records), and the
//! blanks of the example they fill.
//!
//! | name | value | from | blanks |
//! |---|---|---|---|
//! | `town`, `city` | text, in full (秀河镇, 江岚市) | I | 1 14 15 16 27; 2 |
//! | `bearing` | text (南部) | S | with 2 |
//! | `distance_km`, `area_km2`, `farmland_mu`, `mountain_wan_mu`, `fiscal_revenue_yi`, `fixed_investment_yi`, `expressway_distance_km` | decimal or integer | S | 3, 7, 8, 9, 11, 12, 13 |
//! | `villages`, `groups`, `population` | integer (population in persons) | A/S | 4, 5, 6 |
//! | `finance_year`, `year` | integer | Y | 10; 17 22 30 33 |
//! | `profile_text_1` rivers, `_2` expressways, `_3` sites and parks, `_4` slogan, `_5` industries | text | S | – |
//! | `group_head_title`, `group_head`, `deputy_1_title`, `deputy_1`, `deputy_2_title`, `deputy_2` | text | N | –, 18, –, 19, –, 20 |
//! | `plan_title`, `notice_title` | text without 《》, from the document register | I | 21, – |
//! | `plan_when`, `notice_when` | text: when the two were issued (年初, 5月) | A | – |
//! | `legal_plan_title` | text without 《》: the yearly plan for legal publicity, from the document register | I | – |
//! | `meetings` | integer: meetings of the town itself on drug control | A | – |
//! | `security_directors_in_group` | rate: villages whose security director is a member, of `villages` | A | – |
//! | `work_lines` | breakdown: 禁吸 禁贩 禁种 禁制, records in the year | A | – |
//! | `forms` | breakdown: 讲解 资料 挂图 标语 校园, activities in the year | A | – |
//! | `settings` | breakdown: 学校 农村 单位 家庭 场所 | A | – |
//! | `leaflets`, `lectures`, `june26_activities`, `reach` | integer, in the year | A | 23, 24, 25, 26 |
//! | `june26_joint` | rate: 26 June activities with a co-organiser, of `june26_activities` | A | – |
//! | `visits` | integer | A | – |
//! | `persons_verified` | rate: registered persons visited in the year, of `registered_current` | A | – |
//! | `registered_current`, `community_measures` (community treatment + rehabilitation) | integer, stock | A | 28, 29 |
//! | `compulsory_isolation_decided_in_year` | integer | A | 31 |
//! | `platform_entered`, `grid_assigned` | rate, of `registered_current` | A | – |
//! | `lab_screening_rounds` | integer | A | 32 |
//! | `lab_screening_premises` | integer: places entered in those rounds | A | – |
//! | `premises`, `premises_not_entered`, `inspections`, `inspections_unsigned` | integer | A | – |
//! | `premises_covered` | rate: places entered in the year, of `premises` | A | – |
//! | `villages_inspected` | rate: villages in which a place was entered, of `villages` | A | – |
//! | `not_reported_in`, `migrants_current`, `migrants_not_contacted` | integer, of `registered_current` | A | – |
mod source;

use std::collections::BTreeMap;
#[cfg(test)]
use std::collections::BTreeSet;

use super::condition::{Condition, UnknownCondition};
use super::document::{Level, Missing};
#[cfg(test)]
use super::marks;
use super::marks::{BadMark, Piece};

/// The six sections of the example, shipped with the program.
const ANNUAL_SUMMARY: &str = include_str!("annual_summary.toml");

/// A template that has been read and found sound.
#[derive(Debug, Clone)]
pub struct Template {
    /// Which report it makes.
    pub id: String,
    /// Its version, stored with every draft.
    pub version: String,
    /// The title.
    pub title: Vec<Piece>,
    /// Headings and paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What is printed where a figure of this name was not supplied at all.
    pub missing: BTreeMap<String, Missing>,
}

/// A heading or a paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Stable name, e.g. `publicity.results`; a drafter's own text is kept under it.
    pub key: String,
    /// Heading or body.
    pub level: Level,
    /// Printed one after the other.
    pub sentences: Vec<Sentence>,
}

/// A sentence: the first alternative that holds is printed.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// At least one; the last holds always.
    pub alternatives: Vec<Alternative>,
}

/// One way of putting a sentence.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// All must hold.
    pub when: Vec<Condition>,
    /// The text; empty where there is nothing to say.
    pub pieces: Vec<Piece>,
    /// A judgement no record can prove; it stays marked until the drafter adopts the paragraph.
    pub judgement: bool,
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Not TOML, or a key is missing or unknown.
    #[error("模板不是有效的TOML：{0}；the template is not valid TOML")]
    Toml(#[from] toml::de::Error),
    /// A mark cannot be read.
    #[error("模板段落“{key}”：{fault}")]
    Mark {
        /// The paragraph.
        key: String,
        /// What is wrong.
        fault: BadMark,
    },
    /// A condition is none of the closed set.
    #[error(transparent)]
    Condition(#[from] UnknownCondition),
    /// Two paragraphs have one key.
    #[error("模板段落名重复：“{0}”；two paragraphs are called: {0}")]
    RepeatedKey(String),
    /// The last alternative has a condition, or another one has none.
    #[error(
        "模板段落“{0}”只有最后一种写法没有when，且必须有；the last alternative, and only the last, has no `when`: {0}"
    )]
    NoOtherwise(String),
    /// The alternatives of a sentence do not fill the same blanks, so that one could vanish from the text.
    #[error("模板段落“{0}”的各种写法所填的空不一致；alternatives fill different blanks: {0}")]
    UnequalBlanks(String),
}

impl Template {
    /// The shipped template of the annual summary.
    pub fn annual_summary() -> Result<Self, TemplateError> {
        ANNUAL_SUMMARY.parse()
    }

    #[cfg(test)]
    /// Every indicator that a text or a condition names.
    pub fn names(&self) -> BTreeSet<&str> {
        let alternatives =
            || self.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences).flat_map(|one| &one.alternatives);
        let printed = alternatives().flat_map(|one| marks::fields(&one.pieces)).map(|field| field.name.as_str());
        let asked = alternatives().flat_map(|one| &one.when).map(Condition::name);
        printed.chain(asked).chain(marks::fields(&self.title).map(|field| field.name.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sentence(sentence: &str) -> Result<Template, TemplateError> {
        let paragraph = format!("[[section.paragraph]]\nkey = \"b\"\nsentences = [{sentence}]\n");
        format!("id = \"x\"\nversion = \"1\"\ntitle = \"t\"\n[missing]\n[[section]]\nkey = \"a\"\n{paragraph}").parse()
    }

    #[test]
    fn the_shipped_template_is_sound_and_has_six_sections() {
        let template = Template::annual_summary().unwrap();
        let headings = template.paragraphs.iter().filter(|paragraph| paragraph.level == Level::First);
        assert_eq!(headings.count(), 6);
    }

    #[test]
    fn the_list_of_names_above_is_complete() {
        let manual = include_str!("template.rs").split("use std::collections").next().unwrap();
        for name in Template::annual_summary().unwrap().names() {
            let profile_text = name.starts_with("profile_text_");
            assert!(profile_text || manual.contains(&format!("`{name}`")), "{name} is not in the table");
        }
    }

    #[test]
    fn a_sentence_needs_a_last_resort_and_only_one() {
        let conditional = r#"{ choose = [{ when = ["known(x)"], text = "1" }] }"#;
        let early = r#"{ choose = [{ text = "1" }, { text = "2" }] }"#;
        for sentence in [conditional, early, "{ choose = [] }"] {
            assert!(matches!(of_sentence(sentence), Err(TemplateError::NoOtherwise(_))), "{sentence}");
        }
    }

    #[test]
    fn a_blank_cannot_vanish_with_an_alternative() {
        let unequal = r#"{ choose = [{ when = ["zero(x)"], text = "无" }, { text = "{{x|blank:9}}" }] }"#;
        assert!(matches!(of_sentence(unequal), Err(TemplateError::UnequalBlanks(_))));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(matches!(of_sentence(r#"{ text = "{{x" }"#), Err(TemplateError::Mark { .. })));
        let condition = r#"{ choose = [{ when = ["x > 1"], text = "1" }, { text = "2" }] }"#;
        assert!(matches!(of_sentence(condition), Err(TemplateError::Condition(_))));
        assert!(matches!(of_sentence(r#"{ txt = "1" }"#), Err(TemplateError::Toml(_))));
        let twice = "{ text = \"1\" }]\n[[section.paragraph]]\nkey = \"b\"\nsentences = [";
        assert!(matches!(of_sentence(twice), Err(TemplateError::RepeatedKey(_))));
    }
}
