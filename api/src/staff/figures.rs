//! Who leads the work, and which documents say so.
mod papers;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::documents;
use super::leading_group::{self, GroupPost, GroupRole};
use super::{StaffPost, StaffRecord, by_post_and_name};
use crate::divisions::{self, Division};
use crate::indicators::{Clock, Definition, Evidence, FigureRemark, FigureSource, Gap, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Figures of the work force.
pub struct StaffFigures;

crate::indicators::definitions! {
    HEAD = "group_head", "领导小组组长", "Head of the leading group", "", Stock, "截止日在任的组长", "who heads the leading group on the as-of day";
    HEAD_TITLE = "group_head_title", "组长现任职务", "Title of the head", "", Stock, "截止日在任组长的现任职务", "title of the head on the as-of day";
    DEPUTY_1 = "deputy_1", "领导小组副组长（一）", "First deputy", "", Stock, "截止日在任的第一位副组长，按登记先后", "first deputy on the as-of day, in the order of entry";
    DEPUTY_1_TITLE = "deputy_1_title", "副组长（一）现任职务", "Title of the first deputy", "", Stock, "第一位副组长的现任职务", "title of the first deputy";
    DEPUTY_2 = "deputy_2", "领导小组副组长（二）", "Second deputy", "", Stock, "截止日在任的第二位副组长，按登记先后", "second deputy on the as-of day, in the order of entry";
    DEPUTY_2_TITLE = "deputy_2_title", "副组长（二）现任职务", "Title of the second deputy", "", Stock, "第二位副组长的现任职务", "title of the second deputy";
    DIRECTORS = "security_directors_in_group", "治保主任进领导小组的村（社区）", "Villages whose security director is a member", "个", Stock, "截止日领导小组成员中有现任治保主任（按当前登记在岗）的村（社区），与村（社区）总数之比", "villages whose security director, in post as registered now, is in the leading group, of all villages";
    PLAN_TITLE = "plan_title", "工作方案名称", "Title of the plan", "", Flow, "当年发文的方案，实施方案、整治方案优先，其次按发文先后，不带书名号", "plan issued in the year, an action plan first, then the earliest; without title marks";
    PLAN_WHEN = "plan_when", "方案制定时间", "When the plan was issued", "", Flow, "所选方案的发文时间：一季度称“年初”，其余写月份", "when the plan named was issued: early in the year for the first quarter, else the month";
    NOTICE_TITLE = "notice_title", "宣传月通知名称", "Title of the notice", "", Flow, "当年发文的通知，名称含宣传月的优先，其次按发文先后，不带书名号", "notice issued in the year, of the awareness month first, then the earliest; without title marks";
    NOTICE_WHEN = "notice_when", "通知印发时间", "When the notice was issued", "", Flow, "所选通知的发文月份", "month the notice named was issued";
    LEGAL_PLAN_TITLE = "legal_plan_title", "普法宣传计划名称", "Title of the plan for legal publicity", "", Flow, "当年登记的文件中名称含“普法”或“宣传”并含“计划”的，按发文先后，不带书名号", "first document of the year whose title names legal or other publicity and a plan; without title marks";
    PLANS = "plans_in_first_quarter", "一季度制定的方案", "Plans of the first quarter", "份", Flow, "当年1月至3月发文的方案", "plans issued from January to March of the year";
}

impl FigureSource for StaffFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let posts = leading_group::list_as_of(reading, &question.division, question.as_of)?;
        let mut documents = documents::of_division(reading, &question.division)?;
        documents.retain(|document| question.in_period(document.facts.issued_on));
        documents.sort_by_key(|document| (document.facts.issued_on, document.id));
        let mut measured = group(&posts);
        measured.push(directors(reading, question, &posts)?);
        measured.extend(papers::register(&documents));
        Ok(measured)
    }
}

