//! Settings: where the data is, where to listen, what to log. Each is an option and an environment variable.
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use actix_web::http::Uri;
use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};

use crate::platform::auth::clients::Network;
use crate::platform::db::Address;
use crate::start::Refusal;

/// The environment variable that names another program to read uploaded files, for tests that run outside `jindu`.
const WORKER: &str = "JINDU_WORKER";
/// The built client, where `make` leaves it.
const BUILT_CLIENT: &str = "web/dist";

/// What every command that touches data needs to know.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Settings 设置")]
pub struct Settings {
    /// One file (`sqlite://data/jindu.db`) or a server (`postgres://user@host/name`) [default: jindu.db in the data folder]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// A PostgreSQL replica that answers reads
    #[arg(long, env = "DATABASE_REPLICA_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub database_replica_url: Option<String>,
    /// Data folder 数据目录: key files, and the database unless it is elsewhere
    #[arg(long, env = "JINDU_DATA_DIR", value_name = "FOLDER", global = true, default_value = "data")]
    pub data_dir: PathBuf,
    /// What is logged, as in `info` or `jindu=debug,warn`
    #[arg(long, env = "JINDU_LOG", value_name = "FILTER", global = true, default_value = "info")]
    pub log: String,
    /// How it is logged, to standard error
    #[arg(long, env = "JINDU_LOG_FORMAT", value_name = "FORMAT", global = true, value_enum, default_value = "text")]
    pub log_format: LogFormat,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for a person.
    Text,
    /// A JSON object a line.
    Json,
}

/// What a command that listens needs to know besides.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Listening 监听")]
pub struct Listening {
    /// Address and port
    #[arg(long, env = "JINDU_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The built web client 网页端 [default: web/dist, if it is there]
    #[arg(long, env = "JINDU_WEB_DIR", value_name = "FOLDER")]
    pub web: Option<PathBuf>,
    /// Declares that a proxy with TLS stands in front; without it only this machine may be listened to
    #[arg(long, env = "JINDU_BEHIND_TLS", value_parser = BoolishValueParser::new())]
    pub behind_tls: bool,
    /// The server's own address as others know it, as in `https://jindu.example`: machine clients sign for it 对外地址
    /// [default: the address listened to, unless a proxy with TLS stands in front]
    #[arg(long, env = "JINDU_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Networks of proxies on other machines, whose X-Forwarded-For is believed, as in `172.18.0.0/16`; one on this machine is
    /// believed anyway
    #[arg(long, env = "JINDU_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub proxies: Vec<Network>,
    /// Lets whoever brings this token read /metrics from another machine; from this one anybody may
    #[arg(long, env = "JINDU_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
}

/// Settings that have been read and make sense.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database.
    pub address: Address,
    /// Its replica.
    pub replica: Option<Address>,
    /// Key files live in `keys` below it.
    pub data_dir: PathBuf,
    /// The program that reads uploaded files in a process of its own.
    pub worker_program: PathBuf,
}

impl Config {
    /// A data folder with its database in it.
    pub fn in_folder(data_dir: &Path, worker_program: PathBuf) -> Self {
        let address = Address::Sqlite(data_dir.join("jindu.db"));
        Self { address, replica: None, data_dir: data_dir.to_owned(), worker_program }
    }

    /// The file of the database when it is one.
    pub fn database_file(&self) -> Option<&Path> {
        match &self.address {
            Address::Sqlite(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }
}

impl TryFrom<&Settings> for Config {
    type Error = Refusal;

    fn try_from(settings: &Settings) -> Result<Self, Refusal> {
        let worker = std::env::var_os(WORKER).map_or_else(std::env::current_exe, |path| Ok(path.into()));
        let worker = worker.map_err(|error| Refusal::Settings(format!("{WORKER}: {error}")))?;
        let mut config = Self::in_folder(&settings.data_dir, worker);
        if let Some(url) = &settings.database_url {
            config.address = Address::parse(url).map_err(Refusal::Settings)?;
        }
        if let Some(url) = &settings.database_replica_url {
            config.replica = Some(replica(url, &config.address)?);
        }
        Ok(config)
    }
}

fn replica(url: &str, primary: &Address) -> Result<Address, Refusal> {
    match (Address::parse(url), primary) {
        (Ok(replica @ Address::Postgres(_)), Address::Postgres(_)) => Ok(replica),
        _ => {
            Err(Refusal::Settings("DATABASE_REPLICA_URL: both it and DATABASE_URL must begin with postgres://".into()))
        }
    }
}

impl Listening {
    /// Refuses to be heard beyond this machine unless TLS is declared.
    ///
    /// # Errors
    /// Names the setting.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.is_loopback() || self.behind_tls {
            return Ok(());
        }
        let listen = self.listen;
        Err(Refusal::Settings(format!(
            "JINDU_LISTEN: {listen} can be reached from other machines, and this server speaks no TLS; put a proxy with TLS \
             in front and declare it with JINDU_BEHIND_TLS=1, or listen on 127.0.0.1"
        )))
    }

