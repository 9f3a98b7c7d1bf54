//! Every change arrives, in order for each subject, under ids that stay, signed as the standard wants it.
use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use hmac::{Hmac, KeyInit, Mac};
use jindu_tests::support::{NORTH, SOUTH, SOUTH_VILLAGE, TestApp};
use serde_json::{Value, json};
use sha2::Sha256;

use super::arrange::{Got, Manner, Receiver, Time, change, dispatcher, enter, happen, keeper, path, send};

/// Checks a `v1` signature as the standard describes it, by other code than the one that made it.
fn is_signed(got: &Got, secret: &str) -> bool {
    let key = base64(secret.strip_prefix("whsec_").expect("a shared key"));
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
    mac.update(format!("{}.{}.{}", got.id, got.timestamp, got.text).as_bytes());
    let expected = mac.finalize().into_bytes().to_vec();
    got.signature.split(' ').filter_map(|one| one.strip_prefix("v1,")).any(|one| base64(one) == expected)
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = LETTERS.iter().position(|known| *known == letter).expect("a letter of Base64");
        bits = (bits << 6) | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("a byte"));
        }
    }
    bytes
}

/// Versions of each subject in the order they were taken first.
fn versions(got: &[Got]) -> BTreeMap<String, Vec<i64>> {
    let mut found = BTreeMap::<String, Vec<i64>>::new();
    for one in got {
        let subject = &one.body["data"]["subject"];
        let version = subject["version"].as_i64().expect("a version");
        let list = found.entry(subject["id"].as_str().expect("an id").to_owned()).or_default();
        if !list.contains(&version) {
            list.push(version);
        }
    }
    found
}

#[actix_web::test]
async fn a_change_is_told_thinly_signed_and_only_after_the_address_has_answered() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    receiver.behave(Some(Manner::Status(503)));
    let made = enter(&caller, receiver.address, &json!({})).await;
    let (path, secret) = (path(&made), made["secret"].as_str().expect("a key").to_owned());
    let event = happen(&app, "讲座").await;
    send(&dispatcher);
    assert_eq!(caller.get(&path).await.ok()["state"], "unverified");
    assert!(receiver.got().is_empty());

    receiver.behave(None);
    caller.post(&format!("{path}/verify"), &Value::Null).await.ok();
    time.pass(Duration::seconds(1));
    send(&dispatcher);
    let stands = caller.get(&path).await.ok();
    assert_eq!((&stands["state"], &stands["secret"]), (&json!("active"), &Value::Null));
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    assert!(receiver.everything().iter().all(|one| is_signed(one, &secret)));
    let body = &got[0].body;
    assert_eq!((&body["type"], &body["data"]["subject"]["id"]), (&json!("events.created"), &json!(event)));
    let members: BTreeSet<&str> = body.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(members, BTreeSet::from(["data", "timestamp", "type"]));
    assert!(!got[0].text.contains("讲座"));
    assert_eq!(got[0].timestamp, time.is().timestamp());
}

#[actix_web::test]
async fn who_does_not_repeat_the_challenge_is_told_nothing() {
    let (app, time) = (TestApp::in_two_towns().await, Time::now());
    let (caller, dispatcher, receiver) = (keeper(&app, NORTH), dispatcher(&app, &time), Receiver::start());
    let elsewhere = format!("http://{}/", Receiver::start().address);
    receiver.behave(Some(Manner::Redirect(elsewhere)));
    let made = enter(&caller, receiver.address, &json!({})).await;
    happen(&app, "讲座").await;
    for _ in 0..12 {
        send(&dispatcher);
        time.pass(Duration::hours(25));
    }
    assert_eq!((caller.get(&path(&made)).await.ok()["state"].clone(), receiver.got().len()), (json!("unverified"), 0));
    assert_eq!(receiver.everything().len(), 10);
    let told = caller.get(&format!("{}/deliveries", path(&made))).await.ok();
    assert_eq!((&told["items"][0]["state"], &told["items"][0]["last_status"]), (&json!("failed"), &json!(302)));
}

