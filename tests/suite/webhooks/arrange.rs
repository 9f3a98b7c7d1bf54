//! A receiver that does as it is told and keeps what it got, and an office that sends to it.
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use jindu::exchange::webhooks::Sender;
use jindu::exchange::{Dispatcher, HttpSender, Reach};
use jindu::platform::access::Reading;
use jindu::platform::clock;
use jindu::platform::db::schema::{journal, journal_order};
use jindu_tests::support::{Caller, NORTH, NORTH_VILLAGE, TestApp};
use serde_json::{Value, json};

/// How a receiver answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Manner {
    /// With this status.
    Status(u16),
    /// With a redirect to there.
    Redirect(String),
    /// With 200 and far too much.
    Flood,
    /// Not at all: the connection is closed.
    Drop,
    /// Not at all, and the connection stays open.
    Hold,
    /// With this, and then with a byte a second, for ever.
    Drip(&'static str),
    /// With headers, for ever.
    Headers,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Got {
    pub id: String,
    pub timestamp: i64,
    pub signature: String,
    pub text: String,
    pub body: Value,
}

/// What is common to the receiver and its thread.
#[derive(Default)]
struct Kept {
    got: Mutex<Vec<Got>>,
    manners: Mutex<VecDeque<Manner>>,
    lasting: Mutex<Option<Manner>>,
    refused: Mutex<Option<String>>,
    connections: AtomicUsize,
}

/// A receiver on this machine. It repeats challenges and takes what it is sent, unless told otherwise.
pub struct Receiver {
    pub address: SocketAddr,
    kept: Arc<Kept>,
}

impl Receiver {
    pub fn start() -> Self {
        Self::on("127.0.0.1:0")
    }

    pub fn on(address: &str) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let kept = Arc::<Kept>::default();
        let keeping = Arc::clone(&kept);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                keeping.connections.fetch_add(1, Ordering::SeqCst);
                let keeping = Arc::clone(&keeping);
                std::thread::spawn(move || serve(stream, &keeping));
            }
        });
        Self { address, kept }
    }

    /// Answers so from now on.
    pub fn behave(&self, manner: Option<Manner>) {
        *self.kept.lasting.lock().expect("no panic") = manner;
    }

    /// Answers the next requests so, one after another.
    pub fn next(&self, manners: impl IntoIterator<Item = Manner>) {
        self.kept.manners.lock().expect("no panic").extend(manners);
    }

    /// Answers 500 to whatever is about this subject.
    pub fn refuse_about(&self, subject: Option<&str>) {
        *self.kept.refused.lock().expect("no panic") = subject.map(str::to_owned);
    }

    /// Messages of changes that it got, taken or not, as they came.
    pub fn got(&self) -> Vec<Got> {
        let got = self.kept.got.lock().expect("no panic");
        got.iter().filter(|got| got.body["type"] != "webhook.challenge").cloned().collect()
    }

    pub fn everything(&self) -> Vec<Got> {
        self.kept.got.lock().expect("no panic").clone()
    }

    pub fn connections(&self) -> usize {
        self.kept.connections.load(Ordering::SeqCst)
    }
}

fn serve(stream: TcpStream, kept: &Kept) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
    let (mut head, mut line) = (Vec::new(), String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        head.push(std::mem::take(&mut line));
    }
    let header = |name: &str| {
        let found =
            head.iter().filter_map(|line| line.split_once(':')).find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    if reader.read_exact(&mut body).is_err() || body.is_empty() {
        return;
    }
    let text = String::from_utf8(body).expect("text");
    let got = Got {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().unwrap_or_default(),
        signature: header("webhook-signature"),
        body: serde_json::from_str(&text).expect("JSON"),
        text,
    };
    let manner =
        kept.manners.lock().expect("no panic").pop_front().or_else(|| kept.lasting.lock().expect("no panic").clone());
    let is_refused = kept.refused.lock().expect("no panic").as_deref() == got.body["data"]["subject"]["id"].as_str();
    let challenge = got.body["data"]["challenge"].as_str().unwrap_or_default().to_owned();
    let is_refused = is_refused && challenge.is_empty();
    kept.got.lock().expect("no panic").push(got);
    let manner = if is_refused { Some(Manner::Status(500)) } else { manner };
    answer(stream, manner.unwrap_or(Manner::Status(200)), &challenge);
}

/// Waits until the sender has gone.
fn hold(mut stream: TcpStream) {
    let _ = stream.read(&mut [0]);
}

fn drip(mut stream: TcpStream, beginning: &str) {
    let mut is_taken = stream.write_all(beginning.as_bytes()).is_ok();
    while is_taken {
        std::thread::sleep(std::time::Duration::from_secs(1));
        is_taken = stream.write_all(b"x").is_ok();
    }
}

fn headers(mut stream: TcpStream) {
    let mut is_taken = stream.write_all(b"HTTP/1.1 200 X\r\n").is_ok();
    while is_taken {
        is_taken = stream.write_all(b"X-Filler: more of it\r\n").is_ok();
    }
}

