//! Two processes on one database: an assertion is good once for both, and who is out is out of both.
use std::thread;
use std::time::Duration;

use chrono::NaiveDate;
use jindu::platform::auth::clients::{self, ClientKind, CreateClient};
use jindu::platform::auth::{FieldClass, Permission};
use jindu_tests::process::Server;
use jindu_tests::support::{NORTH, program};
use serde_json::json;

use super::asking::{assertion_form, jwk, key};
use crate::proof::office::Town;
use crate::tokens::{encode, signed};

const ADDRESS: &str = "https://jindu.example";
/// How long another process may go on believing what it knew (SECURITY A4), and what a slow machine adds to that.
const NOTICED: Duration = Duration::from_millis(1300);

fn serve(town: &Town) -> Server {
    Server::start_as(ADDRESS, &program(), &town.office.url(), &town.office.data_folder()).expect("the server starts")
}

fn facts() -> CreateClient {
    let today: NaiveDate = jindu::platform::clock::now().date_naive();
    CreateClient {
        name: "city-feed".into(),
        kind: ClientKind::Reader,
        agency: "江岚市禁毒办".into(),
        description: None,
        division_code: NORTH.into(),
        capabilities: vec![Permission::ReadPersonnel],
        sees: vec![FieldClass::Name],
        networks: vec!["127.0.0.1".parse().expect("a network")],
        rows_a_day: 10,
        expires_on: today + chrono::Duration::days(30),
    }
}

fn assertion(client_id: &str, jti: &str) -> String {
    let now = jindu::platform::clock::now().timestamp();
    let said = json!({ "iss": client_id, "sub": client_id, "aud": ADDRESS, "exp": now + 50, "jti": jti });
    signed(&key(21), &json!({ "alg": "EdDSA" }), &encode(said.to_string().as_bytes()))
}

#[test]
fn an_assertion_is_good_once_for_all_processes() {
    let town = Town::new();
    let platform = town.platform();
    let console = platform.command_line();
    let servers = [serve(&town), serve(&town)];
    for round in 0..4 {
        // A client of its own: a process that refused one three times running lets it wait.
        let facts = CreateClient { name: format!("once-{round}"), ..facts() };
        let client = console.write_blocking(|tx| clients::create(tx, facts)).expect("a client").id;
        console.write_blocking(move |tx| clients::add_key(tx, client, &jwk(&key(21)))).expect("a key");
        let form = assertion_form(&assertion(&client.to_string(), &format!("once-{round}")));
        let form = form.as_str();
        let asked: Vec<u16> = thread::scope(|scope| {
            let asking: Vec<_> = servers
                .iter()
                .map(|server| scope.spawn(move || server.post_form("/oauth/token", form).expect("an answer").status))
                .collect();
            asking.into_iter().map(|one| one.join().expect("no panic")).collect()
        });
        let mut sorted = asked.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [200, 401], "round {round}");
    }
}

#[test]
fn who_is_revoked_by_one_process_is_out_of_the_other() {
    let town = Town::new();
    let platform = town.platform();
    let console = platform.command_line();
    let client = console.write_blocking(|tx| clients::create(tx, facts())).expect("a client").id;
    let secret = console.write_blocking(move |tx| clients::add_secret(tx, client)).expect("a secret");
    let servers = [serve(&town), serve(&town)];
    let form = format!("grant_type=client_credentials&client_id={client}&client_secret={}", secret.client_secret);
    let answer = servers[0].post_form("/oauth/token", &form).expect("an answer").json();
    let token = answer["access_token"].as_str().expect("a token").to_owned();
    let status = |server: &Server| server.get(&token, "/personnel").expect("an answer").status;
    for server in &servers {
        assert_eq!(status(server), 200, "a token of one process is good at the other");
    }
    let ended = console.write_blocking(move |tx| clients::end_secret(tx, client, secret.id));
    assert_eq!(ended.expect("it ends").secrets.len(), 0);
    thread::sleep(NOTICED);
    for server in &servers {
        assert_eq!(status(server), 401);
        assert_eq!(server.post_form("/oauth/token", &form).expect("an answer").status, 401);
    }
}

/// The console makes, lists and revokes clients as it does accounts.
#[test]
fn the_console_makes_and_revokes_clients() {
    let town = Town::new();
    let day = (jindu::platform::clock::now() + chrono::Duration::days(30)).date_naive().to_string();
    let create = |more: &[&str]| {
        let arguments = ["client", "create", "--name", "ledgers", "--agency", "秀河镇禁毒办", "--division", NORTH];
        town.office.jindu(&[&arguments[..], &["--network", "127.0.0.1", "--expires-on", &day], more].concat())
    };
    let refused = create(&["--kind", "importer", "--scope", "personnel:read"]);
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("capabilities"), "{}", refused.err);
    assert_eq!(create(&["--kind", "importer", "--rows-a-day", "5"]).code, 2);
    let made = create(&["--kind", "importer"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    let id = made.out.trim().rsplit(' ').next().expect("an id").to_owned();
    let secret = town.office.done(&["client", "secret", "ledgers"]).out.trim().to_owned();
    let listed = town.office.done(&["client", "list"]).out;
    assert!(listed.contains("ledgers") && listed.contains("in use") && !listed.contains(&secret), "{listed}");
    let server = serve(&town);
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    assert_eq!(server.post_form("/oauth/token", &form).expect("an answer").status, 200);
    assert!(!town.office.done(&["user", "list"]).out.contains("ledgers"), "it is no person");
    town.office.done(&["client", "revoke", "ledgers"]);
    thread::sleep(NOTICED);
    assert_eq!(server.post_form("/oauth/token", &form).expect("an answer").status, 401);
    assert!(town.office.done(&["client", "list"]).out.contains("revoked"));
    assert_eq!(town.office.jindu(&["client", "secret", "ledgers"]).code, 2);
}