/// "Receiver down three hours": it refuses, breaks off, redirects, floods; all that happened meanwhile arrives.
#[actix_web::test]
async fn all_of_three_hours_arrives_in_order_for_each_subject_under_the_same_ids() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    let trap = Receiver::start();
    let manners =
        [Manner::Status(500), Manner::Drop, Manner::Redirect(format!("http://{}/", trap.address)), Manner::Flood];
    let mut subjects = Vec::new();
    for step in 0..18_usize {
        receiver.behave(Some(manners[step % manners.len()].clone()));
        if step < 6 {
            subjects.push(happen(&app, &format!("讲座{step}")).await);
        }
        let subject = &subjects[step % subjects.len()];
        let at = caller_version(&app, subject).await;
        change(&app, subject, at).await;
        send(&dispatcher);
        time.pass(Duration::minutes(10));
    }
    let attempts_while_down = receiver.got().len();
    assert!(attempts_while_down > 18, "{attempts_while_down} attempts");
    receiver.behave(None);
    let up_from = receiver.got().len();
    for _ in 0..40 {
        send(&dispatcher);
        time.pass(Duration::hours(2));
    }
    let got = receiver.got();
    let taken = versions(&got[up_from..]);
    assert_eq!(taken.len(), subjects.len());
    for (subject, versions) in &taken {
        let last = caller_version(&app, subject).await;
        assert_eq!(*versions, (1..=last).collect::<Vec<_>>(), "{subject}");
    }
    let mut ids = BTreeMap::<(String, i64), BTreeSet<String>>::new();
    for one in &got {
        let subject = &one.body["data"]["subject"];
        let key = (subject["id"].to_string(), subject["version"].as_i64().expect("a version"));
        ids.entry(key).or_default().insert(one.id.clone());
    }
    assert!(ids.values().all(|ids| ids.len() == 1), "an id changed");
    assert_eq!(ids.values().flatten().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(trap.connections(), 0);
    let told = caller.get(&format!("{}/deliveries?state=pending,failed,parked", path(&made))).await.ok();
    assert_eq!(told["total"], 0);
}

async fn caller_version(app: &TestApp, event: &str) -> i64 {
    let clerk = app.user(&["events:read"]);
    clerk.get(&format!("/api/v1/events/{event}")).await.ok()["version"].as_i64().expect("a version")
}

#[actix_web::test]
async fn what_is_refused_about_one_holds_up_its_own_and_nobody_else() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    let (one, other) = (happen(&app, "一").await, happen(&app, "二").await);
    receiver.refuse_about(Some(&one));
    change(&app, &one, 1).await;
    change(&app, &other, 1).await;
    send(&dispatcher);
    let got = versions(&receiver.got());
    assert_eq!((&got[&one], &got[&other]), (&vec![1], &vec![1, 2]));
    receiver.refuse_about(None);
    time.pass(Duration::seconds(6));
    send(&dispatcher);
    assert_eq!(versions(&receiver.got())[&one], [1, 2]);
}

#[actix_web::test]
async fn who_is_gone_is_told_nothing_more_until_somebody_resumes_it() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    receiver.next([Manner::Status(410)]);
    happen(&app, "讲座").await;
    send(&dispatcher);
    let stands = caller.get(&path(&made)).await.ok();
    assert_eq!(stands["state"], "disabled");
    happen(&app, "讲座").await;
    time.pass(Duration::hours(1));
    send(&dispatcher);
    assert_eq!(receiver.got().len(), 1);
    let version = stands["version"].as_i64().expect("a version");
    let resumed = caller.having_read(version).post(&format!("{}/resume", path(&made)), &Value::Null).await.ok();
    assert_eq!(resumed["state"], "unverified");
    send(&dispatcher);
    assert_eq!((caller.get(&path(&made)).await.ok()["state"].clone(), receiver.got().len()), (json!("active"), 2));
}

