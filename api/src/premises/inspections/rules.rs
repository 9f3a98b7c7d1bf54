//! What an inspection can be, and what a place is worth after its inspections.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateInspection, InspectionOutcome, WarningSign};
use crate::campaigns::CreateCampaign;
use crate::codes::text;
use crate::platform::auth::{FieldClasses, Scope};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Broken, FieldError, Rule};
use crate::premises::dto::{Colour, Site};

/// Nobody signs today for what is done tomorrow: who signs answers for the truth of the record (统计法 §24; 娱乐场所管理条例 §33).
const FUTURE: Rule = Rule {
    code: "inspection.inspected_on.future",
    zh: "排查日期不能晚于今天",
    en: "a place cannot have been inspected in the future",
};
/// A round goes through the places on the register (底数清): one that was not yet there cannot have been in it.
const BEFORE_REGISTRATION: Rule = Rule {
    code: "inspection.inspected_on.before_registration",
    zh: "排查日期不能早于场所登记日期",
    en: "a place cannot have been inspected before it was registered",
};
/// A campaign counts what was done within its dates (排查行动起止日期); what was done outside them is a routine round.
const OUTSIDE_CAMPAIGN: Rule = Rule {
    code: "inspection.inspected_on.outside_campaign",
    zh: "排查日期不在该行动的起止日期之内",
    en: "the day lies outside the campaign",
};
/// A campaign covers the places of its area and no others.
const CAMPAIGN_ELSEWHERE: Rule = Rule {
    code: "inspection.campaign_id.elsewhere",
    zh: "该行动不包括此场所所在的区划",
    en: "the campaign does not cover the division of this place",
};
/// A withdrawn place is off the register.
const WITHDRAWN: Rule = Rule {
    code: "inspection.premises_id.withdrawn",
    zh: "场所已撤销，不能再登记排查",
    en: "the place was withdrawn and takes no inspection",
};
/// Who inspects signs and answers for it: a signature is somebody's.
const SIGNED_BY_NOBODY: Rule = Rule {
    code: "inspection.is_signed.by_nobody",
    zh: "已签字的排查须填写排查人（谁排查、谁签字、谁负责）",
    en: "a signed inspection names its inspector",
};
const TWICE: Rule =
    Rule {
        code: "inspection.warning_signs.twice", zh: "同一种可疑迹象只填一次", en: "name each warning sign once"
    };

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(inspection: &CreateInspection) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let is_somebodys = inspection.inspector.is_some() || inspection.inspector_id.is_some();
    broken.when(inspection.is_signed && !is_somebodys, "is_signed", SIGNED_BY_NOBODY);
    broken.done()
}

/// What was inspected was inspected today at the latest.
///
/// # Errors
/// The rule broken.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "validator hands fields over by reference")]
pub fn not_in_future(inspected_on: &NaiveDate) -> Result<(), ValidationError> {
    if *inspected_on > clock::today() { Err(FUTURE.into()) } else { Ok(()) }
}

/// Each sign is there or not.
///
/// # Errors
/// The rule broken.
pub fn each_once(signs: &[WarningSign]) -> Result<(), ValidationError> {
    let is_twice = |(place, sign): (usize, &WarningSign)| signs.iter().skip(place + 1).any(|other| other == sign);
    if signs.iter().enumerate().any(is_twice) { Err(TWICE.into()) } else { Ok(()) }
}

/// The text is what it shows.
///
/// # Errors
/// The rule broken.
pub fn clean(words: &str) -> Result<(), ValidationError> {
    text::is_clean(words).map_err(Into::into)
}

/// What place and campaign demand of an inspection; `campaign` is the one the inspection names.
///
/// # Errors
/// 422 with every rule broken.
pub fn check_against(site: &Site, campaign: Option<&CreateCampaign>, inspection: &CreateInspection) -> ApiResult<()> {
    let on = inspection.inspected_on;
    let is_elsewhere = |campaign: &CreateCampaign| {
        !Scope::of_division(&campaign.division_code, FieldClasses::default()).covers(&site.division_code)
    };
    let is_outside = |campaign: &CreateCampaign| {
        campaign.starts_on.is_some_and(|first| on < first) || campaign.ends_on.is_some_and(|last| last < on)
    };
    let broken = [
        (site.is_withdrawn, "/premises_id", WITHDRAWN),
        (on < site.registered_on, "/inspected_on", BEFORE_REGISTRATION),
        (campaign.is_some_and(is_elsewhere), "/campaign_id", CAMPAIGN_ELSEWHERE),
        (campaign.is_some_and(is_outside), "/inspected_on", OUTSIDE_CAMPAIGN),
    ];
    let broken = broken.into_iter().filter(|(is_broken, ..)| *is_broken);
    ApiError::all(broken.map(|(_, field, rule)| FieldError::new(field, rule)).collect())
}

/// How a place stands after these inspections, earliest first: its colour and the day of the last one.
///
/// A sound inspection makes it green, or blue when the one before found defects; defects make it red; what was not looked at
/// (locked, nobody there, refused, demolished, outside the round) changes no colour.
pub fn standing(inspections: &[(NaiveDate, InspectionOutcome)]) -> (Colour, Option<NaiveDate>) {
    let colour = inspections.iter().fold(Colour::Yellow, |colour, (_, outcome)| match (outcome, colour) {
        (InspectionOutcome::Normal, Colour::Red) => Colour::Blue,
        (InspectionOutcome::Normal, _) => Colour::Green,
        (InspectionOutcome::Defect, _) => Colour::Red,
        _ => colour,
    });
    (colour, inspections.iter().map(|(day, _)| *day).max())
}

