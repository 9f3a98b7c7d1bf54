//! Why a duty exists, why that day, what it was counted from: in words, from the rule and the dates it was reckoned with.
use chrono::NaiveDate;

use super::book::{Book, Rule};
use super::dto::{EvidenceLine, Explanation};
use super::engine::facts::Facts;
use super::pack::{Anchor, Counting, DayOff};
use crate::codes::calendar::later;
use crate::personnel::{HandoverReason, SpecialGroup, Treatment};
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::tasks::{Task, TaskKind, TaskState, VoidReason};

/// Explains a duty, under its measure if it is owed under one.
///
/// # Errors
/// 500 when the rule is in no pack.
pub fn explain(book: &Book, task: &Task, treatment: Option<&Treatment>, facts: &Facts) -> ApiResult<Explanation> {
    if task.kind == TaskKind::Manual {
        return Ok(given_by_hand(task));
    }
    let rule = book
        .find(&task.rule.id, &task.rule.pack, task.rule.version)
        .ok_or_else(|| ApiError::Internal("a duty follows from a rule that is in no pack".into()))?;
    let anchor = rule.text.anchor().map_or(Anchor::Missed, |(anchor, _)| anchor);
    let anchor_on = day_of(anchor, task, treatment);
    // The same version may say different days at different times.
    let rule = anchor_on.and_then(|day| book.on(&task.rule.id, day)).unwrap_or(rule);
    let (mut zh, mut en) = reckoning(rule, anchor, anchor_on, task);
    let (how_zh, how_en) = standing(task);
    zh.push(how_zh);
    en.push(how_en);
    Ok(Explanation {
        title: rule.text.title.clone(),
        article: rule.text.article.clone(),
        basis: rule.basis.clone(),
        consequence: rule.text.consequence.clone(),
        anchor: anchor.label().zh.to_owned(),
        anchor_on,
        pack: rule.pack.clone(),
        pack_version: rule.version,
        cautions: Vec::new(),
        evidence: rule.text.reason.map(|reason| evidence(task, facts, reason)).unwrap_or_default(),
        zh,
        en,
    })
}

/// Names the special groups that the police should know of with a report, as of today.
pub fn with_cautions(explained: Explanation, task: &Task, groups: &[SpecialGroup]) -> Explanation {
    let today = clock::today();
    let is_report = task.kind == TaskKind::Handover;
    let cautions = groups
        .iter()
        .filter(|group| group.facts.holds_on(today))
        .filter(|_| is_report)
        .map(|group| group.facts.kind.label());
    Explanation { cautions: cautions.collect(), ..explained }
}

/// What the proposal of a report to the police rests on: what was known on its last day.
fn evidence(task: &Task, facts: &Facts, reason: HandoverReason) -> Vec<EvidenceLine> {
    let episode = facts.episodes.iter().find(|episode| Some(episode.id) == task.episode_id);
    episode.map(|episode| super::evidence::of(facts, episode, reason, task.due_on)).unwrap_or_default()
}

/// A task that somebody gave has no article: it says so.
fn given_by_hand(task: &Task) -> Explanation {
    let (how_zh, how_en) = standing(task);
    let (given, due) = (task.window_start, task.due_on);
    Explanation {
        title: task.title.clone().unwrap_or_default(),
        article: "交办任务，不出自规则".into(),
        basis: None,
        consequence: "逾期的列入逾期任务".into(),
        anchor: "交办".into(),
        anchor_on: Some(given),
        pack: task.rule.pack.clone(),
        pack_version: task.rule.version,
        cautions: Vec::new(),
        evidence: Vec::new(),
        zh: vec![format!("{given}交办，期限至{due}。"), how_zh],
        en: vec![format!("Given on {given}, due on {due}."), how_en],
    }
}

/// A task about a place names the round it was given for.
pub fn of_round(task: &Task, campaign: &str) -> Explanation {
    let (how_zh, how_en) = standing(task);
    let (given, due) = (task.window_start, task.due_on);
    let place = task.subject.name.as_deref().unwrap_or("—");
    Explanation {
        title: format!("排查：{campaign}"),
        article: "排查行动派发的任务，不出自规则".into(),
        basis: None,
        consequence: "逾期的列入逾期任务".into(),
        anchor: "派发".into(),
        anchor_on: Some(given),
        pack: task.rule.pack.clone(),
        pack_version: task.rule.version,
        cautions: Vec::new(),
        evidence: Vec::new(),
        zh: vec![
            format!("“{campaign}”中“{place}”还没有排查结果，{given}派发，期限至{due}。"),
            "进入排查（未发现异常、发现隐患、已拆除、不在排查范围）才算办理；上锁、无人、拒绝入内的，任务仍在。".into(),
            how_zh,
        ],
        en: vec![
            format!("{place} had no outcome in the round {campaign}; given on {given}, due on {due}."),
            "An inspection that looked at it does it; a locked door, nobody there or a refusal does not.".into(),
            how_en,
        ],
    }
}

