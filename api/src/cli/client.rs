//! `jindu client`: machine clients.
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::Outcome;
use crate::codes::division::DivisionCode;
use crate::config::{Config, Settings};
use crate::platform::Platform;
use crate::platform::auth::clients::{
    self, Client as OnRecord, ClientFilter, ClientKind, CreateClient, Network, may_hold,
};
use crate::platform::auth::{CAPABILITIES, FIELD_CLASSES, WHOLE_COUNTRY};
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::Paging;
use crate::start::{Refusal, open};

/// Clients listed at a time.
const PAGE: i64 = 200;

/// Make and revoke machine clients 机器接入管理
///
/// A machine client (机器接入) is another system that calls the API with keys of its own, for one area, from named networks and for
/// a year at most. Every change is journalled and acts at once.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu client create --name city-feed --kind reader --agency 江岚市禁毒办 --division 990981107000 \\
      --scope personnel:read,tests:read --sees name --network 10.12.0.0/16 --rows-a-day 5000 --expires-on 2027-06-30
  jindu client secret city-feed
  jindu client revoke city-feed")]
pub struct Client {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Create(Create),
    /// List the machine clients 列出机器接入
    List,
    /// Revoke a machine client for good; its tokens are refused at once 撤销
    Revoke {
        /// Its name
        name: String,
    },
    /// Make a secret, which is printed once and stored nowhere 生成密钥
    Secret {
        /// Its name
        name: String,
    },
}

/// Make a machine client 新建机器接入
#[derive(Args)]
#[command(after_help = "\
Example:
  jindu client create --name town-ledgers --kind importer --agency 秀河镇禁毒办 --division 990981107000 \\
      --network 192.168.3.0/24 --expires-on 2027-06-30")]
struct Create {
    /// Its name, as the journal shows it 名称
    #[arg(long)]
    name: String,
    /// What it is for 类型: `reader`, `importer` (hands in ledgers, is shown no person) or `statistics`
    #[arg(long, value_parser = kind)]
    kind: ClientKind,
    /// The agency that runs it 单位
    #[arg(long)]
    agency: String,
    /// Division 区划代码 of twelve digits; the client sees it and all below it
    #[arg(long, value_name = "CODE")]
    division: String,
    /// What it may do 权限, parted by commas [default: all that its kind may, except for a reader]
    #[arg(long, value_name = "CAPABILITIES", value_delimiter = ',')]
    scope: Vec<String>,
    /// Classes of fields it sees in full 可见字段, parted by commas
    #[arg(long, value_name = "CLASSES", value_delimiter = ',')]
    sees: Vec<String>,
    /// Networks it may call from 允许的网络, parted by commas; every address is `0.0.0.0/0,::/0`
    #[arg(long, value_name = "NETWORKS", value_delimiter = ',', required = true)]
    network: Vec<Network>,
    /// Rows about persons it may be shown in a day 每日条数
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    rows_a_day: i64,
    /// The last day it may be used 有效期至, within a year
    #[arg(long, value_name = "DAY")]
    expires_on: NaiveDate,
}

fn kind(text: &str) -> Result<ClientKind, String> {
    ClientKind::from_code(text).ok_or_else(|| {
        let codes: Vec<&str> = ClientKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("the kinds are {}", codes.join(", "))
    })
}

impl Client {
    /// Does it.
    ///
    /// # Errors
    /// What is asked for is refused; the line names the field and the rule.
    pub fn run(self, settings: &Settings) -> Outcome {
        let platform = open(&Config::try_from(settings)?)?;
        match self.action {
            Action::Create(create) => create.run(&platform)?,
            Action::List => list(&platform)?,
            Action::Revoke { name } => revoke(&platform, name)?,
            Action::Secret { name } => secret(&platform, name)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    fn run(self, platform: &Platform) -> Result<(), Refusal> {
        let Self { name, kind, agency, division, scope, sees, network, rows_a_day, expires_on } = self;
        if division != WHOLE_COUNTRY {
            DivisionCode::parse(&division).map_err(|rule| ApiError::invalid("/division_code", rule))?;
        }
        let capabilities = match (scope.is_empty(), kind) {
            (true, ClientKind::Reader) => return Err(Refusal::Failed("scope: say what the client may do".into())),
            (true, _) => may_hold(kind).names().map(str::to_owned).collect(),
            (false, _) => scope,
        };
        let new = CreateClient {
            name,
            kind,
            agency,
            description: None,
            division_code: division,
            capabilities: named("scope", &capabilities, CAPABILITIES)?,
            sees: named("sees", &sees, FIELD_CLASSES)?,
            networks: network,
            rows_a_day,
            expires_on,
        };
        validator::Validate::validate(&new).map_err(ApiError::from)?;
        let made = platform.command_line().write_blocking(move |tx| clients::create(tx, new))?;
        println!("made {}; its client_id is {}", made.facts.name, made.id);
        Ok(())
    }
}

/// Values by the names the API has for them.
fn named<T: serde::de::DeserializeOwned>(option: &str, names: &[String], known: &[&str]) -> Result<Vec<T>, Refusal> {
    let value = |name: &String| {
        let unknown = || Refusal::Failed(format!("{option}: {name} is not one of {}", known.join(", ")));
        serde_json::from_value(serde_json::Value::String(name.clone())).map_err(|_unknown| unknown())
    };
    names.iter().map(value).collect()
}

fn find(platform: &Platform, name: String) -> ApiResult<OnRecord> {
    platform.command_line().read_blocking(move |reading| clients::find_by_name(reading, &name))
}

fn revoke(platform: &Platform, name: String) -> Result<(), Refusal> {
    let OnRecord { id, version, facts, .. } = find(platform, name)?;
    platform.command_line().write_blocking(move |tx| clients::revoke(tx, id, version))?;
    println!("revoked {}; its tokens are refused from now on", facts.name);
    Ok(())
}

fn secret(platform: &Platform, name: String) -> Result<(), Refusal> {
    let id = find(platform, name)?.id;
    let made = platform.command_line().write_blocking(move |tx| clients::add_secret(tx, id))?;
    println!("{}", made.client_secret);
    eprintln!("this secret of client_id {id} is shown once and stored nowhere: keep it now 请立即妥善保存");
    Ok(())
}

fn list(platform: &Platform) -> Result<(), Refusal> {
    let filter = ClientFilter { with_revoked: true };
    for page in 1.. {
        let (filter, paging) = (filter.clone(), Paging { page, per_page: PAGE });
        let found = platform.command_line().read_blocking(move |reading| clients::list(reading, &filter, paging))?;
        for client in &found.items {
            let OnRecord { id, facts, revoked_at, .. } = client;
            let CreateClient { name, kind, division_code, expires_on, agency, .. } = facts;
            let state = if revoked_at.is_some() { "revoked" } else { "in use" };
            println!("{name:<20} {:<10} {division_code} {expires_on} {state:<8} {id} {agency}", kind.code());
        }
        if found.items.is_empty() {
            break;
        }
    }
    Ok(())
}
