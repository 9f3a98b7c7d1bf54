//! Sixty addresses somebody hostile would enter, and names that lie: nothing outside the allowed hosts is ever connected to.
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Duration;
use jindu::exchange::{HttpSender, Names, Reach};
use jindu_tests::support::{NORTH, TestApp};
use serde_json::json;

use super::arrange::{Manner, Receiver, Time, allow, dispatcher_with, enter, happen, keeper, path, send, send_once};

/// Ways to write this machine, a link, a network nobody entered.
const HOSTS: [&str; 41] = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0177.1",
    "127.0.0.01",
    "127.127.127.127",
    "127.0.0.1.",
    "localhost.",
    "LOCALHOST",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "0.0.0.0",
    "0",
    "[::]",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "224.0.0.1",
    "255.255.255.255",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "10.0.0.1",
    "192.168.0.1",
    "metadata.internal",
];

/// Whole addresses; `PORT` stands for a port somebody listens on.
const ADDRESSES: [&str; 21] = [
    "http://receiver.example@127.0.0.1:PORT/",
    "http://receiver.example:443@127.0.0.1:PORT/",
    "http://user:secret@127.0.0.1:PORT/",
    "http://receiver.example%00@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT#@receiver.example/",
    "http://127.0.0.1:PORT?@receiver.example/",
    "http://127.0.0.1:PORT\\@receiver.example/",
    "http:\\\\127.0.0.1:PORT\\",
    "http:/127.0.0.1:PORT/",
    "http:127.0.0.1:PORT",
    "//127.0.0.1:PORT/",
    "HTTP://127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/../hook",
    "https://127.0.0.1:PORT/",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_",
    "dict://127.0.0.1:PORT/x",
    "unix:/tmp/x:PORT",
    "file:///etc/passwd",
    "http://127.0.0.1:5432/",
    "http://receiver.example:PORT/",
];

fn hostile(port: u16) -> Vec<String> {
    let hosts = HOSTS.iter().map(|host| format!("http://{host}:{port}/"));
    hosts.chain(ADDRESSES.iter().map(|address| address.replace("PORT", &port.to_string()))).collect()
}

