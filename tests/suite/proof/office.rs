//! An office whose server is a process of its own.
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use jindu::config::Config;
use jindu::divisions::{self, CreateDivision, DivisionKind};
use jindu::platform::Platform;
use jindu::platform::access::Tx;
use jindu::platform::auth::Sessions;
use jindu::platform::auth::accounts::{self, NewAccount};
use jindu::platform::db::{AnyConnection, Purpose};
use jindu::start::open;
use jindu_tests::process::Server;
use jindu_tests::support::{NORTH, NORTH_VILLAGE, Office, PASSWORD, program};
use serde_json::{Value, json};

/// The office's town, with a caseworker and an auditor.
pub struct Town {
    pub office: Office,
}

impl Town {
    pub fn new() -> Self {
        let town = Self { office: Office::default() };
        let platform = town.platform();
        platform.command_line().write_blocking(make_areas).expect("areas");
        for (username, role) in [("case", "caseworker"), ("audit", "audit_admin")] {
            let passwords = Sessions::new(&[1; 32]).expect("a key");
            let password_hash = passwords.passwords().hash_new("/password", PASSWORD).expect("a hash");
            let (username, role) = (username.to_owned(), role.to_owned());
            let display_name = username.clone();
            let new = NewAccount { username, display_name, role, division_code: NORTH.into(), password_hash };
            platform.command_line().write_blocking(move |tx| accounts::insert(tx, new)).expect("an account");
        }
        town
    }

    /// The platform, opened beside the servers.
    pub fn platform(&self) -> Platform {
        let mut config = Config::in_folder(&self.office.data_folder(), program());
        config.address = self.office.database.address.clone();
        open(&config).expect("the platform opens")
    }

    pub fn serve(&self) -> Server {
        Server::start(&program(), &self.office.url(), &self.office.data_folder()).expect("the server starts")
    }

    /// `jindu verify`, which must find nothing.
    #[track_caller]
    pub fn expect_sound(&self, arguments: &[&str]) -> String {
        self.office.done(&[&["verify"], arguments].concat()).out
    }
}

/// Registers so many persons; their ids.
pub fn persons(server: &Server, count: usize) -> Vec<String> {
    let token = server.sign_in("case", PASSWORD).expect("signed in");
    let person = |number: usize| {
        let person = json!({ "name": format!("甘{number}"), "division_code": NORTH_VILLAGE, "status": "in_community" });
        let made = server.post(&token, "/personnel", &person).expect("an answer");
        assert_eq!(made.status, 201, "{}", made.json());
        made.json()["id"].as_str().expect("an id").to_owned()
    };
    (0..count).map(person).collect()
}

fn make_areas(tx: &mut Tx<'_>) -> jindu::platform::error::ApiResult<()> {
    for (code, name, kind, parent) in [
        ("990981000000", "江岚市", DivisionKind::County, None),
        (NORTH, "秀河镇", DivisionKind::Town, Some("990981000000")),
        (NORTH_VILLAGE, "新塘村", DivisionKind::VillagersCommittee, Some(NORTH)),
    ] {
        let valid_from = "2000-01-01".parse().expect("a day");
        let area = CreateDivision {
            code: code.into(),
            name: name.into(),
            kind,
            parent_code: parent.map(str::to_owned),
            valid_from,
            valid_to: None,
            households: None,
            population: None,
            groups: None,
        };
        divisions::insert(tx, area)?;
    }
    Ok(())
}

/// Everything under a path that answers pages.
pub fn all(server: &Server, token: &str, path: &str) -> Vec<Value> {
    let (mut items, mut page) = (Vec::new(), 1);
    let separator = if path.contains('?') { '&' } else { '?' };
    loop {
        let answer = server.get(token, &format!("{path}{separator}per_page=200&page={page}")).expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.json());
        let answer = answer.json();
        let found = answer["items"].as_array().expect("items").clone();
        if found.is_empty() {
            return items;
        }
        items.extend(found);
        page += 1;
    }
}

/// Waits until the sealer has signed what there is.
pub fn wait_for_head(server: &Server, token: &str, more_than: i64) -> Value {
    for _ in 0..200 {
        let head = server.get(token, "/journal/heads/latest").expect("an answer");
        if head.status == 200 && head.json()["size"].as_i64() > Some(more_than) {
            return head.json();
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("no head over more than {more_than} entries was signed");
}

/// Runs statements beside the program.
pub fn run(town: &Town, statements: &str) {
    match town.office.database.address.connect(Purpose::Migrate).expect("a connection") {
        AnyConnection::Sqlite(mut connection) => connection.batch_execute(statements).expect("done"),
        AnyConnection::Postgres(mut connection) => connection.batch_execute(statements).expect("done"),
    }
}
