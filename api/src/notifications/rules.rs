//! What each topic is: a list, what narrows it, and who acts on it. No I/O.
use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use validator::ValidationError;

use super::dto::{SeenTopic, TopicCount};
use crate::desk::{ListName, Topic};
use crate::platform::auth::Permission;
use crate::platform::coded::Coded;
use crate::platform::error::Rule;

/// Days that "soon" and "lately" look ahead and back.
const DAYS: Days = Days::new(7);
/// Duties that can be done after their day; what a window missed is missed.
const CAN_BE_MADE_UP: &str = "report_in,agreement,team,notice,handover,leave_return,file_transfer,expiry_check,\
                              release_notice,clean_three_years,manual,inspection";
const WINDOWS: &str = "test,visit,contact";
const TWICE: Rule = Rule { code: "list.twice", zh: "同一项不能写两次", en: "nothing is named twice" };
/// Nobody asked for that day's.
pub const NO_DIGEST: Rule =
    Rule { code: "digest.not_found", zh: "那一天没有生成过摘要", en: "no digest was made on that day" };
/// Tomorrow is not known.
pub const NOT_YET: Rule = Rule { code: "digest.day.future", zh: "日期还没有到", en: "that day is yet to come" };

/// Where a topic's number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The list says it: it is what the list shows under the query.
    ByList,
    /// It is about the account itself, which lists do not know; the list shows at least these.
    ByAccount,
}

/// A topic.
pub struct About {
    /// The list that shows it.
    pub list: ListName,
    /// What whoever acts on it may do; nobody else is told.
    pub acts: Permission,
    /// What narrows the list.
    pub query: String,
    /// Where its number comes from.
    pub counted: Counted,
}

/// What a topic is on a day.
pub fn about(topic: Topic, day: NaiveDate) -> About {
    use ListName as In;
    use Permission as May;
    let (list, acts, query) = match topic {
        Topic::DutiesOverdue => (In::Tasks, May::WorkTasks, overdue(day)),
        Topic::WindowsMissed => (In::Tasks, May::WorkTasks, missed(day)),
        Topic::DutiesDue => (In::Tasks, May::WorkTasks, due(day)),
        Topic::DutiesReturned => (In::Tasks, May::AssignTasks, "returned=true&state=open,missed".to_owned()),
        Topic::TransfersIncoming => (In::Transfers, May::WriteTransfers, "side=incoming&state=requested".to_owned()),
        Topic::PlacesOverdue => (In::Premises, May::WriteInspections, "overdue=true".to_owned()),
        Topic::PlacesProposed => (In::Premises, May::DecidePremises, "proposed=true".to_owned()),
        Topic::InspectionsToSign => (In::Inspections, May::WriteInspections, String::new()),
        Topic::RectificationsOverdue => (In::Rectifications, May::WriteRectifications, "state=overdue".to_owned()),
        Topic::LeadsRaised => (In::Leads, May::DecideLeads, "state=raised".to_owned()),
        Topic::ImportsPlanned => (In::Imports, May::WriteImports, "state=planned".to_owned()),
        Topic::ImportsFinished => (In::Imports, May::WriteImports, "state=committed".to_owned()),
        Topic::ExportsToApprove => (In::Exports, May::ApproveExports, "state=awaiting_approval".to_owned()),
        Topic::ExportsReady => (In::Exports, May::RequestExports, "state=ready".to_owned()),
        Topic::WebhooksDisabled => (In::Webhooks, May::ManageWebhooks, "state=disabled".to_owned()),
        Topic::DeliveriesParked => (In::Webhooks, May::ManageWebhooks, String::new()),
    };
    let counted = match topic {
        Topic::InspectionsToSign
        | Topic::ImportsFinished
        | Topic::ExportsToApprove
        | Topic::ExportsReady
        | Topic::DeliveriesParked => Counted::ByAccount,
        _ => Counted::ByList,
    };
    About { list, acts, query, counted }
}

/// What closed since the last sweep is open still.
fn overdue(day: NaiveDate) -> String {
    format!("due_on_to={}&kind={CAN_BE_MADE_UP}&state=open,missed", before(day, Days::new(1)))
}