#[cfg(test)]
mod tests {
    use InspectionOutcome::{Defect, Demolished, Locked, NobodyHome, Normal, Refused};
    use chrono::Days;
    use validator::Validate;

    use super::*;
    use crate::campaigns::CampaignKind;
    use crate::platform::id::Id;
    use crate::premises::inspections::dto::ChecklistItem;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 2, day).expect("a date")
    }

    fn site() -> Site {
        Site {
            id: Id::new(),
            code: "XH00001".into(),
            name: "石桥村出租房1号".into(),
            division_code: "990981107201".into(),
            registered_on: day(5),
            is_withdrawn: false,
            data_key: Vec::new(),
        }
    }

    fn inspection() -> CreateInspection {
        CreateInspection {
            campaign_id: None,
            inspected_on: day(20),
            inspector: Some("李中".into()),
            inspector_id: None,
            outcome: Normal,
            is_signed: true,
            checklist: vec![ChecklistItem {
                item: "营业执照".into(), ok: Some(true), note: Some("房东在场".into())
            }],
            warning_signs: vec![WarningSign::Odour, WarningSign::BrownLiquid],
            defect_notes: Some("后院有塑料桶".into()),
        }
    }

    fn campaign() -> CreateCampaign {
        CreateCampaign {
            kind: CampaignKind::LabScreening,
            title: "2025年第1次制毒窝点排查".into(),
            division_code: "990981107000".into(),
            starts_on: Some(day(20)),
            ends_on: Some(day(28)),
        }
    }

    fn codes(refused: ApiResult<()>) -> Vec<(String, String)> {
        match refused {
            Err(ApiError::Invalid(errors)) => errors.into_iter().map(|error| (error.pointer, error.code)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_keeps_to_the_rules_is_taken() {
        assert_eq!(inspection().validate(), Ok(()));
        check_against(&site(), Some(&campaign()), &inspection()).expect("within the campaign");
        let open = CreateCampaign { starts_on: None, ends_on: None, ..campaign() };
        check_against(&site(), Some(&open), &inspection()).expect("a campaign without dates");
        check_against(&site(), None, &CreateInspection { inspected_on: day(5), ..inspection() }).expect("the same day");
    }

    #[test]
    fn tomorrow_doubled_signs_and_false_texts_are_refused_by_field() {
        let refused = |inspection: CreateInspection| codes(inspection.validate().map_err(Into::into));
        let tomorrow = CreateInspection { inspected_on: clock::today() + Days::new(1), ..inspection() };
        assert_eq!(refused(tomorrow), [("/inspected_on".to_owned(), FUTURE.code.to_owned())]);
        let twice = CreateInspection { warning_signs: vec![WarningSign::Odour, WarningSign::Odour], ..inspection() };
        assert_eq!(refused(twice), [("/warning_signs".to_owned(), TWICE.code.to_owned())]);
        let turned = CreateInspection { inspector: Some("李\u{202e}中".into()), ..inspection() };
        assert_eq!(refused(turned), [("/inspector".to_owned(), text::DIRECTION.code.to_owned())]);
    }

    #[test]
    fn place_and_campaign_have_their_say() {
        let early = CreateInspection { inspected_on: day(4), ..inspection() };
        let both =
            [BEFORE_REGISTRATION, OUTSIDE_CAMPAIGN].map(|rule| ("/inspected_on".to_owned(), rule.code.to_owned()));
        assert_eq!(codes(check_against(&site(), Some(&campaign()), &early)), both);
        let late = CreateCampaign { ends_on: Some(day(19)), starts_on: None, ..campaign() };
        assert_eq!(codes(check_against(&site(), Some(&late), &inspection()))[0].1, OUTSIDE_CAMPAIGN.code);
        let elsewhere = CreateCampaign { division_code: "990981108000".into(), ..campaign() };
        assert_eq!(codes(check_against(&site(), Some(&elsewhere), &inspection()))[0].0, "/campaign_id");
        let withdrawn = Site { is_withdrawn: true, ..site() };
        assert_eq!(codes(check_against(&withdrawn, None, &inspection()))[0].1, WITHDRAWN.code);
    }

    #[test]
    fn the_newest_look_decides_the_colour() {
        let colour = |outcomes: &[InspectionOutcome]| {
            let days: Vec<_> = outcomes.iter().zip(1..).map(|(outcome, on)| (day(on), *outcome)).collect();
            standing(&days).0
        };
        assert_eq!(colour(&[]), Colour::Yellow);
        assert_eq!(colour(&[Locked, NobodyHome, Refused]), Colour::Yellow);
        assert_eq!(colour(&[Normal]), Colour::Green);
        assert_eq!(colour(&[Normal, Defect, Locked]), Colour::Red);
        assert_eq!(colour(&[Defect, Refused, Normal]), Colour::Blue);
        assert_eq!(colour(&[Defect, Normal, Demolished]), Colour::Blue);
        assert_eq!(colour(&[Defect, Normal, Normal]), Colour::Green);
    }

    #[test]
    fn a_look_at_a_locked_door_still_counts_as_the_last_visit() {
        assert_eq!(standing(&[(day(1), Normal), (day(9), Locked)]), (Colour::Green, Some(day(9))));
        assert_eq!(standing(&[]).1, None);
    }
}
