//! `make bench`: what the server does in a second, on both databases, over the real HTTP stack.
mod dice;
mod http;
mod load;
mod people;
mod places;
mod seed;
mod server;

use std::time::Duration;
fn main() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let url = std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| format!("sqlite://{}/jindu.db", data.display()));
    let program = std::env::current_exe().unwrap().with_file_name("jindu");
    let platform = jindu::start::open(&jindu::config::Config {
        address: jindu::platform::db::Address::parse(&url).unwrap(),
        replica: None,
        data_dir: data.clone(),
        worker_program: program.clone(),
    })
    .unwrap_or_else(|r| panic!("{r}"));
    let seeded = seed::fill(&platform).unwrap();
    drop(platform);
    eprintln!("seeded in {:?}", seeded.took);
    let server = server::Server::start(&program, &url, &data).unwrap();
    eprintln!("start {:?} memory {:.1}", server.start, server.memory());
    let only = std::env::var("ONLY").unwrap_or_default();
    let secs = std::env::var("SECS").ok().and_then(|w| w.parse().ok()).unwrap_or(6);
    let length = load::Length { warm_up: Duration::from_secs(2), measured: Duration::from_secs(secs) };
    let sign = || server.sign_in(seed::USER, seed::PASSWORD).unwrap();
    let ids: Vec<String> = seeded.persons.iter().map(|id| format!("/personnel/{id}")).collect();
    let statuses = ["community_treatment", "in_community", "imprisoned", "clean_three_years"];
    let lists: Vec<String> = places::TOWNS
        .iter()
        .flat_map(|town| statuses.map(|status| format!("/personnel?division={town}&status={status}&per_page=20")))
        .collect();
    let names: Vec<String> = (0..5000)
        .map(|n| {
            let q: String = people::searched(n * 17).bytes().map(|b| format!("%{b:02X}")).collect();
            format!("/personnel?q={q}&per_page=20")
        })
        .collect();
    for _ in 0..std::env::var("TIMES").ok().and_then(|w| w.parse().ok()).unwrap_or(1) {
        for (what, paths) in [("point", &ids), ("list", &lists), ("names", &names)] {
            if !only.is_empty() && !only.contains(what) {
                continue;
            }
            let mut driver = load::Driver::new(&server, sign(), folder.path()).unwrap();
            println!("{what}: {:?}", driver.get(paths, length).unwrap());
        }
        if only.is_empty() || only.contains("create") {
            let mut driver = load::Driver::new(&server, sign(), folder.path()).unwrap();
            println!("create: {:?}", driver.create(length).unwrap());
        }
    }
    if only.is_empty() || only.contains("export") {
        let t = std::time::Instant::now();
        let answer = server.get(&sign(), "/personnel/export?format=csv").unwrap();
        println!("export {} {} bytes {:?}", answer.status, answer.body.len(), t.elapsed());
    }
    println!("memory {:.1}", server.memory());
}
