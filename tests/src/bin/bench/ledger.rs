//! A ledger of persons as an office keeps it, and its import over HTTP.
use std::io::{Error, Result};

use jindu::codes::Gender;
use jindu::platform::coded::Coded;

use crate::people::{id_number, person};
use crate::seed::PERSONS;
use jindu_tests::process::Server;
use jindu_tests::process::http;

const HEADINGS: &str = "姓名,性别,身份证号码,联系电话,户籍地,现居住地,毒品种类,初次查获日期,管控现状";

/// A ledger of so many persons who are not on file yet.
pub fn persons(rows: usize) -> String {
    let lines = (0..rows).map(|row| {
        // Identity numbers that neither the first persons nor the created ones have.
        let number = 18_000_000 + PERSONS + row;
        let who = person(number);
        let id_number = id_number(number);
        let gender = if id_number.as_bytes()[16] % 2 == 1 { Gender::Male } else { Gender::Female };
        format!(
            "{},{},{id_number},{},{},{},{},{},{}\n",
            who.name,
            gender.label().zh,
            who.phone.unwrap_or_default(),
            who.household_address.unwrap_or_default(),
            who.division_code,
            who.substances.join("、"),
            who.first_found_on.unwrap_or_default(),
            who.status.label().zh,
        )
    });
    format!("{HEADINGS}\n{}", lines.collect::<String>())
}

/// Plans and commits the ledger in one request; answers how many rows made a person.
///
/// # Errors
/// The import is refused, or the connection breaks.
pub fn import(server: &Server, token: &str, file: &str) -> Result<usize> {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/octet-stream")];
    let path = "/api/v1/imports?resource=personnel&mode=commit&strategy=upsert&on_error=abort&file_name=ledger.csv";
    let answer = http::send(server.address, "POST", path, &headers, file.as_bytes())?;
    let rows = answer.json()["counts"]["create"].as_u64();
    let refused = || Error::other(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
    usize::try_from(rows.filter(|_| answer.status == 202).ok_or_else(refused)?).map_err(Error::other)
}
