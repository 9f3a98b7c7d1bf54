//! What a campaign can be, and what its title says of it.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CampaignKind, CreateCampaign};
use crate::codes::{DivisionCode, text};
use crate::platform::error::{Broken, Rule};

const ENDS_FIRST: Rule = Rule {
    code: "campaign.ends_on.before_start",
    zh: "行动的结束日期不能早于开始日期",
    en: "a campaign cannot end before it starts",
};

/// Precursor chemicals (易制毒化学品) are no laboratories, though the word holds theirs.
const PRECURSORS: &str = "易制毒";

/// Words that tell the kind, the more telling first.
const WORDS: [(&str, CampaignKind); 11] = [
    ("宣传月", CampaignKind::AwarenessMonth),
    ("制毒", CampaignKind::LabScreening),
    ("禁种", CampaignKind::CropSurvey),
    ("踏查", CampaignKind::CropSurvey),
    ("铲毒", CampaignKind::CropSurvey),
    ("原植物", CampaignKind::CropSurvey),
    ("出租", CampaignKind::RentalCheck),
    ("租赁", CampaignKind::RentalCheck),
    ("日常", CampaignKind::Routine),
    ("常规", CampaignKind::Routine),
    ("例行", CampaignKind::Routine),
];

const DIVISION_FIXED: Rule = Rule {
    code: "campaign.division_code.fixed",
    zh: "已有排查记录的行动不能改到别的区划",
    en: "a campaign with inspections cannot move to another division",
};
/// The list of a round holds the places of its area.
pub const LIST_FROZEN: Rule = Rule {
    code: "campaign.division_code.frozen",
    zh: "排查名单已经固定，行动不能改到别的区划",
    en: "the list of this campaign is frozen, so it cannot move to another division",
};
const INSPECTED_OUTSIDE: Rule = Rule {
    code: "campaign.dates.inspected_outside",
    zh: "行动的起止日期须包含已登记的排查日期",
    en: "a campaign must span the inspections on record",
};

/// What is wrong with new facts of a campaign in which places were inspected between these days: pointer and rule.
pub fn wrong_change(
    before: &CreateCampaign,
    after: &CreateCampaign,
    (first, last): (NaiveDate, NaiveDate),
) -> Option<(&'static str, Rule)> {
    if before.division_code != after.division_code {
        Some(("/division_code", DIVISION_FIXED))
    } else if before.starts_on != after.starts_on && after.starts_on.is_some_and(|day| first < day) {
        Some(("/starts_on", INSPECTED_OUTSIDE))
    } else if before.ends_on != after.ends_on && after.ends_on.is_some_and(|day| day < last) {
        Some(("/ends_on", INSPECTED_OUTSIDE))
    } else {
        None
    }
}

/// What the fields say together.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(campaign: &CreateCampaign) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let ends_first = campaign.starts_on.zip(campaign.ends_on).is_some_and(|(starts_on, ends_on)| ends_on < starts_on);
    broken.when(ends_first, "ends_on", ENDS_FIRST);
    broken.check("title", text::is_clean(&campaign.title));
    broken.done()
}

/// The code has twelve digits and a province.
///
/// # Errors
/// The rule broken.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    DivisionCode::parse(code).map(drop).map_err(Into::into)
}

/// The kind a ledger's title names, for campaigns that are known by nothing else.
pub fn kind_of_title(title: &str) -> CampaignKind {
    let title = title.replace(PRECURSORS, "");
    WORDS.iter().find(|(word, _)| title.contains(word)).map_or(CampaignKind::Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_tells_the_kind() {
        for (title, kind) in [
            ("2025年第1次制毒工厂和制毒窝点排查", CampaignKind::LabScreening),
            ("2025年第4次出租房屋排查", CampaignKind::RentalCheck),
            ("2025年春季禁种铲毒踏查", CampaignKind::CropSurvey),
            ("防范制毒物品宣传月", CampaignKind::AwarenessMonth),
            ("易制毒化学品企业检查", CampaignKind::Other),
            ("易制毒化学品企业日常检查", CampaignKind::Routine),
            ("易制毒化学品和制毒窝点排查", CampaignKind::LabScreening),
            ("三月日常巡查", CampaignKind::Routine),
            ("平安关爱", CampaignKind::Other),
            ("", CampaignKind::Other),
        ] {
            assert_eq!(kind_of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn a_campaign_does_not_end_before_it_starts() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 2, day);
        let campaign = |starts_on, ends_on| CreateCampaign {
            kind: CampaignKind::LabScreening,
            title: "2025年第1次制毒窝点排查".into(),
            division_code: "990981107000".into(),
            starts_on,
            ends_on,
        };
        assert!(check(&campaign(day(20), day(20))).is_ok());
        assert!(check(&campaign(None, day(1))).is_ok() && check(&campaign(day(20), None)).is_ok());
        let refused = check(&campaign(day(20), day(19))).expect_err("ends first");
        assert_eq!(refused.code, ENDS_FIRST.code);
    }

    #[test]
    fn a_campaign_keeps_its_place_and_spans_its_inspections() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 2, day);
        let campaign = |starts_on, division: &str| CreateCampaign {
            kind: CampaignKind::LabScreening,
            title: "2025年第1次制毒窝点排查".into(),
            division_code: division.into(),
            starts_on,
            ends_on: None,
        };
        let inspected = (day(10).unwrap(), day(12).unwrap());
        let wrong = |after: CreateCampaign| {
            wrong_change(&campaign(None, "990981107000"), &after, inspected).map(|(pointer, _)| pointer)
        };
        assert_eq!(wrong(campaign(day(10), "990981107000")), None);
        assert_eq!(wrong(campaign(day(11), "990981107000")), Some("/starts_on"));
        assert_eq!(wrong(campaign(None, "990981107201")), Some("/division_code"));
        let ends = CreateCampaign { ends_on: day(11), ..campaign(None, "990981107000") };
        assert_eq!(wrong(ends), Some("/ends_on"));
    }
}