fn missed(day: NaiveDate) -> String {
    let (from, to) = (before(day, DAYS), before(day, Days::new(1)));
    format!("due_on_from={from}&due_on_to={to}&kind={WINDOWS}&state=open,missed")
}

fn due(day: NaiveDate) -> String {
    format!("due_on_from={day}&due_on_to={}&state=open", day.checked_add_days(DAYS).unwrap_or(day))
}

fn before(day: NaiveDate, days: Days) -> NaiveDate {
    day.checked_sub_days(days).unwrap_or(day)
}

/// Whether a number is news to who saw another one, on a day: each day begins anew, and within it more is news.
pub fn is_new(count: i64, seen: Option<(NaiveDate, i64)>, today: NaiveDate) -> bool {
    count > 0 && seen.is_none_or(|(day, seen)| day != today || count > seen)
}

/// Topics are named once.
///
/// # Errors
/// The rule broken.
pub fn named_once(seen: &[SeenTopic]) -> Result<(), ValidationError> {
    let topics: BTreeSet<Topic> = seen.iter().map(|seen| seen.topic).collect();
    if topics.len() == seen.len() { Ok(()) } else { Err(TWICE.into()) }
}

/// A digest to be read, in Chinese and in English.
pub fn text(day: NaiveDate, lines: &[TopicCount]) -> (String, String) {
    let mut zh = format!("{}年{}月{}日待办摘要\n", day.year(), day.month(), day.day());
    let mut en = format!("What waits on {}\n", day.format("%-d %B %Y"));
    for line in lines {
        let (label, more) = (line.topic.label(), line.count_is_lower_bound);
        let (at_least, over) = if more { ("超过", "more than ") } else { ("", "") };
        // Writing to a String cannot fail.
        let _ = writeln!(zh, "{}：{at_least}{}项", label.zh, line.count);
        let _ = writeln!(en, "{}: {over}{}", label.en, line.count);
    }
    if lines.is_empty() {
        zh.push_str("没有待办事项\n");
        en.push_str("Nothing\n");
    }
    (zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_day_itself_is_not_overdue() {
        let query = |topic| about(topic, day("2025-07-01")).query;
        assert!(query(Topic::DutiesOverdue).starts_with("due_on_to=2025-06-30&"));
        assert_eq!(query(Topic::DutiesDue), "due_on_from=2025-07-01&due_on_to=2025-07-08&state=open");
        assert!(query(Topic::WindowsMissed).starts_with("due_on_from=2025-06-24&due_on_to=2025-06-30&"));
    }

    #[test]
    fn what_was_seen_is_quiet_for_that_day_until_there_is_more() {
        let (today, yesterday) = (day("2025-07-01"), day("2025-06-30"));
        for (count, seen, new) in [
            (3, None, true),
            (0, None, false),
            (3, Some((today, 3)), false),
            (2, Some((today, 3)), false),
            (4, Some((today, 3)), true),
            (3, Some((yesterday, 3)), true),
            (0, Some((yesterday, 3)), false),
        ] {
            assert_eq!(is_new(count, seen, today), new, "{count} {seen:?}");
        }
    }

    #[test]
    fn a_digest_reads_in_both_languages() {
        let line = |topic, count, more| {
            let About { list, query, .. } = about(topic, day("2025-06-26"));
            TopicCount { topic, count, count_is_lower_bound: more, list, query }
        };
        let (zh, en) =
            text(day("2025-06-26"), &[line(Topic::DutiesDue, 3, false), line(Topic::PlacesOverdue, 10_000, true)]);
        assert_eq!(zh, "2025年6月26日待办摘要\n七日内到期的任务：3项\n超期未排查场所：超过10000项\n");
        assert!(en.starts_with("What waits on 26 June 2025\nDuties due within seven days: 3\n"), "{en}");
        assert!(en.ends_with(": more than 10000\n") && en.is_ascii(), "{en}");
        assert_eq!(text(day("2025-06-26"), &[]).0, "2025年6月26日待办摘要\n没有待办事项\n");
    }
}