fn day_of(anchor: Anchor, task: &Task, treatment: Option<&Treatment>) -> Option<NaiveDate> {
    match anchor {
        Anchor::Received => treatment?.facts.received_on,
        Anchor::ReportedIn => treatment?.facts.reported_in_on,
        Anchor::TermEnd => treatment?.facts.term_ends_on,
        // These begin on the day of their event, or where the time they count is full.
        Anchor::Evasion
        | Anchor::Positive
        | Anchor::Absence
        | Anchor::AbsenceDays
        | Anchor::Leave
        | Anchor::TransferDecided
        | Anchor::Moved
        | Anchor::Arrived
        | Anchor::Stay
        | Anchor::Clean
        | Anchor::Missed => Some(task.window_start),
    }
}

fn reckoning(rule: &Rule, anchor: Anchor, on: Option<NaiveDate>, task: &Task) -> (Vec<String>, Vec<String>) {
    let (event, day) = (anchor.label(), on.map_or_else(String::new, |on| on.to_string()));
    let (start, due, ordinal) = (task.window_start, task.due_on, task.ordinal);
    let mut zh = vec![format!("起算：{}（{day}）。", event.zh)];
    let mut en = vec![format!("Counted from: {} ({day}).", event.en)];
    if anchor == Anchor::Leave {
        zh.push(format!("批准的返回日期为{due}，当日应当销假。"));
        en.push(format!("The leave ends on {due}; the return is reported that day."));
    } else if anchor == Anchor::Stay {
        zh.push(format!("外出期间分期联系，第{ordinal}期为{start}至{due}；期内任何方式的联系都算。"));
        en.push(format!("Contact while away, window {ordinal}: {start} to {due}; contact by any means counts."));
    } else if anchor == Anchor::Clean {
        zh.push(format!("{start}满三年未发现复吸；由公安机关核定，本系统只提示。"));
        en.push(format!("Three years without relapse were full on {start}; the police confirm it, this only says so."));
    } else if !rule.text.has_windows() && rule.text.count == Counting::Working {
        let days = rule.due_days;
        zh.push(format!("期限{days}个工作日，开始的当日不计入，休息日不计入，最后一日为{due}。"));
        en.push(format!("The limit is {days} working days, the first day not counted: {due}."));
    } else if !rule.text.has_windows() {
        let days = rule.due_days;
        zh.push(format!("期限{days}日，开始的当日不计入（民法典第二百零一条）。"));
        en.push(format!("The limit is {days} days; the first day does not count (Civil Code §201)."));
        let plain = on.map(|on| later(on, days));
        if rule.text.day_off == DayOff::NextDay && plain.is_some_and(|plain| plain != due) {
            let last = plain.unwrap_or(due);
            zh.push(format!("{last}是休息日，顺延至{due}（民法典第二百零三条）。"));
            en.push(format!("{last} is a day off; the limit ends on {due} (Civil Code §203)."));
        }
    } else if rule.text.by_risk.is_some() {
        zh.push(format!("按期走访，期长按该期开始时的风险等级，第{ordinal}期为{start}至{due}；只认期内的走访。"));
        en.push(format!(
            "Windows as long as the grade in force at their beginning says: number {ordinal} runs from {start} to {due}."
        ));
    } else {
        zh.push(format!("按月分期，自报到之日起算，第{ordinal}期为{start}至{due}；只认期内的检测，多检不抵缺检。"));
        en.push(format!(
            "Windows by calendar months from the report-in: number {ordinal} runs from {start} to {due}; only a test inside it counts."
        ));
    }
    (zh, en)
}

fn standing(task: &Task) -> (String, String) {
    let due = task.due_on;
    let on = task.done_on.map_or_else(String::new, |on| on.to_string());
    let pair = |zh: String, en: String| (zh, en);
    match (task.state, task.void_because) {
        (TaskState::Open, _) => {
            pair(format!("最后一日为{due}，尚未届满。"), format!("The last day is {due}; it is not over."))
        }
        (TaskState::Done, _) => pair(format!("已于{on}办理。"), format!("Done on {on}.")),
        (TaskState::Late, _) => {
            pair(format!("{due}届满，{on}才办理，记为逾期。"), format!("It ended on {due} and was done on {on}: late."))
        }
        (TaskState::Missed, _) if task.has_violation => pair(
            format!("{due}届满，期内拒绝或逃避检测，没有检测结果，记为逾期未办。"),
            format!("It ended on {due} with a test refused or evaded and none taken: missed."),
        ),
        (TaskState::Missed, _) if !matches!(task.kind, TaskKind::Test | TaskKind::Visit | TaskKind::Contact) => pair(
            format!("{due}届满，没有相应的记录，记为逾期未办；以后补办的，记为逾期办理。"),
            format!("It ended on {due} without a record: missed; done after all, it will be late."),
        ),
        (TaskState::Missed, _) => pair(
            format!("{due}届满，没有相应的记录，记为逾期未办；以后的记录不能抵补。"),
            format!("It ended on {due} without a record: missed, and nothing later makes up for it."),
        ),
        (TaskState::Excused, _) => {
            pair("期内有免检证明，届满后记为免办。".into(), "A documented excuse inside it excuses it.".into())
        }
        (TaskState::Void, why) => {
            let why = why.map_or(VoidReason::Corrected.label(), Coded::label);
            pair(format!("不再要求：{}。", why.zh), format!("No longer owed: {}.", why.en))
        }
    }
}
