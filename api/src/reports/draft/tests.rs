use std::collections::BTreeSet;

use super::*;
use crate::reports::changes::{Change, changes};
use crate::reports::edit::{self, Edit};
use crate::reports::figures::Value;
use crate::reports::render;
use crate::reports::samples::{town, town_with};

fn template() -> Template {
    Template::annual_summary().unwrap()
}

fn drafted(figures: &Figures) -> Document {
    draft(&template(), figures, &Edits::new()).unwrap()
}

fn text(document: &Document) -> String {
    document.blocks.iter().map(|block| block.text() + "\n").collect()
}

fn rate(numerator: i64, denominator: i64) -> Value {
    Value::Rate { numerator, denominator }
}

#[test]
fn all_thirty_three_blanks_are_filled() {
    let document = drafted(&town());
    let blanks = document.blanks();
    assert_eq!(blanks.keys().copied().collect::<Vec<u8>>(), (1..=33).collect::<Vec<u8>>());
    let printed: Vec<&str> = blanks.values().map(|figure| figure.printed.as_str()).collect();
    #[rustfmt::skip]
    assert_eq!(printed, [
        "秀河镇", "江岚市", "18", "18", "223", "3.85万余", "142.6", "36120", "8万余", "【待填：未填财政数据年份】",
        "3.27", "11.6", "9", "秀河镇", "秀河镇", "秀河镇", "2025", "章峰", "余亨广", "和言芝",
        "秀河镇毒品问题重点整治工作实施方案", "2025", "9800余", "6", "3", "9400余", "秀河镇", "33", "21", "2025",
        "3", "5", "2025",
    ]);
}

#[test]
fn no_mark_survives_in_any_form() {
    for figures in [town(), Figures::new()] {
        let document = drafted(&figures);
        let markdown = render::markdown(&document);
        let docx = render::docx(&document).unwrap();
        for rest in ["{{", "}}", "⟦", "⟧"] {
            assert!(!text(&document).contains(rest) && !markdown.contains(rest) && !document.title.contains(rest));
            assert!(!docx.windows(rest.len()).any(|window| window == rest.as_bytes()));
        }
    }
}

#[test]
fn with_nothing_known_every_blank_says_why_and_no_figure_is_a_number() {
    let document = drafted(&Figures::new());
    let blanks = document.blanks();
    assert_eq!(blanks.len(), 33);
    for block in &document.blocks {
        for figure in block.figures() {
            assert!(figure.missing.is_some() && figure.printed.starts_with("【待填："), "{figure:?}");
        }
    }
    for claim in [
        "成立了",
        "所有",
        "全部",
        "全面加强禁吸",
        "不漏",
        "逐一",
        "高度重视",
        "谁签字",
        "进学校",
        "年初",
        "相关部门联合",
    ] {
        assert!(!text(&document).contains(claim), "claims {claim}");
    }
}

#[test]
fn all_is_said_only_when_it_is_all() {
    let entered = |numerator, grid| {
        let rates = vec![("platform_entered", rate(numerator, 33)), ("grid_assigned", rate(grid, 33))];
        text(&drafted(&town_with(rates)))
    };
    let all = "所有吸毒人员信息资料已全部录入社区戒毒、社区康复管理工作平台，并纳入网格化管理。";
    assert!(entered(33, 33).contains(all));
    assert!(entered(31, 33).contains("管理工作平台31人，尚有2人未录入；已全部纳入网格化管理。"));
    assert!(entered(31, 30).contains("已纳入网格化管理30人，尚有3人未入格。"));
    assert!(!entered(31, 30).contains("全部录入") && !entered(31, 30).contains("全部纳入"));
}

#[test]
fn a_gap_in_screening_is_printed() {
    let text = text(&drafted(&town()));
    assert!(text.contains("等320处场所进行排查，已排查318处，尚有2处没有排查到位，其中1处因上锁、无人等未能进入；"));
    assert!(text.contains("排查覆盖全部18个村（居），") && text.contains("全年排查1087处次，尚有30处次没有签字。"));
    assert!(text.contains("；2处重点场所没有排查到位；"));
    assert!(!text.contains("不漏") && !text.contains("逐一") && !text.contains("死角"));
}

#[test]
fn laboratory_screening_tells_its_own_places() {
    assert!(text(&drafted(&town())).contains("开展制毒工厂及制毒窝点排查5次，排查场所108处，"));
}

#[test]
fn what_was_screened_without_a_gap_may_be_called_so() {
    let full = vec![("premises_covered", rate(320, 320)), ("premises_not_entered", Value::Integer(0))];
    let without_gap = text(&drafted(&town_with(full)));
    assert!(without_gap.contains("等320处场所进行逐一排查，不漏村、不漏房，不留死角"));
    assert!(!without_gap.contains("没有排查到位"));
}

#[test]
fn all_four_lines_are_claimed_only_with_records_of_all_four() {
    let of_two = text(&drafted(&town()));
    assert!(of_two.contains("加强禁吸、禁制工作【待填：禁贩、禁种本年度没有登记工作记录】，"));
    let lines = ["禁吸", "禁贩", "禁种", "禁制"].map(|line| (line.to_owned(), 1)).into();
    let of_all = text(&drafted(&town_with(vec![("work_lines", Value::Breakdown(lines))])));
    assert!(of_all.contains("全面加强禁吸、禁贩、禁种、禁制工作，") && !of_all.contains("没有登记工作记录"));
}

