//! STAND-IN until serve is merged.
use actix_web::{App, HttpServer, middleware::from_fn};
use jindu::platform::{Platform, auth::{Sessions, roles}, db::{Address, Db, DbOptions, Purpose, migrations}, vault::{Vault, read_or_create}};
use std::path::Path;

pub fn open(url: &str, data: &Path) -> Platform {
    let address = Address::parse(url).unwrap();
    std::fs::create_dir_all(data.join("keys")).unwrap();
    migrations::run(&address).unwrap();
    let vault = Vault::open(&data.join("keys/vault.key")).unwrap();
    let seed = read_or_create(&data.join("keys/token.key")).unwrap();
    let sessions = Sessions::new(&seed).unwrap();
    let mut c = address.connect(Purpose::Write).unwrap();
    for (name, role) in roles::shipped().unwrap() { roles::put(&mut c, &name, &role).unwrap(); }
    let db = Db::open(&DbOptions::new(address)).unwrap();
    Platform::new(db, vault, sessions, std::env::current_exe().unwrap())
}

pub fn serve() {
    let platform = open(&std::env::var("DATABASE_URL").unwrap(), Path::new(&std::env::var("JINDU_DATA_DIR").unwrap()));
    let workers = std::env::var("WORKERS").ok().and_then(|w| w.parse().ok()).unwrap_or(2);
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(move || App::new().wrap(from_fn(jindu::platform::http::finish::finish)).configure(jindu::app::configure(platform.clone())))
            .workers(workers)
            .bind(std::env::var("JINDU_LISTEN").unwrap()).unwrap().run().await.unwrap();
    });
}
