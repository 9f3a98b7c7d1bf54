//! What ends the process is put aside, what is taken by one process is taken by no other, and what is changed is on record.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Duration;
use jindu::exchange::webhooks::{Answered, Message, Sender};
use jindu::exchange::{HttpSender, Reach};
use jindu_tests::support::{NORTH, SOUTH, TestApp};
use serde_json::{Value, json};

use super::arrange::{Manner, Receiver, Time, dispatcher, dispatcher_with, enter, happen, keeper, path, send};

/// Ends its thread in the middle of whatever is about one subject, as what kills a process would.
struct Dying {
    subject: String,
    deaths: Arc<AtomicUsize>,
    sender: HttpSender,
}

impl Sender for Dying {
    fn send(&self, message: &Message) -> Answered {
        if message.body.contains(&self.subject) {
            self.deaths.fetch_add(1, Ordering::SeqCst);
            panic!("killed by a message");
        }
        self.sender.send(message)
    }
}

#[actix_web::test]
async fn what_kills_three_times_is_put_aside_and_others_arrive_at_once() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let caller = keeper(&app, NORTH);
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher(&app, &time));
    let poison = happen(&app, "毒").await;
    let deaths = Arc::new(AtomicUsize::new(0));
    let sender = HttpSender::new(Reach::new(Vec::new()).with_loopback());
    let dying = dispatcher_with(&app, &time, Arc::new(Dying { subject: poison, deaths: Arc::clone(&deaths), sender }));
    for round in 0..5 {
        happen(&app, "别的").await;
        send(&dying);
        assert_eq!(receiver.got().len(), round + 1);
        time.pass(Duration::seconds(61));
    }
    assert_eq!(deaths.load(Ordering::SeqCst), 3);
    let told = caller.get(&format!("{}/deliveries?state=parked", path(&made))).await.ok();
    let item = &told["items"][0];
    assert_eq!(
        (&told["total"], &item["started_attempts"], &item["finished_attempts"]),
        (&json!(1), &json!(3), &json!(0))
    );
}

#[actix_web::test]
async fn two_who_send_at_once_send_each_message_once() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let caller = keeper(&app, NORTH);
    enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher(&app, &time));
    for number in 0..12 {
        happen(&app, &format!("讲座{number}")).await;
    }
    let both = [dispatcher(&app, &time), dispatcher(&app, &time)];
    std::thread::scope(|scope| {
        for dispatcher in &both {
            scope.spawn(|| (0..30).for_each(|_| _ = send(dispatcher)));
        }
    });
    let mut ids: Vec<String> = receiver.got().into_iter().map(|got| got.id).collect();
    assert_eq!(ids.len(), 12);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 12);
}

#[actix_web::test]
async fn a_dead_host_is_left_alone_and_asked_once_a_minute() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    receiver.behave(Some(Manner::Status(503)));
    for number in 0..20 {
        happen(&app, &format!("讲座{number}")).await;
    }
    send(&dispatcher);
    let tried = receiver.got().len();
    assert!((5..=8).contains(&tried), "{tried} attempts");
    time.pass(Duration::seconds(30));
    send(&dispatcher);
    assert_eq!(receiver.got().len(), tried);
    time.pass(Duration::seconds(31));
    send(&dispatcher);
    assert_eq!(receiver.got().len(), tried + 1);
    receiver.behave(None);
    time.pass(Duration::seconds(61));
    send(&dispatcher);
    assert_eq!(caller.get(&format!("{}/deliveries?state=delivered", path(&made))).await.ok()["total"], 21);
    assert_eq!(caller.get(&path(&made)).await.ok()["failures_in_row"], 0);
}

#[actix_web::test]
async fn what_is_paused_waits_and_what_is_deleted_is_gone() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    let path = path(&made);
    let version = caller.get(&path).await.ok()["version"].as_i64().expect("a version");
    caller.having_read(version).post(&format!("{path}/pause"), &Value::Null).await.ok();
    happen(&app, "一").await;
    send(&dispatcher);
    assert_eq!(receiver.got().len(), 0);
    caller.having_read(version + 1).post(&format!("{path}/resume"), &Value::Null).await.ok();
    send(&dispatcher);
    assert_eq!(receiver.got().len(), 1);
    assert_eq!(keeper(&app, SOUTH).get(&path).await.status, 404);
    let gone = caller.having_read(version + 2).send(actix_web::http::Method::DELETE, &path, Vec::new()).await;
    assert_eq!(gone.status, 204);
    happen(&app, "二").await;
    send(&dispatcher);
    assert_eq!((receiver.got().len(), caller.get(&path).await.status), (1, 404));
    let id = made["id"].as_str().expect("an id");
    let entries = app.user(&["audit:read"]).get(&format!("/api/v1/journal?subject={id}")).await.ok();
    let actions: Vec<&str> =
        entries["items"].as_array().expect("entries").iter().map(|one| one["action"].as_str().expect("one")).collect();
    assert_eq!(actions, ["withdrawn", "resumed", "paused", "verified", "created"]);
}
