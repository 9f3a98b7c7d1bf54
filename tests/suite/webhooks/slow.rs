//! Receivers that take all the time there is. This is the one test that waits the fifteen seconds an attempt may take.
use std::thread;

use chrono::Duration;
use jindu_tests::support::{NORTH, TestApp};
use serde_json::{Value, json};

use super::arrange::{Manner, Receiver, Time, dispatcher, enter, happen, keeper, path, send};

/// They accept and say nothing; a byte a second of a header, of a body; headers without an end.
fn slow() -> [Manner; 4] {
    [
        Manner::Hold,
        Manner::Drip("HTTP/1.1 200 OK\r\nX-Slow: "),
        Manner::Drip("HTTP/1.1 500 X\r\nConnection: close\r\n\r\n"),
        Manner::Headers,
    ]
}

#[actix_web::test]
async fn who_takes_all_the_time_there_is_holds_nobody_else_up_and_is_cut_off() {
    let (app, time) = (TestApp::in_two_towns().await, Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let mut hostile = Vec::new();
    for (number, manner) in slow().into_iter().enumerate() {
        let receiver = Receiver::start();
        let made = enter(&caller, receiver.address, &json!({ "name": format!("慢{number}") })).await;
        hostile.push((receiver, path(&made), manner));
    }
    let good = Receiver::start();
    let name = json!({ "name": "好" });
    enter(&caller, good.address, &name).await;
    send(&dispatcher);
    for (receiver, _, manner) in &hostile {
        receiver.behave(Some(manner.clone()));
    }
    for number in 0..6 {
        happen(&app, &format!("讲座{number}")).await;
    }
    // The good one has all of it while the others are still at their first.
    thread::scope(|scope| {
        let sending = scope.spawn(|| {
            while good.got().len() < 6 {
                dispatcher.tick().expect("the database answers");
                thread::sleep(std::time::Duration::from_millis(10));
            }
        });
        sending.join().expect("no panic");
    });
    for (receiver, path, manner) in &hostile[..3] {
        assert!((1..=4).contains(&receiver.got().len()), "{manner:?}");
        let told = caller.get(&format!("{path}/deliveries?state=pending")).await.ok();
        let finished = told["items"].as_array().expect("deliveries").iter().map(|one| &one["finished_attempts"]);
        assert!(finished.clone().all(|count| *count == json!(0)), "{manner:?}: {told}");
    }
    // It ends: no attempt lasts for ever.
    thread::scope(|scope| scope.spawn(|| dispatcher.settle()).join().expect("no panic"));
    for (receiver, path, manner) in &hostile {
        let told = caller.get(&format!("{path}/deliveries?state=pending&per_page=200")).await.ok();
        let tried: Vec<&Value> =
            told["items"].as_array().expect("deliveries").iter().filter(|one| one["finished_attempts"] != 0).collect();
        assert!(!tried.is_empty(), "{manner:?}: {told}");
        assert!(tried.iter().all(|one| one["last_error"].is_string()), "{manner:?}: {told}");
        receiver.behave(None);
    }
    let before: Vec<Vec<String>> = hostile.iter().map(|(receiver, ..)| ids(receiver)).collect();
    for _ in 0..4 {
        time.pass(Duration::minutes(6));
        send(&dispatcher);
    }
    for ((receiver, path, manner), before) in hostile.iter().zip(before) {
        let told = caller.get(&format!("{path}/deliveries?state=delivered")).await.ok();
        // The challenge is among them.
        assert_eq!(told["total"], json!(7), "{manner:?}");
        let mut all = ids(receiver);
        assert!(before.iter().all(|id| all.iter().filter(|one| *one == id).count() > 1), "{manner:?}: ids stay");
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 6, "{manner:?}");
    }
}

fn ids(receiver: &Receiver) -> Vec<String> {
    receiver.got().into_iter().map(|got| got.id).collect()
}
