//! `jindu serve`: the server.
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clap::builder::BoolishValueParser;

use super::Outcome;
use crate::app;
use crate::config::{Config, Listening, Settings};
use crate::coverage;
use crate::exchange::{Dispatcher, HttpSender, Reach, keep_sending};
use crate::exports;
use crate::imports;
use crate::platform::auth::accounts;
use crate::platform::http::health;
use crate::platform::journal;
use crate::platform::{Platform, clock, housekeeping, settings};
use crate::server::{Serving, check_free, server};
use crate::start::{Refusal, open};
use crate::statutes;

/// Serve the API and the web client 启动服务
///
/// Brings the schema up to date, makes the key files at the first start, and prints a one-time code (启用码) while no account
/// exists. It speaks plain HTTP to this machine only; put a proxy with TLS in front for others and declare it. SIGTERM or
/// Ctrl-C stops it: requests in flight are answered first.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu serve
  JINDU_LISTEN=127.0.0.1:9000 jindu serve --web web/dist
  DATABASE_URL=postgres://jindu@localhost/jindu JINDU_DATA_DIR=/var/lib/jindu jindu serve")]
pub struct Serve {
    #[command(flatten)]
    listening: Listening,
    /// Lets webhooks lead to this machine: for tests and demonstrations, and refused where others are served
    #[arg(long, env = "JINDU_WEBHOOKS_LOOPBACK", value_parser = BoolishValueParser::new())]
    webhooks_loopback: bool,
}

impl Serve {
    /// Serves until told to stop.
    ///
    /// # Errors
    /// Something must be mended before it can start.
    pub fn run(self, settings: &Settings) -> Outcome {
        let config = Config::try_from(settings)?;
        self.listening.check()?;
        let client = self.listening.client()?;
        let own_address = self.listening.own_address()?;
        check_free(self.listening.listen)?;
        let platform = open(&config)?;
        refuse_demo_outside(&platform, &self.listening)?;
        if let Some(token) = self.listening.metrics_token.as_deref().filter(|token| !token.is_empty()) {
            health::declare_metrics_token(token);
        }
        if self.listening.behind_tls {
            platform.sessions().declare_tls();
        }
        let outside = platform.sessions().outside();
        own_address.iter().for_each(|address| outside.declare_address(address));
        let reach = self.reach(&config)?;
        outside.declare_proxies(self.listening.proxies);
        serve(platform, Serving::new(self.listening.listen, client), reach)
    }

    /// Where webhooks may lead: what serves others never calls itself.
    fn reach(&self, config: &Config) -> Result<Reach, Refusal> {
        let reach = reach(config);
        if !self.webhooks_loopback {
            return Ok(reach);
        }
        if !self.listening.is_loopback() || self.listening.behind_tls {
            let message = "this server serves others, and webhooks that lead to this machine would open to them what listens here";
            return Err(Refusal::Settings(format!("JINDU_WEBHOOKS_LOOPBACK: {message}")));
        }
        tracing::warn!(
            "JINDU_WEBHOOKS_LOOPBACK is set: webhooks may lead to this machine; this is for tests and demonstrations"
        );
        Ok(reach.with_loopback())
    }
}

/// All that webhooks can lead to, save the database.
pub fn reach(config: &Config) -> Reach {
    let addresses = std::iter::once(&config.address).chain(&config.replica);
    Reach::new(addresses.flat_map(crate::platform::db::Address::servers).collect())
}

/// A demonstration shows its passwords to whoever starts it: it never leaves this machine.
fn refuse_demo_outside(platform: &Platform, listening: &Listening) -> Result<(), Refusal> {
    if listening.is_loopback() {
        return Ok(());
    }
    let demo = platform.command_line().read_blocking(|reading| settings::find(reading.db, settings::DEMO))?;
    demo.map_or(Ok(()), |_| {
        let message = "this database holds the demonstration, which may be served to this machine only";
        Err(Refusal::Settings(format!("JINDU_LISTEN: {}: {message}", listening.listen)))
    })
}

/// Serves an open platform until told to stop.
///
/// # Errors
/// The address cannot be used, or the server fails.
pub fn serve(platform: Platform, serving: Serving, reach: Reach) -> Outcome {
    let has_accounts = platform.command_line().read_blocking(|reading| accounts::any_exists(reading.db))?;
    actix_web::rt::System::new().block_on(async move {
        let (server, addresses) = server(platform.clone(), serving)?;
        for address in addresses {
            println!("listening on http://{address}");
        }
        if !has_accounts {
            print_setup_code(&platform);
        }
        app::warm(&platform);
        let tidying = actix_web::rt::spawn(imports::keep_tidy(platform.command_line()));
        let importing = actix_web::rt::spawn(imports::keep_going(platform.clone(), app::ledgers()));
        let exporting = actix_web::rt::spawn(exports::keep_running(platform.clone(), app::exported()));
        let settling = actix_web::rt::spawn(coverage::keep_swept(platform.clone()));
        let sweeping = actix_web::rt::spawn(statutes::keep_swept(platform.clone()));
        let sealing = actix_web::rt::spawn(journal::keep_sealed(platform.clone()));
        let sender = Arc::new(HttpSender::new(reach));
        let dispatcher = Dispatcher::new(platform.system(), sender, Arc::new(clock::now));
        let telling = actix_web::rt::spawn(keep_sending(dispatcher));
        let last = platform.clone();
        let housekeeping = actix_web::rt::spawn(housekeeping::keep(platform));
        let ended = server.await.map_err(|error| Refusal::Failed(format!("the server stopped: {error}")));
        telling.abort();
        housekeeping.abort();
        tidying.abort();
        importing.abort();
        exporting.abort();
        sweeping.abort();
        sealing.abort();
        // What was done last is signed before the process ends.
        if let Err(error) = journal::seal_all(&last).await {
            tracing::warn!(%error, "the journal could not be sealed at the end; the next start does it");
        }
        settling.abort();
        ended?;
        Ok(ExitCode::SUCCESS)
    })
}

fn print_setup_code(platform: &Platform) {
    let code = platform.sessions().setup_code().issue();
    println!("no account exists yet 还没有账号: make the first one with `jindu user create`,");
    println!("or over HTTP (POST /api/v1/auth/setup) with this one-time code 启用码: {code}");
}
