//! Who leads the work, and which documents say so.
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::documents::{self, DocumentKind, RegisteredDocument};
use super::leading_group::{self, GroupPost, GroupRole};
use super::{StaffPost, by_post_and_name};
use crate::divisions;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Figures of the work force.
pub struct StaffFigures;

crate::indicators::definitions! {
    HEAD = "group_head", "领导小组组长", "Head of the leading group", "", Stock, "截止日在任的组长";
    HEAD_TITLE = "group_head_title", "组长现任职务", "Title of the head", "", Stock, "截止日在任组长的现任职务";
    DEPUTY_1 = "deputy_1", "领导小组副组长（一）", "First deputy", "", Stock, "截止日在任的第一位副组长，按登记先后";
    DEPUTY_1_TITLE = "deputy_1_title", "副组长（一）现任职务", "Title of the first deputy", "", Stock, "第一位副组长的现任职务";
    DEPUTY_2 = "deputy_2", "领导小组副组长（二）", "Second deputy", "", Stock, "截止日在任的第二位副组长，按登记先后";
    DEPUTY_2_TITLE = "deputy_2_title", "副组长（二）现任职务", "Title of the second deputy", "", Stock, "第二位副组长的现任职务";
    DIRECTORS = "security_directors_in_group", "治保主任进领导小组的村（社区）", "Villages whose security director is a member", "个", Stock, "治保主任是领导小组成员的村（社区），与村（社区）总数之比";
    PLAN_TITLE = "plan_title", "工作方案名称", "Title of the plan", "", Flow, "当年发文的第一份方案，不带书名号";
    NOTICE_TITLE = "notice_title", "宣传月通知名称", "Title of the notice", "", Flow, "当年发文的第一份通知，不带书名号";
    PLANS = "plans_in_first_quarter", "一季度制定的方案", "Plans of the first quarter", "份", Flow, "当年1月至3月发文的方案";
}

impl FigureSource for StaffFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let posts = leading_group::list_as_of(reading, &question.division, question.as_of)?;
        let mut documents = documents::of_division(reading, &question.division)?;
        documents.retain(|document| question.in_year(document.facts.issued_on));
        documents.sort_by_key(|document| (document.facts.issued_on, document.id));
        let mut measured = group(&posts);
        measured.push(directors(reading, question, &posts)?);
        measured.extend(register(&documents));
        Ok(measured)
    }
}

fn group(posts: &[GroupPost]) -> Vec<Measured> {
    let with_role = |role| posts.iter().filter(move |post| post.facts.group_role == role);
    let (head, mut deputies) = (with_role(GroupRole::Head).next(), with_role(GroupRole::Deputy));
    let (first, second) = (deputies.next(), deputies.next());
    vec![
        post(HEAD, head, |post| &post.facts.name),
        post(HEAD_TITLE, head, |post| &post.facts.title),
        post(DEPUTY_1, first, |post| &post.facts.name),
        post(DEPUTY_1_TITLE, first, |post| &post.facts.title),
        post(DEPUTY_2, second, |post| &post.facts.name),
        post(DEPUTY_2_TITLE, second, |post| &post.facts.title),
    ]
}

fn post(definition: &'static Definition, post: Option<&GroupPost>, pick: fn(&GroupPost) -> &String) -> Measured {
    let Some(post) = post else {
        return Measured::unknown(definition, "领导小组未登记", "the leading group is not on record");
    };
    let on = Some(post.facts.held_from);
    let evidence = one("group_posts", post.id, post.version, &post.facts.title, on, &post.facts.division_code);
    Measured::known(definition, Value::Text(pick(post).clone()), vec![evidence])
}

/// Members are matched by name: the register of posts and the work force are kept apart.
fn directors(reading: &mut Reading<'_>, question: &Question, posts: &[GroupPost]) -> ApiResult<Measured> {
    let villages = divisions::count_villages(reading, &question.division, question.as_of)?;
    let members: BTreeSet<&str> = posts.iter().map(|post| post.facts.name.as_str()).collect();
    if villages == 0 || members.is_empty() {
        return Ok(Measured::unknown(DIRECTORS, "领导小组或村（社区）未登记", "group or villages are not on record"));
    }
    let mut found: Vec<Evidence> = Vec::new();
    for member in by_post_and_name(reading, &question.division)?.into_values() {
        let is_director =
            member.facts.post == StaffPost::SecurityDirector && members.contains(member.facts.name.as_str());
        if is_director && !found.iter().any(|known| known.division_code == member.facts.division_code) {
            found.push(one("staff", member.id, member.version, "治保主任", None, &member.facts.division_code));
        }
    }
    let numerator = i64::try_from(found.len()).unwrap_or(i64::MAX);
    Ok(Measured::known(DIRECTORS, Value::Rate { numerator, denominator: villages }, found))
}

fn register(documents: &[RegisteredDocument]) -> Vec<Measured> {
    let of_kind = |kind| documents.iter().filter(move |document| document.facts.kind == kind);
    let early = of_kind(DocumentKind::Plan).filter(|document| document.facts.issued_on.month() <= 3);
    vec![
        title(PLAN_TITLE, of_kind(DocumentKind::Plan).next()),
        title(NOTICE_TITLE, of_kind(DocumentKind::Notice).next()),
        Measured::count(PLANS, early.map(document_evidence).collect()),
    ]
}

fn title(definition: &'static Definition, document: Option<&RegisteredDocument>) -> Measured {
    let Some(document) = document else {
        return Measured::unknown(definition, "文件登记中没有", "not in the document register");
    };
    let title = document.facts.title.trim_matches(['《', '》']).to_owned();
    Measured::known(definition, Value::Text(title), vec![document_evidence(document)])
}

fn document_evidence(document: &RegisteredDocument) -> Evidence {
    let facts = &document.facts;
    one("documents", document.id, document.version, &facts.title, Some(facts.issued_on), &facts.division_code)
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
