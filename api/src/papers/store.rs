//! What papers are filled from: the file, and the record they are about.
mod records;

use self::records::{of_handover, of_leave, of_notice, of_test, of_transfer};
use super::dto::{Paper, PaperChoice, PaperChoices};
use super::fields::{Fields, printed, term};
use super::fill;
use super::template::{About, Template, all};
use crate::divisions;
use crate::personnel::{
    self, Handover, HandoverReason, Leave, Notice, Owner, Test, Transfer, Treatment, TreatmentKind,
};
use crate::platform::access::Reading;
use crate::platform::auth::FieldClass;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::staff;
use crate::statutes::{self, Facts};

const NO_PAPER: Rule = Rule {
    code: "paper.not_found",
    zh: "没有这种文书，或者它不是为这条记录准备的",
    en: "no such paper, or it is not for this record",
};

/// Everything of a person that papers are filled from; nothing for who may not see treatment facts.
#[derive(Default)]
struct Case {
    file: Fields,
    facts: Facts,
    treatments: Vec<Treatment>,
    records: Vec<(About, Record)>,
}

/// A record a paper is about.
enum Record {
    Treatment(Id),
    Test(Test),
    Notice(Notice),
    Handover(Handover),
    Transfer(Box<Transfer>),
    Leave(Leave),
}

impl Record {
    fn id(&self) -> Id {
        match self {
            Self::Treatment(id) => *id,
            Self::Test(test) => test.id,
            Self::Notice(notice) => notice.id,
            Self::Handover(handover) => handover.id,
            Self::Transfer(transfer) => transfer.id,
            Self::Leave(leave) => leave.id,
        }
    }
}

/// Papers that can be printed for a person, those of the newest records first.
///
/// # Errors
/// 404 when the person is not in scope.
pub fn choices(reading: &mut Reading<'_>, person_id: Id) -> ApiResult<PaperChoices> {
    let case = gather(reading, person_id)?;
    let mut items = Vec::new();
    for (about, record) in &case.records {
        let (fields, on) = filled(reading, &case, record)?;
        for template in all().iter().filter(|template| template.about == *about && is_for(template, &fields, record)) {
            items.push(PaperChoice {
                paper: template.id.clone(),
                title: fill::title(template, &fields),
                article: template.article.clone(),
                record_id: record.id(),
                on,
            });
        }
    }
    items.sort_by_key(|choice| std::cmp::Reverse(choice.on));
    Ok(PaperChoices { items })
}

/// One paper, filled.
///
/// # Errors
/// 404 when the person is not in scope, or the paper is not for this record.
pub fn paper(reading: &mut Reading<'_>, person_id: Id, paper: &str, record_id: Id) -> ApiResult<Paper> {
    let case = gather(reading, person_id)?;
    let found = case.records.iter().find(|(_, record)| record.id() == record_id);
    let template = all().iter().find(|template| template.id == paper);
    let (Some((about, record)), Some(template)) = (found, template) else {
        return Err(ApiError::NotFound(NO_PAPER));
    };
    let (fields, _) = filled(reading, &case, record)?;
    if template.about != *about || !is_for(template, &fields, record) {
        return Err(ApiError::NotFound(NO_PAPER));
    }
    Ok(fill::paper(template, &fields))
}

/// A proof of a serious violation is for the reasons that are one.
fn is_for(template: &Template, fields: &Fields, record: &Record) -> bool {
    let is_violation = |handover: &Handover| {
        use HandoverReason::{AbsenceDays, Absences, Evasions};
        matches!(handover.facts.reason, Evasions | Absences | AbsenceDays)
    };
    let is_meant = match (template.id.as_str(), record) {
        ("violation_proof", Record::Handover(handover)) => is_violation(handover),
        _ => true,
    };
    is_meant && fill::is_for(template, fields)
}

