//! Reading a pack: what is wrong with it is told with its line, and a wrong pack changes nothing.
mod rule;

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use super::pack::{Adjustment, Anchor, Pack, RuleText};

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Line, from 1.
    pub line: usize,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Flaw {
    pub(super) fn new(line: usize, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { line, zh: zh.into(), en: en.into() }
    }
}

impl Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} {}", self.line, self.zh, self.en)
    }
}

/// Reads one pack and holds it against itself and the `others` that will be in force beside it, other versions of itself
/// among them.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str, others: &[Pack]) -> Result<Pack, Vec<Flaw>> {
    let pack: Pack = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.get(..at).map_or(0, |before| before.matches('\n').count());
        vec![Flaw::new(line, format!("写法有误：{}", error.message()), error.message())]
    })?;
    let lines = Lines::of(text);
    let mut flaws = Vec::new();
    check_pack(&pack, others, &mut flaws);
    let locked: Vec<&RuleText> =
        others.iter().filter(|other| other.locked && other.pack != pack.pack).flat_map(|other| &other.rules).collect();
    let mut seen = BTreeSet::new();
    for (rule, line) in pack.rules.iter().zip(&lines.rules) {
        let mut flaw = |zh: String, en: String| flaws.push(Flaw::new(*line, zh, en));
        if !seen.insert(&rule.id) {
            flaw(format!("规则“{}”重复", rule.id), format!("the rule {} is there twice", rule.id));
        }
        if locked.iter().any(|other| other.id == rule.id) {
            flaw(format!("规则“{}”由国家规定，不能改动", rule.id), format!("the rule {} is locked", rule.id));
        }
        rule::check(rule, pack.locked, &mut flaw);
    }
    check_anchors(&pack, &locked, &lines, &mut flaws);
    for (adjustment, line) in pack.adjustments.iter().zip(&lines.adjustments) {
        flaws.extend(wrong_adjustment(adjustment, &locked).map(|(zh, en)| Flaw::new(*line, zh, en)));
    }
    if flaws.is_empty() { Ok(pack) } else { Err(flaws) }
}

/// The lines on which rules and adjustments begin.
struct Lines {
    rules: Vec<usize>,
    adjustments: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let starting = |head: &str| -> Vec<usize> {
            let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with(head));
            // A table may be written inline; then what is wrong with it is told at the beginning of the file.
            lines.map(|(number, _)| number + 1).chain(std::iter::repeat(1)).take(text.len()).collect()
        };
        Self { rules: starting("[[rule]]"), adjustments: starting("[[adjust]]") }
    }
}

fn check_pack(pack: &Pack, others: &[Pack], flaws: &mut Vec<Flaw>) {
    let mut flaw = |zh: String, en: String| flaws.push(Flaw::new(1, zh, en));
    if pack.pack.is_empty() || !pack.pack.chars().all(|one| one.is_ascii_lowercase() || one == '_') {
        flaw("规则包名称只能用小写字母和下划线".into(), "a pack is named in lower-case letters and underscores".into());
    }
    if pack.basis.trim().is_empty() {
        flaw("没有写明依据".into(), "the pack names no basis".into());
    }
    if pack.valid_to.is_some_and(|to| to < pack.valid_from) {
        flaw("终止日期早于生效日期".into(), "it ends before it begins".into());
    }
    for other in others.iter().filter(|other| other.pack == pack.pack && other.version != pack.version) {
        let (earlier, later) = if other.version < pack.version { (other, pack) } else { (pack, other) };
        let overlaps =
            later.valid_from <= earlier.valid_from || earlier.valid_to.is_some_and(|to| to >= later.valid_from);
        if overlaps {
            let version = other.version;
            flaw(
                format!("与第{version}版的生效期间重叠"),
                format!("it is in force at the same time as version {version}"),
            );
        }
    }
}

fn check_anchors(pack: &Pack, locked: &[&RuleText], lines: &Lines, flaws: &mut Vec<Flaw>) {
    let all: Vec<&RuleText> = pack.rules.iter().chain(locked.iter().copied()).collect();
    let missed = |rule: &RuleText| rule.anchor().and_then(|(_, of)| of.map(str::to_owned));
    for (rule, line) in pack.rules.iter().zip(&lines.rules) {
        let (id, anchor) = (&rule.id, &rule.anchor);
        match rule.anchor() {
            None => flaws.push(Flaw::new(
                *line,
                format!("规则“{id}”：不认识起算点“{anchor}”"),
                format!("rule {id}: unknown anchor {anchor}"),
            )),
            Some((Anchor::Missed, Some(of))) if !all.iter().any(|one| one.id == of) => flaws.push(Flaw::new(
                *line,
                format!("规则“{id}”：没有规则“{of}”"),
                format!("rule {id}: there is no rule {of}"),
            )),
            Some(_) => {}
        }
        let mut walked = BTreeSet::from([id.clone()]);
        let mut next = missed(rule);
        while let Some(of) = next {
            if !walked.insert(of.clone()) {
                flaws.push(Flaw::new(
                    *line,
                    format!("规则“{id}”：起算点互相循环（{of}）"),
                    format!("rule {id}: a cycle of anchors ({of})"),
                ));
                break;
            }
            next = all.iter().find(|one| one.id == of).and_then(|one| missed(one));
        }
    }
}

