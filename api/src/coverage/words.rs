//! What is counted of a round and what is missing, in words: a claim of the whole only where there is no gap.
use chrono::NaiveDate;

use super::dto::{Coverage, InspectionOutcomes};

/// Numbers of places that one sentence names; of more it says how many.
const MOST_NAMED: usize = 20;

/// What the places of a round are reckoned against.
pub enum Basis<'a> {
    /// The list, frozen on that day, drawn from that source.
    List(NaiveDate, &'a str),
    /// The register as of that day.
    Register(NaiveDate),
}

/// A sentence or a part of one, in Chinese and in English.
type Told = (String, String);

/// The coverage of a round in Chinese and in English; `excluded` are the numbers of the places left out.
pub fn words(basis: &Basis<'_>, coverage: &Coverage, excluded: &[&str]) -> Told {
    let left_out = (coverage.excluded > 0).then(|| {
        let (count, (zh, en)) = (coverage.excluded, named(excluded));
        (format!("说明理由后不计{count}处：{zh}。"), format!("Left out with a reason: {count} ({en})."))
    });
    let outside = (coverage.outside_list > 0).then(|| {
        let count = coverage.outside_list;
        (
            format!("名单之外另有{count}处，不计入。"),
            format!("{count} more places are not on the list and are not counted."),
        )
    });
    let told = [Some(reckoned(basis, coverage.units)), Some(results(coverage)), left_out, outside];
    let (zh, en): (Vec<String>, Vec<String>) = told.into_iter().flatten().unzip();
    (zh.concat(), en.join(" "))
}

fn reckoned(basis: &Basis<'_>, units: i64) -> Told {
    match basis {
        Basis::List(on, source) => (
            format!("名单于{on}固定，共{units}处（来源：{source}）。"),
            format!("The list was frozen on {on} with {units} places (source: {source})."),
        ),
        Basis::Register(on) => (
            format!("未固定名单，按登记台账计：截至{on}登记{units}处。"),
            format!("No list was frozen; reckoned against the register: {units} places registered by {on}."),
        ),
    }
}

fn results(coverage: &Coverage) -> Told {
    let Coverage { with_outcome, without_outcome, unsigned, outcomes, .. } = *coverage;
    let counted = with_outcome + without_outcome;
    let Some(per_mille) = coverage.per_mille else {
        return ("没有应计的场所。".into(), "Nothing is counted.".into());
    };
    let share = percent(per_mille);
    let reached = if without_outcome == 0 {
        (format!("应计{counted}处，全部有结果"), format!("All {counted} counted have an outcome"))
    } else {
        (
            format!(
                "应计{counted}处，有结果{with_outcome}处，没有结果{without_outcome}处，覆盖率{share}（不足0.1%的舍去）"
            ),
            format!(
                "Of {counted} counted, {with_outcome} have an outcome and {without_outcome} have none: {share}, rounded down"
            ),
        )
    };
    let not_entered = (outcomes.not_entered() > 0).then(|| {
        let InspectionOutcomes { locked, nobody_home, refused, .. } = outcomes;
        (
            format!("其中上锁{locked}处、无人{nobody_home}处、拒绝入内{refused}处，没有进入"),
            format!("not entered: {locked} locked, {nobody_home} with nobody there, {refused} refused"),
        )
    });
    let unsigned = (unsigned > 0).then(|| (format!("未签字{unsigned}处"), format!("{unsigned} unsigned")));
    let (zh, en): (Vec<String>, Vec<String>) = [Some(reached), not_entered, unsigned].into_iter().flatten().unzip();
    (zh.join("；") + "。", en.join("; ") + ".")
}

/// As people read it: `58.4%`, and `58%` where nothing is left over.
fn percent(per_mille: i64) -> String {
    match (per_mille / 10, per_mille % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

fn named(codes: &[&str]) -> Told {
    let first = codes.iter().take(MOST_NAMED).copied().collect::<Vec<_>>();
    let (zh, en) = (first.join("、"), first.join(", "));
    match codes.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        Some(more) => (format!("{zh}等{}处", codes.len()), format!("{en} and {more} more")),
        None => (zh, en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 26).expect("a date")
    }

    #[test]
    fn the_whole_is_claimed_only_without_a_gap() {
        let whole = Coverage { units: 3, with_outcome: 2, excluded: 1, per_mille: Some(1000), ..Coverage::default() };
        let (zh, en) = words(&Basis::List(day(), "台账"), &whole, &["XH00001"]);
        assert_eq!(zh, "名单于2026-11-26固定，共3处（来源：台账）。应计2处，全部有结果。说明理由后不计1处：XH00001。");
        assert!(en.contains("All 2 counted have an outcome.") && en.contains("XH00001"), "{en}");
        let outcomes = InspectionOutcomes { locked: 1, normal: 999, ..InspectionOutcomes::default() };
        let gap = Coverage {
            units: 1001,
            with_outcome: 1000,
            without_outcome: 1,
            outcomes,
            unsigned: 4,
            outside_list: 2,
            per_mille: Some(999),
            ..Coverage::default()
        };
        let (zh, en) = words(&Basis::Register(day()), &gap, &[]);
        assert!(zh.starts_with("未固定名单，按登记台账计") && !zh.contains("全部"), "{zh}");
        for told in ["没有结果1处", "覆盖率99.9%", "上锁1处", "未签字4处", "名单之外另有2处"] {
            assert!(zh.contains(told), "{told}: {zh}");
        }
        assert!(!en.contains("All"), "{en}");
        assert!(words(&Basis::Register(day()), &Coverage::default(), &[]).0.contains("没有应计的场所"));
    }
}