fn gather(reading: &mut Reading<'_>, person_id: Id) -> ApiResult<Case> {
    let owner = personnel::owner(reading, person_id)?;
    if !reading.scope.sees.has(FieldClass::Treatment) {
        return Ok(Case::default());
    }
    let known = statutes::known(reading, person_id, clock::today())?;
    let treatments = personnel::treatments_of(reading, [&owner])?;
    let in_community = |one: &&Treatment| {
        matches!(one.facts.kind, TreatmentKind::CommunityTreatment | TreatmentKind::CommunityRehabilitation)
    };
    let mut records: Vec<(About, Record)> =
        treatments.iter().filter(in_community).map(|one| (About::Treatment, Record::Treatment(one.id))).collect();
    let tests = personnel::tests_of(reading, [&owner])?;
    records.extend(tests.into_iter().map(|one| (About::Test, Record::Test(one))));
    let notices = personnel::notices_of(reading, [&owner])?;
    records.extend(notices.into_iter().map(|one| (About::Notice, Record::Notice(one))));
    let handovers = personnel::handovers_of(reading, [&owner])?;
    records.extend(handovers.into_iter().map(|one| (About::Handover, Record::Handover(one))));
    let leaves = personnel::leaves_of(reading, [&owner])?;
    records.extend(leaves.into_iter().map(|one| (About::Leave, Record::Leave(one))));
    let transfers = personnel::transfers_for(reading, person_id)?;
    records.extend(transfers.into_iter().map(|one| (About::Transfer, Record::Transfer(Box::new(one)))));
    let file = of_file(reading, &owner)?;
    Ok(Case { file, facts: known.facts, treatments, records })
}

/// What every paper may say.
fn of_file(reading: &mut Reading<'_>, owner: &Owner) -> ApiResult<Fields> {
    let person = personnel::find_person(reading, owner.person_id)?;
    let mut fields = Fields::default();
    let code = &owner.division_code;
    let prefix = |digits: usize| format!("{:0<12}", code.get(..digits).unwrap_or_default());
    let (town, city) = (prefix(9), prefix(6));
    let names = divisions::names(reading, &[code.clone(), town.clone(), city.clone()])?;
    let name = |code: &str| names.get(code).cloned();
    fields.put("village", name(code).filter(|_| *code != town));
    fields.put("town", name(&town));
    fields.put("city", name(&city));
    fields.put("issuer", name(&town).map(|town| format!("{town}人民政府")));
    if let Some(worker) = person.case_worker_id {
        fields.put("case_worker", staff::name_of(reading, worker, code)?);
    }
    fields.put("name", Some(person.name));
    fields.put("gender", Some(person.gender.label().zh.to_owned()));
    fields.put_day("birth_date", person.birth_date);
    // What the caller may not see is written by hand: asterisks are no number.
    fields.put("id_number", person.id_number);
    fields.put("phone", person.phone);
    fields.put("household_address", person.household_address);
    fields.put("substances", Some(person.substances.join("、")));
    fields.put_day("today", Some(clock::today()));
    fields.put("special_groups", Some(special_groups(reading, owner)?));
    let team = personnel::team_members_of(reading, [owner])?;
    let mut team: Vec<_> = team.into_iter().filter(|member| member.facts.until.is_none()).collect();
    team.sort_by_key(|member| (member.facts.role.code(), member.facts.since));
    let line = |member: &personnel::TeamMember| {
        let facts = &member.facts;
        let of = facts.organisation.as_ref().map(|of| format!("（{of}）")).unwrap_or_default();
        format!("{}：{}{of}", facts.role.label().zh, facts.name)
    };
    fields.put("team", Some(team.iter().map(line).collect::<Vec<_>>().join("\n")));
    Ok(fields)
}

