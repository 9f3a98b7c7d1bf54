//! A pack tried before it is adopted: what is wrong with it, and what it would change. Whoever tries one may write anything into
//! it, so it is held to a size and a time; adopting stays with the console, which is held to neither.
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::dto::{PackCheck, PackFlaw, SimulatePack, Simulation, TrialCounts, TrialLine, TrialPerson};
use super::pack::Pack;
use super::read::{Flaw, read};
use super::recompute::owed_by;
use super::store::{Shelf, VERSION_TAKEN, shelf};
use super::whom::{Whom, who_may_owe};
use crate::personnel;
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};
use crate::platform::id::Id;
use crate::tasks::{Fate, differences};

/// Rules of a pack that is tried; those shipped have ten at most.
const MOST_RULES: usize = 40;
/// Persons whose duties are in memory at once.
const AT_ONCE: usize = 20;
/// Longer than that nobody is kept waiting.
const PATIENCE: Duration = Duration::from_secs(30);
/// How far from today it may be reckoned.
const MOST_DAYS: i64 = 366;
/// Persons who are named.
const MOST_NAMED: usize = 200;

const TOO_MANY_RULES: Rule =
    Rule {
        code: "rule_pack.too_many_rules", zh: "一个规则包最多四十条规则", en: "a pack has forty rules at most"
    };
const TOO_LONG: Rule = Rule {
    code: "rules.simulate.too_long",
    zh: "范围内人员太多，试算超时；请缩小区划范围，或者在服务器控制台试算",
    en: "the area has too many persons to be reckoned in time; narrow it, or use `jindu rules simulate` at the console",
};
const TOO_FAR: Rule = Rule {
    code: "rules.simulate.as_of",
    zh: "试算日期应在今天前后一年以内",
    en: "the day lies within a year of today",
};
/// What [`FieldError`]s about a pack are called.
const FLAW: &str = "rule_pack.flaw";

/// A pack that could be put in use as it is, beside those in use.
fn sound(reading: &mut Reading<'_>, text: &str) -> ApiResult<Result<(Shelf, Pack), Vec<Flaw>>> {
    let in_use = shelf(reading)?;
    let pack = match read(text, &in_use.packs) {
        Ok(pack) => pack,
        Err(flaws) => return Ok(Err(flaws)),
    };
    let broken = [(in_use.has(&pack), VERSION_TAKEN), (pack.rules.len() > MOST_RULES, TOO_MANY_RULES)];
    let flaws: Vec<Flaw> = broken
        .into_iter()
        .filter(|(is_broken, _)| *is_broken)
        .map(|(_, rule)| Flaw::new(1, rule.zh, rule.en))
        .collect();
    if !flaws.is_empty() {
        return Ok(Err(flaws));
    }
    Ok(in_use.with(text).map(|shelf| (shelf, pack)))
}

/// What is wrong with a pack, or what it says.
///
/// # Errors
/// The database refuses.
pub fn check(reading: &mut Reading<'_>, text: &str) -> ApiResult<PackCheck> {
    Ok(match sound(reading, text)? {
        Ok((_, pack)) => PackCheck { is_sound: true, flaws: Vec::new(), pack: Some(pack) },
        Err(flaws) => {
            let told = flaws.into_iter().map(|Flaw { line, zh, en }| PackFlaw { line, zh, en });
            PackCheck { is_sound: false, flaws: told.collect(), pack: None }
        }
    })
}

/// What a pack would change for the persons of the area.
///
/// # Errors
/// 422 for a pack that is not sound, a day too far away, or more persons than can be reckoned in time.
pub fn simulate(reading: &mut Reading<'_>, wanted: &SimulatePack, today: NaiveDate) -> ApiResult<Simulation> {
    let began = Instant::now();
    let as_of = wanted.as_of.unwrap_or(today);
    if (as_of - today).num_days().abs() > MOST_DAYS {
        return Err(ApiError::invalid("/as_of", TOO_FAR));
    }
    let (shelf, pack) = sound(reading, &wanted.text)?.map_err(refused)?;
    let scope = wanted.division_code.as_deref().map(|division| reading.scope.narrowed(division));
    let scope = scope.unwrap_or_else(|| reading.scope.clone());
    let reading = &mut Reading { db: &mut *reading.db, scope: &scope, shared: reading.shared };
    let persons = who_may_owe(reading, Whom::Everyone)?;
    let mut tally = Tally::default();
    for chunk in persons.chunks(AT_ONCE) {
        if began.elapsed() > PATIENCE {
            return Err(ApiError::invalid("/division_code", TOO_LONG));
        }
        let owed = owed_by(reading, &shelf, chunk, as_of)?;
        differences(reading, &owed)?.into_iter().for_each(|one| tally.count(one.subject_id, one.rule_id, one.fate));
    }
    let named = tally.named(reading)?;
    Ok(tally.simulation(&shelf, pack, as_of, persons.len(), named))
}

/// Each flaw with its line, in a refusal of the text.
fn refused(flaws: Vec<Flaw>) -> ApiError {
    let told = flaws.into_iter().map(|Flaw { line, zh, en }| FieldError {
        pointer: "/text".to_owned(),
        code: FLAW.to_owned(),
        detail: Sentence { zh: format!("第{line}行：{zh}").into(), en: format!("line {line}: {en}").into() },
    });
    ApiError::Invalid(told.collect())
}

#[derive(Default)]
struct Tally {
    total: TrialCounts,
    rules: BTreeMap<String, TrialCounts>,
    persons: BTreeMap<Id, TrialCounts>,
}

impl Tally {
    fn count(&mut self, person_id: Id, rule: String, fate: Fate) {
        let of_rule = self.rules.entry(rule).or_default();
        for counts in [&mut self.total, of_rule, self.persons.entry(person_id).or_default()] {
            match fate {
                Fate::New => counts.new += 1,
                Fate::Changed => counts.changed += 1,
                Fate::Void => counts.void += 1,
            }
        }
    }

    /// Those of whom most would change first, by file and name.
    fn named(&self, reading: &mut Reading<'_>) -> ApiResult<Vec<TrialPerson>> {
        let mut persons: Vec<(Id, TrialCounts)> = self.persons.iter().map(|(id, counts)| (*id, *counts)).collect();
        persons.sort_by_key(|(id, TrialCounts { new, changed, void })| (Reverse(new + changed + void), *id));
        persons.truncate(MOST_NAMED);
        let ids: Vec<Id> = persons.iter().map(|(id, _)| *id).collect();
        let mut called = personnel::called(reading, &ids)?;
        let found = persons.into_iter().filter_map(|(person_id, counts)| {
            let (file_no, name) = called.remove(&person_id)?;
            Some(TrialPerson { person_id, file_no, name, counts })
        });
        Ok(found.collect())
    }

    fn simulation(
        self,
        kept: &Shelf,
        pack: Pack,
        as_of: NaiveDate,
        looked_at: usize,
        persons: Vec<TrialPerson>,
    ) -> Simulation {
        let title = |id: &str| {
            // The newest version that has the rule says what it is called.
            let mut rules = kept.packs.iter().rev().flat_map(|pack| &pack.rules);
            rules.find(|rule| rule.id == id).map_or_else(|| id.to_owned(), |rule| rule.title.clone())
        };
        let rules =
            self.rules.into_iter().map(|(rule, counts)| TrialLine { title: title(&rule), rule, counts }).collect();
        let persons_total = count(self.persons.len());
        Simulation {
            pack: pack.pack,
            version: pack.version,
            as_of,
            persons_looked_at: count(looked_at),
            total: self.total,
            rules,
            persons_total,
            persons,
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
