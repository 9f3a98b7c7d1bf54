//! The API in this process: the same routes and the same outermost layer as the server's, without a socket.
use std::cell::Cell;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::LazyLock;

use actix_web::App;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use chrono::NaiveDate;
use jindu::app::{self, configure};
use jindu::divisions::{self, CreateDivision, DivisionKind};
use jindu::exports;
use jindu::platform::access::{Access, Tx};
use jindu::platform::auth::accounts::{self, AccountChange, NewAccount};
use jindu::platform::auth::roles::{self, Role};
use jindu::platform::auth::{Sessions, sessions};
use jindu::platform::db::{Db, DbOptions};
use jindu::platform::housekeeping;
use jindu::platform::http::finish::finish;
use jindu::platform::id::Id;
use jindu::platform::journal::{JournalKey, seal_all_blocking};
use jindu::platform::vault::Vault;
use jindu::platform::{Keys, Platform};
use tempfile::TempDir;

use super::{Caller, Database, program};

/// The county both towns lie in.
pub const COUNTY: &str = "990981000000";
/// A made town.
pub const NORTH: &str = "990981107000";
/// A village of [`NORTH`].
pub const NORTH_VILLAGE: &str = "990981107201";
/// Another town of the same county.
pub const SOUTH: &str = "990981108000";
/// A village of [`SOUTH`].
pub const SOUTH_VILLAGE: &str = "990981108201";
/// The password of every account that [`TestApp::account`] makes.
pub const PASSWORD: &str = "three words and a river";
/// The server's own address, as machine clients know it.
pub const ISSUER: &str = "https://jindu.example";
/// Seed of the key that signs tokens.
pub const SEED: [u8; 32] = [3; 32];
const VAULT_KEY: [u8; 32] = [7; 32];
/// Connections of each kind: many tests run at once, and a server has only so many.
const CONNECTIONS: usize = 2;

/// Hashed once: each hash takes as long as a sign-in.
static PASSWORD_HASH: LazyLock<String> = LazyLock::new(|| {
    let sessions = Sessions::new(&SEED).expect("the seed makes a key");
    sessions.passwords().hash_new("/password", PASSWORD).expect("the password is long enough")
});

type Answering = Pin<Box<dyn Future<Output = ServiceResponse<BoxBody>>>>;

/// A running API over a database of its own.
pub struct TestApp {
    // Dropped in this order: whoever holds a connection goes before the database.
    service: Box<dyn Fn(TestRequest) -> Answering>,
    platform: Platform,
    /// The one-time code that makes the first account.
    pub setup_code: String,
    numbers: Cell<u32>,
    /// Files that the server would keep in its data folder.
    files: TempDir,
    /// Where everything is kept.
    pub database: Database,
}

impl TestApp {
    /// Starts one on an empty database.
    pub async fn start() -> Self {
        Self::start_with(Vault::from_key(&VAULT_KEY)).await
    }

    /// Starts one whose fields are sealed with this vault's key.
    pub async fn start_with(vault: Vault) -> Self {
        let database = Database::migrated();
        let mut options = DbOptions::new(database.address.clone());
        (options.readers, options.writers) = (CONNECTIONS, CONNECTIONS);
        let sessions = Sessions::new(&SEED).expect("the seed makes a key");
        let setup_code = sessions.setup_code().issue();
        sessions.outside().declare_address(ISSUER);
        let db = Db::open(&options).expect("the database opens");
        let platform = Platform::new(
            db,
            Keys { vault, journal: JournalKey::from_seed(&SEED) },
            sessions,
            program(),
            app::reactors(),
        );
        let files = tempfile::tempdir().expect("a temporary folder");
        platform.data_folder.get_or_init(|| files.path().to_owned());
        let service =
            Rc::new(init_service(App::new().wrap(from_fn(finish)).configure(configure(platform.clone()))).await);
        let service = Box::new(move |request: TestRequest| -> Answering {
            let service = Rc::clone(&service);
            Box::pin(async move { call_service(&*service, request.to_request()).await.map_into_boxed_body() })
        });
        Self { service, platform, setup_code, numbers: Cell::new(0), files, database }
    }

