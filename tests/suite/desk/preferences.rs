//! Preferences are one's own, whole, and no fact that anybody else learns of.
use jindu_tests::support::TestApp;
use serde_json::json;

const PREFERENCES: &str = "/api/v1/me/preferences";
const USE: [&str; 1] = ["session:use"];

#[actix_web::test]
async fn what_is_chosen_in_one_list_leaves_the_others_alone() {
    let app = TestApp::in_two_towns().await;
    let (caller, other) = (app.user(&USE), app.user(&USE));
    let none = caller.get(PREFERENCES).await;
    assert_eq!((none.header("etag"), &none.body["theme"], &none.body["lists"]), ("\"1\"", &json!(null), &json!({})));

    let columns = json!({ "lists": { "personnel": { "columns": ["file_no", "name"], "density": "compact" } } });
    let chosen = caller.patch(PREFERENCES, 1, &columns).await;
    assert_eq!((chosen.status, chosen.header("etag")), (200, "\"2\""), "{chosen}");
    let more = json!({ "theme": "dark", "lists": { "tasks": { "per_page": 100 }, "personnel": { "density": null } } });
    let chosen = caller.patch(PREFERENCES, 2, &more).await.ok();
    let personnel = json!({ "columns": ["file_no", "name"], "density": null, "per_page": null });
    assert_eq!((&chosen["theme"], &chosen["lists"]["personnel"]), (&json!("dark"), &personnel));
    assert_eq!((&chosen["lists"]["tasks"]["per_page"], &chosen["version"]), (&json!(100), &json!(3)));

    let reset = caller.patch(PREFERENCES, 3, &json!({ "lists": { "personnel": null } })).await.ok();
    assert_eq!(reset["lists"], json!({ "tasks": { "columns": null, "density": null, "per_page": 100 } }));
    assert_eq!(caller.get(PREFERENCES).await.ok(), reset);
    let reset = caller.patch(PREFERENCES, 4, &json!({ "lists": null, "topics_off": null })).await.ok();
    assert_eq!((&reset["lists"], &reset["topics_off"], &reset["theme"]), (&json!({}), &json!([]), &json!("dark")));
    // Nothing of it is another's.
    assert_eq!(other.get(PREFERENCES).await.ok(), none.body);
}

#[actix_web::test]
async fn two_windows_do_not_undo_each_other() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&USE);
    caller.patch(PREFERENCES, 1, &json!({ "language": "en" })).await.ok();
    let late = caller.patch(PREFERENCES, 1, &json!({ "theme": "dark" })).await;
    assert_eq!((late.status, &late.body["current_version"]), (412, &json!(2)), "{late}");
    // What changes nothing makes no version.
    let same = caller.patch(PREFERENCES, 2, &json!({ "language": "en" })).await.ok();
    assert_eq!((&same["version"], &same["theme"]), (&json!(2), &json!(null)));
}

#[actix_web::test]
async fn only_what_there_is_can_be_chosen() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&USE);
    let columns = |columns: serde_json::Value| json!({ "lists": { "personnel": { "columns": columns } } });
    let many: Vec<String> = (0..41).map(|number| format!("column{number}")).collect();
    for (changes, pointer, code) in [
        (json!({ "font": "serif" }), "/font", "field.unknown"),
        (json!({ "theme": "pink" }), "/theme", "field.type"),
        (json!({ "lists": { "people": {} } }), "/lists/people", "field.unknown"),
        (json!({ "lists": { "tasks": { "colour": "red" } } }), "/lists/tasks/colour", "field.unknown"),
        (json!({ "lists": { "tasks": { "per_page": 9 } } }), "/lists/tasks/per_page", "range"),
        (json!({ "lists": { "tasks": { "per_page": 201 } } }), "/lists/tasks/per_page", "range"),
        (columns(json!([])), "/lists/personnel/columns", "length"),
        (columns(json!(many)), "/lists/personnel/columns", "length"),
        (columns(json!(["name", "name"])), "/lists/personnel/columns", "list.twice"),
        (columns(json!(["罗会腾"])), "/lists/personnel/columns", "columns.name"),
        (json!({ "topics_off": ["weather"] }), "/topics_off/0", "field.type"),
        (json!({ "topics_off": ["duties_due", "duties_due"] }), "/topics_off", "list.twice"),
    ] {
        let refused = caller.patch(PREFERENCES, 1, &changes).await;
        assert_eq!((refused.status, refused.errors()), (422, vec![(pointer, code)]), "{changes}: {refused}");
    }
    assert_eq!(caller.get(PREFERENCES).await.ok()["version"], 1);
}

/// A figure is kept while the journal stands where it stood, so whoever moves a column must not move the journal.
#[actix_web::test]
async fn choosing_leaves_no_entry() {
    let app = TestApp::in_two_towns().await;
    let auditor = app.user(&["audit:read"]);
    let entries = || async { auditor.get("/api/v1/journal?per_page=1").await.ok()["total"].clone() };
    let caller = app.user(&USE);
    let before = entries().await;
    caller.patch(PREFERENCES, 1, &json!({ "density": "compact" })).await.ok();
    assert_eq!(entries().await, before);
}
