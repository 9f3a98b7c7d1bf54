//! Rule packs through the command line: a wrong one is refused with its file, line and reason, and the old one stays.
use std::path::PathBuf;

use jindu_tests::support::{NORTH, Office, TestApp, sample};
use serde_json::Value;

use super::office;

pub(super) const MONTHLY: &str = r#"pack = "local"
version = 2
title = "三年每月一次"
valid_from = 2025-11-01
basis = "江岚市禁毒办〔2025〕9号"

[[rule]]
id = "test_treatment"
kind = "test"
title = "社区戒毒定期检测"
applies_to = ["community_treatment"]
anchor = "reported_in"
steps = [{ windows = 36, months = 1 }]
done_by = "test"
article = "戒毒条例第十九条第二项"
basis = "江岚市禁毒办〔2025〕9号"
consequence = "拒绝、逃避检测三次以上为严重违反协议（戒毒条例第二十条）"
"#;

fn pack(office: &Office, name: &str, text: &str) -> PathBuf {
    let file = office.data_folder().join(name);
    std::fs::create_dir_all(office.data_folder()).expect("a folder");
    std::fs::write(&file, text).expect("a file");
    file
}

fn owed(office: &Office) -> Value {
    let report = ["report", "duties", "--division", NORTH, "--as-of", "2025-12-31", "--format", "json"];
    serde_json::from_str::<Value>(&office.done(&report).out).expect("JSON")["tests"]["owed"].clone()
}

#[test]
fn a_wrong_pack_is_refused_with_file_line_and_reason_and_the_old_one_stays() {
    let office = Office::default();
    let before = office.done(&["rules", "list"]).out;
    for (name, text, line, reason) in [
        ("unknown.toml", MONTHLY.replace("done_by", "fine = 100\ndone_by"), "14:", "fine"),
        ("overlap.toml", MONTHLY.replace("2025-11-01", "2011-06-26"), "1:", "in force at the same time"),
        ("article.toml", MONTHLY.replace("article = \"戒毒条例第十九条第二项\"\n", ""), "7:", "article"),
        ("cycle.toml", MONTHLY.replace("\"reported_in\"", "\"missed:test_treatment\""), "7:", "cycle"),
    ] {
        let file = pack(&office, name, &text);
        let path = file.to_str().expect("a path");
        for verb in ["check", "simulate", "apply"] {
            let refused = office.jindu(&["rules", verb, path]);
            assert_eq!(refused.code, 2, "{verb} {name}");
            assert!(refused.err.contains(&format!("{name}:{line}")), "{verb} {name}: {}", refused.err);
            assert!(refused.err.contains(reason), "{verb} {name}: {}", refused.err);
        }
    }
    assert_eq!(office.done(&["rules", "list"]).out, before);
}

#[test]
fn a_new_version_is_tried_before_it_is_adopted_and_keeps_the_old_rows() {
    let office = Office::default();
    office.done(&["import", sample().to_str().expect("a path")]);
    let (before, file) = (owed(&office), pack(&office, "monthly.toml", MONTHLY));
    let path = file.to_str().expect("a path");
    assert!(office.done(&["rules", "check", path]).out.contains("local v2"));
    let tried = office.done(&["rules", "simulate", path]).out;
    assert!(!tried.contains("新增 0"), "{tried}");
    assert_eq!(owed(&office), before);
    assert_eq!(office.done(&["rules", "apply", path]).out, tried);
    assert!(owed(&office).as_i64() > before.as_i64());
    assert!(office.done(&["rules", "recompute", "--check"]).out.contains("新增 0"));
    let again = office.jindu(&["rules", "apply", path]);
    assert_eq!(again.code, 2, "{}", again.out);
}

#[actix_web::test]
async fn the_rules_in_use_can_be_read_with_their_articles() {
    let app = TestApp::in_two_towns().await;
    let found = office(&app).get("/api/v1/rules").await.ok();
    let packs = found["items"].as_array().expect("packs");
    assert_eq!(
        packs.iter().map(|pack| pack["pack"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        ["national", "local", "care"]
    );
    for rule in packs.iter().flat_map(|pack| pack["rule"].as_array().expect("rules")) {
        assert!(!rule["article"].as_str().unwrap_or_default().is_empty(), "{rule}");
    }
}