fn answer(mut stream: TcpStream, manner: Manner, challenge: &str) {
    let length = challenge.len();
    let head = match manner {
        Manner::Drop => return,
        Manner::Hold => return hold(stream),
        Manner::Drip(beginning) => return drip(stream, beginning),
        Manner::Headers => return headers(stream),
        Manner::Status(status) => {
            format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{challenge}")
        }
        Manner::Redirect(to) => {
            format!("HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        Manner::Flood => "HTTP/1.1 500 X\r\nConnection: close\r\n\r\n".to_owned(),
    };
    let is_flood = head.contains("500 X\r\nConnection");
    if stream.write_all(head.as_bytes()).is_ok() && is_flood {
        let block = vec![b'x'; 65_536];
        // Until the sender has had enough.
        for _ in 0..4096 {
            if stream.write_all(&block).is_err() {
                break;
            }
        }
    }
}

/// The time a test says it is: a little later than it is, so that what was just entered is due.
#[derive(Clone)]
pub struct Time(Arc<Mutex<DateTime<Utc>>>);

impl Time {
    pub fn now() -> Self {
        Self(Arc::new(Mutex::new(clock::now() + Duration::minutes(5))))
    }

    pub fn pass(&self, by: Duration) {
        *self.0.lock().expect("no panic") += by;
    }

    pub fn is(&self) -> DateTime<Utc> {
        *self.0.lock().expect("no panic")
    }
}

/// A dispatcher that reaches this machine.
pub fn dispatcher(app: &TestApp, time: &Time) -> Dispatcher {
    dispatcher_with(app, time, Arc::new(HttpSender::new(Reach::new(Vec::new()).with_loopback())))
}

pub fn dispatcher_with(app: &TestApp, time: &Time, sender: Arc<dyn Sender>) -> Dispatcher {
    let time = time.clone();
    app.run(|access| Dispatcher::new(access, sender, Arc::new(move || time.is())))
}

/// Sends what is due, and what that makes due.
pub fn send(dispatcher: &Dispatcher) -> usize {
    let mut sent = 0;
    loop {
        let begun = send_once(dispatcher);
        if begun == 0 {
            return sent;
        }
        sent += begun;
    }
}

/// Sends what is due, on a thread that may block.
pub fn send_once(dispatcher: &Dispatcher) -> usize {
    let sending = || {
        let begun = dispatcher.tick().expect("the database answers");
        dispatcher.settle();
        begun
    };
    std::thread::scope(|scope| scope.spawn(sending).join()).expect("no panic")
}

/// The security administrator of a town.
pub fn keeper<'a>(app: &'a TestApp, division: &str) -> Caller<'a> {
    app.user_at(&["webhooks:read", "webhooks:manage"], division)
}

/// Allows a receiver on this machine.
pub async fn allow(caller: &Caller<'_>, address: SocketAddr) {
    let host = json!({
        "host": address.ip().to_string(), "port": address.port(), "networks": ["127.0.0.0/8"], "allows_plain_http": true,
    });
    caller.post("/api/v1/webhooks/allowed-hosts", &host).await.created();
}

/// A webhook to a receiver, with the key that was shown once.
pub async fn enter(caller: &Caller<'_>, address: SocketAddr, more: &Value) -> Value {
    allow(caller, address).await;
    let mut body = json!({
        "name": "市平台", "url": format!("http://{address}/hook"), "division_code": NORTH, "signing": "v1",
        "event_types": ["events.*", "personnel.*"],
    });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    caller.post("/api/v1/webhooks", &body).await.created()
}

/// Signs the journal to its end. PostgreSQL seals what no open transaction of the whole server can come before, those of other
/// tests among them.
fn seal(app: &TestApp) {
    let is_sealed = |reading: &mut Reading<'_>| {
        let entries: i64 = journal::table.count().get_result(reading.db)?;
        let sealed: i64 =
            journal_order::table.filter(journal_order::kind.eq("entry")).count().get_result(reading.db)?;
        Ok(entries == sealed)
    };
    app.seal();
    while !app.run(|access| access.read_blocking(is_sealed)).expect("counted") {
        std::thread::yield_now();
        app.seal();
    }
}

/// Records an event in the town; its id.
pub async fn happen(app: &TestApp, title: &str) -> String {
    let clerk = app.user(&["events:read", "events:write"]);
    let event = json!({ "kind": "lecture", "held_on": "2025-06-26", "title": title, "division_code": NORTH_VILLAGE });
    let id = clerk.post("/api/v1/events", &event).await.id().to_string();
    seal(app);
    id
}

/// Changes an event that is at this version.
pub async fn change(app: &TestApp, id: &str, version: i64) {
    let clerk = app.user(&["events:read", "events:write"]);
    let title = json!({ "title": format!("讲座 {version}") });
    clerk.patch(&format!("/api/v1/events/{id}"), version, &title).await.ok();
    seal(app);
}

pub fn path(webhook: &Value) -> String {
    format!("/api/v1/webhooks/{}", webhook["id"].as_str().expect("an id"))
}
