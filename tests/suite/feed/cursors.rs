//! Cursors: whose they are, how long they are good, and that a filter does not hold them up.
use futures_util::future::join;
use jindu::platform::auth::accounts::{self, AccountChange};
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{CHANGES, PREMISES, anyone, follow, kinds, made, now, place, seal, someone};

#[actix_web::test]
async fn a_cursor_that_nobody_handed_out_is_refused() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let good = now(&app, &caller).await;
    let other = if good.starts_with('A') { "B" } else { "A" };
    for made_up in ["0", "1087", "AAAA", &good[1..], &format!("{other}{}", &good[1..])] {
        let answer = caller.get(&format!("{CHANGES}?after={made_up}")).await;
        assert_eq!((answer.status, answer.errors()), (400, vec![("after", "feed.cursor")]), "{answer}");
    }
    let answer = caller.get(&format!("{CHANGES}?types=personnel,passwords")).await;
    assert_eq!((answer.status, answer.errors()), (422, vec![("types", "feed.type.unknown")]), "{answer}");
}

/// Whoever sees more or less than before would miss what was passed over: they begin anew.
#[actix_web::test]
async fn a_cursor_ends_when_the_callers_rights_change() {
    let app = TestApp::in_two_towns().await;
    let caller = app.user(&["changes:read", "premises:read"]);
    let cursor = now(&app, &caller).await;
    let same = app.user(&["changes:read", "premises:read"]);
    assert_eq!(same.get(&format!("{CHANGES}?after={cursor}")).await.status, 200, "whoever sees the same goes on");
    for other in [
        app.user(&["changes:read", "premises:read", "events:read"]),
        app.user_at(&["changes:read", "premises:read"], NORTH_VILLAGE),
    ] {
        let answer = other.get(&format!("{CHANGES}?after={cursor}")).await;
        assert_eq!((answer.status, answer.code()), (410, "feed.view_changed"), "{answer}");
    }
}

/// "A filtered feed stands still": what a filter passes over is not read again.
#[actix_web::test]
async fn a_filter_by_type_does_not_hold_the_cursor_up() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let before = now(&app, &caller).await;
    for _ in 0..3 {
        someone(&caller).await;
    }
    let place = made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await;
    someone(&caller).await;
    seal(&app);
    let (items, after) = follow(&caller, &before, "types=premises&limit=1").await;
    assert_eq!(kinds(&items), ["premises.created"]);
    assert_eq!(items[0]["subject"], json!({ "type": "premises", "id": place, "version": 1, "is_listed": true }));
    let (rest, _) = follow(&caller, &after, "types=personnel,premises,tasks").await;
    assert_eq!(rest, Vec::<Value>::new(), "all of it lies behind the cursor");
    let (only, _) = follow(&caller, &before, "types=personnel.withdrawn,journal.head").await;
    assert!(kinds(&only).iter().all(|kind| *kind == "journal.head") && !only.is_empty(), "{only:?}");
}

/// A snapshot and what follows its cursor give what the lists have.
#[actix_web::test]
async fn a_snapshot_tells_where_to_go_on() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let (first, place) = (someone(&caller).await, made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await);
    seal(&app);
    let snapshot = caller.get(&format!("{CHANGES}/snapshot?types=personnel,premises")).await;
    assert!(snapshot.header("content-type").starts_with("application/x-ndjson"), "{snapshot}");
    let lines: Vec<Value> = snapshot.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let cursor = lines[0]["cursor"].as_str().expect("a cursor");
    assert_eq!(
        lines[1..],
        [
            json!({ "type": "personnel", "id": first, "version": 1 }),
            json!({ "type": "premises", "id": place, "version": 1 }),
        ]
    );
    let second = someone(&caller).await;
    seal(&app);
    let (items, _) = follow(&caller, cursor, "types=personnel,premises").await;
    let ids: Vec<_> = items.iter().map(|item| &item["subject"]["id"]).collect();
    assert_eq!(ids, [&json!(second)]);
    // Of what the caller may not read there is nothing.
    let some = app.user(&["changes:read", "premises:read"]).get(&format!("{CHANGES}/snapshot")).await;
    assert!(some.text.contains(&place) && !some.text.contains(&first), "{some}");
}

/// Every kind of record that the whole snapshot names is one that its list has, and the other way round.
#[actix_web::test]
async fn a_snapshot_has_what_the_lists_have() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    someone(&caller).await;
    let gone = someone(&caller).await;
    made(&caller, PREMISES, &place(&app, NORTH_VILLAGE)).await;
    caller
        .having_read(1)
        .post(&format!("/api/v1/personnel/{gone}/withdraw"), &json!({ "reason": "重复登记" }))
        .await
        .ok();
    let snapshot = caller.get(&format!("{CHANGES}/snapshot")).await.text;
    for (kind, list) in
        [("personnel", "personnel"), ("premises", "premises"), ("tasks", "tasks"), ("divisions", "divisions")]
    {
        let listed = caller.get(&format!("/api/v1/{list}?per_page=200")).await.ok();
        let mut listed: Vec<String> = listed["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| json!({ "type": kind, "id": item["id"], "version": item["version"] }).to_string())
            .collect();
        let mut told: Vec<String> = snapshot
            .lines()
            .skip(1)
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .filter(|line| line["type"] == kind)
            .map(|line| line.to_string())
            .collect();
        listed.sort();
        told.sort();
        assert_eq!(told, listed, "{kind}");
    }
}

#[actix_web::test]
async fn who_waits_is_answered_at_the_end_of_the_wait() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let cursor = now(&app, &caller).await;
    let answer = caller.get(&format!("{CHANGES}?after={cursor}&wait=1&types=personnel")).await.ok();
    assert_eq!((&answer["items"], &answer["is_end"]), (&json!([]), &json!(true)));
}

/// Whoever is shut out while they wait is told nothing more.
#[actix_web::test]
async fn who_is_shut_out_waits_in_vain() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let (account, cursor) = (caller.account_id.expect("an account"), now(&app, &caller).await);
    let path = format!("{CHANGES}?after={cursor}&wait=20&types=personnel");
    let shut_out = async {
        let change = AccountChange::Active(false);
        app.run(|access| {
            access.write_blocking(move |tx| accounts::change(tx, account, change)).expect("it is changed");
        });
    };
    let (answer, ()) = join(caller.get(&path), shut_out).await;
    assert_eq!((answer.status, answer.code()), (401, "unauthenticated"), "{answer}");
}
