//! The HTTP server around the application: limits, the web client, a stop that lets requests finish.
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer};

use crate::platform::Platform;
use crate::platform::http::{finish::finish, health, trace::trace};
use crate::start::Refusal;
use crate::{app, docs, web_client};

const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// For the head of a request; slower ones are turned away, so that slow senders hold no connection.
const REQUEST_HEAD: Duration = Duration::from_secs(5);
/// For requests in flight when the server is told to stop.
const SHUTDOWN_SECONDS: u64 = 20;
const BACKLOG: u32 = 1024;
const CONNECTIONS_PER_WORKER: usize = 4096;

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Serving {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The built web client, if it is served too.
    pub client: Option<PathBuf>,
    /// Threads that answer requests.
    pub workers: usize,
}

impl Serving {
    /// A worker for each core.
    pub fn new(listen: SocketAddr, client: Option<PathBuf>) -> Self {
        let workers = std::thread::available_parallelism().map_or(2, usize::from);
        Self { listen, client, workers }
    }
}

/// Refuses when the address is taken; to be asked before the database is touched.
///
/// # Errors
/// Names the address.
pub fn check_free(listen: SocketAddr) -> Result<(), Refusal> {
    TcpListener::bind(listen).map(drop).map_err(|error| cannot_listen(listen, &error))
}

/// A server bound to its address, and the addresses it is bound to. It answers once it is awaited, and stops when told to by
/// a signal: connections are refused from then on, requests in flight are answered.
///
/// # Errors
/// The address is taken or may not be used.
pub fn server(platform: Platform, serving: Serving) -> Result<(Server, Vec<SocketAddr>), Refusal> {
    let Serving { listen, client, workers } = serving;
    let application = move || {
        App::new()
            .wrap(from_fn(trace))
            .wrap(from_fn(finish))
            .configure(app::configure(platform.clone()))
            .configure(docs::configure)
            .configure(web_client::configure(client.clone()))
    };
    let server = HttpServer::new(application)
        .workers(workers)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(REQUEST_HEAD)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .backlog(BACKLOG)
        .max_connections(CONNECTIONS_PER_WORKER)
        .shutdown_signal(told_to_stop())
        .bind(listen)
        .map_err(|error| cannot_listen(listen, &error))?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}

fn cannot_listen(listen: SocketAddr, error: &std::io::Error) -> Refusal {
    let reason = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "another program listens there already; stop it or choose another port with JINDU_LISTEN".to_owned()
        }
        _ => error.to_string(),
    };
    Refusal::Failed(format!("cannot listen on {listen}: {reason}"))
}

/// actix's own handling of an interrupt from the keyboard drops requests in flight; this one treats both signals alike.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be waited for; the server can only be killed");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    health::declare_stopping();
    tracing::info!("stopping: requests in flight are answered first");
}
