//! What an order can say, how it stands on a day, and which inspection closes it.
use chrono::{Days, NaiveDate};
use validator::ValidationError;

use super::dto::{
    CreateRectification, Rectification, RectificationSeverity, RectificationState, ReferRectification, Referral,
};
use crate::platform::auth::{FieldClass, FieldClasses};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Broken, FieldError, Rule};
use crate::platform::id::Id;
use crate::premises::dto::Colour;
use crate::premises::inspections::{self, CreateInspection, InspectionOutcome, Look};

const FUTURE: Rule = Rule {
    code: "rectification.date.future",
    zh: "责令、移送的日期不能晚于今天",
    en: "an order or a referral cannot be of a day to come",
};
const DUE_BEFORE: Rule = Rule {
    code: "rectification.due_on.before_order",
    zh: "整改期限不能早于责令日期",
    en: "the last day cannot come before the order",
};
/// What is ordered is what an inspection found (责令限期改正 follows the finding: 浙江省禁毒条例 §45, §49).
const NO_DEFECT: Rule = Rule {
    code: "rectification.inspection_id.no_defect",
    zh: "只能对结果为“发现隐患”的排查责令整改",
    en: "only what an inspection found defective can be ordered to be put right",
};
const BEFORE_INSPECTION: Rule = Rule {
    code: "rectification.ordered_on.before_inspection",
    zh: "责令日期不能早于排查日期",
    en: "nothing is ordered before the inspection that found it",
};
const REFERRED_BEFORE: Rule = Rule {
    code: "rectification.referred_on.before_order",
    zh: "移送日期不能早于责令日期",
    en: "a matter is not referred before it is ordered",
};
pub(super) const ONE_ORDER: Rule = Rule {
    code: "rectification.exists",
    zh: "该次排查已经责令整改",
    en: "this inspection has been followed by an order already",
};
const CLOSED: Rule = Rule {
    code: "rectification.closed",
    zh: "已复查合格，不再移送",
    en: "the place was found sound: nothing is left to refer",
};
/// Fields of the class `owner`: free text may name people.
const HIDDEN: [&str; 2] = ["demand", "referral_note"];

/// Days from the order to the last day where the official names none. The statutes name no number, only 责令(限期)改正
/// (浙江省禁毒条例 §45, §49); these are local practice.
pub fn days_given(severity: RectificationSeverity) -> Days {
    Days::new(match severity {
        RectificationSeverity::Minor => 15,
        RectificationSeverity::Ordinary => 7,
        RectificationSeverity::Serious => 3,
    })
}

/// The last day of an order: the one it names, else the practice.
pub fn due_on(order: &CreateRectification) -> NaiveDate {
    order.due_on.unwrap_or(order.ordered_on + days_given(order.severity))
}

/// What the fields of an order say together.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(order: &CreateRectification) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(order.ordered_on > clock::today(), "ordered_on", FUTURE);
    broken.when(order.due_on.is_some_and(|day| day < order.ordered_on), "due_on", DUE_BEFORE);
    broken.done()
}

/// What was referred was referred today at the latest.
///
/// # Errors
/// The rule broken, at its field.
pub fn check_referral(referral: &ReferRectification) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(referral.referred_on > clock::today(), "referred_on", FUTURE);
    broken.done()
}

/// What the inspection demands of an order that rests on it.
///
/// # Errors
/// 422 with every rule broken.
pub fn check_against(inspection: &CreateInspection, order: &CreateRectification) -> ApiResult<()> {
    let is_defect = inspection.outcome == InspectionOutcome::Defect;
    let no_defect = (!is_defect).then(|| FieldError::new("/inspection_id", NO_DEFECT));
    let before = check_day(inspection.inspected_on, order.ordered_on).err();
    ApiError::all(no_defect.into_iter().chain(before).collect())
}

/// An order comes on the day of its inspection or later.
///
/// # Errors
/// The rule broken.
pub fn check_day(inspected_on: NaiveDate, ordered_on: NaiveDate) -> Result<(), FieldError> {
    if ordered_on < inspected_on { Err(FieldError::new("/ordered_on", BEFORE_INSPECTION)) } else { Ok(()) }
}

/// Whether an order can be referred on this day.
///
/// # Errors
/// 409 when the place was found sound, 422 when the day comes before the order.
pub fn expect_referable(order: &Rectification, referred_on: NaiveDate) -> ApiResult<()> {
    match order.closed_on {
        Some(_) => Err(ApiError::Conflict(CLOSED)),
        None if referred_on < order.ordered_on => Err(ApiError::invalid("/referred_on", REFERRED_BEFORE)),
        None => Ok(()),
    }
}

/// How an order stands on a day.
pub fn state(
    closed_on: Option<NaiveDate>,
    referred_on: Option<NaiveDate>,
    due_on: NaiveDate,
    today: NaiveDate,
) -> RectificationState {
    match (closed_on, referred_on) {
        (Some(_), _) => RectificationState::Closed,
        (None, Some(_)) => RectificationState::Referred,
        (None, None) if due_on < today => RectificationState::Overdue,
        (None, None) => RectificationState::Open,
    }
}

/// The inspection that closes an order: the first sound one of a later day than `since`, the later of the days of order and
/// inspection. What was entered first makes no difference.
pub fn closing(since: NaiveDate, looks: &[Look]) -> Option<&Look> {
    let sound = looks.iter().filter(|look| look.outcome == InspectionOutcome::Normal && look.on > since);
    sound.min_by_key(|look| (look.on, look.id))
}

