//! Order: the same for all, without a gap, whatever happens at the same instant or is committed late.
use std::sync::mpsc::channel;

use futures_util::future::join_all;
use jindu::events::{self, CreateEvent};
use jindu::platform::access::Tx;
use jindu::platform::db::Address;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

use super::{CHANGES, anyone, follow, kinds, now, seal, someone, told_of};

fn seqs(items: &[Value]) -> Vec<i64> {
    items.iter().filter_map(|item| item["seq"].as_i64()).collect()
}

fn event(title: &str) -> CreateEvent {
    let event = json!({ "kind": "publicity", "held_on": "2025-06-26", "title": title, "division_code": NORTH_VILLAGE });
    serde_json::from_value(event).expect("an event")
}

/// "Two changes of the same millisecond, and one was lost": a cursor of times would pass over all but one of these.
#[actix_web::test]
async fn changes_of_one_instant_are_told_once_each_however_small_the_pages() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let before = now(&app, &caller).await;
    let make = |tx: &mut Tx<'_>| {
        (0..25).try_for_each(|number| events::store::insert(tx, event(&format!("第{number}次宣传"))).map(drop))
    };
    app.run(|access| access.write_blocking(make).expect("events are made"));
    join_all((0..5).map(|_| someone(&caller))).await;
    seal(&app);
    let (whole, end) = follow(&caller, &before, "limit=500").await;
    let instants: Vec<_> =
        whole.iter().filter(|item| item["type"] == "events.created").map(|item| &item["occurred_at"]).collect();
    assert!(instants.len() == 25 && instants.iter().all(|at| *at == instants[0]), "{instants:?}");
    for limit in [1, 2, 7, 31] {
        assert_eq!(follow(&caller, &before, &format!("limit={limit}")).await, (whole.clone(), end.clone()), "{limit}");
    }
    assert!(seqs(&whole).is_sorted_by(|one, other| one < other), "{:?}", seqs(&whole));
    assert_eq!(follow(&caller, &end, "").await.0, Vec::<Value>::new());
}

/// "A transaction took long and what it wrote was never told": what is committed after a later one is told after it, or both in
/// their turn; never is it passed over.
#[actix_web::test]
async fn what_is_committed_late_is_not_passed_over() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let mut cursor = now(&app, &caller).await;
    let (began, begun) = channel();
    let (release, released) = channel::<()>();
    let access = app.run(|access| access);
    let slow = std::thread::spawn(move || {
        access.write_blocking(move |tx| {
            let made = events::store::insert(tx, event("开始得早"))?;
            began.send(()).expect("somebody waits");
            released.recv().expect("it is told when");
            Ok(made.id.to_string())
        })
    });
    begun.recv().expect("it has begun");
    let mut told = Vec::new();
    // SQLite has one writer: there nobody can overtake.
    let is_overtaken = matches!(app.database.address, Address::Postgres(_));
    let mut quick = String::new();
    if is_overtaken {
        quick = someone(&caller).await;
        // Not all of it: what began earlier is still under way.
        app.seal();
        let (items, reached) = follow(&caller, &cursor, "").await;
        told.extend(items);
        cursor = reached;
    }
    release.send(()).expect("it waits");
    let slow = slow.join().expect("no panic").expect("it is committed");
    if !is_overtaken {
        quick = someone(&caller).await;
    }
    seal(&app);
    told.extend(follow(&caller, &cursor, "").await.0);
    assert_eq!((told_of(&told, &slow), told_of(&told, &quick)), (vec!["events.created"], vec!["personnel.created"]));
    let all = follow(&caller, "", "").await.0;
    assert!(all.ends_with(&told), "whoever reads all at once sees the same order");
}

/// The proof is in the feed: each head in the place where it was signed, over what came before it.
#[actix_web::test]
async fn heads_stand_where_they_were_signed() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let before = now(&app, &caller).await;
    for _ in 0..2 {
        someone(&caller).await;
        seal(&app);
    }
    let (items, _) = follow(&caller, &before, "types=personnel,journal.head").await;
    assert_eq!(kinds(&items), ["personnel.created", "journal.head", "personnel.created", "journal.head"]);
    let latest = caller.get("/api/v1/journal/heads/latest").await.ok();
    let told = &items[3]["head"];
    for member in ["number", "size", "root", "note"] {
        assert_eq!(told[member], latest[member], "{member}");
    }
}

/// What is told names fields and never says what stands in them.
#[actix_web::test]
async fn no_value_is_told() {
    let app = TestApp::in_two_towns().await;
    let caller = anyone(&app, NORTH);
    let before = now(&app, &caller).await;
    let person = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "in_community", "id_number": "990981199507250023",
        "phone": "16071243966", "household_address": "新塘村三组", "first_found_on": "2018-01-05",
    });
    let id = caller.post("/api/v1/personnel", &person).await.id();
    caller.patch(&format!("/api/v1/personnel/{id}"), 1, &json!({ "phone": "16071243967" })).await.ok();
    seal(&app);
    let page = caller.get(&format!("{CHANGES}?after={before}")).await;
    let changed = page.body["items"].as_array().expect("items").iter().find(|item| item["type"] == "personnel.updated");
    assert_eq!(changed.expect("it is told")["changed"], json!(["phone"]));
    for value in ["罗会腾", "990981199507250023", "1607124396", "新塘村"] {
        assert!(!page.text.contains(value), "{value}: {page}");
    }
}
