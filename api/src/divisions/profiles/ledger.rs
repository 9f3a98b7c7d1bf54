//! The profile of a town (镇情), as a table of one row or a JSON object.
use chrono::Datelike;
use serde::Serialize;

use super::dto::{CreateProfile, Profile};
use super::{rules, store};
use crate::imports::{
    Accepted, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader, rules as words,
};
use crate::platform::access::{Reading, Tx};
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

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let town = context.expect_town()?.to_owned();
        let profiles = store::of_division(reading, &town)?;
        let filed = profiles.into_iter().map(|profile| {
            let year = profile.year;
            let yearly = Yearly { year, facts: profile.facts.clone() };
            (year, Filed { profile, yearly })
        });
        Ok(Box::new(Plan { town, last_year: clock::today().year() - 1, matching: Matching::new(RESOURCE, filed) }))
    }
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
    /// The year of a profile that names none: yearbooks are of the last full year.
    last_year: i32,
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

    fn write(self: Box<Self>, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
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
        let mut facts = self.matching.current(&year).map(|filed| filed.yearly.facts.clone()).unwrap_or_default();
        macro_rules! read {
            ($($kind:ident: $($field:ident)+;)+) => {
                $($(if row.has(stringify!($field)) { facts.$field = row.$kind(stringify!($field)); })+)+
            };
        }
        read! {
            text: town_name city_name bearing;
            decimal: distance_km expressway_distance_km area_km2 farmland_mu mountain_wan_mu fiscal_revenue_yi
                fixed_investment_yi;
            integer: villages groups population households;
        }
        row.checked(facts).map(|facts| Yearly { year, facts })
    }

    fn year(&self, row: &mut RowReader<'_>) -> Option<i32> {
        if let Some(year) = row.integer("year") {
            let checked =
                i32::try_from(year).map_err(|_range| rules::YEAR).and_then(|year| rules::year(year).map(|()| year));
            return checked.map_err(|rule| row.refuse("year", rule)).ok();
        }
        if !row.is_refused() {
            row.warn("year", words::YEAR_ASSUMED);
        }
        Some(self.last_year)
    }
}
