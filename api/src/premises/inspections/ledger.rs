//! The ledger of inspections (排查记录): each row gives an inspection, and by its round the campaign it was made in.
mod look;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use self::look::{Filed, Key, Look, key_of};
use super::dto::{CreateInspection, InspectionOutcome};
use super::rounds::{Round, Rounds};
use super::sign_off::{CORRECTED, SIGNED};
use super::{rules, store};
use crate::campaigns::{self, CreateCampaign};
use crate::codes::text::search_key;
use crate::imports::{
    Accepted, CellError, Changes, Column, Context, Ledger, Matching, NewIds, Part, Planner, RowPlan, RowReader, labels,
    rules as words, yes_no,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::premises::dto::Site;
use crate::premises::ledger::CODE;
use crate::premises::store::{self as places, Unlisted};

const RESOURCE: &str = "inspections";
const CAMPAIGNS: &str = "campaigns";

const COLUMNS: &[Column] = &[
    Column::optional("campaign_id", &["排查行动", "行动名称", "排查批次", "campaign"]),
    Column::required("premises_id", CODE).identity(),
    Column::required("inspected_on", &["排查日期", "检查日期", "排查时间", "inspected_on"]).identity(),
    Column::required("outcome", &["排查结果", "检查结果", "排查情况", "outcome"]).one_of(labels::<InspectionOutcome>),
    Column::optional("inspector", &["排查人", "检查人", "排查人员", "inspector"]),
    Column::optional("is_signed", &["是否签字", "签字", "is_signed"]).one_of(yes_no),
    Column::optional("warning_signs", &["可疑迹象", "制毒可疑迹象", "warning_signs"]),
    Column::optional("defect_notes", &["隐患情况", "问题描述", "备注", "defect_notes"]),
];

const OUTCOMES: &[(&str, InspectionOutcome)] = &[
    ("正常", InspectionOutcome::Normal),
    ("无异常", InspectionOutcome::Normal),
    ("合格", InspectionOutcome::Normal),
    ("有隐患", InspectionOutcome::Defect),
    ("存在隐患", InspectionOutcome::Defect),
    ("上锁", InspectionOutcome::Locked),
    ("门锁未入", InspectionOutcome::Locked),
    ("无人", InspectionOutcome::NobodyHome),
    ("拒绝", InspectionOutcome::Refused),
    ("拒绝排查", InspectionOutcome::Refused),
    ("拆除", InspectionOutcome::Demolished),
];

/// The ledger of inspections.
pub struct InspectionLedger;

impl Ledger for InspectionLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "排查记录"
    }

    fn stage(&self) -> u8 {
        80
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, resource: &str) -> &'static str {
        if resource == CAMPAIGNS { "campaign_id" } else { "premises_id" }
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE, CAMPAIGNS]
    }

    fn class_of(&self, _: &str, field: &str) -> Option<FieldClass> {
        matches!(field, "warning_signs" | "defect_notes" | "checklist").then_some(FieldClass::Owner)
    }

    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &["premises", "inspections", "campaigns"]
    }

    fn rests_on(&self, reading: &mut Reading<'_>, inspections: &[Id]) -> ApiResult<Vec<Id>> {
        let places: BTreeSet<Id> =
            store::records(reading, inspections)?.into_values().map(|record| record.site.id).collect();
        Ok(places.into_iter().collect())
    }

    fn settle(&self, tx: &mut Tx<'_>, places: &[Id]) -> ApiResult<()> {
        for place in places {
            store::refresh_place(tx, *place)?;
            tx.tell("premises", *place);
        }
        Ok(())
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let town = context.expect_town()?.to_owned();
        let numbered = places::numbered(reading, &town, context.column(COLUMNS, "premises_id"))?;
        let mut sites: HashMap<String, Vec<Site>> = HashMap::new();
        for (key, place) in numbered.places {
            sites.entry(key).or_default().push(place.site());
        }
        let place_ids: Vec<Id> = sites.values().flatten().map(|site| site.id).collect();
        let keys = store::keys_of(reading, &place_ids)?;
        let mut rounds: HashMap<(Id, NaiveDate), Vec<Option<Id>>> = HashMap::new();
        for (place, round, day) in keys.keys() {
            rounds.entry((*place, *day)).or_default().push(*round);
        }
        let corrected = store::corrected_keys_of(reading, &place_ids)?.into_keys().collect();
        let ids: Vec<Id> = keys.into_values().collect();
        let filed = store::records(reading, &ids)?.into_values().map(|record| {
            let look = Look { premises_id: record.site.id, facts: record.facts.clone() };
            (key_of(&look), Filed { record, look })
        });
        let matching = Matching::new(RESOURCE, context.strategy, filed);
        let campaigns = Rounds::of(campaigns::of_division(reading, &town)?);
        let (opened, unlisted) = (Changes::default(), numbered.unlisted);
        Ok(Box::new(Plan { town, sites, unlisted, rounds, campaigns, opened, corrected, matching }))
    }
}

