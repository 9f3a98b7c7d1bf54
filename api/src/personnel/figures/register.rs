//! Who is on the register, and how complete the register is.
use std::collections::HashSet;

use super::facts::{CountedPerson, Facts};
use super::{
    ABROAD, CLEAN_THREE_YEARS, COMMUNITY_MEASURES, COMMUNITY_REHABILITATION, COMMUNITY_TREATMENT, CONTACTED, DECEASED,
    DETAINED, GRID_ASSIGNED, IMPRISONED, IN_COMMUNITY, IN_CONTACT, ISOLATION_NOW, MAINTENANCE, MIGRANTS,
    MIGRANTS_CURRENT, MIGRANTS_NOT_CONTACTED, NEWLY_FOUND, OUT_OF_CONTACT, PERSONS_VERIFIED, PLATFORM_ENTERED,
    REGISTERED_CURRENT, REGISTERED_TOTAL, UNASSIGNED, UNRATED, VOLUNTARY,
};
use crate::indicators::{Definition, FigureRemark, Gap, Measured};
use crate::personnel::persons::{Control, PersonStatus, RiskLevel};
use crate::platform::id::Id;

/// Nothing on the register at all.
pub const EMPTY: (&str, &str) = ("没有登记在册人员", "nobody is on the register");

/// Stocks of persons. Only what a file says now is known, so that a file changed after the as-of day is remarked on.
pub fn register(facts: &Facts<'_>) -> Vec<Measured> {
    let with_status = |status| move |person: &CountedPerson| person.status == status;
    vec![
        stock(facts, REGISTERED_TOTAL, |_| true),
        stock(facts, REGISTERED_CURRENT, CountedPerson::is_current).remarked(Some(who_is_current(facts))),
        stock(facts, COMMUNITY_TREATMENT, with_status(PersonStatus::CommunityTreatment)),
        stock(facts, COMMUNITY_REHABILITATION, with_status(PersonStatus::CommunityRehabilitation)),
        stock(facts, COMMUNITY_MEASURES, CountedPerson::is_in_community),
        stock(facts, ISOLATION_NOW, with_status(PersonStatus::CompulsoryIsolation)),
        stock(facts, VOLUNTARY, with_status(PersonStatus::VoluntaryTreatment)),
        stock(facts, MAINTENANCE, with_status(PersonStatus::Maintenance)),
        stock(facts, IN_COMMUNITY, with_status(PersonStatus::InCommunity)),
        stock(facts, IMPRISONED, with_status(PersonStatus::Imprisoned)),
        stock(facts, DETAINED, with_status(PersonStatus::Detained)),
        stock(facts, ABROAD, with_status(PersonStatus::Abroad)),
        stock(facts, DECEASED, with_status(PersonStatus::Deceased)),
        stock(facts, CLEAN_THREE_YEARS, with_status(PersonStatus::CleanThreeYears)),
        stock(facts, MIGRANTS, |person| person.is_away),
        stock(facts, MIGRANTS_CURRENT, |person| person.is_away && person.is_current()),
        stock(facts, OUT_OF_CONTACT, |person| person.is_current() && person.control == Control::OutOfContact),
        stock(facts, UNRATED, |person| person.is_current() && person.risk_level == RiskLevel::Unrated),
        stock(facts, UNASSIGNED, |person| person.is_current() && person.case_worker_id.is_none()),
        stock(facts, NEWLY_FOUND, |person| person.first_found_on.is_some_and(|day| facts.question.in_period(day))),
    ]
}

/// A count of persons by what their files say now.
pub fn stock(facts: &Facts<'_>, definition: &'static Definition, holds: impl Fn(&CountedPerson) -> bool) -> Measured {
    // One who has left the group since is missing from it, so that every file matters, not only those counted.
    Measured::count(definition, facts.persons_who(holds))
        .unknown_if(facts.persons.is_empty(), EMPTY.0, EMPTY.1)
        .remarked(facts.changed_since())
}

/// The national "现有" leaves three statuses out; the drafter must see that it did, and how many.
fn who_is_current(facts: &Facts<'_>) -> FigureRemark {
    let of = |status| facts.persons.iter().filter(|person| person.status == status).count();
    let [clean, deceased, abroad] =
        [PersonStatus::CleanThreeYears, PersonStatus::Deceased, PersonStatus::Abroad].map(of);
    FigureRemark::new(
        format!("“现有在册”不含戒断三年未复吸{clean}人、死亡{deceased}人、出国（境）{abroad}人；按管理地在本镇统计"),
        format!(
            "“registered now” leaves out {clean} three years without relapse, {deceased} deceased and {abroad} abroad; persons count where they are managed"
        ),
    )
}

/// How complete the register is. Where nobody has recorded a thing at all, the answer is unknown, not none.
pub fn completeness(facts: &Facts<'_>) -> Vec<Measured> {
    let in_year = facts.visits.iter().filter(|visit| facts.question.in_period(visit.on));
    let visited: HashSet<Id> = in_year.map(|visit| visit.person_id).collect();
    let entered = |person: &CountedPerson| person.entered_on.is_some_and(|day| facts.question.by_then(day));
    let any = |holds: &dyn Fn(&CountedPerson) -> bool| facts.persons.iter().any(|person| holds(person));
    vec![
        stock(facts, MIGRANTS_NOT_CONTACTED, |person| {
            person.is_away && person.is_current() && !visited.contains(&person.id)
        })
        .unknown_if(visited.is_empty(), "期内没有走访记录", "no visit of the period is on record"),
        rate(facts, PERSONS_VERIFIED, ("期内未走访", "Not visited"), everybody, |person| {
            visited.contains(&person.id)
        })
        .unknown_if(visited.is_empty(), "期内没有走访记录", "no visit of the period is on record"),
        rate(facts, CONTACTED, ("期内未见面", "Not met"), CountedPerson::is_at_large, |person| {
            visited.contains(&person.id)
        })
        .unknown_if(visited.is_empty(), "期内没有走访记录", "no visit of the period is on record"),
        rate(
            facts,
            IN_CONTACT,
            ("失控或未登记", "Out of contact or not on record"),
            CountedPerson::is_at_large,
            |person| person.control == Control::InContact,
        ),
        rate(facts, PLATFORM_ENTERED, ("未录入", "Not entered"), everybody, entered).unknown_if(
            !any(&entered),
            "未登记录入平台情况",
            "nobody recorded who is entered into the platform",
        ),
        rate(facts, GRID_ASSIGNED, ("未入格", "In no grid"), everybody, |person| person.is_in_grid).unknown_if(
            !any(&|person| person.has_grid),
            "未登记网格分配情况",
            "nobody recorded who belongs to which grid",
        ),
    ]
}

fn everybody(_: &CountedPerson) -> bool {
    true
}

/// How many of those registered now whom it concerns fulfil something.
pub fn rate(
    facts: &Facts<'_>,
    definition: &'static Definition,
    gap: (&str, &str),
    concerns: impl Fn(&CountedPerson) -> bool,
    holds: impl Fn(&CountedPerson) -> bool,
) -> Measured {
    let evidence = facts.persons_who(|person| person.is_current() && concerns(person) && holds(person));
    let lacking = facts.persons_who(|person| person.is_current() && concerns(person) && !holds(person));
    let nobody = evidence.is_empty() && lacking.is_empty();
    Measured::rate(definition, evidence, Gap::new(gap.0, gap.1, lacking)).unknown_if(
        nobody,
        "没有现有在册人员",
        "nobody is registered now",
    )
}
