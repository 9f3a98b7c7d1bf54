//! A sheet of points, scored from figures.
use std::collections::BTreeSet;

use super::definition::{Section, Sheet};
use super::dto::{AssessmentItem, AssessmentSection, Grading, ItemState, SelfAssessment};
use super::points::Points;
use super::scoring::assess;
use super::table::{Asked, name_of};
use crate::indicators::Measured;
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// The sheet, as far as records prove it.
///
/// # Errors
/// The database refuses.
pub fn self_assessment(reading: &mut Reading<'_>, asked: &Asked<'_>, sheet: &Sheet) -> ApiResult<SelfAssessment> {
    let Asked { sources, eyes, question } = asked;
    let items = sheet.sections.iter().flat_map(|section| &section.items);
    let wanted: BTreeSet<&str> = items.filter_map(|item| item.figure.as_deref()).collect();
    let measured = sources.measure_here(reading, question, |one, _| wanted.contains(one.name))?;
    let measured = eyes.seen(reading, sources, question, measured)?;
    let sections: Vec<AssessmentSection> = sheet.sections.iter().map(|one| section(one, &measured)).collect();
    let items = || sections.iter().flat_map(|section| &section.items);
    let assessed = |item: &&AssessmentItem| item.state == ItemState::Assessed;
    let points: Points = items().map(|item| item.points).sum();
    let provable: Points = items().filter(assessed).map(|item| item.points).sum();
    let lost: Points = items().filter_map(|item| item.lost).sum();
    Ok(SelfAssessment {
        id: sheet.id.clone(),
        title_zh: sheet.title_zh.clone(),
        title_en: sheet.title_en.clone(),
        division_code: question.division.clone(),
        division_name: name_of(reading, &question.division)?,
        period: question.period,
        period_zh: question.period.title_zh(),
        as_of: question.as_of,
        points,
        provable,
        lost,
        score: provable - lost,
        open: points - provable,
        grade_at_least: grade(sheet, provable - lost),
        grade_at_most: grade(sheet, points - lost),
        sections,
    })
}

fn section(section: &Section, measured: &[Measured]) -> AssessmentSection {
    let of = |name: &str| measured.iter().find(|one| one.definition.name == name);
    let items = section.items.iter().map(|item| assess(item, item.figure.as_deref().and_then(of)));
    AssessmentSection { title_zh: section.title_zh.clone(), title_en: section.title_en.clone(), items: items.collect() }
}

fn grade(sheet: &Sheet, score: Points) -> Grading {
    let reached = sheet.grades.iter().find(|grade| score >= grade.from).or(sheet.grades.last());
    let words = |pick: fn(&super::definition::Grade) -> &String| reached.map(pick).cloned().unwrap_or_default();
    Grading { zh: words(|grade| &grade.zh), en: words(|grade| &grade.en) }
}