struct Plan {
    town: String,
    sites: HashMap<String, Vec<Site>>,
    /// Numbers of places that are only proposed or were merged.
    unlisted: HashMap<String, Unlisted>,
    /// The rounds in which a place was inspected on a day: none, one or several.
    rounds: HashMap<(Id, NaiveDate), Vec<Option<Id>>>,
    campaigns: Rounds,
    /// Campaigns that a row opens.
    opened: Changes<Round>,
    /// What was signed and corrected: a row that says it again is no news.
    corrected: HashSet<Key>,
    matching: Matching<Key, Filed>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let known = self.known(&mut row);
        let campaign = known.clone().or_else(|| self.campaign(&mut row, ids));
        let look = self.read(&mut row, campaign.as_ref());
        let (errors, warnings) = row.into_findings();
        let Some(look) = look.filter(|_| errors.is_empty()) else {
            return Part::invalid(RESOURCE, errors).with_warnings(warnings).into();
        };
        if let Some(rule) = self.settled(&look) {
            return Part::conflict(RESOURCE, CellError::of_rule(rule)).with_warnings(warnings).into();
        }
        let part = self.matching.plan(number, key_of(&look), look, ids).with_warnings(warnings);
        // A row that is not taken opens no campaign: the next row of the round does.
        let opened = campaign.filter(|_| known.is_none() && part.is_written());
        let opened = opened.map(|campaign| self.open(number, campaign));
        RowPlan { parts: std::iter::once(part).chain(opened).collect() }
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let Self { sites, campaigns, opened, matching, .. } = self;
        for (id, campaign) in opened.accepted(accepted) {
            campaigns::insert_as(tx, id, campaign)?;
        }
        let sites: HashMap<Id, &Site> = sites.values().flatten().map(|site| (site.id, site)).collect();
        let campaigns = campaigns.by_id();
        let (new, changed) = matching.accepted(accepted);
        let mut touched: BTreeSet<Id> = new.iter().map(|(_, look)| look.premises_id).collect();
        let new = new.into_iter().map(|(id, Look { premises_id, facts })| {
            let site = sites.get(&premises_id).copied();
            let site = site.ok_or_else(|| ApiError::Internal("an inspection without place".into()))?;
            let campaign = facts.campaign_id.and_then(|id| campaigns.get(&id));
            Ok(store::NewInspection { id, site, campaign, facts })
        });
        store::insert_all(tx, new.collect::<ApiResult<Vec<_>>>()?)?;
        for (current, Look { premises_id, facts }) in changed {
            touched.insert(premises_id);
            let campaign = facts.campaign_id.and_then(|id| campaigns.get(&id));
            store::replace(tx, &current.record, campaign, facts)?;
        }
        touched.into_iter().try_for_each(|place| store::refresh_place(tx, place))
    }
}

impl Plan {
    fn known(&self, row: &mut RowReader<'_>) -> Option<Round> {
        let title = row.text("campaign_id")?;
        self.campaigns.find(&title).map_err(|rule| row.refuse("campaign_id", rule)).ok().flatten()
    }