fn group(posts: &[GroupPost]) -> Vec<Measured> {
    let with_role = |role| posts.iter().filter(move |post| post.facts.group_role == role);
    let deputies: Vec<&GroupPost> = with_role(GroupRole::Deputy).collect();
    let head = Seat { post: with_role(GroupRole::Head).next(), zh: "组长", en: "head", no_group: posts.is_empty() };
    let first = Seat { post: deputies.first().copied(), zh: "副组长", en: "deputy", ..head };
    let second = Seat { post: deputies.get(1).copied(), zh: "第二位副组长", en: "second deputy", ..head };
    let more = (deputies.len() > 2).then(|| {
        let all = deputies.len();
        FigureRemark::new(
            format!("在任副组长共{all}名，正文只列前两名"),
            format!("there are {all} deputies; the text names two"),
        )
    });
    vec![
        head.measure(HEAD, |post| &post.facts.name),
        head.measure(HEAD_TITLE, |post| &post.facts.title),
        first.measure(DEPUTY_1, |post| &post.facts.name),
        first.measure(DEPUTY_1_TITLE, |post| &post.facts.title),
        second.measure(DEPUTY_2, |post| &post.facts.name).remarked(more),
        second.measure(DEPUTY_2_TITLE, |post| &post.facts.title),
    ]
}

/// A seat in the leading group, and who sits on it.
#[derive(Clone, Copy)]
struct Seat<'a> {
    post: Option<&'a GroupPost>,
    zh: &'static str,
    en: &'static str,
    no_group: bool,
}

impl Seat<'_> {
    fn measure(&self, definition: &'static Definition, pick: fn(&GroupPost) -> &String) -> Measured {
        let Some(post) = self.post else { return self.vacant(definition) };
        let on = Some(post.facts.held_from);
        let evidence = one("group_posts", post.id, post.version, &post.facts.title, on, &post.facts.division_code);
        Measured::known(definition, Value::Text(pick(post).clone()), vec![evidence])
    }

    fn vacant(&self, definition: &'static Definition) -> Measured {
        if self.no_group {
            return Measured::unknown(definition, "截止日没有登记领导小组", "no leading group is on record");
        }
        let (zh, en) = (format!("领导小组未登记{}", self.zh), format!("the group has no {} on record", self.en));
        Measured::unknown(definition, &zh, &en)
    }
}

/// Members are matched by name: the register of posts and the work force are kept apart.
fn directors(reading: &mut Reading<'_>, question: &Question, posts: &[GroupPost]) -> ApiResult<Measured> {
    let villages = divisions::villages(reading, &question.division, question.as_of)?;
    if villages.is_empty() || posts.is_empty() {
        return Ok(Measured::unknown(DIRECTORS, "领导小组或村（社区）未登记", "group or villages are not on record"));
    }
    let is_member = |name: &str| posts.iter().any(|post| post.facts.name == name);
    let mut directors: BTreeMap<String, StaffRecord> = BTreeMap::new();
    let mut anyone = false;
    for member in by_post_and_name(reading, &question.division)?.into_values() {
        let facts = &member.facts;
        let in_post = facts.active && facts.post == StaffPost::SecurityDirector;
        anyone |= in_post;
        if in_post && is_member(&facts.name) {
            directors.insert(facts.division_code.clone(), member);
        }
    }
    let (with, without): (Vec<_>, Vec<_>) =
        villages.iter().partition(|village| directors.contains_key(&village.facts.code));
    let found = with.into_iter().filter_map(|village| directors.get(&village.facts.code)).map(director).collect();
    let gap = Gap::new("没有治保主任参加的村（社区）", "Villages without", without.into_iter().map(village).collect());
    Ok(Measured::rate(DIRECTORS, found, gap).unknown_if(
        !anyone,
        "没有登记在岗的治保主任",
        "no security director in post is on record",
    ))
}

fn director(member: &StaffRecord) -> Evidence {
    one("staff", member.id, member.version, "治保主任", None, &member.facts.division_code)
}

fn village(village: &Division) -> Evidence {
    one("divisions", village.id, village.version, &village.facts.name, None, &village.facts.code)
}

fn one(subject_type: &str, id: Id, version: i64, label: &str, on: Option<NaiveDate>, division_code: &str) -> Evidence {
    Evidence {
        subject_type: subject_type.to_owned(),
        subject_id: id,
        owner_id: None,
        version,
        label: label.to_owned(),
        on,
        division_code: division_code.to_owned(),
        amount: None,
    }
}
