//! The made county: five towns of twenty villages.

/// The county.
pub const COUNTY: &str = "990981000000";
/// The town whose dashboard is measured: it holds 20 000 premises and 40 000 inspections.
pub const TOWN: &str = "990981107000";
/// The towns.
pub const TOWNS: [&str; 5] = ["990981105000", "990981106000", TOWN, "990981108000", "990981109000"];
const VILLAGES: usize = 20;

/// One of the hundred villages.
pub fn village(number: usize) -> String {
    let town = TOWNS[number / VILLAGES % TOWNS.len()];
    format!("{}{}", &town[..9], 201 + number % VILLAGES)
}
