//! The profile of a town (镇情), as a table of one row or a JSON object.
use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::dto::{CreateProfile, Profile};
use super::{rules, store};
use crate::imports::{
    Accepted, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader, rules as words,
    years_in,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "profiles";

const COLUMNS: &[Column] = &[
    Column::optional("year", &["年度", "年份", "year"]),
    Column::required("town_name", &["乡镇名称", "乡镇", "town", "town_name"]).identity(),
    Column::optional("city_name", &["所属市", "县（市、区）", "city", "city_name"]),
    Column::optional("bearing", &["方位", "bearing"]),
    Column::optional("distance_km", &["距新城区（公里）", "距城区（公里）", "distance_km"]),
    Column::expected("area_km2", &["总面积（平方公里）", "面积（平方公里）", "area_km2"]),
    Column::expected("farmland_mu", &["耕地面积（亩）", "farmland_mu"]),
    Column::optional("mountain_wan_mu", &["山地面积（万亩）", "mountain_wan_mu"]),
    Column::optional("fiscal_revenue_yi", &["财政税收（亿元）", "财政收入（亿元）", "fiscal_revenue_yi"]),
    Column::optional("fixed_investment_yi", &["固定资产投资（亿元）", "fixed_investment_yi"]),
    Column::optional("expressway_distance_km", &["高速路口距离（公里）", "expressway_distance_km"]),
    Column::optional("villages", &["村（居）委会个数", "村（居）数", "villages"]),
    Column::optional("groups", &["村小组个数", "村小组数", "groups"]),
    Column::optional("population", &["总人口（人）", "人口", "population"]),
    Column::optional("households", &["总户数（户）", "户数", "households"]),
];

/// The profile of a town.
pub struct ProfileLedger;

impl Ledger for ProfileLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "镇情"
    }

    fn stage(&self) -> u8 {
        20
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "town_name"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    fn class_of(&self, _: &str, _: &str) -> Option<FieldClass> {
        None
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let town = context.expect_town()?.to_owned();
        let profiles = store::of_division(reading, &town)?;
        let known = profiles.iter().map(|profile| (profile.year, profile.facts.clone())).collect();
        let filed = profiles.into_iter().map(|profile| {
            let year = profile.year;
            let yearly = Yearly { year, facts: profile.facts.clone() };
            (year, Filed { profile, yearly })
        });
        let told = year_in(&context.table.titles).or(context.year);
        Ok(Box::new(Plan { town, told, known, matching: Matching::new(RESOURCE, context.strategy, filed) }))
    }
}

/// The last year that titles name: `秀河镇2025年镇情`.
fn year_in(titles: &[String]) -> Option<i32> {
    titles.iter().filter_map(|title| years_in(title).max()).max()
}

/// A profile with its year.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Yearly {
    year: i32,
    #[serde(flatten)]
    facts: CreateProfile,
}

struct Filed {
    profile: Profile,
    yearly: Yearly,
}

impl Record for Filed {
    type Facts = Yearly;

    fn id(&self) -> Id {
        self.profile.id
    }

    fn facts(&self) -> &Yearly {
        &self.yearly
    }
}

struct Plan {
    town: String,
    /// The year of a profile that names none itself, by its titles or by the ledgers beside it.
    told: Option<i32>,
    /// The profiles on record.
    known: BTreeMap<i32, CreateProfile>,
    matching: Matching<i32, Filed>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let profile = self.read(&mut row);
        let (errors, warnings) = row.into_findings();
        let part = match profile.filter(|_| errors.is_empty()) {
            Some(profile) => self.matching.plan(number, profile.year, profile, ids),
            None => Part::invalid(RESOURCE, errors),
        };
        part.with_warnings(warnings).into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        for (id, Yearly { year, facts }) in new {
            store::insert_as(tx, id, (&self.town, year), facts)?;
        }
        for (_, Yearly { year, facts }) in changed {
            store::put_profile(tx, &self.town, year, facts)?;
        }
        Ok(())
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<Yearly> {
        let year = self.year(row)?;
        let current = self.known.get(&year);
        let facts = with_row(current.cloned().unwrap_or_default(), row);
        row.settled(facts, current).map(|facts| Yearly { year, facts })
    }

    /// The year the row names; else that of a profile that says the same already, what titles and neighbours tell, or the year that has ended.
    fn year(&self, row: &mut RowReader<'_>) -> Option<i32> {
        if let Some(year) = row.integer("year") {
            let checked =
                i32::try_from(year).map_err(|_range| rules::YEAR).and_then(|year| rules::year(year).map(|()| year));
            return checked.map_err(|rule| row.refuse("year", rule)).ok();
        }
        if row.is_refused() {
            return None;
        }
        let says_so = |facts: &CreateProfile, row: &mut RowReader<'_>| with_row(facts.clone(), row) == *facts;
        let same = self.known.iter().rev().find(|(_, facts)| says_so(facts, row)).map(|(year, _)| *year);
        match (same, self.told) {
            (Some(_), _) => {}
            (None, Some(_)) => row.warn("year", words::YEAR_ASSUMED),
            (None, None) => row.warn("year", words::LAST_YEAR),
        }
        Some(same.or(self.told).unwrap_or_else(|| clock::today().year() - 1))
    }
}

/// The facts, with what the row says in its place.
fn with_row(mut facts: CreateProfile, row: &mut RowReader<'_>) -> CreateProfile {
    macro_rules! read {
        ($($kind:ident: $($field:ident)+;)+) => {
            $($(if row.says(stringify!($field)) { facts.$field = row.$kind(stringify!($field)); })+)+
        };
    }
    read! {
        text: town_name city_name bearing;
        decimal: distance_km expressway_distance_km area_km2 farmland_mu mountain_wan_mu fiscal_revenue_yi
            fixed_investment_yi;
        integer: villages groups population households;
    }
    facts
}