#[actix_web::test]
async fn a_town_is_told_of_its_own_and_of_the_types_it_asked_for() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    enter(&caller, receiver.address, &json!({ "event_types": ["events.updated"] })).await;
    send(&dispatcher);
    let clerk = app.user_at(&["events:read", "events:write"], SOUTH);
    let event = json!({ "kind": "lecture", "held_on": "2025-06-26", "title": "南", "division_code": SOUTH_VILLAGE });
    let theirs = clerk.post("/api/v1/events", &event).await.id();
    clerk.patch(&format!("/api/v1/events/{theirs}"), 1, &json!({ "title": "南二" })).await.ok();
    let ours = happen(&app, "北").await;
    change(&app, &ours, 1).await;
    send(&dispatcher);
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    assert_eq!((&got[0].body["type"], &got[0].body["data"]["subject"]["id"]), (&json!("events.updated"), &json!(ours)));
}

#[actix_web::test]
async fn a_replay_tells_again_under_the_same_ids() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    for title in ["一", "二", "三"] {
        happen(&app, title).await;
    }
    send(&dispatcher);
    // Those about different subjects arrive in any order.
    let in_order = |mut got: Vec<Got>| {
        got.sort_by_key(|one| one.body["data"]["seq"].as_i64());
        got
    };
    let first = in_order(receiver.got());
    assert_eq!(first.len(), 3);
    let version = caller.get(&path(&made)).await.ok()["version"].as_i64().expect("a version");
    let after = json!({ "after_seq": first[0].body["data"]["seq"] });
    caller.having_read(version).post(&format!("{}/replay", path(&made)), &after).await.ok();
    send(&dispatcher);
    let again: Vec<String> = in_order(receiver.got().split_off(3)).into_iter().map(|got| got.id).collect();
    assert_eq!(again, [first[1].id.clone(), first[2].id.clone()]);
    let since = json!({ "since": first[0].body["timestamp"] });
    caller.having_read(version + 1).post(&format!("{}/replay", path(&made)), &since).await.ok();
    send(&dispatcher);
    assert_eq!(receiver.got().len(), 8);
    let neither = caller.having_read(version + 2).post(&format!("{}/replay", path(&made)), &json!({})).await;
    assert_eq!(neither.errors(), [("/after_seq", "webhook.replay.start")]);
}

#[actix_web::test]
async fn both_keys_sign_for_a_day_after_one_was_made_anew() {
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({})).await;
    send(&dispatcher);
    let version = caller.get(&path(&made)).await.ok()["version"].as_i64().expect("a version");
    let rotate = format!("{}/rotate-secret", path(&made));
    let rotated = caller.having_read(version).post(&rotate, &Value::Null).await.ok();
    let (old, new) = (made["secret"].as_str().expect("a key"), rotated["secret"].as_str().expect("a key"));
    happen(&app, "一").await;
    send(&dispatcher);
    let got = receiver.got();
    assert!(is_signed(&got[0], old) && is_signed(&got[0], new));
    time.pass(Duration::hours(25));
    happen(&app, "二").await;
    send(&dispatcher);
    let got = receiver.got();
    assert!(is_signed(&got[1], new) && !is_signed(&got[1], old));
}

#[actix_web::test]
async fn another_agency_checks_by_the_public_key() {
    use ed25519_dalek::{Signature, VerifyingKey};
    let (app, receiver, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, dispatcher) = (keeper(&app, NORTH), dispatcher(&app, &time));
    let made = enter(&caller, receiver.address, &json!({ "signing": "v1a" })).await;
    assert_eq!(made["secret"], Value::Null);
    happen(&app, "一").await;
    send(&dispatcher);
    let public = made["public_keys"][0].as_str().expect("a key").strip_prefix("whpk_").expect("a public key");
    let public = VerifyingKey::from_bytes(&base64(public).try_into().expect("32 bytes")).expect("a key");
    let got = receiver.got();
    let signature = base64(got[0].signature.strip_prefix("v1a,").expect("one signature"));
    let signature = Signature::from_slice(&signature).expect("64 bytes");
    let content = format!("{}.{}.{}", got[0].id, got[0].timestamp, got[0].text);
    public.verify_strict(content.as_bytes(), &signature).expect("it is signed");
}