    /// The server's own address as others know it: the one declared, or the one listened to where nothing stands in front.
    ///
    /// # Errors
    /// The one declared is no address of a server, or would send secrets in clear.
    pub fn own_address(&self) -> Result<Option<String>, Refusal> {
        let Some(declared) = &self.public_url else {
            let is_known = !self.behind_tls && self.listen.port() != 0;
            return Ok(is_known.then(|| format!("http://{}", self.listen)));
        };
        let refused = || {
            Refusal::Settings(format!(
                "JINDU_PUBLIC_URL: {declared} is not an address such as https://jindu.example, with nothing behind the host \
                 (http only for this machine)"
            ))
        };
        let url: Uri = declared.parse().map_err(|_any| refused())?;
        let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
        let is_this_machine =
            host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
        let is_safe = match url.scheme_str() {
            Some("https") => true,
            Some("http") => is_this_machine,
            _ => false,
        };
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && !declared.contains(['@', '#']);
        if is_safe && is_bare && !host.is_empty() { Ok(Some(declared.clone())) } else { Err(refused()) }
    }

    /// Whether only this machine can reach the address.
    pub fn is_loopback(&self) -> bool {
        self.listen.ip().is_loopback()
    }

    /// The folder of the built client: the one asked for, or the usual one if it is there.
    ///
    /// # Errors
    /// The one asked for holds no `index.html`.
    pub fn client(&self) -> Result<Option<PathBuf>, Refusal> {
        let is_client = |folder: &Path| folder.join("index.html").is_file();
        match &self.web {
            Some(folder) if is_client(folder) => Ok(Some(folder.clone())),
            Some(folder) => Err(Refusal::Settings(format!(
                "JINDU_WEB_DIR: {} holds no index.html; build the client with `npm --prefix web run build`",
                folder.display()
            ))),
            None => Ok(Some(PathBuf::from(BUILT_CLIENT)).filter(|folder| is_client(folder))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(database_url: Option<&str>, replica: Option<&str>) -> Settings {
        Settings {
            database_url: database_url.map(str::to_owned),
            database_replica_url: replica.map(str::to_owned),
            data_dir: "office".into(),
            log: "info".into(),
            log_format: LogFormat::Text,
        }
    }

    fn config(database_url: Option<&str>, replica: Option<&str>) -> Result<Config, String> {
        Config::try_from(&settings(database_url, replica)).map_err(|refusal| refusal.to_string())
    }

    fn listening(listen: &str, behind_tls: bool) -> Listening {
        Listening {
            listen: listen.parse().unwrap(),
            web: None,
            behind_tls,
            public_url: None,
            proxies: Vec::new(),
            metrics_token: None,
        }
    }

    #[test]
    fn the_database_is_in_the_data_folder_unless_it_is_named() {
        assert_eq!(config(None, None).unwrap().database_file(), Some(Path::new("office/jindu.db")));
        assert_eq!(config(Some("sqlite:///srv/a.db"), None).unwrap().database_file(), Some(Path::new("/srv/a.db")));
        assert_eq!(config(Some("postgres://jindu@host/jindu"), None).unwrap().database_file(), None);
    }

    #[test]
    fn an_unknown_database_names_the_setting() {
        assert!(config(Some("mysql://host"), None).unwrap_err().contains("DATABASE_URL"));
        assert!(config(Some("sqlite://"), None).unwrap_err().contains("DATABASE_URL"));
    }

    #[test]
    fn a_replica_stands_beside_postgresql_only() {
        let primary = "postgres://jindu@one/jindu";
        assert!(config(Some(primary), Some("postgres://jindu@two/jindu")).unwrap().replica.is_some());
        assert!(config(Some(primary), Some("sqlite://a.db")).unwrap_err().contains("DATABASE_REPLICA_URL"));
        assert!(config(None, Some("postgres://jindu@two/jindu")).unwrap_err().contains("DATABASE_REPLICA_URL"));
    }

    #[test]
    fn only_this_machine_is_listened_to_without_tls() {
        assert!(listening("127.0.0.1:8080", false).check().is_ok());
        assert!(listening("[::1]:8080", false).check().is_ok());
        assert!(listening("0.0.0.0:8080", true).check().is_ok());
        for address in ["0.0.0.0:8080", "[::]:8080", "192.168.3.7:80"] {
            assert!(
                listening(address, false).check().unwrap_err().to_string().contains("JINDU_BEHIND_TLS"),
                "{address}"
            );
        }
    }

    #[test]
    fn the_servers_own_address_is_declared_or_the_one_listened_to() {
        let own = |url: Option<&str>, behind_tls| {
            let public_url = url.map(str::to_owned);
            let listening = Listening { public_url, ..listening("127.0.0.1:8080", behind_tls) };
            listening.own_address().map_err(|refusal| refusal.to_string())
        };
        assert_eq!(own(None, false), Ok(Some("http://127.0.0.1:8080".into())));
        assert_eq!(own(None, true), Ok(None), "what a proxy is called is not to be guessed");
        for good in ["https://jindu.example", "https://jindu.example:8443/", "http://localhost:8080", "http://[::1]:80"]
        {
            assert_eq!(own(Some(good), true), Ok(Some(good.into())));
        }
        for bad in [
            "http://jindu.example",
            "jindu.example",
            "ftp://jindu.example",
            "https://",
            "https://a@jindu.example",
            "https://jindu.example/api",
            "https://jindu.example?x",
            "https://jindu.example#x",
            "",
        ] {
            assert!(own(Some(bad), true).is_err_and(|said| said.contains("JINDU_PUBLIC_URL")), "{bad}");
        }
    }

    #[test]
    fn a_client_that_was_asked_for_must_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let asked = Listening { web: Some(folder.path().to_owned()), ..listening("127.0.0.1:0", false) };
        assert!(asked.client().unwrap_err().to_string().contains("JINDU_WEB_DIR"));
        std::fs::write(folder.path().join("index.html"), "<!doctype html>").unwrap();
        assert_eq!(asked.client().unwrap().as_deref(), Some(folder.path()));
    }
}
