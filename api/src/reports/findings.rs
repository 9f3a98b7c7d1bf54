//! What a report should not be signed with unseen: figures that contradict each other, places still to be filled in,
//! judgements nobody has adopted.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::compile::KeptFigure;
use super::document::Document;
use super::figures::{FigureValue, Value};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// More in the community than registered now.
    CommunityExceedsRegistered,
    /// More 26 June activities than activities.
    June26ExceedsActivities,
    /// The lectures reached more than all activities.
    LecturesExceedReach,
    /// The area tree and the town profile differ in the number of villages.
    VillagesDiffer,
    /// The villages and the town profile differ in the number of groups.
    GroupsDiffer,
    /// Something is still to be filled in.
    Unfilled,
    /// A judgement no record proves, not adopted by the drafter.
    UnadoptedJudgement,
    /// The drafter's words were written for other facts.
    Outdated,
    /// The drafter's words have no place in the template any more.
    Unplaced,
}

impl FindingCode {
    /// As sent.
    pub fn code(self) -> String {
        serde_json::to_value(self).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// One thing to look at before signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// In Chinese.
    #[schema(example = "村（居）数不一致：区划18个，镇情19个")]
    pub zh: String,
    /// In English.
    pub en: String,
    /// The figures concerned, by name.
    pub figures: Vec<String>,
    /// The paragraphs concerned, by key.
    pub paragraphs: Vec<String>,
}

/// Everything found in a report.
pub fn findings(figures: &[KeptFigure], document: &Document) -> Vec<Finding> {
    let crossed = CHECKS.iter().filter_map(|check| check.run(figures));
    crossed.chain(of_text(document)).collect()
}

/// Two figures that must agree.
struct Check {
    code: FindingCode,
    figures: [&'static str; 2],
    agree: fn(i64, i64) -> bool,
    zh: fn(i64, i64) -> String,
    en: &'static str,
}

/// What a reader would compare first.
const CHECKS: [Check; 5] = [
    Check {
        code: FindingCode::CommunityExceedsRegistered,
        figures: ["community_measures", "registered_current"],
        agree: |part, whole| part <= whole,
        zh: |part, whole| format!("社区戒毒、社区康复人员{part}人，多于现有在册{whole}人"),
        en: "more persons in the community than registered now",
    },
    Check {
        code: FindingCode::June26ExceedsActivities,
        figures: ["june26_activities", "activities"],
        agree: |part, whole| part <= whole,
        zh: |part, whole| format!("“6.26”专题活动{part}次，多于全部活动{whole}次"),
        en: "more 26 June activities than activities",
    },
    Check {
        code: FindingCode::LecturesExceedReach,
        figures: ["lectures_reach", "reach"],
        agree: |part, whole| part <= whole,
        zh: |part, whole| format!("讲座受教育{part}人次，多于全部活动{whole}人次"),
        en: "the lectures reached more than all activities",
    },
    Check {
        code: FindingCode::VillagesDiffer,
        figures: ["villages", "villages_in_profile"],
        agree: |tree, profile| tree == profile,
        zh: |tree, profile| format!("村（居）数不一致：区划{tree}个，镇情{profile}个"),
        en: "the area tree and the town profile differ in the number of villages",
    },
    Check {
        code: FindingCode::GroupsDiffer,
        figures: ["groups", "groups_in_profile"],
        agree: |tree, profile| tree == profile,
        zh: |tree, profile| format!("村民小组数不一致：各村合计{tree}个，镇情{profile}个"),
        en: "the villages and the town profile differ in the number of groups",
    },
];

impl Check {
    /// Nothing is found where one of the two is unknown: that is another finding.
    fn run(&self, figures: &[KeptFigure]) -> Option<Finding> {
        let [first, second] = self.figures.map(|name| integer(figures, name));
        let (first, second) = first.zip(second)?;
        let names = self.figures.iter().map(|name| (*name).to_owned()).collect();
        let (zh, en) = ((self.zh)(first, second), format!("{}: {first}, {second}", self.en));
        let finding = Finding { code: self.code, zh, en, figures: names, paragraphs: Vec::new() };
        (!(self.agree)(first, second)).then_some(finding)
    }
}

fn integer(figures: &[KeptFigure], name: &str) -> Option<i64> {
    let figure = figures.iter().find(|figure| figure.name == name)?;
    match figure.value {
        FigureValue::Known(Value::Integer(count)) => Some(count),
        _ => None,
    }
}

fn of_text(document: &Document) -> impl Iterator<Item = Finding> {
    let outdated: Vec<&str> =
        document.blocks.iter().filter(|block| block.outdated).map(|block| block.key.as_str()).collect();
    let unplaced: Vec<&str> = document.unplaced.iter().map(String::as_str).collect();
    let found = [
        (FindingCode::Unfilled, document.unfilled(), "正文还有【待填】", "something is still to be filled in"),
        (
            FindingCode::UnadoptedJudgement,
            document.unadopted(),
            "有记录证明不了的判断，起草人尚未采用",
            "judgements no record proves have not been adopted",
        ),
        (
            FindingCode::Outdated,
            outdated,
            "起草人改写的段落所依据的数字已变",
            "paragraphs were written for other facts",
        ),
        (FindingCode::Unplaced, unplaced, "起草人改写的段落在模板中已无位置", "paragraphs have no place any more"),
    ];
    found.into_iter().filter(|(_, keys, _, _)| !keys.is_empty()).map(|(code, keys, zh, en)| Finding {
        code,
        zh: format!("{zh}（{}段）", keys.len()),
        en: format!("{en} ({} paragraphs)", keys.len()),
        figures: Vec::new(),
        paragraphs: keys.into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::{Clock, FigureRemark};

    fn figure(name: &str, value: FigureValue) -> KeptFigure {
        let said = || FigureRemark::new("", "");
        KeptFigure {
            name: name.into(),
            title: said(),
            meaning: said(),
            unit: String::new(),
            clock: Clock::Stock,
            value,
            source: None,
            evidence: Vec::new(),
            lacking: None,
            remarks: Vec::new(),
            hash: String::new(),
        }
    }

    fn codes(figures: &[(&str, i64)]) -> Vec<FindingCode> {
        let figures: Vec<KeptFigure> =
            figures.iter().map(|(name, count)| figure(name, FigureValue::Known(Value::Integer(*count)))).collect();
        CHECKS.iter().filter_map(|check| check.run(&figures)).map(|finding| finding.code).collect()
    }

    #[test]
    fn figures_that_contradict_each_other_are_found() {
        let sound = [
            ("community_measures", 21),
            ("registered_current", 33),
            ("june26_activities", 3),
            ("activities", 36),
            ("lectures_reach", 800),
            ("reach", 9418),
            ("villages", 18),
            ("villages_in_profile", 18),
        ];
        assert!(codes(&sound).is_empty());
        assert_eq!(
            codes(&[("community_measures", 34), ("registered_current", 33)]),
            [FindingCode::CommunityExceedsRegistered]
        );
        assert_eq!(codes(&[("villages", 18), ("villages_in_profile", 19)]), [FindingCode::VillagesDiffer]);
        assert!(codes(&[("villages", 18)]).is_empty(), "what is unknown contradicts nothing");
        assert_eq!(FindingCode::June26ExceedsActivities.code(), "june26_exceeds_activities");
    }
}
