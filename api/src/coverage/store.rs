//! Queries on frozen lists, and on the places and inspections that rounds are reckoned by.
mod followed;
mod freezes;
mod looks;
mod places;
mod round;
mod table;
mod units;

pub use self::followed::{frozen_lines, frozen_lists, rounds_and_places_of_lines, rounds_of_freezes};
pub use self::freezes::{TABLE as FREEZES, insert as insert_freeze};
pub use self::looks::{first_looks, last_looks, places_of as inspected_places};
pub use self::places::{Place, missed, of_register, on_register_among};
pub use self::round::{Round, load as load_round};
pub use self::table::{table, villages_of};
pub use self::units::{
    Key, insert as insert_units, lines_among, places_of as listed_places, reasons, set_assignee, set_excluded,
};

use crate::platform::error::Rule;

pub(super) const NO_UNIT: Rule = Rule {
    code: "campaign.unit.not_found",
    zh: "排查名单上没有这个场所",
    en: "this place is not on the list of the round",
};
/// Values in one `IN (…)`, rows in one `INSERT`.
const CHUNK: usize = 500;
