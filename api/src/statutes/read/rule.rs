//! What is wrong with one rule.
use crate::statutes::pack::{Anchor, DoneBy, RuleText};
use crate::tasks::TaskKind;

/// The longest measure (禁毒法 §33, §48).
const LONGEST_MONTHS: u32 = 36;
/// Windows of one rule: a test a week for three years.
const MOST_WINDOWS: u32 = 160;

/// Tells `flaw` of each thing that is wrong, in both languages.
pub(super) fn check(rule: &RuleText, is_locked: bool, flaw: &mut impl FnMut(String, String)) {
    let mut unless = |is_right: bool, zh: &str, en: &str| {
        if !is_right {
            flaw(format!("规则“{}”：{zh}", rule.id), format!("rule {}: {en}", rule.id));
        }
    };
    let is_given = matches!(rule.kind, TaskKind::Manual | TaskKind::Inspection);
    unless(!is_given, "交办任务、排查任务由人派发，不能写成规则", "what is given by hand is no rule");
    unless(!rule.article.trim().is_empty(), "没有写明条文", "it cites no article");
    let has_basis = rule.basis.as_ref().is_some_and(|basis| !basis.trim().is_empty());
    unless(is_locked || has_basis, "本地规则没有写明依据（basis）", "a local rule names no basis");
    let anchor = rule.anchor().map(|(anchor, _)| anchor);
    let is_personal = matches!(anchor, Some(Anchor::Stay | Anchor::Clean));
    unless(is_personal == rule.applies_to.is_empty(), "没有写明适用的措施", "it applies to no measure");
    unless(rule.anchor_count > 0, "anchor_count 从1起", "anchor_count begins at 1");
    let is_clean = anchor == Some(Anchor::Clean);
    unless(is_clean == rule.after_months.is_some(), "after_months 只用于戒断年限", "after_months is for clean years");
    unless(
        (rule.done_by == DoneBy::HandedOver) == rule.reason.is_some(),
        "移交须写明事由（reason），其他任务不写",
        "a hand-over has its reason, and nothing else has one",
    );
    unless(
        (rule.done_by == DoneBy::Noticed) == rule.notice.is_some(),
        "劝诫、告诫须写明文书（notice），其他任务不写",
        "a notice says which, and nothing else does",
    );
    let (most, over) = (rule.term_at_most_months, rule.term_over_months);
    unless(most.is_none() || over.is_none(), "期限条件只能写一个", "one condition on the term");
    check_windows(rule, anchor, &mut unless);
}

fn check_windows(rule: &RuleText, anchor: Option<Anchor>, unless: &mut impl FnMut(bool, &str, &str)) {
    unless(
        rule.steps.is_empty() == (rule.done_by != DoneBy::Test),
        "分期（steps）只用于检测，检测必须分期",
        "steps are for tests, and tests have steps",
    );
    let is_contact = anchor == Some(Anchor::Stay);
    unless(is_contact == rule.every_days.is_some(), "every_days 只用于外出联系", "every_days is for who is away");
    let by_grade = rule.done_by == DoneBy::Visit && !is_contact;
    unless(by_grade == rule.by_risk.is_some(), "by_risk 只用于走访", "by_risk is for visits");
    unless(
        !(rule.has_windows() && rule.due_days.is_some()),
        "分期与 due_days 只能写一个",
        "either windows or due_days",
    );
    let windows: u32 = rule.steps.iter().map(|step| step.windows).fold(0, u32::saturating_add);
    let months = rule.steps.iter().map(|step| step.windows.saturating_mul(step.months)).fold(0, u32::saturating_add);
    let is_regular = rule.steps.iter().all(|step| step.windows > 0 && step.months > 0);
    unless(is_regular && windows <= MOST_WINDOWS, "每期至少一个月，至少一期", "steps have windows and months");
    unless(
        months <= LONGEST_MONTHS,
        "各期合计超过三年（禁毒法第三十三条）",
        "the steps are longer than three years (Law §33)",
    );
    let grades = rule.by_risk.map_or([1; 4], |by| [by.high, by.medium, by.low, by.unrated]);
    let is_possible = grades.iter().all(|months| (1..=LONGEST_MONTHS).contains(months));
    unless(
        is_possible && rule.every_days != Some(0),
        "每期至少一个月，至多三年",
        "a window has one to thirty-six months",
    );
}
