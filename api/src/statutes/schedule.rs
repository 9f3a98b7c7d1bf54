//! How often somebody is tested, in words: for agreements and plans.
use chrono::NaiveDate;

use super::engine::applies;
use super::engine::facts::Episode;
use super::store::shelf;
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::tasks::TaskKind;

/// The steps of the rule for tests under a measure, as it is in force on a day; none where no rule applies.
///
/// # Errors
/// The database refuses.
pub fn test_schedule(reading: &mut Reading<'_>, episode: &Episode, on: NaiveDate) -> ApiResult<Option<String>> {
    let shelf = shelf(reading)?;
    let mut rules = shelf.book.families().flatten().filter(|rule| rule.from <= on && on <= rule.to);
    let rule = rules.find(|rule| rule.text.kind == TaskKind::Test && applies(rule, episode));
    Ok(rule.map(|rule| {
        let steps = rule.text.steps.iter().map(|step| {
            let every = if step.months == 1 { "每月".to_owned() } else { format!("每{}个月", step.months) };
            format!("{every}一次，共{}次", step.windows)
        });
        let total: u32 = rule.text.steps.iter().map(|step| step.windows).sum();
        format!("自报到之日起依次为{}；合计{total}次。", steps.collect::<Vec<_>>().join("；其后"))
    }))
}
