//! What a campaign can be, and what its title says of it.
use validator::ValidationError;

use super::dto::{CampaignKind, CreateCampaign};
use crate::codes::{DivisionCode, text};
use crate::platform::error::{Broken, Rule};

const ENDS_FIRST: Rule = Rule {
    code: "campaign.ends_on.before_start",
    zh: "行动的结束日期不能早于开始日期",
    en: "a campaign cannot end before it starts",
};

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
    WORDS.iter().find(|(word, _)| title.contains(word)).map_or(CampaignKind::Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn the_title_tells_the_kind() {
        for (title, kind) in [
            ("2025年第1次制毒工厂和制毒窝点排查", CampaignKind::LabScreening),
            ("2025年第4次出租房屋排查", CampaignKind::RentalCheck),
            ("2025年春季禁种铲毒踏查", CampaignKind::CropSurvey),
            ("防范制毒物品宣传月", CampaignKind::AwarenessMonth),
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
}
