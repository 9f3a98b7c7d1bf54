//! Sends one message: to an address that was looked up once and checked, and to no other.
use std::io::Read;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::{Arc, LazyLock, mpsc};
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::rules::{Allowed, AttemptResult, Target, is_never_reached, unmapped};

/// For one attempt, from the first packet to the last.
const PATIENCE: Duration = Duration::from_secs(15);
/// For looking a name up.
const LOOK_UP: Duration = Duration::from_secs(5);
/// As much is read of an answer.
const MOST_READ: u64 = 64 * 1024;
/// Letters kept of what a receiver says about its refusal.
const MOST_KEPT: usize = 200;
const AGENT: &str = concat!("Jindu-Webhooks/", env!("CARGO_PKG_VERSION"));

/// A message ready to be sent.
pub struct Message {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signatures: String,
    /// The body, as it was signed.
    pub body: String,
    /// Where it goes.
    pub url: String,
    /// What the answer must repeat, of a challenge.
    pub challenge: Option<String>,
    pub(super) allowed: Vec<Allowed>,
}

/// What became of an attempt.
#[derive(Debug)]
pub struct Answered {
    pub(super) result: AttemptResult,
    pub(super) status: Option<u16>,
    pub(super) error: Option<String>,
}

impl Answered {
    fn not_sent(result: AttemptResult, why: impl ToString) -> Self {
        Self { result, status: None, error: Some(shortened(&why.to_string())) }
    }
}

/// Sends messages.
pub trait Sender: Send + Sync {
    /// Sends one; blocks.
    fn send(&self, message: &Message) -> Answered;
}

/// Knows where names lead.
pub trait Names: Send + Sync {
    /// The addresses of a host.
    ///
    /// # Errors
    /// There are none, or nobody knows.
    fn look_up(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>>;
}

/// What the system knows.
pub struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        let (answer, answered) = mpsc::sync_channel(1);
        let host = host.to_owned();
        // The system's resolver has no time limit of its own.
        std::thread::spawn(move || answer.send((host.as_str(), port).to_socket_addrs().map(Iterator::collect)));
        answered.recv_timeout(LOOK_UP).map_err(std::io::Error::other)?
    }
}

/// What can be reached from here at all.
#[derive(Clone)]
pub struct Reach {
    names: Arc<dyn Names>,
    /// The database's own hosts and ports.
    database: Vec<(String, u16)>,
    allows_loopback: bool,
}

impl Reach {
    /// What the system's names lead to, save `database`.
    pub fn new(database: Vec<(String, u16)>) -> Self {
        Self { names: Arc::new(SystemNames), database, allows_loopback: false }
    }

    /// Lets what is allowed lead to this machine: for tests and demonstrations, never where others are served.
    #[must_use]
    pub fn with_loopback(self) -> Self {
        Self { allows_loopback: true, ..self }
    }

    /// Other names than the system's.
    #[must_use]
    pub fn with_names(self, names: Arc<dyn Names>) -> Self {
        Self { names, ..self }
    }

    /// The addresses of a target, looked up once, if every one of them may be connected to.
    fn addresses(
        &self,
        target: &Target,
        allowed: &[Allowed],
    ) -> Result<Vec<SocketAddr>, (AttemptResult, &'static str)> {
        let entries: Vec<&Allowed> = allowed.iter().filter(|entry| entry.names(target)).collect();
        if entries.is_empty() {
            return Err((AttemptResult::Refused, "not among the allowed hosts"));
        }
        let found = self.names.look_up(&target.host, target.port).unwrap_or_default();
        if found.is_empty() {
            return Err((AttemptResult::Down, "the name leads nowhere"));
        }
        let is_fine = |address: &SocketAddr| {
            let ip = address.ip();
            address.port() == target.port
                && !is_never_reached(ip, self.allows_loopback)
                && entries.iter().any(|entry| entry.holds(ip))
                && !self.is_database(*address)
        };
        // One that is not fine spoils all: which of them is taken is not the name server's to choose.
        let fine = found.iter().all(is_fine);
        if fine { Ok(found) } else { Err((AttemptResult::Refused, "the name leads outside the allowed networks")) }
    }