/// What the police should know with a report: the groups of today, with their proofs.
fn special_groups(reading: &mut Reading<'_>, owner: &Owner) -> ApiResult<String> {
    let today = clock::today();
    let groups = personnel::special_groups_of(reading, [owner])?;
    let line = |group: &personnel::SpecialGroup| {
        let proof = group.facts.document_no.as_ref().map(|no| format!("（{no}）")).unwrap_or_default();
        format!("{}{proof}", group.facts.kind.label().zh)
    };
    Ok(groups.iter().filter(|group| group.facts.holds_on(today)).map(line).collect::<Vec<_>>().join("；"))
}

/// The fields of one record, and its day.
fn filled(reading: &mut Reading<'_>, case: &Case, record: &Record) -> ApiResult<(Fields, Option<chrono::NaiveDate>)> {
    let mut fields = case.file.clone();
    let on = match record {
        Record::Treatment(id) => case.treatments.iter().find(|one| one.id == *id).and_then(begun),
        Record::Test(test) => Some(of_test(&mut fields, test)),
        Record::Notice(notice) => Some(of_notice(&mut fields, notice)),
        Record::Handover(handover) => Some(of_handover(&mut fields, handover)),
        Record::Transfer(transfer) => Some(of_transfer(reading, &mut fields, transfer)?),
        Record::Leave(leave) => Some(of_leave(&mut fields, leave)),
    };
    let measure = match record {
        Record::Treatment(id) => case.treatments.iter().find(|one| one.id == *id),
        // The measure the person was under that day, or else the newest.
        _ => {
            let mut by_then: Vec<_> =
                case.treatments.iter().filter(|one| begun(one).is_some_and(|begun| Some(begun) <= on)).collect();
            by_then.sort_by_key(|one| begun(one));
            by_then.pop().or_else(|| case.treatments.iter().max_by_key(|one| begun(one)))
        }
    };
    if let Some(measure) = measure {
        of_measure(reading, case, &mut fields, measure, record)?;
    }
    Ok((fields, on))
}

fn begun(treatment: &Treatment) -> Option<chrono::NaiveDate> {
    treatment.facts.decided_on.or(treatment.facts.received_on).or(treatment.facts.reported_in_on)
}

fn of_measure(
    reading: &mut Reading<'_>,
    case: &Case,
    fields: &mut Fields,
    measure: &Treatment,
    record: &Record,
) -> ApiResult<()> {
    let facts = &measure.facts;
    fields.put("measure", Some(facts.kind.label().zh.to_owned()));
    fields.put("document_no", facts.document_no.clone());
    fields.put_day("decided_on", facts.decided_on);
    fields.put_day("received_on", facts.received_on);
    fields.put_day("reported_in_on", facts.reported_in_on);
    fields.put_day("agreement_signed_on", facts.agreement_signed_on);
    fields.put_day("term_ends_on", facts.term_ends_on);
    fields.put("term", facts.reported_in_on.zip(facts.term_ends_on).map(|(first, last)| term(first, last)));
    let last_day = facts.received_on.map(personnel::last_day_to_report);
    fields.put_day("last_day_to_report_in", last_day);
    let today = clock::today();
    let Some(episode) = case.facts.episodes.iter().find(|episode| episode.id == measure.id) else { return Ok(()) };
    fields.put("test_schedule", statutes::test_schedule(reading, episode, today)?);
    let lines = |reason, until| {
        let evidence = statutes::evidence_of(&case.facts, episode, reason, until);
        evidence.into_iter().map(|line| format!("{}　{}", printed(line.on), line.zh)).collect::<Vec<_>>()
    };
    match record {
        Record::Handover(handover) => {
            let facts = &handover.facts;
            fields.put("evidence", Some(lines(facts.reason, facts.reported_on).join("\n")));
        }
        Record::Notice(notice) => {
            let count = |reason| lines(reason, notice.facts.issued_on).len();
            let (evasions, absences) = (count(HandoverReason::Evasions), count(HandoverReason::Absences));
            let counted = format!("拒绝、逃避检测{evasions}次，擅自离开{absences}次");
            fields.put("cause_count", Some(counted).filter(|_| evasions + absences > 0));
        }
        _ => {}
    }
    Ok(())
}
