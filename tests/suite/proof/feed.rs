//! The feed under fire: writers, servers that are killed again and again, and followers that come back with their cursors.
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jindu::platform::db::Address;
use jindu_tests::process::{Server, http};
use jindu_tests::support::{NORTH_VILLAGE, PASSWORD};
use serde_json::{Value, json};

use super::office::{Town, all};
use super::processes::duration;

const WRITERS: usize = 8;
const KINDS: [&str; 2] = ["personnel", "tasks"];

/// What is under fire.
struct Fire {
    token: String,
    /// Servers that may answer just now.
    servers: Mutex<Vec<SocketAddr>>,
    acknowledged: AtomicUsize,
    is_over: AtomicBool,
}

impl Fire {
    /// A server for whoever has this number.
    fn server(&self, number: usize) -> SocketAddr {
        let servers = self.servers.lock().expect("no panic");
        servers[number % servers.len()]
    }

    /// Asks some server; none where it was killed meanwhile.
    fn ask(&self, to: SocketAddr, method: &str, path: &str, version: i64, body: &Value) -> Option<(u16, Value)> {
        let (bearer, version) = (format!("Bearer {}", self.token), format!("\"{version}\""));
        let media = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let headers = [("Authorization", bearer.as_str()), ("If-Match", &version), ("Content-Type", media)];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = http::send(to, method, &format!("/api/v1{path}"), &headers, body.as_bytes()).ok()?;
        Some((answer.status, answer.json()))
    }

    /// Registers, changes and withdraws persons until it is over. What breaks off may have been done or not.
    fn write(&self, number: usize) {
        for round in number.. {
            if self.is_over.load(Ordering::Relaxed) {
                return;
            }
            let to = self.server(round);
            if self.one_person(to, round).is_none() {
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    fn one_person(&self, to: SocketAddr, round: usize) -> Option<()> {
        let person = json!({ "name": "甘棠", "division_code": NORTH_VILLAGE, "status": "in_community" });
        let id = self.done(self.ask(to, "POST", "/personnel", 0, &person)?, 201)?["id"].as_str()?.to_owned();
        if round.is_multiple_of(2) {
            let notes = json!({ "notes": format!("第{round}次") });
            self.done(self.ask(to, "PATCH", &format!("/personnel/{id}"), 1, &notes)?, 200)?;
        }
        if round.is_multiple_of(4) {
            let why = json!({ "reason": "重复登记" });
            self.done(self.ask(to, "POST", &format!("/personnel/{id}/withdraw"), 2, &why)?, 200)?;
        }
        Some(())
    }

    fn done(&self, (status, body): (u16, Value), expected: u16) -> Option<Value> {
        // A server that has just started or is just going may have no time.
        if status == 503 {
            return None;
        }
        assert_eq!(status, expected, "{body}");
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
        Some(body)
    }
}

/// Somebody who follows, and what they hold.
#[derive(Default)]
struct Follower {
    cursor: String,
    /// Places and ids, in the order they came.
    seen: Vec<(i64, String)>,
    /// Kinds, ids and versions of what lists should have.
    held: BTreeMap<(String, String), i64>,
    broken_off: usize,
}

impl Follower {
    /// Follows until it is over and nothing more comes.
    fn follow(mut self, fire: &Fire, number: usize) -> Self {
        let mut quiet = 0;
        for round in number.. {
            let was_over = fire.is_over.load(Ordering::Relaxed);
            let path = format!("/changes?after={}&wait=3&limit=200", self.cursor);
            let Some((200, page)) = fire.ask(fire.server(round), "GET", &path, 0, &Value::Null) else {
                self.broken_off += 1;
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            page["cursor"].as_str().expect("a cursor").clone_into(&mut self.cursor);
            let items = page["items"].as_array().expect("items");
            items.iter().for_each(|item| self.take(item));
            quiet = if was_over && items.is_empty() && page["is_end"] == true { quiet + 1 } else { 0 };
            if quiet == 2 {
                break;
            }
        }
        self
    }

    fn take(&mut self, item: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.seen.push((item["seq"].as_i64().expect("a place"), text(&item["id"])));
        let subject = &item["subject"];
        let key = (text(&subject["type"]), text(&subject["id"]));
        if subject["is_listed"] == true {
            self.held.insert(key, subject["version"].as_i64().expect("a version"));
        } else {
            self.held.remove(&key);
        }
    }
}

fn listed(server: &Server, token: &str, kind: &str) -> BTreeMap<(String, String), i64> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = all(server, token, &format!("/{kind}"));
    items
        .iter()
        .map(|item| ((kind.to_owned(), text(&item["id"])), item["version"].as_i64().expect("a version")))
        .collect()
}

/// Servers are started and killed while everybody writes and follows; the last one stays.
fn burn(town: &Town, fire: &Fire, lasting: Option<&Server>) -> Server {
    let started = Instant::now();
    let mut round = 0_u64;
    loop {
        let doomed = town.serve();
        *fire.servers.lock().expect("no panic") =
            lasting.iter().map(|server| server.address).chain([doomed.address]).collect();
        if started.elapsed() > duration() {
            return doomed;
        }
        thread::sleep(Duration::from_millis(700 + (round * 379) % 1500));
        doomed.signal("KILL");
        round += 1;
    }
}

/// Two followers, one from a cursor over two servers and one that begins later, end with the server's state to the last version,
/// having seen everything in the same order.
#[test]
fn followers_under_fire_end_with_the_state_of_the_server() {
    let town = Town::new();
    let is_shared = !matches!(town.office.database.address, Address::Sqlite(_));
    let lasting = is_shared.then(|| town.serve());
    let first = town.serve();
    let token = first.sign_in("case", PASSWORD).expect("signed in");
    let fire = Fire {
        token,
        servers: Mutex::new(vec![first.address]),
        acknowledged: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
    };
    // SQLite has one process for one file: those that follow are started one after another.
    drop(first);
    let (last, followers) = thread::scope(|scope| {
        let fire = &fire;
        let followers = [0, 1].map(|number| scope.spawn(move || Follower::default().follow(fire, number)));
        for number in 0..WRITERS {
            scope.spawn(move || fire.write(number));
        }
        let last = burn(&town, fire, lasting.as_ref());
        fire.is_over.store(true, Ordering::Relaxed);
        (last, followers.map(|follower| follower.join().expect("no panic")))
    });
    let acknowledged = fire.acknowledged.into_inner();
    let [one, other] = followers;
    eprintln!("{acknowledged} acknowledged, {} items, broken off {} times", one.seen.len(), one.broken_off);
    assert!(acknowledged > 100 && one.broken_off > 0, "{acknowledged} were written");
    assert!(one.seen.is_sorted_by(|(before, _), (after, _)| before < after), "each once, and in order");
    let common = one.seen.len().min(other.seen.len());
    assert_eq!(one.seen[..common], other.seen[..common], "all see one order");
    for follower in [&one, &other] {
        expect_state_of(&last, &fire.token, follower);
    }
    drop((lasting, last));
    town.expect_sound(&[]);
}

fn expect_state_of(server: &Server, token: &str, follower: &Follower) {
    for kind in KINDS {
        let of_kind = follower.held.iter().filter(|((of, _), _)| of == kind);
        let held: BTreeMap<_, _> = of_kind.map(|(key, version)| (key.clone(), *version)).collect();
        assert!(held == listed(server, token, kind), "{kind}: {} are held", held.len());
    }
}
