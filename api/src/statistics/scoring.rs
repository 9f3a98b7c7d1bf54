//! What an item of a sheet costs, from its figure: pure.
use super::definition::{Deduction, Item, Wanted};
use super::dto::{AssessmentItem, ItemState};
use super::points::Points;
use crate::indicators::{FigureValue, Measured, Side, Value};

/// Points lost, why, and the records that cost them.
struct Loss {
    lost: Points,
    zh: String,
    en: String,
    side: Option<Side>,
    records: Option<usize>,
}

impl Loss {
    fn new(lost: Points, zh: String, en: String) -> Self {
        Self { lost, zh, en, side: None, records: None }
    }
}

/// How an item stands with this figure; `None` where the figure is not counted in this area.
pub fn assess(item: &Item, measured: Option<&Measured>) -> AssessmentItem {
    let outcome = match (&item.rule, measured) {
        (Deduction::ByHand { .. }, _) => Err((ItemState::ByHand, "由评分人评定", "to be judged by a person")),
        (_, None) => Err((ItemState::Unknown, "这一级不统计", "not counted at this level")),
        (rule, Some(measured)) => loss(rule, item.points, measured),
    };
    let value = measured.map(|measured| measured.value.clone());
    let (state, loss) = match outcome {
        Ok(loss) => (ItemState::Assessed, loss),
        Err((state, zh, en)) => (state, Loss::new(Points::default(), zh.to_owned(), en.to_owned())),
    };
    let reason = value.as_ref().filter(|_| state == ItemState::Unknown).and_then(unknown);
    let (reason_zh, reason_en) = reason.unwrap_or((loss.zh, loss.en));
    AssessmentItem {
        key: item.key.clone(),
        title_zh: item.zh.clone(),
        title_en: item.en.clone(),
        points: item.points,
        state,
        lost: (state == ItemState::Assessed).then(|| loss.lost.min(item.points)),
        reason_zh,
        reason_en,
        figure: item.figure.clone(),
        value,
        side: loss.side,
        record_count: loss.records,
    }
}

type NotAssessed = (ItemState, &'static str, &'static str);

fn loss(rule: &Deduction, points: Points, measured: &Measured) -> Result<Loss, NotAssessed> {
    if matches!(measured.value, FigureValue::Withheld { .. }) {
        return Err((ItemState::Withheld, "涉及人数过少，不予显示", "too few persons to be told"));
    }
    let value = measured.value.known();
    match (rule, value) {
        (Deduction::Unless { unless: Wanted::Known }, value) => {
            Ok(presence(points, value.is_some_and(|one| !one.is_zero())))
        }
        // Nothing held is nothing held, whether somebody wrote that down or nobody held anything.
        (Deduction::AtLeast { at_least, each }, value) => Ok(short(*at_least, *each, count(value))),
        (_, None) => Err((ItemState::Unknown, "没有记录", "nothing on record")),
        (Deduction::Each { each, side }, Some(_)) => Ok(each_record(*each, *side, measured)),
        (Deduction::Unless { unless: Wanted::Complete }, Some(value)) => Ok(complete(points, value, measured)),
        (Deduction::EachMissing { each_missing }, Some(value)) => Ok(missing_kinds(*each_missing, value)),
        (Deduction::ByHand { .. }, _) => Err((ItemState::ByHand, "由评分人评定", "to be judged by a person")),
    }
}

fn count(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Integer(count)) => *count,
        _ => 0,
    }
}

fn unknown(value: &FigureValue) -> Option<(String, String)> {
    match value {
        FigureValue::Unknown { reason_zh, reason_en } => Some((reason_zh.clone(), reason_en.clone())),
        _ => None,
    }
}

fn presence(points: Points, is_there: bool) -> Loss {
    if is_there {
        Loss::new(Points::default(), "已登记".to_owned(), "on record".to_owned())
    } else {
        Loss::new(points, format!("没有登记，扣{points}分"), format!("not on record: {points} points"))
    }
}

fn short(at_least: i64, each: Points, count: i64) -> Loss {
    let missing = (at_least - count).max(0);
    let lost = each.times(missing);
    let zh = format!("登记{count}次，要求{at_least}次，每少1次扣{each}分");
    Loss::new(lost, zh, format!("{count} on record of {at_least}; {each} points for each that is short"))
}

fn each_record(each: Points, side: Side, measured: &Measured) -> Loss {
    let (records, title) = match side {
        Side::Counted => {
            let definition = measured.definition;
            (measured.evidence.len(), (definition.title_zh.to_owned(), definition.title_en.to_owned()))
        }
        Side::Lacking => measured.lacking.as_ref().map_or((0, (String::new(), String::new())), |gap| {
            (gap.evidence.len(), (gap.title.zh.clone(), gap.title.en.clone()))
        }),
    };
    let unit = measured.definition.unit;
    let (zh, en) = if records == 0 {
        (format!("{}0{unit}，不扣分", title.0), format!("{}: none", title.1))
    } else {
        (
            format!("{}{records}{unit}，每{unit}扣{each}分", title.0),
            format!("{}: {records}; {each} points for each", title.1),
        )
    };
    let lost = each.times(i64::try_from(records).unwrap_or(i64::MAX));
    Loss { side: Some(side), records: Some(records), ..Loss::new(lost, zh, en) }
}

fn complete(points: Points, value: &Value, measured: &Measured) -> Loss {
    let lacking = measured.lacking.as_ref().map_or(0, |gap| gap.evidence.len());
    let loss = if value.is_complete() {
        Loss::new(Points::default(), "全部完成".to_owned(), "all of them".to_owned())
    } else {
        let unit = measured.definition.unit;
        Loss::new(
            points,
            format!("还差{lacking}{unit}，扣{points}分"),
            format!("{lacking} are missing: {points} points"),
        )
    };
    Loss { side: Some(Side::Lacking), records: Some(lacking), ..loss }
}

fn missing_kinds(each: Points, value: &Value) -> Loss {
    let Value::Breakdown(kinds) = value else {
        return Loss::new(Points::default(), String::new(), String::new());
    };
    let missing: Vec<&str> = kinds.iter().filter(|(_, count)| **count == 0).map(|(kind, _)| kind.as_str()).collect();
    let lost = each.times(i64::try_from(missing.len()).unwrap_or(i64::MAX));
    if missing.is_empty() {
        return Loss::new(lost, "各类都有".to_owned(), "every kind occurs".to_owned());
    }
    let words = missing.join("、");
    Loss::new(lost, format!("缺：{words}，每类扣{each}分"), format!("missing: {words}; {each} points for each"))
}

#[cfg(test)]
mod tests;