/// How a place stands after its inspections, by day and entry, and its orders, each with the inspection that closed it: red
/// while one is not closed, blue by the inspection that closes one. Without orders it stands as its inspections say.
pub fn standing(looks: &[Look], closings: &[Option<Id>]) -> (Colour, Option<NaiveDate>) {
    let as_seen = |look: &Look| {
        // Until an order is closed the place was red, whatever a twin of the same day said.
        let closes = closings.contains(&Some(look.id)).then_some((look.on, InspectionOutcome::Defect));
        closes.into_iter().chain([(look.on, look.outcome)])
    };
    let (colour, last) = inspections::standing(&looks.iter().flat_map(as_seen).collect::<Vec<_>>());
    (if closings.contains(&None) { Colour::Red } else { colour }, last)
}

/// The order as a caller is shown it who sees these classes.
pub fn shown(order: Rectification, sees: FieldClasses) -> Rectification {
    if sees.has(FieldClass::Owner) {
        return order;
    }
    let referral = order.referral.map(|referral| Referral { note: None, ..referral });
    Rectification { demand: None, referral, masked: HIDDEN.to_vec(), ..order }
}

#[cfg(test)]
mod properties {
    use InspectionOutcome::{Defect, Normal};
    use proptest::prelude::*;
    use validator::Validate;

    use super::*;
    use crate::platform::coded::Coded;

    fn day(day: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 2, 1).expect("a date") + Days::new(day)
    }

    fn look(on: u64, outcome: InspectionOutcome) -> Look {
        Look { id: Id::new(), on: day(on), outcome, signs: Vec::new(), corrects_id: None }
    }

    fn order() -> CreateRectification {
        CreateRectification {
            severity: RectificationSeverity::Serious,
            ordered_on: day(1),
            due_on: None,
            demand: "张贴禁毒标牌".into(),
        }
    }

    prop_compose! {
        fn any_looks()(
            looks in prop::collection::vec((0_u64..12, prop::sample::select(InspectionOutcome::ALL)), 0..12),
        ) -> Vec<Look> {
            looks.into_iter().map(|(on, outcome)| look(on, outcome)).collect()
        }
    }

    fn in_order(mut looks: Vec<Look>) -> Vec<Look> {
        looks.sort_by_key(|look| (look.on, look.id));
        looks
    }

    proptest! {
        #[test]
        fn the_first_sound_look_of_a_later_day_closes_whatever_was_entered_first(
            looks in any_looks(), since in 0_u64..12, turned in any::<prop::sample::Index>(),
        ) {
            let since = day(since);
            let found = closing(since, &looks);
            let sound: Vec<&Look> = looks.iter().filter(|look| look.on > since && look.outcome == Normal).collect();
            prop_assert_eq!(found.map(|look| look.on), sound.iter().map(|look| look.on).min());
            let mut others = looks.clone();
            others.rotate_left(turned.index(looks.len() + 1));
            prop_assert_eq!(closing(since, &others).map(|look| look.id), found.map(|look| look.id));
            others.reverse();
            prop_assert_eq!(closing(since, &others).map(|look| look.id), found.map(|look| look.id));
        }

        #[test]
        fn a_place_is_red_exactly_as_long_as_an_order_is_open_and_blue_by_its_closing(
            looks in any_looks(), since in 0_u64..12,
        ) {
            let (looks, since) = (in_order(looks), day(since));
            let closing = closing(since, &looks).map(|look| look.id);
            let (colour, last) = standing(&looks, &[closing]);
            prop_assert_eq!(last, looks.iter().map(|look| look.on).max());
            let Some(closing) = closing else {
                prop_assert_eq!(colour, Colour::Red);
                return Ok(());
            };
            let at = looks.iter().position(|look| look.id == closing).expect("it is there");
            prop_assert_eq!(standing(&looks[..=at], &[Some(closing)]).0, Colour::Blue);
            // What comes after counts as it does without an order.
            let after: Vec<_> = [(since, Defect), (since, Normal)]
                .into_iter()
                .chain(looks[at + 1..].iter().map(|look| (look.on, look.outcome)))
                .collect();
            prop_assert_eq!(colour, inspections::standing(&after).0);
        }

        #[test]
        fn a_place_without_orders_stands_as_its_inspections_say(looks in any_looks()) {
            let looks = in_order(looks);
            let pairs: Vec<_> = looks.iter().map(|look| (look.on, look.outcome)).collect();
            prop_assert_eq!(standing(&looks, &[]), inspections::standing(&pairs));
        }
    }

    #[test]
    fn the_last_day_is_named_or_follows_from_the_gravity() {
        for (severity, last) in [("minor", 16), ("ordinary", 8), ("serious", 4)] {
            let severity = RectificationSeverity::from_code(severity).expect("a severity");
            assert_eq!(due_on(&CreateRectification { severity, ..order() }), day(last));
        }
        assert_eq!(due_on(&CreateRectification { due_on: Some(day(40)), ..order() }), day(40));
        let refused = CreateRectification { due_on: Some(day(0)), ..order() };
        assert!(order().validate().is_ok() && refused.validate().is_err());
    }

    #[test]
    fn an_order_is_overdue_the_day_after_its_last() {
        let on = |today| state(None, None, day(4), day(today));
        assert_eq!((on(4), on(5)), (RectificationState::Open, RectificationState::Overdue));
        assert_eq!(state(None, Some(day(6)), day(4), day(9)), RectificationState::Referred);
        assert_eq!(state(Some(day(7)), Some(day(6)), day(4), day(9)), RectificationState::Closed);
    }
}