#[actix_web::test]
async fn sixty_hostile_addresses_are_refused_before_anything_is_sent() {
    let (app, bystander, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let caller = keeper(&app, NORTH);
    let good =
        json!({ "host": "receiver.example", "port": 443, "networks": ["10.20.0.0/16"], "allows_plain_http": true });
    caller.post("/api/v1/webhooks/allowed-hosts", &good).await.created();
    let addresses = hostile(bystander.address.port());
    assert!(addresses.len() >= 60, "{}", addresses.len());
    for url in &addresses {
        let body = json!({ "name": "敌", "url": url, "division_code": NORTH, "signing": "v1" });
        let answer = caller.post("/api/v1/webhooks", &body).await;
        assert_eq!(answer.status, 422, "{url}: {answer}");
        assert!(answer.names("/url"), "{url}: {answer}");
    }
    let sender = Arc::new(HttpSender::new(Reach::new(Vec::new())));
    assert_eq!(send(&dispatcher_with(&app, &time, sender)), 0);
    assert_eq!(bystander.connections(), 0);
}

/// Even entered as allowed, this machine, a link and nobody's addresses are not connected to.
#[actix_web::test]
async fn no_entry_opens_what_is_never_reached() {
    let (app, bystander, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let (caller, port) = (keeper(&app, NORTH), bystander.address.port());
    let mut entered = Vec::new();
    for (host, network) in [
        ("127.0.0.1", "127.0.0.0/8"),
        ("localhost", "127.0.0.0/8"),
        ("::1", "::1/128"),
        ("::ffff:127.0.0.1", "127.0.0.0/8"),
        ("0.0.0.0", "0.0.0.0/8"),
        ("169.254.169.254", "169.254.0.0/16"),
        ("2130706433", "127.0.0.0/8"),
    ] {
        let entry = json!({ "host": host, "port": port, "networks": [network], "allows_plain_http": true });
        let answer = caller.post("/api/v1/webhooks/allowed-hosts", &entry).await;
        let url =
            if host.contains(':') { format!("http://[{host}]:{port}/") } else { format!("http://{host}:{port}/") };
        assert!([201, 422].contains(&answer.status), "{answer}");
        let body = json!({ "name": "敌", "url": url, "division_code": NORTH, "signing": "v1" });
        entered.push(caller.post("/api/v1/webhooks", &body).await.created());
    }
    let sender = Arc::new(HttpSender::new(Reach::new(Vec::new())));
    let dispatcher = dispatcher_with(&app, &time, sender);
    assert!(send(&dispatcher) >= entered.len());
    for made in &entered {
        let told = caller.get(&format!("{}/deliveries", path(made))).await.ok();
        assert_eq!(told["items"][0]["last_error"], "the name leads outside the allowed networks", "{made}");
    }
    assert_eq!(bystander.connections(), 0);
}

/// Answers the first look-up with a good address and later ones with others.
struct Lying {
    asked: AtomicUsize,
    first: SocketAddr,
    later: Vec<SocketAddr>,
}

impl Names for Lying {
    fn look_up(&self, _: &str, _: u16) -> std::io::Result<Vec<SocketAddr>> {
        let is_first = self.asked.fetch_add(1, Ordering::SeqCst) == 0;
        Ok(if is_first { vec![self.first] } else { self.later.clone() })
    }
}

#[actix_web::test]
async fn a_name_that_changes_its_answer_is_looked_up_once_and_checked_each_time() {
    let (app, time) = (TestApp::in_two_towns().await, Time::now());
    let (caller, receiver) = (keeper(&app, NORTH), Receiver::start());
    let port = receiver.address.port();
    let bystander = Receiver::on(&format!("127.0.0.2:{port}"));
    let entry = json!({ "host": "peer.example", "port": port, "networks": ["127.0.0.1"], "allows_plain_http": true });
    caller.post("/api/v1/webhooks/allowed-hosts", &entry).await.created();
    let body =
        json!({ "name": "市", "url": format!("http://peer.example:{port}/"), "division_code": NORTH, "signing": "v1" });
    let made = caller.post("/api/v1/webhooks", &body).await.created();
    // Later it leads to the good address and to one beside it.
    let later = vec![receiver.address, bystander.address];
    let names = Arc::new(Lying { asked: AtomicUsize::new(0), first: receiver.address, later });
    let reach = Reach::new(Vec::new()).with_loopback().with_names(Arc::clone(&names) as Arc<dyn Names>);
    let dispatcher = dispatcher_with(&app, &time, Arc::new(HttpSender::new(reach)));
    send_once(&dispatcher);
    assert_eq!((names.asked.load(Ordering::SeqCst), receiver.everything().len()), (1, 1));
    assert_eq!(caller.get(&path(&made)).await.ok()["state"], "active");
    happen(&app, "讲座").await;
    send(&dispatcher);
    assert_eq!((receiver.got().len(), bystander.connections()), (0, 0));
    let told = caller.get(&format!("{}/deliveries?state=pending", path(&made))).await.ok();
    assert!(told["total"].as_i64().expect("a total") > 0);
    assert_eq!(told["items"][0]["last_error"], "the name leads outside the allowed networks");
}

#[actix_web::test]
async fn the_database_is_reached_by_no_webhook() {
    let (app, database, time) = (TestApp::in_two_towns().await, Receiver::start(), Time::now());
    let caller = keeper(&app, NORTH);
    let made = enter(&caller, database.address, &json!({})).await;
    let own = ("localhost".to_owned(), database.address.port());
    let sender = Arc::new(HttpSender::new(Reach::new(vec![own]).with_loopback()));
    send(&dispatcher_with(&app, &time, sender));
    assert_eq!(
        (database.connections(), caller.get(&path(&made)).await.ok()["state"].clone()),
        (0, json!("unverified"))
    );
}

#[actix_web::test]
async fn a_host_that_is_allowed_no_longer_gets_nothing_more_and_no_redirect_is_followed() {
    let (app, receiver, trap, time) =
        (TestApp::in_two_towns().await, Receiver::start(), Receiver::start(), Time::now());
    let caller = keeper(&app, NORTH);
    enter(&caller, receiver.address, &json!({})).await;
    allow(&caller, trap.address).await;
    let sender = Arc::new(HttpSender::new(Reach::new(Vec::new()).with_loopback()));
    let dispatcher = dispatcher_with(&app, &time, sender);
    send(&dispatcher);
    receiver.next([Manner::Redirect(format!("http://{}/", trap.address))]);
    happen(&app, "讲座").await;
    send(&dispatcher);
    assert_eq!((receiver.got().len(), trap.connections()), (1, 0));
    let listed = caller.get("/api/v1/webhooks/allowed-hosts").await.ok();
    for entry in listed["items"].as_array().expect("entries") {
        let path = format!("/api/v1/webhooks/allowed-hosts/{}", entry["id"].as_str().expect("an id"));
        let gone = caller.having_read(1).send(actix_web::http::Method::DELETE, &path, Vec::new()).await;
        assert_eq!(gone.status, 204);
    }
    time.pass(Duration::hours(1));
    send(&dispatcher);
    assert_eq!((receiver.got().len(), receiver.connections()), (1, 2));
}
