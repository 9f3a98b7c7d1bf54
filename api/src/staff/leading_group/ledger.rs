//! The list of the leading group (禁毒工作领导小组).
use chrono::NaiveDate;

use super::dto::{CreateGroupPost, GroupPost, GroupRole};
use super::{rules, store};
use crate::codes::text::search_key;
use crate::imports::{
    Accepted, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader, labels,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "leading_group";

const COLUMNS: &[Column] = &[
    Column::required("group_role", &["组内职务", "小组职务", "group_role"]).identity().one_of(labels::<GroupRole>),
    Column::required("title", &["现任职务", "职务", "title"]),
    Column::required("name", &["姓名", "name"]).identity(),
    Column::required("held_from", &["任职日期", "任职时间", "held_from"]).identity(),
    Column::optional("held_to", &["免职日期", "离任日期", "held_to"]),
];

const ROLES: &[(&str, GroupRole)] =
    &[("第一组长", GroupRole::Head), ("常务副组长", GroupRole::Deputy), ("组员", GroupRole::Member)];

/// The list of the leading group.
pub struct LeadingGroupLedger;

impl Ledger for LeadingGroupLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "禁毒工作领导小组"
    }

    fn stage(&self) -> u8 {
        30
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "name"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    /// Officials are known by name.
    fn class_of(&self, _: &str, _: &str) -> Option<FieldClass> {
        None
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let town = context.expect_town()?.to_owned();
        let posts = store::of_division(reading, &town)?;
        let heads = posts.iter().filter(|post| post.facts.group_role == GroupRole::Head);
        let heads = heads.map(|post| post.facts.clone()).collect();
        let posts = posts.into_iter().map(|post| (key_of(&post.facts), post));
        let matching = Matching::new(RESOURCE, context.strategy, posts);
        Ok(Box::new(Plan { town, heads, matching }))
    }
}

impl Record for GroupPost {
    type Facts = CreateGroupPost;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreateGroupPost {
        &self.facts
    }
}

/// What tells one post from another: as what, who, and since when.
type Key = (GroupRole, String, NaiveDate);

fn key_of(facts: &CreateGroupPost) -> Key {
    (facts.group_role, search_key(&facts.name), facts.held_from)
}

struct Plan {
    town: String,
    /// Heads on record, and those that rows of the file make.
    heads: Vec<CreateGroupPost>,
    matching: Matching<Key, GroupPost>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let post = self.read(&mut row);
        let (errors, warnings) = row.into_findings();
        let part = match post.filter(|_| errors.is_empty()) {
            Some(post) => {
                let part = self.matching.plan(number, key_of(&post), post.clone(), ids);
                if part.is_written() && post.group_role == GroupRole::Head {
                    self.heads.retain(|head| key_of(head) != key_of(&post));
                    self.heads.push(post);
                }
                part
            }
            None => Part::invalid(RESOURCE, errors),
        };
        part.with_warnings(warnings).into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        // Changes first: a post may have to end before another begins.
        for (current, facts) in changed {
            store::replace(tx, &current, facts)?;
        }
        new.into_iter().try_for_each(|(id, post)| store::insert_as(tx, id, post).map(drop))
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<CreateGroupPost> {
        let (group_role, title) = (row.coded("group_role", ROLES), row.text("title"));
        let (name, held_from, held_to) = (row.text("name"), row.date("held_from"), row.date("held_to"));
        let division_code = self.town.clone();
        let (group_role, title, name, held_from) = (group_role?, title?, name?, held_from?);
        let read = CreateGroupPost { division_code, group_role, title, name, held_from, held_to };
        let current = self.matching.current(&key_of(&read)).map(|post| &post.facts);
        let facts = match current {
            Some(current) if !row.says("held_to") => {
                CreateGroupPost { held_to: current.held_to, name: current.name.clone(), ..read }
            }
            Some(current) => CreateGroupPost { name: current.name.clone(), ..read },
            None => read,
        };
        let facts = row.settled(facts, current)?;
        if self.heads.iter().any(|head| key_of(head) != key_of(&facts) && rules::are_two_heads(&facts, head)) {
            row.refuse("group_role", rules::TWO_HEADS);
        }
        Some(facts)
    }
}