    /// Starts one with the town of the sample ledgers, as its own ledgers bring it.
    pub async fn of_sample_town() -> Self {
        let app = Self::start().await;
        app.run(|access| {
            let loading = jindu::imports::Loading::default();
            jindu::imports::run_folder(&access, &app::ledgers(), &super::sample(), &loading, &|_| ()).map(drop)
        })
        .expect("the sample loads");
        app
    }

    /// Starts one in whose county the towns [`NORTH`] and [`SOUTH`] are on record, each with its village.
    pub async fn in_two_towns() -> Self {
        let app = Self::start().await;
        let areas = [
            (COUNTY, "江岚市", DivisionKind::County),
            (NORTH, "秀河镇", DivisionKind::Town),
            (NORTH_VILLAGE, "新塘村", DivisionKind::VillagersCommittee),
            (SOUTH, "南岭镇", DivisionKind::Town),
            (SOUTH_VILLAGE, "下屋村", DivisionKind::VillagersCommittee),
        ];
        let work = move |tx: &mut Tx<'_>| {
            areas.into_iter().try_for_each(|area| divisions::insert(tx, on_record(area)).map(drop))
        };
        app.run(move |access| access.write_blocking(work).expect("the areas are made"));
        app.seal();
        app
    }

    /// Signs the journal, as the server does every few seconds.
    pub fn seal(&self) {
        let platform = self.platform.clone();
        std::thread::spawn(move || seal_all_blocking(&platform)).join().expect("no panic").expect("it is signed");
    }

    /// Someone without a token.
    pub fn nobody(&self) -> Caller<'_> {
        Caller::new(self, None, None)
    }

    /// Someone in the town [`NORTH`] with exactly these capabilities, who sees every field masked.
    pub fn user(&self, capabilities: &[&str]) -> Caller<'_> {
        self.user_at(capabilities, NORTH)
    }

    /// Someone elsewhere.
    pub fn user_at(&self, capabilities: &[&str], division_code: &str) -> Caller<'_> {
        self.user_who(capabilities, &[], division_code)
    }

    /// Someone who sees these classes of fields in full.
    pub fn user_who(&self, capabilities: &[&str], sees: &[&str], division_code: &str) -> Caller<'_> {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let role = Role {
            title_zh: "测试角色".into(),
            title_en: "Role of a test".into(),
            capabilities: names(capabilities),
            sees: names(sees),
        };
        self.sign_in(&format!("test_{}", self.number()), role, division_code)
    }

    /// Someone in the town [`NORTH`] with a role as it is shipped.
    pub fn role(&self, name: &str) -> Caller<'_> {
        let role = roles::shipped().expect("the shipped roles parse").remove(name).expect("a shipped role");
        self.sign_in(name, role, NORTH)
    }

    /// Someone in the town [`NORTH`] with a role of this name.
    pub fn user_named(&self, role_name: &str, role: Role) -> Caller<'_> {
        self.sign_in(role_name, role, NORTH)
    }

    /// Changes what a role may do, for everyone who has it.
    pub fn change_role(&self, role_name: &str, role: Role) {
        let role_name = role_name.to_owned();
        let account = NewAccount {
            username: format!("user{}", self.number()),
            display_name: "测试人员".into(),
            role: role_name.clone(),
            division_code: NORTH.to_owned(),
            password_hash: PASSWORD_HASH.clone(),
        };
        self.run(move |access| {
            let work = move |tx: &mut Tx<'_>| {
                roles::put(tx.db, &role_name, &role)?;
                // An account that changes makes every session be looked up anew.
                let id = accounts::insert(tx, account)?;
                accounts::change(tx, id, AccountChange::Active(false))
            };
            access.write_blocking(work).expect("a role changes");
        });
    }

    fn sign_in(&self, role_name: &str, role: Role, division_code: &str) -> Caller<'_> {
        let username = format!("user{}", self.number());
        let account_id = self.account(&username, role_name, role, division_code);
        Caller::new(self, Some(self.open_session(account_id)), Some(account_id))
    }

    /// An account that may sign in with [`PASSWORD`].
    pub fn account(&self, username: &str, role_name: &str, role: Role, division_code: &str) -> Id {
        let (role_name, new) = (
            role_name.to_owned(),
            NewAccount {
                username: username.to_owned(),
                display_name: "测试人员".into(),
                role: role_name.to_owned(),
                division_code: division_code.to_owned(),
                password_hash: PASSWORD_HASH.clone(),
            },
        );
        self.run(move |access| {
            let work = move |tx: &mut Tx<'_>| {
                roles::put(tx.db, &role_name, &role)?;
                accounts::insert(tx, new)
            };
            access.write_blocking(work).expect("an account is made")
        })
    }

    /// Runs `work` as the command line would, on a thread that may block.
    pub fn run<T: Send>(&self, work: impl FnOnce(Access) -> T + Send) -> T {
        let access = self.platform.command_line();
        let outcome = std::thread::scope(|scope| scope.spawn(|| work(access)).join());
        outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// Declares that a proxy with TLS stands in front.
    pub fn declare_tls(&self) {
        self.platform.sessions().declare_tls();
    }

    /// Writes every file that was asked for, as the server does by itself.
    pub fn write_exports(&self) {
        let platform = self.platform.clone();
        let work = move || while exports::run_next(&platform, &app::exported()).expect("the database takes it") {};
        std::thread::spawn(work).join().expect("no panic");
    }

    /// Writes one file with these lists, of which a panic is the end, as it would be of a process.
    pub fn die_writing_exports(&self, lists: impl FnOnce() -> exports::Registry) {
        let (platform, lists) = (self.platform.clone(), lists());
        let died = std::thread::spawn(move || exports::run_next(&platform, &lists).map(drop)).join();
        assert!(died.is_err(), "it does not come to an end");
    }

    /// The same account with a session of its own.
    pub fn sign_in_again(&self, caller: &Caller<'_>) -> Caller<'_> {
        let account_id = caller.account_id.expect("an account");
        Caller::new(self, Some(self.open_session(account_id)), Some(account_id))
    }

    fn open_session(&self, account_id: Id) -> String {
        self.run(move |access| {
            let opened = access.write_blocking(move |tx| sessions::open(tx.db, account_id)).expect("a session opens");
            sessions::access_token(access.shared(), &opened).expect("a token is signed")
        })
    }

    /// Removes files that are over, as the server does every minute.
    pub fn tidy_exports(&self) {
        let platform = self.platform.clone();
        let work = move || exports::keep_tidy(&platform).expect("the database takes it");
        std::thread::spawn(work).join().expect("no panic");
    }

    /// The files that exports lie in.
    pub fn export_files(&self) -> Vec<PathBuf> {
        let listed = std::fs::read_dir(self.files.path().join("exports")).into_iter().flatten();
        listed.map(|entry| entry.expect("an entry").path()).collect()
    }

    /// Removes what is over, as the server does every hour.
    pub async fn tidy(&self) {
        housekeeping::tidy(&self.platform).await.expect("the database takes it");
    }

    pub(super) async fn answer(&self, request: TestRequest) -> ServiceResponse<BoxBody> {
        (self.service)(request).await
    }

    /// A number that was not given before.
    pub fn number(&self) -> u32 {
        let next = self.numbers.get() + 1;
        self.numbers.set(next);
        next
    }
}

fn on_record((code, name, kind): (&str, &str, DivisionKind)) -> CreateDivision {
    CreateDivision {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        parent_code: None,
        valid_from: NaiveDate::from_ymd_opt(1949, 10, 1).expect("a date"),
        valid_to: None,
        households: None,
        population: None,
        groups: None,
    }
}