    /// A campaign that is not on record yet, its kind read from its title.
    fn campaign(&self, row: &mut RowReader<'_>, ids: &mut NewIds) -> Option<Round> {
        let title = row.text("campaign_id")?;
        let kind = campaigns::kind_of_title(&title);
        let division_code = self.town.clone();
        let new = row.checked(CreateCampaign { kind, title, division_code, starts_on: None, ends_on: None })?;
        Some((ids.next_id(row.number(), CAMPAIGNS), new))
    }

    /// What is signed is not changed by a ledger, and what was corrected is not brought back.
    fn settled(&self, look: &Look) -> Option<Rule> {
        let key = key_of(look);
        match self.matching.current(&key) {
            Some(filed) if filed.record.sign_off.signed_at.is_some() && filed.look != *look => Some(SIGNED),
            None if self.corrected.contains(&key) => Some(CORRECTED),
            _ => None,
        }
    }

    fn open(&mut self, row: u32, round: Round) -> Part {
        let id = round.0;
        self.campaigns.add(round.clone());
        self.opened.keep(row, round);
        Part::create(CAMPAIGNS, id)
    }

    fn site(&self, row: &mut RowReader<'_>) -> Option<&Site> {
        let key = search_key(&row.text("premises_id")?);
        match (self.sites.get(&key).map(Vec::as_slice), self.unlisted.get(&key)) {
            (Some([site]), _) => return Some(site),
            (Some(_), _) => row.refuse("premises_id", words::AMBIGUOUS),
            (None, Some(unlisted)) => row.noted(Err(unlisted.refusal("/premises_id"))),
            (None, None) => row.refuse("premises_id", words::UNKNOWN_PREMISES),
        }
        None
    }

    fn read(&self, row: &mut RowReader<'_>, campaign: Option<&Round>) -> Option<Look> {
        let site = self.site(row);
        let (inspected_on, outcome) = (row.date("inspected_on"), row.coded("outcome", OUTCOMES));
        let (inspector, is_signed) = (row.text("inspector"), row.yes_no("is_signed").unwrap_or_default());
        let (warning_signs, defect_notes) = (row.coded_list("warning_signs", &[]), row.text("defect_notes"));
        let (site, inspected_on, outcome) = (site?, inspected_on?, outcome?);
        let read = CreateInspection {
            campaign_id: campaign.map(|(id, _)| *id).or_else(|| self.only_round(row, site.id, inspected_on)),
            inspected_on,
            inspector,
            inspector_id: None,
            outcome,
            is_signed,
            checklist: Vec::new(),
            warning_signs,
            defect_notes,
        };
        let read = Look { premises_id: site.id, facts: read };
        let current = self.matching.current(&key_of(&read)).map(|filed| &filed.look.facts);
        let facts = match current {
            Some(current) => with_unspoken(read.facts, current.clone(), row),
            None => read.facts,
        };
        if current != Some(&facts) {
            row.noted(rules::check_against(site, campaign.map(|(_, campaign)| campaign), &facts));
        }
        row.settled(facts, current).map(|facts| Look { facts, ..read })
    }

    /// A row that names no round speaks of the only inspection there was of the place on that day.
    fn only_round(&self, row: &RowReader<'_>, place: Id, day: NaiveDate) -> Option<Id> {
        match self.rounds.get(&(place, day)).map(Vec::as_slice) {
            Some([round]) if !row.says("campaign_id") => *round,
            _ => None,
        }
    }
}

/// What the row does not speak of stays as it is on file.
fn with_unspoken(read: CreateInspection, current: CreateInspection, row: &RowReader<'_>) -> CreateInspection {
    CreateInspection {
        outcome: read.outcome,
        is_signed: if row.says("is_signed") { read.is_signed } else { current.is_signed },
        inspector: if row.says("inspector") { read.inspector } else { current.inspector },
        warning_signs: if row.says("warning_signs") { read.warning_signs } else { current.warning_signs },
        defect_notes: if row.says("defect_notes") { read.defect_notes } else { current.defect_notes },
        ..current
    }
}
