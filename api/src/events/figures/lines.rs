//! The four lines of work (禁吸、禁贩、禁种、禁制), each proved by records of its own.
use super::{WORK_LINES, breakdown, evidence, is_activity};
use crate::campaigns::{self, CampaignKind, Campaigning};
use crate::events::dto::{Event, EventKind};
use crate::indicators::{Evidence, Measured, Question};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// Publicity is against use, enforcement against trafficking, surveys against cultivation, screening against making.
pub fn work_lines(reading: &mut Reading<'_>, question: &Question, events: &[Event]) -> ApiResult<Measured> {
    let (from, to) = (question.from(), question.to());
    let carried_out = campaigns::carried_out(reading, &question.division, from, to)?;
    let of =
        |keep: fn(&Event) -> bool| events.iter().filter(move |event| keep(event)).map(|event| evidence(event, None));
    let rounds = |kind| carried_out.iter().filter(move |one| one.kind == kind).map(round);
    let lines: [(&str, Vec<Evidence>); 4] = [
        ("禁吸", of(is_activity).collect()),
        ("禁贩", of(|event| event.facts.kind == EventKind::Enforcement).collect()),
        (
            "禁种",
            of(|event| event.facts.kind == EventKind::CropSurvey).chain(rounds(CampaignKind::CropSurvey)).collect(),
        ),
        ("禁制", rounds(CampaignKind::LabScreening).collect()),
    ];
    let parts = lines.iter().map(|(line, records)| ((*line).to_owned(), records.len())).collect();
    let records: Vec<Evidence> = lines.into_iter().flat_map(|(_, records)| records).collect();
    let none = records.is_empty();
    Ok(breakdown(WORK_LINES, parts, records).unknown_if(
        none,
        "期内没有禁吸、禁贩、禁种、禁制的工作记录",
        "no work of the period is on record",
    ))
}

fn round(campaign: &Campaigning) -> Evidence {
    Evidence {
        subject_type: "campaigns".into(),
        subject_id: campaign.id,
        owner_id: None,
        version: campaign.version,
        label: campaign.title.clone(),
        on: Some(campaign.first_on),
        division_code: campaign.division_code.clone(),
        amount: None,
    }
}