    /// Whether the database listens there: where it is on this machine, by whichever of its addresses.
    fn is_database(&self, address: SocketAddr) -> bool {
        let ip = unmapped(address.ip());
        let on_port = self.database.iter().filter(|(_, port)| *port == address.port());
        on_port.into_iter().any(|(host, port)| {
            let known = self.names.look_up(host, *port).unwrap_or_default();
            known
                .iter()
                .map(|known| unmapped(known.ip()))
                .any(|known| known == ip || (known.is_loopback() && is_own(ip)))
        })
    }
}

/// Whether an address is one of this machine's: only those can be bound.
fn is_own(ip: IpAddr) -> bool {
    UdpSocket::bind((ip, 0)).is_ok()
}

/// Sends over HTTP, without redirects, proxies of the environment, or a connection that was used before.
pub struct HttpSender(Reach);

impl HttpSender {
    /// One that reaches so far.
    pub fn new(reach: Reach) -> Self {
        Self(reach)
    }
}

/// Answers what was found out before, whatever the name leads to by now.
#[derive(Debug)]
struct Pinned(Vec<SocketAddr>);

impl Resolver for Pinned {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        // It has room for 16.
        self.0.iter().take(16).for_each(|address| addresses.push(*address));
        Ok(addresses)
    }
}

/// The authorities this machine trusts: an office adds the county's own to them.
static ROOTS: LazyLock<RootCerts> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    found.errors.iter().for_each(|error| tracing::warn!(%error, "certificates of this machine cannot be read"));
    RootCerts::from(found.certs.into_iter().map(|certificate| Certificate::from_der(&certificate).to_owned()))
});

fn agent(addresses: Vec<SocketAddr>) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .max_idle_connections(0)
        .timeout_global(Some(PATIENCE))
        .user_agent(AGENT)
        .tls_config(TlsConfig::builder().root_certs(ROOTS.clone()).build())
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Pinned(addresses))
}

impl Sender for HttpSender {
    fn send(&self, message: &Message) -> Answered {
        let Ok(target) = Target::of(&message.url) else {
            return Answered::not_sent(AttemptResult::Refused, "not an address");
        };
        let addresses = match self.0.addresses(&target, &message.allowed) {
            Ok(addresses) => addresses,
            Err((result, why)) => return Answered::not_sent(result, why),
        };
        let request = agent(addresses)
            .post(&target.url)
            .content_type("application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", message.timestamp.to_string())
            .header("webhook-signature", &message.signatures);
        match request.send(message.body.as_str()) {
            Ok(response) => judge(response, message.challenge.as_deref()),
            Err(error) => Answered::not_sent(AttemptResult::Down, error),
        }
    }
}

fn judge(mut response: ureq::http::Response<ureq::Body>, challenge: Option<&str>) -> Answered {
    let status = response.status().as_u16();
    let result = match status {
        200..=299 => AttemptResult::Taken,
        410 => AttemptResult::Gone,
        408 | 429 | 500.. => AttemptResult::Down,
        _ => AttemptResult::Refused,
    };
    let status = Some(status);
    if result == AttemptResult::Taken && challenge.is_none() {
        return Answered { result, status, error: None };
    }
    let mut said = Vec::new();
    // What breaks off is judged by what came.
    let _ = response.body_mut().as_reader().take(MOST_READ).read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said);
    match challenge {
        Some(challenge) if result == AttemptResult::Taken => {
            let is_repeated = repeats(&said, challenge);
            let (result, error) = if is_repeated {
                (result, None)
            } else {
                (AttemptResult::Refused, Some("the challenge was not repeated".to_owned()))
            };
            Answered { result, status, error }
        }
        _ => Answered { result, status, error: Some(shortened(&said)) },
    }
}

/// The challenge alone, or as the member `challenge` of an object.
fn repeats(said: &str, challenge: &str) -> bool {
    let object: Option<serde_json::Value> = serde_json::from_str(said).ok();
    said.trim() == challenge
        || object.is_some_and(|object| object.get("challenge").is_some_and(|told| told == challenge))
}

fn shortened(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(MOST_KEPT).collect()
}