#[test]
fn what_nobody_decided_is_not_said_to_be_decided() {
    let without = text(&drafted(&town()));
    assert!(without.contains("年初制定了《秀河镇毒品问题重点整治工作实施方案》，5月印发了《关于开展"));
    assert!(!without.contains("研究、讨论"));
    let with = text(&drafted(&town_with(vec![("meetings", Value::Integer(4))])));
    assert!(with.contains("年初，经镇党委、镇政府研究、讨论后，制定了《秀河镇"));
}

#[test]
fn joint_activities_are_told_apart() {
    let joint = |numerator| text(&drafted(&town_with(vec![("june26_joint", rate(numerator, 3))])));
    assert!(joint(3).contains("与相关部门联合开展“6.26”专题禁毒宣传活动3次，"));
    assert!(joint(2).contains("开展“6.26”专题禁毒宣传活动3次，其中与相关部门联合开展2次，"));
    assert!(!joint(0).contains("相关部门联合") && !joint(2).contains("统一组织"));
}

#[test]
fn zero_switches_the_sentence_or_stays_zero() {
    let zero = ["registered_current", "compulsory_isolation_decided_in_year", "meetings", "leaflets"];
    let document = drafted(&town_with(zero.iter().map(|name| (*name, Value::Integer(0))).collect()));
    let text = text(&document);
    assert!(text.contains("现有在册吸毒人员0人") && text.contains("送强制隔离戒毒0人"));
    assert!(text.contains("发放宣传单0份") && text.contains("没有镇党委、政府专题研究禁毒工作的会议记录。"));
    assert!(!text.contains("适时进行收戒") && !text.contains("管理工作平台"));
}

#[test]
fn judgements_stay_marked_until_the_paragraph_is_adopted() {
    let document = drafted(&town());
    let block = document.blocks.iter().find(|block| block.key == "profile.preface").unwrap();
    assert!(document.unadopted().contains(&"profile.preface"));
    let template = template();
    let adopted = edit::accept(block, &edit::editable(block), &template.names()).unwrap();
    assert!(adopted.removed.is_empty());
    let edits = Edits::from([(block.key.clone(), adopted.edit)]);
    let after = draft(&template, &town(), &edits).unwrap();
    let own = after.blocks.iter().find(|block| block.key == "profile.preface").unwrap();
    assert!(own.edited && !after.unadopted().contains(&"profile.preface"));
    assert_eq!(own.text(), block.text());
}

#[test]
fn a_refresh_moves_figures_and_leaves_the_drafters_words() {
    let words = "全年发放宣传单{{leaflets|approx:2|blank:23}}份，群众反映良好。".to_owned();
    let choices = drafted(&town()).blocks.iter().find(|one| one.key == "publicity.body").unwrap().choices.clone();
    let edits = Edits::from([("publicity.body".to_owned(), Edit { text: words, choices })]);
    let before = draft(&template(), &town(), &edits).unwrap();
    let after = draft(&template(), &town_with(vec![("leaflets", Value::Integer(10_300))]), &edits).unwrap();
    let moved = Change::Figure {
        key: "publicity.body".to_owned(),
        name: "leaflets".to_owned(),
        before: "9800余".to_owned(),
        after: "10000余".to_owned(),
    };
    assert_eq!(changes(&before, &after), [moved]);
    assert!(text(&after).contains("全年发放宣传单10000余份，群众反映良好。"));
    assert!(after.blocks.iter().all(|block| !block.outdated));
}

#[test]
fn words_written_for_other_facts_are_pointed_out() {
    let full = town_with(vec![("platform_entered", rate(33, 33)), ("grid_assigned", rate(33, 33))]);
    let template = template();
    let block = drafted(&full).blocks.into_iter().find(|block| block.key == "enforcement.body").unwrap();
    let edit = edit::accept(&block, &edit::editable(&block), &template.names()).unwrap().edit;
    let edits = Edits::from([(block.key, edit)]);
    let gap = town_with(vec![("platform_entered", rate(32, 33)), ("grid_assigned", rate(33, 33))]);
    let outdated =
        |figures: &Figures| draft(&template, figures, &edits).unwrap().blocks.iter().any(|block| block.outdated);
    assert!(!outdated(&full) && outdated(&gap));
}

#[test]
fn an_edit_without_a_place_is_named_and_not_lost_silently() {
    let edits = Edits::from([("gone.body".to_owned(), Edit { text: "旧段落".to_owned(), choices: Vec::new() })]);
    assert_eq!(draft(&template(), &town(), &edits).unwrap().unplaced, ["gone.body"]);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = render::docx(&drafted(&town())).unwrap();
    let second = std::thread::spawn(|| render::docx(&drafted(&town())).unwrap()).join().unwrap();
    assert!(first == second && first == render::docx(&drafted(&town())).unwrap());
}

#[test]
fn every_default_reason_belongs_to_a_name_of_the_template() {
    let template = template();
    let reasons: BTreeSet<&str> = template.missing.keys().map(String::as_str).collect();
    assert!(reasons.is_subset(&template.names()));
}