fn wrong_adjustment(adjustment: &Adjustment, locked: &[&RuleText]) -> Option<(String, String)> {
    let Adjustment { rule: id, due_days, basis } = adjustment;
    if basis.trim().is_empty() {
        return Some((format!("调整“{id}”没有写明依据"), format!("the adjustment of {id} names no basis")));
    }
    let Some(rule) = locked.iter().find(|rule| rule.id == *id) else {
        return Some((format!("没有可调整的规则“{id}”"), format!("there is no rule {id} to adjust")));
    };
    let is_laxer = rule.due_days.is_some_and(|days| *due_days > days) || !rule.steps.is_empty();
    is_laxer.then(|| {
        (format!("“{id}”：不能比国家规定宽（{due_days}日）"), format!("{id}: {due_days} days are laxer than the law"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statutes::store::shipped;

    const WHOLE: &str = r#"pack = "local"
version = 2
title = "本地规定"
valid_from = 2026-01-01
basis = "示例市禁毒办〔2025〕9号"

[[rule]]
id = "agreement"
kind = "agreement"
title = "签订协议"
applies_to = ["community_treatment"]
anchor = "reported_in"
due_days = 3
done_by = "agreement_signed"
article = "戒毒条例第十六条"
basis = "示例市禁毒办〔2025〕9号"
consequence = "依法给予处分"

[[adjust]]
rule = "report_in"
due_days = 2
basis = "省禁毒条例第三十七条"
"#;

    /// Lines and English reasons.
    fn flaws(text: &str) -> Vec<(usize, String)> {
        let flaws = read(text, shipped()).expect_err("it is refused");
        flaws.into_iter().map(|flaw| (flaw.line, flaw.en)).collect()
    }

    fn with(from: &str, to: &str) -> String {
        assert!(WHOLE.contains(from), "{from}");
        WHOLE.replace(from, to)
    }

    #[test]
    fn a_whole_pack_is_read() {
        let pack = read(WHOLE, shipped()).expect("it reads");
        assert_eq!((pack.version, pack.rules.len(), pack.adjustments.len()), (2, 1, 1));
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let found = flaws(&with("due_days = 3", "due_days = 3\nfine = 100"));
        assert_eq!(found.len(), 1);
        assert!(found[0].0 == 14 && found[0].1.contains("fine"), "{found:?}");
    }

    #[test]
    fn a_rule_without_its_article_is_refused() {
        let found = flaws(&with("article = \"戒毒条例第十六条\"\n", ""));
        assert!(found[0].0 >= 7 && found[0].1.contains("article"), "{found:?}");
        assert_eq!(flaws(&with("戒毒条例第十六条", " ")), [(7, "rule agreement: it cites no article".to_owned())]);
    }

    #[test]
    fn a_version_in_force_at_the_same_time_is_refused() {
        let found = flaws(&with("2026-01-01", "2011-06-26"));
        assert_eq!(found, [(1, "it is in force at the same time as version 1".to_owned())]);
    }

    #[test]
    fn anchors_that_lead_back_to_themselves_are_refused() {
        let other = WHOLE.split("[[rule]]").nth(1).and_then(|rest| rest.split("[[adjust]]").next()).expect("the rule");
        let other = other
            .replace("id = \"agreement\"", "id = \"other\"")
            .replace("anchor = \"reported_in\"", "anchor = \"missed:agreement\"");
        let text = with("anchor = \"reported_in\"", "anchor = \"missed:other\"") + "[[rule]]" + &other;
        let found = flaws(&text);
        assert_eq!(found[0], (7, "rule agreement: a cycle of anchors (agreement)".to_owned()));
        assert_eq!(
            flaws(&with("anchor = \"reported_in\"", "anchor = \"missed:nothing\"")),
            [(7, "rule agreement: there is no rule nothing".to_owned())]
        );
    }

    #[test]
    fn the_law_is_not_changed_and_not_made_laxer() {
        assert_eq!(
            flaws(&with("id = \"agreement\"", "id = \"report_in\""))[0],
            (7, "the rule report_in is locked".to_owned())
        );
        assert_eq!(
            flaws(&with("due_days = 2", "due_days = 16")),
            [(19, "report_in: 16 days are laxer than the law".to_owned())]
        );
    }
}
